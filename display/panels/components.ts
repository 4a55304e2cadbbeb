import { firstComponents } from './first.ts';
import type { PanelComponents } from './kinds.ts';
import { laterComponents } from './later-panels.ts';

/** All of them, for pages at a desk; a missing one does not compile. */
export const panelComponents: PanelComponents = { ...firstComponents, ...laterComponents };
