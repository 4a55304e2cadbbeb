/** Fetches what comes over the wall for a moment before it is needed: it is for when the server is away, too. */
import { fetchText } from '../link/fetching.ts';
import { readStored, writeStored } from '../link/storage.ts';
import type * as Shown from './moments.ts';

const fetchAfterMs = 6_000;
const fetchAgainMs = 60_000;
const againWhenDueMs = 5_000;
/** Where it was fetched from when it last was. */
const place = 'floorcast.moments';

async function isThere(path: string, cache: RequestCache): Promise<boolean> {
	try {
		return (await fetchText(path, { cache, mode: 'same-origin' })).status === 200;
	} catch {
		return false; // out of reach
	}
}

/**
 * Engines (130 still) do not ask again for a script that once failed: another file tells whether it can be had, and while the
 * server is away the browser, whether it has kept it.
 */
async function canBeHad(): Promise<boolean> {
	if (await isThere('/favicon.svg', 'no-store')) return true;
	const kept = readStored(place);
	return kept !== null && isThere(kept, 'only-if-cached');
}

export class Moments {
	/** Null until it is here. */
	loaded = $state.raw<typeof Shown | null>(null);

	/** Made while a component is, whose life it shares. `isDue`: there is something to show. */
	constructor(now: () => number, isDue: () => boolean) {
		const startAt = now();
		let askedAt = -Infinity;
		$effect(() => {
			const at = now();
			const isTime = isDue() ? at - askedAt >= againWhenDueMs : at - startAt >= fetchAfterMs && at - askedAt >= fetchAgainMs;
			if (this.loaded || !isTime) return;
			askedAt = at;
			this.#load().catch(console.warn);
		});
	}

	async #load(): Promise<void> {
		if (!(await canBeHad())) return;
		this.loaded = await import('./moments.ts');
		writeStored(place, this.loaded.address);
	}
}
