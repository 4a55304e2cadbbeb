/** Recurring revenue and what customers answer: credited as they say, else to the owner that the same source gives the account. */
import type { RowSet } from '../row-sets.ts';
import { signed } from './customers.ts';

const credited = (of: string): string =>
	`coalesce(nullif(${of}.owner_key, ''), (SELECT a.owner_key FROM customer_account a WHERE a.account_key = ${of}.account_key AND a.source = ${of}.source AND a.counts = 1 AND a.owner_key <> '' ORDER BY a.id LIMIT 1), '')`;

const byMoment = `(m.day < @day OR (m.day = @day AND (m.at IS NULL OR m.at <= @instant)))`;
const moved = (where: string): string => `SELECT m.source, m.external_id, m.day, m.at AS at_, ${credited('m')} AS owner_key, ${signed('m')} AS adds FROM movement m WHERE m.counts = 1 AND ${where}`;

const ofMoment = { entity: 'movements', reads: ['movements', 'accounts'], settled: ['movements'], taken: 'moment', unit: 'money', columns: [] } as const;
/** Each counts for the team of its day, and for that of the period's first day where it came before. */
const overPeriod = { ...ofMoment, teams: 'row' } as const;
const inPeriod = `m.day >= @from AND ${byMoment}`;
/** Of accounts that paid when the period began: what a new one adds or takes away is no growth and no loss of theirs. */
const ofThoseBegun = `${inPeriod} AND m.account_key IN (SELECT b.account_key FROM movement b WHERE b.counts = 1 AND b.day < @from GROUP BY 1 HAVING total(${signed('b')}) > 0)`;

const answered = (adds: string) =>
	({
		entity: 'surveys',
		reads: ['surveys', 'accounts'],
		settled: ['surveys'],
		taken: 'period',
		unit: 'count',
		columns: [],
		daily: true,
		rows: `SELECT s.source, s.external_id, s.day, s.at AS at_, ${credited('s')} AS owner_key, ${adds} AS adds FROM survey s WHERE s.counts = 1 AND s.day BETWEEN @from AND @to AND (s.at IS NULL OR s.at <= @until)`,
	}) as const satisfies RowSet;

export const recurringRows = {
	mrr: { ...ofMoment, rows: moved(byMoment) },
	movements_known: { ...ofMoment, unit: 'count', rows: `SELECT r.source, r.external_id, r.day, r.at_, r.owner_key, 1 AS adds FROM (${moved(byMoment)}) r WHERE r.adds IS NOT NULL` },
	/** In a currency without a rate (M5). */
	movements_unrated: { ...ofMoment, unit: 'count', rows: `SELECT r.*, 1 AS adds FROM (SELECT m.source, m.external_id, m.day, m.at AS at_, ${credited('m')} AS owner_key FROM movement m WHERE m.counts = 1 AND m.amount_minor IS NULL AND ${byMoment}) r` },
	mrr_begun: { ...overPeriod, asBegun: true, rows: moved('m.day < @from') },
	mrr_expanded: { ...overPeriod, rows: moved(`m.kind = 'expansion' AND ${ofThoseBegun}`) },
	/** Of what there was when the period began, with all that came of it since. */
	mrr_retained: { ...overPeriod, rows: moved(`(m.day < @from OR (m.kind <> 'new' AND ${ofThoseBegun}))`) },
	mrr_net_new: { ...overPeriod, rows: moved(inPeriod) },
	survey_answers: answered('1'),
	satisfied_answers: answered('CASE WHEN s.satisfied = 1 THEN 1 END'),
} as const satisfies Record<string, RowSet>;
