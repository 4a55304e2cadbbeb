/**
 * Reads sums as they stand at a moment: rollups up to the moment's day, less what is dated later on that day. Owner keys become
 * people and teams here, by the dated intervals, so that moving or merging people touches no rollup.
 */
import { isoText } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { streams } from '../facts/streams.ts';
import type { StreamName } from '../facts/streams.ts';
import { addDays } from '../floor/period.ts';
import type { NewMemory } from './fact-memory.ts';
import type { Bound } from './fact-rows.ts';
import { bind, factRows, filterOf, isClosing, joins, reopened } from './fact-rows.ts';
import type { MeasureId } from './measures.ts';
import { measureIds, measureOf, outcomes } from './measures.ts';

/** Whose facts: everybody's, a team's (by the membership of each day), or a person's. */
export type Whose = { kind: 'company' } | { kind: 'team'; id: number } | { kind: 'person'; id: number };

/** Facts dated after `until` are left out; closings stand as a deal's history had them at `asOf`. `untilDay` is the local day of `until`. */
export interface Cut {
	asOf: number;
	until: number;
	untilDay: string;
}

export interface Range {
	from: string;
	to: string;
}

export type Grouping = 'none' | 'day' | 'person' | 'team';

/** Columns of fact rows by which sums can be told apart, and the tables that have them. */
export const factColumns = { region: ['deal', 'customer_account'], channel: ['deal'], product: ['deal'], type: ['deal'], stage: ['deal'], lead_source: ['deal'], forecast_category: ['deal'], outcome: ['activity'], account: [] } as const;
export type FactColumn = keyof typeof factColumns;

export interface Reader {
	sum: (measure: MeasureId, range: Range, cut: Cut, whose: Whose) => number;
	/** Keyed by day, or by person or team id; key null: nobody known, or no team. */
	sumsBy: (measure: MeasureId, grouping: Grouping, range: Range, cut: Cut, whose: Whose) => ReadonlyMap<string | number | null, number>;
	/** Read from the period's facts by index; null: the fact does not say. */
	sumsByColumn: (measure: MeasureId, column: FactColumn, range: Range, cut: Cut, whose: Whose) => Map<string | null, number>;
	/** Facts that count in any of the measures: how many, the newest instant or day, and from which sources. */
	traces: (measures: readonly MeasureId[], range: Range, cut: Cut, whose: Whose) => Traces;
	/** The first day of which anything is counted; null: nothing ever was. */
	since: (measure: MeasureId) => string | null;
	/** Won deals whose amount is known, and not what it is worth: a rate is missing (M5). */
	unrated: (range: Range, cut: Cut, whose: Whose) => number;
	/** Facts that would count in any of the measures, had ops not left them out. */
	leftOut: (measures: readonly MeasureId[], range: Range, cut: Cut, whose: Whose) => number;
}

export interface Traces {
	count: number;
	newest: string | null;
	sources: string[];
	/** How many of them ops have corrected or entered. */
	byHand: number;
}

type Sums = ReadonlyMap<string | number | null, number>;

function together(first: Sums, second: Sums): Sums {
	const sums = new Map(first);
	for (const [key, amount] of second) {
		const sum = (sums.get(key) ?? 0) + amount;
		if (sum === 0) sums.delete(key);
		else sums.set(key, sum);
	}
	return sums;
}

const keyOf = { none: 'NULL', day: 'r.day', person: 'i.person', team: 'm.team' } as const;
const isJoined = (grouping: Grouping, whose: Whose['kind']): boolean => whose !== 'company' || grouping === 'person' || grouping === 'team';

export function createReader(db: Db, memories: NewMemory): Reader {
	const anyCorrected = db.prepare<[], number>(`SELECT 1 FROM correction WHERE hand IS NOT NULL LIMIT 1`).pluck();
	const since = db.prepare<[string], string | null>(`SELECT min(day) FROM rollup WHERE measure = ? AND slice = ''`).pluck();
	const prepared = new Map<string, ReturnType<typeof db.prepare<[Bound], { key: string | number | null; amount: number | null }>>>();
	const statement = (name: string, sql: () => string) => {
		const known = prepared.get(name);
		if (known) return known;
		const made = db.prepare<[Bound], { key: string | number | null; amount: number | null }>(sql());
		prepared.set(name, made);
		return made;
	};
	// Hardly any moment has one, and looking for them costs each sum of deals more than the sum itself: asked once a moment.
	const anyReopened = db.prepare<[number], number>(`SELECT 1 FROM deal_history WHERE status <> 'open' AND until_at < 9000000000000000 AND until_at > ? LIMIT 1`).pluck();
	const reopenedAt = new WeakMap<Cut, boolean>();
	const hasReopened = (cut: Cut): boolean => {
		const found = reopenedAt.get(cut) ?? anyReopened.get(cut.asOf) !== undefined;
		reopenedAt.set(cut, found);
		return found;
	};

	const rolled = (measure: MeasureId, grouping: Grouping, whose: Whose['kind'], withReopened: boolean): string => {
		const { stream, adds } = measureOf(measure);
		const { table, day, owner, at } = streams[stream];
		const later = `
			SELECT f.${day}, f.${owner}, -(${adds})
			FROM (SELECT owner_key AS holder FROM rollup WHERE measure = '${measure}' AND slice = @slice AND day = @untilDay AND @untilDay BETWEEN @from AND @to) o
			CROSS JOIN ${table} f ON f.${day} = @untilDay AND f.${owner} = o.holder AND f.${at} > @until AND f.counts = 1
			WHERE (@slice = '' ${table === 'activity' ? `OR 'outcome:' || f.outcome = @slice` : ''})`;
		const again = isClosing(stream) && withReopened ? `UNION ALL SELECT closed_day, closer_key, ${adds} FROM (${reopened}) x WHERE @slice = ''` : '';
		return `
			WITH r (day, owner_key, amount) AS (
				SELECT day, owner_key, amount FROM rollup WHERE measure = '${measure}' AND slice = @slice AND day BETWEEN @from AND @to
				UNION ALL ${later} ${again}
			)
			SELECT ${keyOf[grouping]} AS key, CASE WHEN count(r.amount) > 0 THEN total(r.amount) END AS amount FROM r ${isJoined(grouping, whose) ? joins : ''} ${filterOf[whose]} GROUP BY 1`;
	};

	/** One board asks for the same sum many times over: what was read for a moment lives as long as that moment's cut does. */
	const read = new WeakMap<Cut, Map<string, Sums>>();
	const recall = memories<Sums>(3_000);
	/** Sums of days: of those that are over they stay as they are, so that only the last one is read again while it goes on. */
	const once = (cut: Cut, name: string, stream: StreamName, range: Range, made: (days: Range) => Sums): Sums => {
		const ofCut = read.get(cut) ?? new Map<string, Sums>();
		read.set(cut, ofCut);
		const key = `${name} ${range.from} ${range.to}`;
		const isGoingOn = range.from < cut.untilDay && cut.untilDay <= range.to;
		const { entity } = streams[stream];
		const isOver = range.to < cut.untilDay;
		const sums =
			ofCut.get(key) ??
			(isGoingOn
				? together(once(cut, name, stream, { from: range.from, to: addDays(cut.untilDay, -1) }, made), once(cut, name, stream, { from: cut.untilDay, to: cut.untilDay }, made))
				: recall(key, [{ entity, upTo: isOver ? range.to : cut.untilDay, isOver }], cut, () => made(range)));
		ofCut.set(key, sums);
		return sums;
	};
	const nameOf = (whose: Whose): string => (whose.kind === 'company' ? whose.kind : `${whose.kind} ${whose.id}`);

	const sumsBy = (measure: MeasureId, grouping: Grouping, range: Range, cut: Cut, whose: Whose, slice = ''): Sums =>
		once(cut, `${measure} ${slice} ${grouping} ${nameOf(whose)}`, measureOf(measure).stream, range, (days) => {
			const again = hasReopened(cut);
			const rows = statement(`${measure} ${grouping} ${whose.kind} ${again}`, () => rolled(measure, grouping, whose.kind, again)).all(bind(days, cut, whose, slice));
			// Nothing is left of what only happens later today: no part of it is shown.
			return new Map(rows.flatMap(({ key, amount }) => (amount === null || amount === 0 ? [] : [[key, amount]])));
		});

	/** Everybody's sums of all measures of a stream at once: whoever asks for one asks for the others, and each query costs more than what it reads. */
	const rolledTotals = (stream: StreamName, withReopened: boolean): string => {
		const { table, day, owner, at } = streams[stream];
		const own = measureIds.filter((id) => measureOf(id).stream === stream);
		const among = `measure IN (${own.map((id) => `'${id}'`).join(', ')})`;
		const each = `(SELECT value AS measure FROM json_each('${JSON.stringify(own)}')) m`;
		const adds = `CASE m.measure ${own.map((id) => `WHEN '${id}' THEN ${measureOf(id).adds}`).join(' ')} END`;
		const again = isClosing(stream) && withReopened ? `UNION ALL SELECT m.measure, ${adds} FROM (${reopened}) x CROSS JOIN ${each}` : '';
		return `
			SELECT measure AS key, total(amount) AS amount FROM (
				SELECT measure, amount FROM rollup WHERE ${among} AND slice = @slice AND day BETWEEN @from AND @to
				UNION ALL
				SELECT m.measure, -(${adds})
				FROM (SELECT DISTINCT owner_key AS holder FROM rollup WHERE ${among} AND slice = @slice AND day = @untilDay AND @untilDay BETWEEN @from AND @to) o
				CROSS JOIN ${table} f ON f.${day} = @untilDay AND f.${owner} = o.holder AND f.${at} > @until AND f.counts = 1
				CROSS JOIN ${each}
				${again}
			) GROUP BY 1`;
	};
	const totals = (measure: MeasureId, range: Range, cut: Cut): Sums => {
		const { stream } = measureOf(measure);
		return once(cut, stream, stream, range, (days) => {
			const again = hasReopened(cut);
			const rows = statement(`totals ${stream} ${again}`, () => rolledTotals(stream, again)).all(bind(days, cut, { kind: 'company' }));
			return new Map(rows.map(({ key, amount }) => [key, amount ?? 0]));
		});
	};

	/** One person's or team's sum comes out of everybody's, which the next one will ask for. */
	const total = (measure: MeasureId, range: Range, cut: Cut, whose: Whose, slice = ''): number => {
		if (whose.kind !== 'company') return sumsBy(measure, whose.kind, range, cut, { kind: 'company' }, slice).get(whose.id) ?? 0;
		return slice === '' ? (totals(measure, range, cut).get(measure) ?? 0) : (sumsBy(measure, 'none', range, cut, whose, slice).get(null) ?? 0);
	};

	const byOutcome = (measure: MeasureId, range: Range, cut: Cut, whose: Whose): Map<string | null, number> => {
		const sums = new Map<string | null, number>();
		let rest = total(measure, range, cut, whose);
		for (const outcome of outcomes) {
			const amount = total(measure, range, cut, whose, `outcome:${outcome}`);
			if (amount !== 0) sums.set(outcome, amount);
			rest -= amount;
		}
		if (rest !== 0) sums.set(null, rest);
		return sums;
	};

	/** Measures of one stream share their rows: a row counts once. Gives the first of each stream, and when a row counts in any of them. */
	const byStream = (measures: readonly MeasureId[]): { first: MeasureId; counts: string }[] =>
		[...new Set(measures.map((measure) => measureOf(measure).stream))].flatMap((stream) => {
			const own = measures.filter((measure) => measureOf(measure).stream === stream);
			const [first] = own;
			return first ? [{ first, counts: own.map((measure) => `(${measureOf(measure).adds}) IS NOT NULL`).join(' OR ') }] : [];
		});

	return {
		sum: (measure, range, cut, whose) => total(measure, range, cut, whose),
		sumsBy,
		sumsByColumn: (measure, column, range, cut, whose) => {
			const { table } = streams[measureOf(measure).stream];
			if (column === 'outcome' && measureOf(measure).slicedBy === 'outcome') return byOutcome(measure, range, cut, whose);
			if (!factColumns[column].some((having) => having === table)) return new Map();
			const sql = (): string => `
				SELECT r.${column} AS key, total(r.adds) AS amount
				FROM (SELECT ${column}, day_ AS day, owner_ AS owner_key, ${measureOf(measure).adds} AS adds FROM (${factRows(measure)})) r
				${isJoined('none', whose.kind) ? joins : ''} ${filterOf[whose.kind]} ${whose.kind === 'company' ? 'WHERE' : 'AND'} r.adds IS NOT NULL GROUP BY 1`;
			return new Map(
				statement(`column ${measure} ${column} ${whose.kind}`, sql)
					.all(bind(range, cut, whose))
					.map(({ key, amount }) => [key === null ? null : String(key), amount ?? 0]),
			);
		},
		traces: (measures, range, cut, whose) => {
			const found = { count: 0, newest: null as string | null, sources: new Set<string>(), byHand: 0 };
			for (const { first, counts } of byStream(measures)) {
				const { entity } = streams[measureOf(first).stream];
				const sql = `
					SELECT r.source AS key, count(*) AS amount, max(r.day) AS newest_day, max(r.at_) AS newest_at,
						sum((r.source, r.external_id) IN (SELECT source, external_id FROM correction WHERE entity = '${entity}' AND hand IS NOT NULL)) AS by_hand
					FROM (SELECT source, external_id, day_ AS day, owner_ AS owner_key, at_ FROM (${factRows(first)}) WHERE ${counts}) r
					${isJoined('none', whose.kind) ? joins : ''} ${filterOf[whose.kind]} GROUP BY 1`;
				const rows = db.prepare<[Bound], { key: string; amount: number; newest_day: string; newest_at: number | null; by_hand: number }>(sql).all(bind(range, cut, whose));
				for (const { key, amount, newest_day, newest_at, by_hand } of rows) {
					found.count += amount;
					found.byHand += by_hand;
					found.sources.add(key);
					const instant = newest_at === null ? newest_day : isoText(newest_at);
					for (const newest of [instant, newest_day]) if (found.newest === null || newest > found.newest) found.newest = newest;
				}
			}
			return { ...found, sources: [...found.sources].sort() };
		},
		since: (measure) => since.get(measure) ?? null,
		unrated: (range, cut, whose) => {
			const sql = `
				SELECT count(*) FROM (SELECT day_ AS day, owner_ AS owner_key FROM (${factRows('sales')}) WHERE status = 'won' AND amount IS NOT NULL AND amount_minor IS NULL) r
				${isJoined('none', whose.kind) ? joins : ''} ${filterOf[whose.kind]}`;
			return db.prepare<[Bound], number>(sql).pluck().get(bind(range, cut, whose)) ?? 0;
		},
		leftOut: (measures, range, cut, whose) => {
			if (anyCorrected.get() === undefined) return 0;
			return byStream(measures).reduce((sum, { first, counts }) => {
				if (!['deals', 'meetings'].includes(streams[measureOf(first).stream].entity)) return sum;
				const sql = `
					SELECT count(*) FROM (SELECT day_ AS day, owner_ AS owner_key FROM (${factRows(first, true)}) WHERE ${counts}) r
					${isJoined('none', whose.kind) ? joins : ''} ${filterOf[whose.kind]}`;
				return sum + (db.prepare<[Bound], number>(sql).pluck().get(bind(range, cut, whose)) ?? 0);
			}, 0);
		},
	};
}
