/** Boards: which panels, of which metric, scope and period, and when. Configuration, not code (KPIS.md §6). */
import type { BoardPlan, FigurePlan, PanelPlan } from '../../shared/board.ts';
import type { PanelKind } from '../../shared/views.ts';
import type { MetricId } from '../metrics/catalogue.ts';

/** A plan whose metrics are known to be some. */
export interface FigureConfig extends FigurePlan {
	metric: MetricId;
	base: MetricId | null;
}

export interface PanelConfig<K extends PanelKind = PanelKind> extends PanelPlan {
	kind: K;
	metric: MetricId;
	figures: readonly FigureConfig[];
}

export interface BoardConfig extends BoardPlan {
	panels: readonly PanelConfig[];
}

/** Where boards come from. */
export interface Boards {
	/** The board of that id, the very same object while nothing on it changes; the default one when there is none such, or no longer. */
	planOf: (id: string) => BoardConfig;
}
