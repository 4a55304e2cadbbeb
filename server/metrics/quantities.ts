/**
 * What stands above and below the lines of metrics: measures, which are rolled up by day; row sets, which are read from the facts; and
 * people. A scope's part comes out of everybody's, which the next scope will ask for.
 */
import type { UnitName } from '../../shared/api.ts';
import type { Db } from '../db/open.ts';
import type { Rates } from '../facts/rates.ts';
import type { FactChanges } from '../facts/fact-changes.ts';
import type { FactEntity } from '../facts/schema.ts';
import { streams } from '../facts/streams.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { Period, PeriodRules } from '../floor/period.ts';
import { addDays, periodAround } from '../floor/period.ts';
import { bindPage, pageOf, entityCounted, type CountedRow, type PageBound, type RowsPage } from '../rollups/counted-rows.ts';
import { bind, factRows, joins, joinsOn } from '../rollups/fact-rows.ts';
import { measureOf, measures, type MeasureId } from '../rollups/measures.ts';
import { factColumns, type Cut, type FactColumn, type Reader, type Traces, type Whose } from '../rollups/read.ts';
import { isoText } from '../clock.ts';
import { timeDimensionOf, type Dimension, type TimeDimension } from './dimension.ts';
import { createFigures, isBefore, isFigure, unitOfFigure, type FigureId, type Lacking } from './figures.ts';
import { createHeadcount, isHeadcount, type HeadcountId, type Headcounted } from './headcount.ts';
import type { NewMemory, Rest } from '../rollups/fact-memory.ts';
import type { Roster } from './roster.ts';
import { isOfPeriod, isRowSet, readsHistory, rowSetOf, type RowSet, type RowSetId } from './row-sets.ts';
import { company, whoseOf, type Scope } from './scope.ts';

export type QuantityId = MeasureId | RowSetId | FigureId | HeadcountId;

export interface Amount {
	amount: number;
	/** Some part is the first known one, held backwards (M13). */
	approximate: boolean;
}

export type Key = string | number | null;

export const isMeasure = (id: QuantityId): id is MeasureId => Object.hasOwn(measures, id);

export const entityOfQuantity = (id: QuantityId): FactEntity => (isMeasure(id) ? entityCounted(id) : isRowSet(id) ? rowSetOf(id).entity : isFigure(id) ? 'figures' : 'deals');

export function unitOfQuantity(id: QuantityId): UnitName {
	if (isRowSet(id)) return rowSetOf(id).unit;
	if (isFigure(id)) return unitOfFigure(id);
	if (isHeadcount(id)) return id === 'tenure_days' ? 'days' : 'count';
	return isMeasure(id) ? (measureOf(id).unit ?? 'count') : 'count';
}

interface Bound {
	from: string;
	to: string;
	/** Of the whole period: when it begins, and its last day. */
	fromAt: number;
	lastDay: string;
	until: number;
	untilDay: string;
	asOf: number;
	instant: number;
	day: string;
	whose: number | null;
}

export interface Quantities {
	of: (id: QuantityId, scope: Scope, period: Period, cut: Cut) => Amount | Lacking;
	/** Keyed by person or team id, by period id, or by a column's value; null: unassigned, or not said. */
	by: (id: QuantityId, dimension: Dimension, scope: Scope, period: Period, cut: Cut) => Map<Key, Amount>;
	/** Whether it can be told apart so at all. */
	tellsApart: (id: QuantityId, dimension: Dimension) => boolean;
	/** The facts that it rests on in a period. */
	rests: (id: QuantityId, period: Period, cut: Cut) => Rest[];
	rows: (id: QuantityId, scope: Scope, period: Period, cut: Cut, page: RowsPage) => CountedRow[];
	/** How many rows count, and how many of them are credited to nobody known. */
	counted: (id: QuantityId, scope: Scope, period: Period, cut: Cut) => { count: number; unassigned: number };
	/** Of what each row adds; null when none counts. */
	median: (id: QuantityId, scope: Scope, period: Period, cut: Cut) => number | null;
	traces: (ids: readonly QuantityId[], scope: Scope, period: Period, cut: Cut) => Omit<Traces, 'byHand'>;
}

export interface QuantityStages {
	reader: Reader;
	roster: Roster;
	rates: Pick<Rates, 'ready'>;
	calendar: () => Calendar;
	rules: () => PeriodRules;
	newestChange: FactChanges['newest'];
	memories: NewMemory;
}

const filterOf = { company: '', team: 'AND m.team = @whose', person: 'AND i.person = @whose' } as const;
/** Of rows that say of which team they are. */
const joinsNamed = 'LEFT JOIN identity i ON 0 LEFT JOIN team_alias m ON m.name = r.team';

/** With the number of rows that add something. */
interface Counted extends Amount {
	count: number;
}
const nothing: Counted = { amount: 0, count: 0, approximate: false };

function summed(parts: readonly (readonly [Key, Counted])[]): Map<Key, Counted> {
	const sums = new Map<Key, Counted>();
	for (const [key, { amount, count, approximate }] of parts) {
		const before = sums.get(key) ?? nothing;
		sums.set(key, { amount: before.amount + amount, count: before.count + count, approximate: before.approximate || approximate });
	}
	return sums;
}

interface Row {
	key: Key;
	amount: number;
	count: number;
	approximate: number;
}
type Grouping = 'none' | 'day' | 'person' | 'team' | FactColumn;
const keyOf = (grouping: Grouping): string => ({ none: 'NULL', day: 'r.day', person: 'i.person', team: 'm.team' })[grouping as 'none'] ?? `r.${grouping}`;

export function createQuantities(db: Db, { reader, roster, rates, calendar, rules, newestChange, memories }: QuantityStages): Quantities {
	// Of dates without a time nobody knows how long it took.
	db.function('working_seconds', (from: unknown, to: unknown) => (typeof from === 'number' && typeof to === 'number' && to >= from ? Math.round(calendar().workingMs(from, to) / 1000) : null));
	const figures = createFigures(db, { calendar, rules, changes: () => [newestChange('figures', null), roster.people(), calendar()] });
	const headcount = createHeadcount(roster);
	const momentOf = (period: Period, cut: Cut): { instant: number; day: string } | null => {
		if (period.from > cut.untilDay) return null;
		const instant = Math.min(cut.until, calendar().endOf(period.to));
		return { instant, day: calendar().dayOf(instant) };
	};
	const boundTo = ({ taken }: RowSet, scope: Scope, period: Period, cut: Cut): Bound | null => {
		const moment = momentOf(period, cut);
		if (!moment) return null;
		const to = taken === 'moment' || period.to < cut.untilDay ? period.to : cut.untilDay;
		return { from: period.from, to, fromAt: calendar().startOf(period.from), lastDay: period.to, until: cut.until, untilDay: cut.untilDay, asOf: cut.asOf, ...moment, whose: scope.kind === 'company' ? null : scope.id };
	};
	const on = ({ taken, teams }: RowSet): string => (teams === 'named' ? joinsNamed : teams === 'row' ? joinsOn('max(r.day, @from)') : taken === 'moment' ? joinsOn('@day') : joins);

	const prepared = new Map<string, ReturnType<typeof db.prepare<[Bound], Row>>>();
	const read = (id: RowSetId, grouping: Grouping, whose: Whose['kind'], bound: Bound): Row[] => {
		const set = rowSetOf(id);
		const name = `${id} ${grouping} ${whose}`;
		const known =
			prepared.get(name) ??
			db.prepare<[Bound], Row>(
				`SELECT ${keyOf(grouping)} AS key, total(r.adds) AS amount, count(*) AS count, ${set.approximate ? 'max(r.approximate)' : '0'} AS approximate FROM (${set.rows}) r
				${whose === 'company' && grouping !== 'person' && grouping !== 'team' ? '' : on(set)} WHERE r.adds IS NOT NULL ${filterOf[whose]} GROUP BY 1`,
			);
		prepared.set(name, known);
		rates.ready();
		return known.all(bound);
	};

	const rests: Quantities['rests'] = (id, { from, to }, cut) => {
		const isOver = to < cut.untilDay || calendar().endOf(to) <= cut.until;
		const upTo = to < cut.untilDay ? to : cut.untilDay;
		if (isRowSet(id)) {
			const { reads, settled = [], ofClosings, asBegun } = rowSetOf(id);
			const last = asBegun ? addDays(from, -1) : upTo;
			const withHistory = readsHistory(id);
			return reads.map((entity) => ({ entity, ...(entity === 'deals' && ofClosings ? { ofClosings } : {}), ...(settled.includes(entity) ? { upTo: last, isOver } : { upTo: null, isOver: false }), withHistory }));
		}
		if (isFigure(id)) return [{ entity: 'figures', upTo: null, isOver: false }];
		return isMeasure(id) ? [{ entity: entityCounted(id), upTo, isOver }] : [];
	};

	/** State is that of a moment, in whichever period it is looked at. */
	const stretchOf = (id: RowSetId, { from, to }: Period, cut: Cut): string => (isOfPeriod(id) ? `${from} ${to}` : to < cut.untilDay ? to : '');

	const recall = memories<Map<Key, Counted>>(2_000);
	const grouped = (id: RowSetId, grouping: Grouping, scope: Scope, period: Period, cut: Cut): Map<Key, Counted> | null => {
		const set = rowSetOf(id);
		if (set.counts !== undefined && isRowSet(set.counts)) {
			const all = grouped(set.counts, grouping, scope, period, cut);
			return all && new Map([...all].map(([key, { count }]) => [key, { amount: count, count, approximate: false }]));
		}
		const bound = boundTo(set, scope, period, cut);
		if (!bound) return null;
		// The days before today stay as they are while today goes on.
		if (set.daily && period.from < cut.untilDay && cut.untilDay <= period.to) {
			const parts = [{ ...period, to: addDays(cut.untilDay, -1) }, { ...period, from: cut.untilDay }];
			return summed(parts.flatMap((part) => [...(grouped(id, grouping, scope, part, cut) ?? [])]));
		}
		const key = `${id} ${grouping} ${scope.kind} ${scope.kind === 'company' ? '' : scope.id} ${stretchOf(id, period, cut)}`;
		return recall(key, rests(id, period, cut), cut, () => new Map<Key, Counted>(read(id, grouping, scope.kind, bound).map((row) => [row.key, { amount: row.amount, count: row.count, approximate: row.approximate === 1 }])));
	};

	const plain = (amount: number): Counted => ({ amount, count: 0, approximate: false });

	const peopleIn = (id: HeadcountId, scope: Scope, period: Period, cut: Cut): Headcounted[] => headcount(id, period, cut).filter(({ person, team }) => scope.kind === 'company' || (scope.kind === 'team' ? team === scope.id : person === scope.id));

	const of: Quantities['of'] = (id, scope, period, cut) => {
		if (isMeasure(id)) return plain(reader.sum(id, period, cut, whoseOf(scope)));
		if (isHeadcount(id)) return plain(peopleIn(id, scope, period, cut).reduce((sum, { adds }) => sum + adds, 0));
		if (isFigure(id)) {
			const found = figures.of(id, scope, period, cut);
			return typeof found === 'string' ? found : plain(found);
		}
		const all = scope.kind === 'company' ? grouped(id, 'none', company, period, cut) : grouped(id, scope.kind, company, period, cut);
		return all ? (all.get(scope.kind === 'company' ? null : scope.id) ?? nothing) : 'not_begun';
	};

	const byTime = (days: Iterable<[Key, Counted]>, kind: TimeDimension): Map<Key, Amount> =>
		new Map([...summed([...days].map(([day, amount]) => [periodAround(kind, String(day), rules()).id, amount]))].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));

	const by: Quantities['by'] = (id, dimension, scope, period, cut) => {
		const time = timeDimensionOf(dimension);
		if (isMeasure(id)) {
			const whose = whoseOf(scope);
			const sums = dimension === 'person' || dimension === 'team' ? reader.sumsBy(id, dimension, period, cut, whose) : time ? reader.sumsBy(id, 'day', period, cut, whose) : reader.sumsByColumn(id, dimension as FactColumn, period, cut, whose);
			const found = new Map<Key, Counted>([...sums].map(([key, amount]) => [key, plain(amount)]));
			return time ? byTime(found, time) : found;
		}
		// Of a week or a day there is none.
		if (isFigure(id) && time) return byTime(time === 'day' || time === 'week' ? [] : figures.rows(id, scope, period, cut).map(({ day, adds }): [Key, Counted] => [day, plain(adds)]), time);
		if (isFigure(id)) return dimension === 'team' ? new Map<Key, Amount>([...figures.byTeam(id, scope, period, cut)].map(([team, amount]) => [team, plain(amount)])) : new Map();
		if (isHeadcount(id)) {
			if (dimension !== 'person' && dimension !== 'team') return new Map();
			const found = new Map<Key, Counted>();
			for (const one of peopleIn(id, scope, period, cut)) found.set(one[dimension], plain((found.get(one[dimension])?.amount ?? 0) + one.adds));
			return found;
		}
		const set = rowSetOf(id);
		// The state of each of several moments is no part of one of them.
		if (time) return set.taken === 'moment' ? new Map() : byTime(grouped(id, 'day', scope, period, cut) ?? [], time);
		if (dimension !== 'person' && dimension !== 'team' && !set.columns.some((column) => column === dimension)) return new Map();
		return grouped(id, dimension as Grouping, scope, period, cut) ?? new Map<Key, Counted>();
	};

	const tellsApart: Quantities['tellsApart'] = (id, dimension) => {
		if (dimension === 'person' || dimension === 'team') return dimension === 'team' || !isFigure(id);
		const isTime = timeDimensionOf(dimension) !== undefined;
		if (isMeasure(id)) return isTime || factColumns[dimension as FactColumn].some((table) => table === streams[measureOf(id).stream].table);
		if (isFigure(id)) return isTime && dimension !== 'day' && dimension !== 'week';
		if (!isRowSet(id)) return false;
		const { taken, columns } = rowSetOf(id);
		return isTime ? taken === 'period' : columns.some((column) => column === dimension);
	};

	return {
		of,
		by,
		tellsApart,
		rests,
		rows: (id, scope, period, cut, page) => {
			const { after } = page;
			if (isFigure(id)) return figures.rows(id, scope, period, cut).filter((row) => after === null || isBefore(row, after)).slice(0, page.limit);
			if (!isRowSet(id)) return [];
			const set = rowSetOf(id);
			const bound = boundTo(set, scope, period, cut);
			if (!bound) return [];
			rates.ready();
			return db.prepare<[Bound & PageBound], CountedRow>(pageOf(`SELECT source, external_id, coalesce(day, '') AS day, at_, owner_key, adds${set.teams === 'named' ? ', team' : ''} FROM (${set.rows})`, scope.kind, on(set))).all({ ...bound, ...bindPage(page) });
		},
		counted: (id, scope, period, cut) => {
			if (isFigure(id)) return { count: figures.rows(id, scope, period, cut).length, unassigned: 0 };
			// People are counted, and are no facts.
			if (!isRowSet(id)) return { count: 0, unassigned: 0 };
			const set = rowSetOf(id);
			const bound = boundTo(set, scope, period, cut);
			if (!bound) return { count: 0, unassigned: 0 };
			rates.ready();
			const found = db.prepare<[Bound], { count: number; unassigned: number | null }>(`SELECT count(*) AS count, sum(${set.teams === 'named' ? 'm.team' : 'i.person'} IS NULL) AS unassigned FROM (${set.rows}) r ${on(set)} WHERE r.adds IS NOT NULL ${filterOf[scope.kind]}`).get(bound);
			return { count: found?.count ?? 0, unassigned: found?.unassigned ?? 0 };
		},
		median: (id, scope, period, cut) => {
			const filter = filterOf[scope.kind];
			const all = (rows: string, on_: string, bound: object): number[] => db.prepare<[object], number>(`SELECT r.adds FROM (${rows}) r ${on_} WHERE r.adds IS NOT NULL ${filter} ORDER BY 1`).pluck().all(bound);
			const bound = isRowSet(id) ? boundTo(rowSetOf(id), scope, period, cut) : null;
			rates.ready();
			const found = isMeasure(id) ? all(`SELECT day_ AS day, owner_ AS owner_key, ${measureOf(id).adds} AS adds FROM (${factRows(id)})`, joins, bind(period, cut, whoseOf(scope))) : isRowSet(id) && bound ? all(rowSetOf(id).rows, on(rowSetOf(id)), bound) : [];
			const [low, high] = [found[Math.floor((found.length - 1) / 2)], found[Math.floor(found.length / 2)]];
			return low === undefined || high === undefined ? null : (low + high) / 2;
		},
		traces: (ids, scope, period, cut) => {
			const found = { count: 0, newest: null as string | null, sources: new Set<string>() };
			const add = (source: string, count: number, ...moments: (string | null)[]): void => {
				found.count += count;
				found.sources.add(source);
				for (const newest of moments) if (newest !== null && (found.newest === null || newest > found.newest)) found.newest = newest;
			};
			// What stands above a line is often below it as well, and is one fact.
			const alike = new Map<string, RowSet[]>();
			for (const id of ids) {
				if (isFigure(id)) for (const { source, day } of figures.rows(id, scope, period, cut)) add(source, 1, day);
				if (!isRowSet(id)) continue;
				const set = rowSetOf(id);
				alike.set(`${set.entity} ${set.taken}`, [...(alike.get(`${set.entity} ${set.taken}`) ?? []), set]);
			}
			for (const sets of alike.values()) {
				const bound = sets[0] ? boundTo(sets[0], scope, period, cut) : null;
				if (!bound) continue;
				rates.ready();
				const all = sets.map((set) => `SELECT r.source, r.external_id, r.day, r.at_ FROM (${set.rows}) r ${on(set)} WHERE r.adds IS NOT NULL ${filterOf[scope.kind]}`).join(' UNION ALL ');
				const rows = db
					.prepare<[Bound], { source: string; count: number; day: string | null; at: number | null }>(`SELECT source, count(*) AS count, max(day) AS day, max(at_) AS at FROM (SELECT source, max(day) AS day, max(at_) AS at_ FROM (${all}) GROUP BY source, external_id) GROUP BY 1`)
					.all(bound);
				for (const { source, count, day, at } of rows) add(source, count, at === null ? day : isoText(at), day);
			}
			return { ...found, sources: [...found.sources].sort() };
		},
	};
}
