/** What this screen has celebrated, kept over a restart: nothing is celebrated twice, and the next one not sooner than it would have been. */
import { readStored, writeStored } from '../link/storage.ts';

const place = 'floorcast.celebrated';

export interface Celebrated {
	ids: readonly string[];
	/** When the latest began, in the server's time; null: none did. */
	began: number | null;
}

export function readCelebrated(): Celebrated {
	try {
		const stored: unknown = JSON.parse(readStored(place) ?? '{}');
		const { ids, began } = { ids: null, began: null, ...(typeof stored === 'object' ? stored : null) };
		return { ids: Array.isArray(ids) ? (ids as unknown[]).filter((id) => typeof id === 'string') : [], began: typeof began === 'number' ? began : null };
	} catch {
		return { ids: [], began: null }; // cut short: as if there were none
	}
}

export function keepCelebrated(celebrated: Celebrated): void {
	if (!writeStored(place, JSON.stringify(celebrated))) console.warn('This browser does not keep what was celebrated; after a restart it may be once more.');
}
