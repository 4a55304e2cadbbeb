/** Fetches what comes over the wall for a moment before it is needed: it is for when the server is away, too. */
import { fetchText } from '../link/fetching.ts';
import type * as Shown from './moments.ts';

const fetchAfterMs = 6_000;
const fetchAgainMs = 60_000;
const againWhenDueMs = 5_000;

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
		// Engines (130 still) do not ask again for a script that once failed: another file tells whether it can be had.
		const { status } = await fetchText('/favicon.svg', { cache: 'no-store' });
		if (status !== 200) throw new Error(`the server answers ${status}`);
		this.loaded = await import('./moments.ts');
	}
}
