/** Plans of boards while they are edited. What cannot be shown is never offered: after each change, what no longer fits follows. */
import { boardLimits, figuresOf, type BoardDraft, type BoardList, type OfferedMetric, type ScopeKind } from '../../shared/board-api.ts';
import { planPeriods, type FigurePlan, type PanelPlan, type PlanPeriod } from '../../shared/board.ts';
import type { PanelKind } from '../../shared/views.ts';

export type Offers = Omit<BoardList, 'boards' | 'removed'>;

export const panelKinds: readonly PanelKind[] = ['trend', 'leaderboard', 'attainment', 'target', 'scorecard', 'funnel', 'breakdown', 'activity-sheet', 'pipeline', 'workback', 'forecast'];

/** With what each begins. */
const funnels: Record<string, string> = { calls: 'calls_made', leads: 'new_leads', reach: 'outbound_activities' };
export const funnelMetric = (by: string): string => funnels[by] ?? 'calls_made';

/** The panel's metric stands among its figures, as the first of them. */
const heads = (kind: PanelKind): boolean => kind === 'scorecard' || kind === 'activity-sheet';

export const metricOf = (offers: Offers, id: string): OfferedMetric | undefined => offers.metrics.find((metric) => metric.id === id);

export const scopeKind = (scope: string): ScopeKind => (scope.startsWith('team:') ? 'team' : scope.startsWith('person:') ? 'person' : 'company');

export const metricsFor = (offers: Offers, { kind, scope }: Pick<PanelPlan, 'kind' | 'scope'>): OfferedMetric[] =>
	offers.metrics.filter(({ shownAs, scopes, toldApart }) => shownAs[kind] !== undefined && scopes.includes(scopeKind(scope)) && (kind !== 'breakdown' || toldApart[scopeKind(scope)].length > 0));

/** What a panel can be told apart by, or from where a funnel goes; empty: by nothing. */
export function bysFor(offers: Offers, { kind, metric, scope }: Pick<PanelPlan, 'kind' | 'metric' | 'scope'>): readonly string[] {
	if (kind === 'funnel') return Object.keys(funnels);
	return kind === 'breakdown' ? (metricOf(offers, metric)?.toldApart[scopeKind(scope)] ?? []) : [];
}

export function periodsFor(offers: Offers, { kind, metric, ranking }: PanelPlan): readonly PlanPeriod[] {
	const found = metricOf(offers, metric);
	return (ranking === 'improvement' ? found?.improvesIn : found?.shownAs[kind]) ?? [];
}

export const canImprove = (offers: Offers, { kind, metric }: PanelPlan): boolean => kind === 'leaderboard' && (metricOf(offers, metric)?.improvesIn.length ?? 0) > 0;

export const scopesOf = ({ teams, people }: Offers): string[] => ['company', ...[...teams, ...people].map(({ scope }) => scope)];

/** What a figure beside this panel can be derived from; null: it is not derived. */
export const basesFor = (offers: Offers, metric: string): readonly string[] | null => metricOf(offers, metric)?.bases ?? null;

export const figureMetrics = (offers: Offers, panel: PanelPlan): OfferedMetric[] =>
	offers.metrics.filter(
		({ needsPeople, scopes, shownAs }) =>
			(!needsPeople || scopeKind(panel.scope) !== 'person') && scopes.includes(scopeKind(panel.scope)) && (panel.kind !== 'activity-sheet' || shownAs['activity-sheet'] !== undefined),
	);

/** Two figures of one metric differ in their period; on a scorecard the panel's own metric is one of them. The columns of a sheet are of its period. */
export function figurePeriods({ kind, metric, period: own }: PanelPlan, figures: readonly FigurePlan[], at: number): PlanPeriod[] {
	const isTaken = (wanted: string | undefined, period: PlanPeriod): boolean =>
		figures.some((figure, place) => place !== at && figure.metric === wanted && figure.period === period) || (heads(kind) && wanted === metric && period === own);
	return planPeriods.filter((period) => (kind !== 'activity-sheet' || period === own) && !isTaken(figures[at]?.metric, period));
}

const nearest = <T>(wanted: T, possible: readonly T[], usual: T): T => (possible.includes(wanted) ? wanted : possible.includes(usual) ? usual : (possible[0] ?? wanted));

function settledFigures(panel: PanelPlan, offers: Offers): FigurePlan[] {
	const possible = figureMetrics(offers, panel).map(({ id }) => id);
	const kept: FigurePlan[] = [];
	for (const figure of panel.figures) {
		if (!possible.includes(figure.metric)) continue;
		const bases = basesFor(offers, figure.metric);
		const isOwn = figure.base === null || figure.base === panel.metric;
		const base = bases === null || (isOwn && bases.includes(panel.metric)) ? null : nearest(figure.base ?? '', bases, 'sales');
		const free = figurePeriods(panel, [...kept, figure], kept.length);
		if (free.length === 0 || kept.length === figuresOf(panel.kind)) continue;
		kept.push({ metric: figure.metric, base, period: nearest(figure.period, free, panel.period) });
	}
	return kept;
}

/** The panel, with whatever does not fit its form and metric changed to what does. */
export function settled(wished: PanelPlan, offers: Offers): PanelPlan {
	const wanted = wished.kind === 'funnel' ? funnelMetric(wished.by ?? 'calls') : wished.metric;
	const metric = nearest(wanted, metricsFor(offers, wished).map(({ id }) => id), 'sales');
	const ranking = canImprove(offers, { ...wished, metric }) ? wished.ranking : 'result';
	const period = nearest(wished.period, periodsFor(offers, { ...wished, metric, ranking }), 'month');
	const bys = bysFor(offers, { ...wished, metric });
	const by = bys.length === 0 ? null : nearest(wished.by ?? '', bys, bys[0] ?? '');
	const panel: PanelPlan = { ...wished, metric, ranking, period, by };
	return { ...panel, figures: settledFigures(panel, offers) };
}

/** An id that no panel of the board has: what the panel was when it was made. */
function freeId({ kind, metric }: Pick<PanelPlan, 'kind' | 'metric'>, panels: readonly PanelPlan[]): string {
	const name = `${kind}-${metric.replace(/[^a-z0-9]+/g, '-')}`.slice(0, 50);
	let id = name;
	for (let number = 2; panels.some((panel) => panel.id === id); number += 1) id = `${name}-${number}`;
	return id;
}

const first = { kind: 'leaderboard', metric: 'sales', scope: 'company', period: 'month', ranking: 'result', by: null, figures: [], seconds: null, pinned: false, times: null } as const;

export function added(draft: BoardDraft, offers: Offers): BoardDraft {
	const panel = settled({ id: freeId(first, draft.panels), ...first }, offers);
	return { ...draft, panels: [...draft.panels, panel] };
}

export const newBoard = (name: string, offers: Offers): BoardDraft => added({ name, seconds: 20, panels: [] }, offers);

export function duplicated(draft: BoardDraft, at: number): BoardDraft {
	const panel = draft.panels[at];
	if (!panel) return draft;
	const copy = { ...panel, id: freeId(panel, draft.panels) };
	return { ...draft, panels: [...draft.panels.slice(0, at + 1), copy, ...draft.panels.slice(at + 1)] };
}

export const removed = (draft: BoardDraft, at: number): BoardDraft => ({ ...draft, panels: draft.panels.filter((_, place) => place !== at) });

export function moved(draft: BoardDraft, at: number, by: 1 | -1): BoardDraft {
	const panels = [...draft.panels];
	const [one, other] = [panels[at], panels[at + by]];
	if (!one || !other) return draft;
	panels[at] = other;
	panels[at + by] = one;
	return { ...draft, panels };
}

const sheetColumns = ['calls_made', 'emails_sent', 'connects', 'meetings_booked'] as const;

/** A sheet of activities begins with what most floors count, not with the one result that the panel before it showed. */
function changedTo(panel: PanelPlan, part: Partial<PanelPlan>): PanelPlan {
	if (part.kind !== 'activity-sheet' || panel.kind === 'activity-sheet') return { ...panel, ...part };
	const [metric, ...others] = sheetColumns;
	return { ...panel, ...part, metric, figures: others.map((other) => ({ metric: other, base: null, period: panel.period })) };
}

export const withPanel = (draft: BoardDraft, at: number, part: Partial<PanelPlan>, offers: Offers): BoardDraft => ({
	...draft,
	panels: draft.panels.map((panel, place) => (place === at ? settled(changedTo(panel, part), offers) : panel)),
});

/** A figure that is not there yet, of what sells. */
export function withFigure(panel: PanelPlan, offers: Offers): FigurePlan[] {
	const taken = new Set(panel.figures.map(({ metric }) => metric));
	const metric = figureMetrics(offers, panel).find(({ id, bases }) => bases === null && id !== panel.metric && !taken.has(id))?.id ?? panel.metric;
	return [...panel.figures, { metric, base: null, period: panel.period }];
}

/** What is typed and is no number of seconds is NaN. */
export const readSeconds = (text: string): number | null => (text.trim() === '' ? null : /^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : NaN);
export const areSeconds = (seconds: number): boolean => Number.isInteger(seconds) && seconds >= boardLimits.leastSeconds && seconds <= boardLimits.mostSeconds;

/** NaN is another than none. */
const written = (draft: BoardDraft): string => JSON.stringify(draft, (_, value: unknown) => (typeof value === 'number' && Number.isNaN(value) ? 'NaN' : value));
export const sameDraft = (one: BoardDraft, other: BoardDraft): boolean => written(one) === written(other);
/** Of a board as the server has it. */
export const draftOf = ({ name, seconds, panels }: BoardDraft): BoardDraft => ({ name, seconds, panels });
