/** Why a number is what it is: the figure explained, and the rows behind it. */
import type { Explained } from '../../shared/api.ts';
import type { FigureRows } from '../../shared/why-api.ts';
import { fill } from '../../shared/words/language.ts';
import type { Db } from '../db/open.ts';
import { createFactLabels } from '../facts/fact-labels.ts';
import { createCountedRows } from '../rollups/counted-rows.ts';
import { createExplain, type ExplainQuery, type ExplainStages } from './explain.ts';
import { createFigureRows, type FigureRowsQuery } from './figure-rows.ts';

export interface WhyDesk {
	explain: (query: ExplainQuery) => Promise<Explained>;
	rows: (query: FigureRowsQuery) => Promise<FigureRows>;
}

export interface WhyStages extends ExplainStages {
	/** Brings the sums up to date; true when they cannot be. */
	behind: () => Promise<boolean>;
	fullSince: () => number | null;
	now: () => number;
}

export function createWhyDesk(db: Db, stages: WhyStages): WhyDesk {
	const { metrics, behind, fullSince, now } = stages;
	const explain = createExplain(stages);
	const rows = createFigureRows({ ...stages, counted: createCountedRows(db), labelOf: createFactLabels(db) });
	return {
		explain: async (query) => {
			const lacks = await behind();
			const explained = explain(query, now());
			if (!lacks) return explained;
			const time = metrics.times().moment(fullSince() ?? now(), now());
			const remark = fill(metrics.numbers().words.diskFull, { time });
			return { ...explained, note: explained.note === undefined ? remark : `${explained.note}; ${remark}` };
		},
		rows: async (query) => {
			await behind();
			return rows(query, now());
		},
	};
}
