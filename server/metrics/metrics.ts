/** Joins what evaluates metrics over one database: readers, roster, targets, and how numbers are written. */
import type { Db } from '../db/open.ts';
import type { FactChanges } from '../facts/fact-changes.ts';
import type { Retired } from '../facts/retired.ts';
import type { Rates } from '../facts/rates.ts';
import type { People } from '../floor/people.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Targets } from '../floor/targets.ts';
import { createReader } from '../rollups/read.ts';
import type { Reader } from '../rollups/read.ts';
import type { Evaluator } from './evaluate.ts';
import { createEvaluator } from './evaluate.ts';
import type { NumberWriter } from './number-text.ts';
import { createNumberWriter } from './number-text.ts';
import type { Quantities } from './quantities.ts';
import { createMemories, type NewMemory } from '../rollups/fact-memory.ts';
import { createQuantities } from './quantities.ts';
import { createRetiredFigures } from './retired-figures.ts';
import type { Roster } from './roster.ts';
import { createRoster } from './roster.ts';
import type { SumsOf } from './target-of.ts';
import { createTargetOf } from './target-of.ts';
import type { TimeWriter } from './time-text.ts';
import { createTimeWriter } from './time-text.ts';

export interface Metrics {
	reader: Reader;
	quantities: Quantities;
	roster: Roster;
	evaluator: Evaluator;
	/** What targets follow from their parts. */
	targetSums: SumsOf;
	/** All stages that deals were ever in: in the order that ops set, then as they were first seen. */
	stageOrder: () => readonly string[];
	/** What rests on facts may be kept until they change. */
	memories: NewMemory;
	numbers: () => NumberWriter;
	times: () => TimeWriter;
}

export interface MetricStages {
	settings: FloorSettings;
	people: People;
	targets: Targets;
	rates: Rates;
	retired: Pick<Retired, 'before'>;
	newestChange: FactChanges['newest'];
	/** When the newest entry of the journal was made. */
	newestAt: () => number;
}

export function createMetrics(db: Db, stages: MetricStages): Metrics {
	const { settings, people, targets, rates } = stages;
	const calendar = settings.calendar;
	const rules = settings.get;
	const roster = createRoster(people, calendar);
	const memories = createMemories(db, { newestChange: stages.newestChange, others: () => [roster.people(), calendar()], newestAt: stages.newestAt });
	const reader = createReader(db, memories);
	const quantities = createQuantities(db, { reader, roster, rates, calendar, rules, newestChange: stages.newestChange, memories });
	const { target, sums: targetSums } = createTargetOf({ targets, people: { ...people, list: roster.people, teams: roster.teams }, calendar, rules, teamOn: roster.teamOn });
	const evaluator = createEvaluator({ reader, quantities, roster, target, calendar, rules, isRetired: createRetiredFigures(stages.retired, () => settings.get().stalledDays) });

	const ordered = db.prepare<[], string>('SELECT name FROM stage_order ORDER BY place').pluck();
	let written: { key: unknown; numbers: NumberWriter; times: TimeWriter } | null = null;
	const writers = (): { numbers: NumberWriter; times: TimeWriter } => {
		const key = calendar();
		if (written?.key === key) return written;
		const { locale, currency } = settings.get();
		const numbers = createNumberWriter(locale, currency);
		written = { key, numbers, times: createTimeWriter(locale, numbers.words, key) };
		return written;
	};
	return { reader, quantities, roster, evaluator, targetSums, stageOrder: () => ordered.all(), memories, numbers: () => writers().numbers, times: () => writers().times };
}
