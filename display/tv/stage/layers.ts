/** The panel on show and, while the two cross-fade, the one it replaces: never more than two, and one of them current. */
import type { ShownView } from '../../../shared/views.ts';

export interface Layer {
	key: number;
	view: ShownView;
	current: boolean;
}

export interface Layers {
	/** The layers to paint, bottom first. Asked again with the same panel, the same layer gets its newer view. */
	show(view: ShownView | null): Layer[];
	/** The layer has faded out. */
	drop(key: number): void;
}

export function createLayers(): Layers {
	let keys = 0;
	let current: Layer | null = null;
	let leaving: Layer | null = null;
	return {
		show(view) {
			if (view && current?.view.id === view.id && current.view.kind === view.kind) {
				current = { ...current, view };
			} else {
				if (current) leaving = { ...current, current: false };
				current = view && { key: ++keys, view, current: true };
			}
			return [leaving, current].filter((layer) => layer !== null);
		},
		drop(key) {
			if (leaving?.key === key) leaving = null;
		},
	};
}
