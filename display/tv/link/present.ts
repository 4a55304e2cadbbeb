/** A page that somebody presents from their own: what stands behind the # of its address is exchanged for a token, once, and taken away. */
import { fetchText } from './fetching.ts';
import { keepToken } from './token.ts';

const begins = '#present=';

/** Resolves in any case: without a token the screen asks to be paired. */
export async function admitted(): Promise<void> {
	const { hash } = location;
	if (hash.slice(0, begins.length) !== begins) return;
	history.replaceState(null, '', location.pathname);
	try {
		const body = JSON.stringify({ code: hash.slice(begins.length) });
		const { status, text } = await fetchText('/api/v1/present', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
		const { token } = JSON.parse(text) as { token?: string }; // our own server's answer
		if (status === 200 && token) keepToken(token);
	} catch (error) {
		console.warn(error);
	}
}
