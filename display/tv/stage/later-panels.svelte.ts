/** Fetches the components that a wall starts without, once its board has a panel of such a kind. */
import { firstComponents } from '../../panels/first.ts';
import type { PanelComponents } from '../../panels/kinds.ts';
import { canBeHad } from '../link/later.ts';
import { writeStored } from '../link/storage.ts';

const fetchAgainMs = 5_000;
/** Where they were fetched from when they last were. */
const place = 'floorcast.panels';

export class LaterPanels {
	/** Those that are here. */
	components = $state.raw<Partial<PanelComponents>>(firstComponents);
	/** They were wanted and could not be had; it is tried again and again. */
	hasFailed = $state.raw(false);

	/** Made while a component is, whose life it shares. `isDue`: there is something to show. */
	constructor(now: () => number, isDue: () => boolean, failed: (error: unknown) => void) {
		let isAsking = false;
		let isHere = false;
		let askedAt = -Infinity;
		const load = async (): Promise<void> => {
			if (!(await canBeHad(place))) {
				this.hasFailed = true;
				return;
			}
			const { laterComponents, address } = await import('../../panels/later-panels.ts');
			isHere = true;
			this.components = { ...firstComponents, ...laterComponents };
			this.hasFailed = false;
			writeStored(place, address);
		};
		$effect(() => {
			const at = now();
			if (isHere || isAsking || !isDue() || at - askedAt < fetchAgainMs) return;
			askedAt = at;
			isAsking = true;
			load()
				.catch((error: unknown) => {
					this.hasFailed = true;
					failed(error);
				})
				.finally(() => (isAsking = false));
		});
	}
}
