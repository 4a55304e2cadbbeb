/**
 * The kinds of panel that not every wall has. They are one script, not one each: engines do not ask again for a script that once
 * failed, and scripts that share parts would bring further ones, of which nobody looks whether they can be had.
 */
import Actions from './Actions.svelte';
import ActivitySheet from './ActivitySheet.svelte';
import Breakdown from './Breakdown.svelte';
import Comparison from './Comparison.svelte';
import Findings from './Findings.svelte';
import Forecast from './Forecast.svelte';
import Funnel from './Funnel.svelte';
import type { LaterKind, PanelComponents } from './kinds.ts';
import Pipeline from './Pipeline.svelte';
import Scorecard from './Scorecard.svelte';
import WonLost from './WonLost.svelte';
import Workback from './Workback.svelte';

export const laterComponents: Pick<PanelComponents, LaterKind> = {
	scorecard: Scorecard,
	funnel: Funnel,
	breakdown: Breakdown,
	'activity-sheet': ActivitySheet,
	pipeline: Pipeline,
	workback: Workback,
	forecast: Forecast,
	findings: Findings,
	'won-lost': WonLost,
	comparison: Comparison,
	actions: Actions,
};

/** Of the script that all of this is in. */
export const address = import.meta.url;
