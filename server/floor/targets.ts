/** Targets as ops set them, and who changed which. Values are in the metric's inner unit: money in minor units, rates as a share. */
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler, LoggedEntry } from '../journal/journal.ts';

/** `scope` is 'company', 'team:<id>' or 'person:<id>', so that a renaming breaks no target. */
export interface StoredTarget {
	metric: string;
	scope: string;
	period: string;
	value: number;
}

export interface TargetEdit {
	metric: string;
	scope: string;
	period: string;
	/** Null clears. */
	value: number | null;
	/** When given, what must stand now. */
	was?: number | null;
}

export interface ChangedCell {
	metric: string;
	scope: string;
	period: string;
	from: number | null;
	to: number | null;
}

/** What the log keeps of a change of targets. */
export interface TargetChangeBody {
	undoes: number | null;
	cells: ChangedCell[];
}

export interface Targets {
	handlers: {
		/** Replies with how many cells changed. */
		'targets set': Handler<{ cells: TargetEdit[] }, number>;
		'targets undone': Handler<{ undoes: number; cells: ChangedCell[] }, number>;
	};
	/** `entry`: that set it. */
	list: () => (StoredTarget & { entry: number })[];
	/** All targets of a metric, by period and then scope. Remembered until a target changes. */
	ofMetric: (metric: string) => ReadonlyMap<string, ReadonlyMap<string, number>>;
	/** Why an entry cannot be taken back now, or null when it can. */
	hindrance: (entry: LoggedEntry) => string | null;
}

export const targetKinds = ['targets set', 'targets undone'];

/** Log bodies of the kinds above are written by the handlers below and nowhere else. */
export const targetChange = (entry: LoggedEntry): TargetChangeBody => entry.body as TargetChangeBody;

export function createTargets(db: Db): Targets {
	const get = db.prepare<[string, string, string], { value: number | null; entry: number }>('SELECT value, entry FROM target WHERE metric = ? AND period = ? AND scope = ?');
	const set = db.prepare<[string, string, string, number | null, number]>(
		'INSERT INTO target (metric, period, scope, value, entry) VALUES (?, ?, ?, ?, ?) ON CONFLICT (metric, period, scope) DO UPDATE SET value = excluded.value, entry = excluded.entry',
	);
	const all = db.prepare<[], StoredTarget & { entry: number }>('SELECT metric, scope, period, value, entry FROM target WHERE value IS NOT NULL ORDER BY metric, period, scope');
	const byMetric = db.prepare<[string], { period: string; scope: string; value: number }>('SELECT period, scope, value FROM target WHERE metric = ? AND value IS NOT NULL');
	const known = new Map<string, Map<string, Map<string, number>>>();

	const write = (cells: TargetEdit[], undoes: number | null, entry: number): { reply: number; logged: TargetChangeBody } => {
		known.clear();
		const changed: ChangedCell[] = [];
		// Of a cell that is there twice the last one counts, and the log has it once.
		for (const { metric, scope, period, value, was } of new Map(cells.map((cell) => [`${cell.metric} ${cell.period} ${cell.scope}`, cell])).values()) {
			const from = get.get(metric, period, scope)?.value ?? null;
			if (was !== undefined && was !== from) throw new InputError('the target was changed in the meantime', { status: 409, code: 'conflict', field: `${metric} ${scope} ${period}` });
			if (from === value) continue;
			set.run(metric, period, scope, value, entry);
			changed.push({ metric, scope, period, from, to: value });
		}
		return { reply: changed.length, logged: { undoes, cells: changed } };
	};

	const hindrance: Targets['hindrance'] = (entry) => {
		const { cells } = targetChange(entry);
		if (cells.length === 0) return 'nothing was changed';
		const later = cells.find(({ metric, period, scope }) => get.get(metric, period, scope)?.entry !== entry.id);
		return later ? 'a later change stands on it' : null;
	};

	return {
		handlers: {
			'targets set': ({ cells }, entry) => write(cells, null, entry.id),
			'targets undone': ({ undoes, cells }, entry) =>
				write(
					cells.map(({ metric, scope, period, from, to }) => ({ metric, scope, period, value: from, was: to })),
					undoes,
					entry.id,
				),
		},
		list: () => all.all(),
		ofMetric: (metric) => {
			const remembered = known.get(metric);
			if (remembered) return remembered;
			const periods = new Map<string, Map<string, number>>();
			for (const { period, scope, value } of byMetric.all(metric)) {
				const scopes = periods.get(period) ?? new Map<string, number>();
				periods.set(period, scopes.set(scope, value));
			}
			known.set(metric, periods);
			return periods;
		},
		hindrance,
	};
}
