/** What the page starts without, and fetches when there is time or need. */
import { fetchText } from './fetching.ts';
import { readStored } from './storage.ts';

async function isThere(path: string, cache: RequestCache): Promise<boolean> {
	try {
		return (await fetchText(path, { cache, mode: 'same-origin' })).status === 200;
	} catch {
		return false; // out of reach
	}
}

/**
 * Engines (130 still) do not ask again for a script that once failed: another file tells first whether it can be had. Before that the
 * browser tells, where `place` in its storage says which address the script had: it may have kept it, and then no server is waited for.
 */
export async function canBeHad(place?: string): Promise<boolean> {
	const kept = place === undefined ? null : readStored(place);
	if (kept !== null && (await isThere(kept, 'only-if-cached'))) return true;
	return isThere('/favicon.svg', 'no-store');
}
