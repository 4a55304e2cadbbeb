import type { Component } from 'svelte';
import type { PanelKind, PanelViews } from '../../shared/views.ts';
import type { AttainmentPage } from '../tv/rotation/pages.ts';
import ActivitySheet from './ActivitySheet.svelte';
import Attainment from './Attainment.svelte';
import Breakdown from './Breakdown.svelte';
import Forecast from './Forecast.svelte';
import Funnel from './Funnel.svelte';
import Leaderboard from './Leaderboard.svelte';
import Pipeline from './Pipeline.svelte';
import Scorecard from './Scorecard.svelte';
import Target from './Target.svelte';
import Trend from './Trend.svelte';
import Workback from './Workback.svelte';

/** What a component gets: a list is turned page by page. */
type Pages = Omit<PanelViews, 'attainment'> & { attainment: AttainmentPage };

/** One component a kind; a missing one does not compile. */
export const panelComponents: { [K in PanelKind]: Component<{ view: Pages[K] }> } = {
	trend: Trend,
	attainment: Attainment,
	leaderboard: Leaderboard,
	target: Target,
	scorecard: Scorecard,
	funnel: Funnel,
	breakdown: Breakdown,
	'activity-sheet': ActivitySheet,
	pipeline: Pipeline,
	workback: Workback,
	forecast: Forecast,
};
