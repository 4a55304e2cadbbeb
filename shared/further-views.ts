/** The view-models of the panels that boards are widened with: scorecard, funnel, breakdown, activity sheet, pipeline, work-back, forecast. */
import type { Headline, NumberText, PanelFrame, Tone, Verdict } from './views.ts';

/** A figure with its history and with what is usual for it. */
export interface ScorecardCell {
	id: string;
	label: string;
	/** "this month"; empty where it is the panel's own. */
	period: string;
	number: NumberText;
	/** Against the previous period at the same working time, or against its target. */
	verdict: Verdict | null;
	/** "4 of 9" for small samples, else what the comparison is with. */
	note: string;
	/** The twelve periods up to now as heights (0–1); null where unknown. Empty when there is no history to show. */
	spark: (number | null)[];
	/** What is usual, on the scale of `spark` (0–1): from … to; null without a benchmark. */
	band: { from: number; to: number } | null;
	/** "usual 35–40%"; empty without a benchmark. */
	benchmark: string;
}

/** Five to eight KPIs at a glance. */
export interface ScorecardView extends PanelFrame<'scorecard'> {
	cells: ScorecardCell[];
}

export interface FunnelStep {
	id: string;
	label: string;
	number: NumberText;
	/** Length of the bar as a share of the widest (0–1). */
	bar: number;
	/** The number against the period before. */
	verdict: Verdict | null;
	/** How many of the step before came so far; null for the first. */
	conversion: {
		number: NumberText;
		/** "4 of 9" for small samples; else empty. */
		note: string;
		/** Against its benchmark, else against the period before. */
		verdict: Verdict | null;
		/** "usual 11%"; empty without one. */
		benchmark: string;
	} | null;
	/** Here most is lost against what is usual; at most one step. */
	isLeak: boolean;
}

/** Stages with their conversion and where it leaks. */
export interface FunnelView extends PanelFrame<'funnel'> {
	/** From the first step to the last. */
	headline: Headline;
	/** What changes are against, where nothing else is said: "vs. same time last month". */
	compared: string;
	steps: FunnelStep[];
	/** One sentence: where it leaks, and what it would bring to close the gap; empty when unknown. */
	leak: string;
}

export interface BreakdownRow {
	id: string;
	name: string;
	number: NumberText;
	/** Length of the bar as a share of the longest (0–1); below zero for a negative amount. */
	bar: number;
	/** Of the whole: "42%"; empty where parts do not add up (rates). */
	share: string;
	/** Against the period before. */
	verdict: Verdict | null;
	/** A small sample or another fact; empty when none. */
	note: string;
}

/** A metric told apart: ordered bars. */
export interface BreakdownView extends PanelFrame<'breakdown'> {
	headline: Headline;
	/** What the rows' changes are against: "vs. same time last month". */
	compared: string;
	rows: BreakdownRow[];
	/** "and 3 more: €12k"; empty when all are listed. */
	more: string;
}

export interface SheetCell {
	number: NumberText;
	/** Where it stands in the range of the person's own team (0–1, more is better); null when unknown or alone. */
	heat: number | null;
}

export interface SheetRow {
	id: string;
	name: string;
	initials: string;
	photo: string | null;
	cells: SheetCell[];
}

/** People × activities. */
export interface ActivitySheetView extends PanelFrame<'activity-sheet'> {
	columns: { id: string; label: string }[];
	/** By team, each with its own totals. */
	groups: { id: string; title: string; totals: NumberText[]; rows: SheetRow[] }[];
	/** "and 12 more"; empty when all are listed. */
	more: string;
}

export interface PipelineStage {
	id: string;
	name: string;
	count: NumberText;
	value: NumberText;
	/** Length of the bar of the value, as a share of the longest (0–1). */
	bar: number;
	/** "12 days in stage"; empty when unknown. */
	age: string;
	/** "3 stalled"; empty when none is. */
	stalled: string;
	tone: Tone;
}

/** What is open, stage by stage, and whether it is enough. */
export interface PipelineView extends PanelFrame<'pipeline'> {
	headline: Headline;
	stages: PipelineStage[];
	/** Open amount expected to close in the period against what is missing to the target; null without a target. */
	coverage: Headline | null;
}

export interface WorkbackStep {
	id: string;
	/** "Calls". */
	label: string;
	/** Needed each working day that remains. */
	perDay: NumberText;
	/** Needed in all until the end of the period. */
	total: NumberText;
	/** What was done each working day so far, and how it compares. */
	verdict: Verdict | null;
	/** What it rests on: "÷ 24% won"; empty for the first. Where the chain ends, what is not known. */
	assumption: string;
	/** The chain ends here: what it would rest on is not known. */
	isUnknown: boolean;
}

/** From what is missing to the target, what each remaining working day needs (KPIS §6). */
export interface WorkbackView extends PanelFrame<'workback'> {
	/** What is missing. */
	headline: Headline;
	/** "9.5 working days left". */
	left: string;
	/** Over the two columns of numbers: "a day", "in all". */
	perDayText: string;
	totalText: string;
	steps: WorkbackStep[];
	/** One sentence: whose conversions these are, and of which time. */
	assumptions: string;
}

export interface ForecastPart {
	id: 'won' | 'commit' | 'best_case' | 'pipeline';
	label: string;
	number: NumberText;
	/** From … to on the scale of the bar (0–1). */
	from: number;
	to: number;
}

export interface ForecastEarlier {
	id: string;
	/** "Oct". */
	label: string;
	/** What was forecast when the period began, and what was won. */
	forecast: NumberText;
	won: NumberText;
	/** Won of forecast. */
	accuracy: NumberText;
	tone: Tone;
	/** Heights (0–1). */
	forecastBar: number;
	wonBar: number;
}

/** Won, commit, best case against target; and how right earlier forecasts were. */
export interface ForecastView extends PanelFrame<'forecast'> {
	headline: Headline;
	parts: ForecastPart[];
	/** Where the target lies on the scale of the bar (0–1); null without one. */
	targetAt: number | null;
	targetText: string;
	earlier: ForecastEarlier[];
	/** "earlier forecasts were right to 12%"; empty when unknown. */
	earlierText: string;
}
