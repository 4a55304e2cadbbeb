/**
 * Row sets: facts that a figure counts and that no sum by day can hold – distinct ones, cohorts, the state at a moment. Each is SQL that
 * gives rows `source, external_id, day, at_, owner_key, adds` (`adds` null: the row does not count), and the columns by which they can be
 * told apart. Who is credited, teams, slices, what lies behind a figure and how fresh it is all follow from that one SQL.
 */
import type { UnitName } from '../../shared/api.ts';
import type { FactEntity } from '../facts/schema.ts';
import type { FactColumn } from '../rollups/read.ts';
import { customerRows } from './row-sets/customers.ts';
import { leadRows } from './row-sets/leads.ts';
import { dealRows } from './row-sets/deals.ts';
import { meetingRows } from './row-sets/meetings.ts';
import { openDealRows } from './row-sets/open-deals.ts';
import { positionRows } from './row-sets/positions.ts';
import { recurringRows } from './row-sets/recurring.ts';

export interface RowSet {
	/** Of which kind its rows are. */
	entity: FactEntity;
	/** All kinds that its SQL reads: what it gives is remembered until one of them changes. */
	reads: readonly FactEntity[];
	/** Of these the ones that lie behind the period and the moment, on all their days, change nothing of it. */
	settled?: readonly FactEntity[];
	/** Of the settled ones only those matter that lie before the period. */
	asBegun?: true;
	/** Of deals only those that are closed, by the day on which they were, change anything. */
	ofClosings?: true;
	/**
	 * `period`: bound by @from, @to, @until, @untilDay and @asOf, and by the whole period's @fromAt and @lastDay; a row counts for the team that its person was in on its day.
	 * `moment`: bound by @instant and @day as well, for the team of the moment; @from and @to are the whole period's.
	 */
	taken: 'period' | 'moment';
	/**
	 * `row`, of a moment's set: each row counts for the team that its person was in on its day, or on the period's first where that is later.
	 * `named`: the rows say of which team they are, in a column `team`, and are nobody's.
	 */
	teams?: 'row' | 'named';
	/** How many rows of that set add something: its own rows say which, and need not be read for that. */
	counts?: string;
	/** Of what the rows add. */
	unit: UnitName;
	rows: string;
	columns: readonly FactColumn[];
	/** Each row counts on its day whatever the period, so that days add up to it. */
	daily?: true;
	/** The rows have a column `approximate` (M13). */
	approximate?: true;
}

export const rowSets = { ...meetingRows, ...leadRows, ...customerRows, ...openDealRows, ...dealRows, ...recurringRows, ...positionRows } satisfies Record<string, RowSet>;

export type RowSetId = keyof typeof rowSets;

export const rowSetOf = (id: RowSetId): RowSet => rowSets[id];

export const isRowSet = (id: string): id is RowSetId => Object.hasOwn(rowSets, id);

/** What the SQL of each set says of it, read once. */
const sayings = new Map(
	Object.entries<RowSet>(rowSets).map(([id, { taken, teams, rows }]) => [
		id,
		{ withHistory: rows.includes('deal_history'), isOfPeriod: taken === 'period' || teams === 'row' || /@(from|to|fromAt|lastDay)\b/.test(rows) },
	]),
);
/** It rests on the states that deals were in. */
export const readsHistory = (id: RowSetId): boolean => sayings.get(id)?.withHistory === true;
/** It is of its period, and not of a moment alone. */
export const isOfPeriod = (id: RowSetId): boolean => sayings.get(id)?.isOfPeriod !== false;

/** A state: taken at a moment. */
export const isOfMoment = (id: string): boolean => isRowSet(id) && rowSetOf(id).taken === 'moment';
