/** The ids of what this screen has celebrated, kept over a restart: nothing is celebrated twice. */
import { readStored, writeStored } from '../link/storage.ts';

const place = 'floorcast.celebrated';

export function readCelebrated(): readonly string[] {
	try {
		const stored: unknown = JSON.parse(readStored(place) ?? '[]');
		return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
	} catch {
		return []; // cut short: as if there were none
	}
}

export function keepCelebrated(ids: readonly string[]): void {
	if (!writeStored(place, JSON.stringify(ids))) console.warn('This browser does not keep what was celebrated; after a restart it may be once more.');
}
