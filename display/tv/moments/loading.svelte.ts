/** Fetches what comes over the wall for a moment before it is needed: it is for when the server is away, too. */
import { canBeHad } from '../link/later.ts';
import { writeStored } from '../link/storage.ts';
import type * as Shown from './moments.ts';

const fetchAfterMs = 5_000;
const fetchAgainMs = 15_000;
const againWhenDueMs = 5_000;
/** Where it was fetched from when it last was. */
const place = 'floorcast.moments';

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
		if (!(await canBeHad(place))) return;
		this.loaded = await import('./moments.ts');
		writeStored(place, this.loaded.address);
	}
}
