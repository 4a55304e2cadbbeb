/** The kinds of panel that every wall starts with. */
import Attainment from './Attainment.svelte';
import type { LaterKind, PanelComponents } from './kinds.ts';
import Leaderboard from './Leaderboard.svelte';
import Target from './Target.svelte';
import Trend from './Trend.svelte';

export const firstComponents: Omit<PanelComponents, LaterKind> = {
	trend: Trend,
	attainment: Attainment,
	leaderboard: Leaderboard,
	target: Target,
};
