/**
 * The kinds of panel that not every wall has. They are one script, not one each: engines do not ask again for a script that once
 * failed, and scripts that share parts would bring further ones, of which nobody looks whether they can be had.
 */
import ActivitySheet from './ActivitySheet.svelte';
import Breakdown from './Breakdown.svelte';
import Forecast from './Forecast.svelte';
import Funnel from './Funnel.svelte';
import type { LaterKind, PanelComponents } from './kinds.ts';
import Pipeline from './Pipeline.svelte';
import Scorecard from './Scorecard.svelte';
import Workback from './Workback.svelte';

export const laterComponents: Pick<PanelComponents, LaterKind> = {
	scorecard: Scorecard,
	funnel: Funnel,
	breakdown: Breakdown,
	'activity-sheet': ActivitySheet,
	pipeline: Pipeline,
	workback: Workback,
	forecast: Forecast,
};

/** Of the script that all of this is in. */
export const address = import.meta.url;
