/** What the page starts without, and fetches when there is time or need. */
import { fetchText } from './fetching.ts';

/**
 * Engines (130 still) do not ask again for a script that once failed: another file tells first whether it can be had.
 * Throws when it cannot, and may then be called again.
 */
export async function loadLater<Part>(load: () => Promise<Part>): Promise<Part> {
	const { status } = await fetchText('/favicon.svg', { cache: 'no-store' });
	if (status !== 200) throw new Error(`the server answers ${status}`);
	return load();
}
