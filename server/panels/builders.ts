/** Every kind of panel and who builds it; a kind without a builder does not compile. */
import type { PanelKind, PanelViews } from '../../shared/views.ts';
import { attainmentView } from './attainment.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { leaderboardView } from './leaderboard.ts';
import { targetView } from './target.ts';
import { trendView } from './trend.ts';

/** A builder may take its time; the tick waits only so long. */
export type PanelBuilder<K extends PanelKind> = (config: PanelConfig<K>, context: PanelContext) => PanelViews[K] | Promise<PanelViews[K]>;

export type PanelBuilders = { [K in PanelKind]: PanelBuilder<K> };

export const panelBuilders: PanelBuilders = { trend: trendView, attainment: attainmentView, leaderboard: leaderboardView, target: targetView };
