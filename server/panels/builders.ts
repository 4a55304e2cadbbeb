/** Every kind of panel and who builds it; a kind without a builder does not compile. */
import type { PanelKind, PanelViews } from '../../shared/views.ts';
import { activitySheetView } from './activity-sheet.ts';
import { attainmentView } from './attainment.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { breakdownView } from './breakdown.ts';
import { forecastView } from './forecast.ts';
import { funnelView } from './funnel.ts';
import { leaderboardView } from './leaderboard.ts';
import { pipelineView } from './pipeline.ts';
import { scorecardView } from './scorecard.ts';
import { targetView } from './target.ts';
import { trendView } from './trend.ts';
import { workbackView } from './workback.ts';

/** A builder may take its time; the tick waits only so long. */
export type PanelBuilder<K extends PanelKind> = (config: PanelConfig<K>, context: PanelContext) => PanelViews[K] | Promise<PanelViews[K]>;

export type PanelBuilders = { [K in PanelKind]: PanelBuilder<K> };

export const panelBuilders: PanelBuilders = {
	trend: trendView,
	attainment: attainmentView,
	leaderboard: leaderboardView,
	target: targetView,
	scorecard: scorecardView,
	funnel: funnelView,
	breakdown: breakdownView,
	'activity-sheet': activitySheetView,
	pipeline: pipelineView,
	workback: workbackView,
	forecast: forecastView,
};
