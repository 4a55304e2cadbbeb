import type { Component } from 'svelte';
import type { PanelKind, PanelViews } from '../../shared/views.ts';
import Attainment from './Attainment.svelte';
import Leaderboard from './Leaderboard.svelte';
import Target from './Target.svelte';
import Trend from './Trend.svelte';

/** One component a kind; a missing one does not compile. */
export const panelComponents: { [K in PanelKind]: Component<{ view: PanelViews[K] }> } = {
	trend: Trend,
	attainment: Attainment,
	leaderboard: Leaderboard,
	target: Target,
};
