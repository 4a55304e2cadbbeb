/** A board made someone's own: the same panels of a team or a person, as far as they mean something there. */
import { metricOf, type MetricId } from '../metrics/catalogue.ts';
import { scopeText, type Scope } from '../metrics/scope.ts';
import { partsOf } from '../metrics/told-apart.ts';
import type { BoardConfig, FigureConfig, PanelConfig } from './boards.ts';
import { canDerive, isOf, needsPeople, periodsOf } from './showable.ts';

/** Of one person there is nobody to be ranked among, and nothing to lay side by side. */
const ofMany = ['leaderboard', 'attainment', 'activity-sheet'];

function panelFor(panel: PanelConfig, scope: Scope): PanelConfig[] {
	if (scope.kind === 'person' && ofMany.includes(panel.kind)) return [];
	const isTheirs = (metric: MetricId): boolean => isOf(metric, scope.kind) && !(scope.kind === 'person' && needsPeople(metric));
	const kept = panel.figures.filter(({ metric, base }) => isTheirs(metric) && (base === null || isTheirs(base)));
	// A scorecard goes on without its first KPI.
	const first = isTheirs(panel.metric) ? panel.metric : panel.kind === 'scorecard' ? kept.find(({ metric }) => periodsOf('scorecard', metric).length > 0)?.metric : undefined;
	if (first === undefined) return [];
	const fits = ({ metric, base, period }: FigureConfig): boolean =>
		(metricOf(metric).formula.kind !== 'derived' || canDerive(metric, base ?? first)) && !(panel.kind === 'scorecard' && metric === first && period === panel.period);
	const parts = panel.kind === 'breakdown' ? partsOf(first, scope) : [];
	if (panel.kind === 'breakdown' && parts.length === 0) return [];
	const by = panel.kind === 'breakdown' ? (parts.find((part) => part === panel.by) ?? parts[0] ?? null) : panel.by;
	return [{ ...panel, metric: first, by, scope: scopeText(scope), figures: kept.filter(fits) }];
}

/** Empty where the board has nothing that is theirs. */
export const panelsFor = ({ panels }: Pick<BoardConfig, 'panels'>, scope: Scope): PanelConfig[] => panels.flatMap((panel) => panelFor(panel, scope));
