import type { Component } from 'svelte';
import type { PanelKind, PanelViews } from '../../shared/views.ts';
import type { AttainmentPage } from '../tv/rotation/pages.ts';
import Attainment from './Attainment.svelte';
import Leaderboard from './Leaderboard.svelte';
import Target from './Target.svelte';
import Trend from './Trend.svelte';

/** What a component gets: a list is turned page by page. */
type Pages = Omit<PanelViews, 'attainment'> & { attainment: AttainmentPage };

/** One component a kind; a missing one does not compile. */
export const panelComponents: { [K in PanelKind]: Component<{ view: Pages[K] }> } = {
	trend: Trend,
	attainment: Attainment,
	leaderboard: Leaderboard,
	target: Target,
};
