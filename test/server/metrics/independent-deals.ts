/**
 * A seeded floor of deals that live: states pushed one after the other, and the same as plain tables. What each metric of pipeline and
 * results should be is SQL over these, written from KPIS.md alone: nothing of the metrics is imported.
 */
import Database from 'better-sqlite3';
import type { Row, Rows } from '../../support/wall.ts';
import { dice, zone } from './raw-floor.ts';

/** Bound by @from and @to (days of the period), @start and @end (its instants, the end no later than @now), @moment (the day of @end). */
export interface Check {
	/** Rows `owner, day` (which places the owner in a team) and what they add above and below the line; `part` by what it is told apart. */
	rows: string;
	ratio?: true;
	/** Money: what is above, and below, is in hundredths. */
	cents?: 'above' | 'both';
	/** A column of the rows that it can be told apart by. */
	by?: 'region' | 'stage' | 'forecast_category';
	digits?: number;
}

/** The state that a deal is in at an instant. */
const at = (instant: string): string => `raw_state s JOIN raw_deal d ON d.id = s.id AND s.from_ms <= ${instant} AND s.to_ms > ${instant}`;
const openNow = (above: string, below: string, where = '1', extra = ''): string => `SELECT s.owner, @moment AS day, ${above} AS above, ${below} AS below, d.region, s.stage, s.category AS forecast_category ${extra} FROM ${at('@end')} WHERE s.status = 'open' AND ${where}`;
/** What became of them so far, whenever the period ended. */
const cohort = (above: string, below: string, where = '1', moment = '@now'): string => `SELECT s.owner, d.created_day AS day, ${above} AS above, ${below} AS below, d.region, s.stage FROM ${at(moment)} WHERE d.created_day BETWEEN @from AND @to AND d.created_ms <= @now AND ${where}`;
const closed = (above: string, below: string, where: string): string => `SELECT s.owner, s.day, ${above} AS above, ${below} AS below, d.region, s.stage FROM raw_state s JOIN raw_deal d ON d.id = s.id WHERE s.status <> 'open' AND s.day BETWEEN @from AND @to AND s.from_ms <= @end AND ${where}`;
const expectedIn = `s.expected BETWEEN @from AND @to`;
const places = `'Lead', 1, 'Demo', 2, 'Offer', 3, 'Closing', 4`;
const place = (stage: string): string => `json_extract(json_object(${places}), '$.' || ${stage})`;
const wonSoFar = closed('s.cents', '1', `s.status = 'won' AND s.cents IS NOT NULL`);
const firstExpected = `(SELECT f.expected FROM raw_state f WHERE f.id = s.id AND f.expected IS NOT NULL ORDER BY f.from_ms LIMIT 1)`;
/** Of the run of states in the same stage that this one ends. */
const enteredDay = `(SELECT min(e.day) FROM raw_state e WHERE e.id = s.id AND e.from_ms <= s.from_ms AND NOT EXISTS (SELECT 1 FROM raw_state b WHERE b.id = s.id AND b.from_ms >= e.from_ms AND b.from_ms <= s.from_ms AND b.stage <> s.stage))`;
const lately = `> date(@moment, '-14 days')`;

export const independentDeals: Record<string, Check> = {
	open_deals: { rows: openNow('1', '1'), by: 'stage' },
	pipeline_value: { rows: openNow('s.cents', '1', 's.cents IS NOT NULL'), cents: 'above', by: 'forecast_category' },
	average_open_deal_size: { rows: openNow('coalesce(s.cents, 0)', '1'), ratio: true, cents: 'above', by: 'region', digits: 2 },
	accounts_by_stage: {
		rows: `SELECT s.owner, @moment AS day, 1 AS above, 1 AS below, d.region, s.stage FROM ${at('@end')} WHERE s.status = 'open' AND d.account IS NOT NULL AND NOT EXISTS (
			SELECT 1 FROM raw_state o JOIN raw_deal e ON e.id = o.id AND o.from_ms <= @end AND o.to_ms > @end
			WHERE o.status = 'open' AND e.account = d.account AND (${place('o.stage')}, e.created_day, s.id) > (${place('s.stage')}, d.created_day, o.id))`,
		by: 'stage',
	},
	// Credited to who has the deal today.
	deals_created: { rows: cohort('1', '1', '1', '8999999999999999'), by: 'region' },
	pipeline_created: { rows: cohort('s.cents', '1', 's.cents IS NOT NULL'), cents: 'above', by: 'region' },
	close_rate: { rows: cohort(`s.status = 'won'`, '1'), ratio: true, by: 'region', digits: 4 },
	opportunity_to_customer_rate: { rows: cohort(`s.status = 'won'`, '1'), ratio: true, by: 'region', digits: 4 },
	stage_conversion: {
		rows: `SELECT s.owner, n.day, n.status = 'won' OR (n.status = 'open' AND ${place('n.stage')} > ${place('s.stage')}) AS above, 1 AS below, d.region, s.stage
			FROM raw_state s JOIN raw_state n ON n.id = s.id AND n.from_ms = s.to_ms JOIN raw_deal d ON d.id = s.id
			WHERE s.status = 'open' AND n.day BETWEEN @from AND @to AND n.from_ms <= @end AND (n.status <> 'open' OR n.stage <> s.stage)`,
		ratio: true,
		by: 'stage',
		digits: 4,
	},
	deal_age: { rows: openNow('julianday(@moment) - julianday(d.created_day)', '1'), ratio: true, by: 'region', digits: 2 },
	stalled_deals: {
		rows: openNow('1', '1', `NOT (${enteredDay} ${lately}) AND NOT EXISTS (SELECT 1 FROM raw_touch t WHERE t.deal = d.id AND t.ms <= @end AND t.day ${lately})`),
		by: 'stage',
	},
	forecast: { rows: `SELECT owner, day, above, below, region, stage, forecast_category FROM (${openNow('s.cents', '1', `${expectedIn} AND s.cents IS NOT NULL`)}) UNION ALL SELECT *, 'won' FROM (${wonSoFar})`, cents: 'above', by: 'forecast_category' },
	forecast_accuracy: {
		rows: `SELECT owner, day, above, 0 AS below, region, stage FROM (${wonSoFar}) UNION ALL
			SELECT s.owner, @from, 0, s.cents, d.region, s.stage FROM raw_state s JOIN raw_deal d ON d.id = s.id WHERE s.from_ms < @start AND s.to_ms >= @start AND s.status = 'open' AND ${expectedIn} AND s.cents IS NOT NULL`,
		ratio: true,
		cents: 'both',
		by: 'region',
		digits: 4,
	},
	close_date_slip: { rows: closed(`julianday(s.day) - julianday(${firstExpected})`, '1', `${firstExpected} IS NOT NULL`), ratio: true, by: 'region', digits: 2 },
	sales: { rows: wonSoFar, cents: 'above', by: 'region' },
	bookings: { rows: closed('d.contract', '1', `s.status = 'won' AND d.contract IS NOT NULL`), cents: 'above', by: 'region' },
	win_rate_value: { rows: closed(`CASE WHEN s.status = 'won' THEN s.cents ELSE 0 END`, 's.cents', 's.cents IS NOT NULL'), ratio: true, cents: 'both', by: 'region', digits: 4 },
	margin_rate: { rows: closed('s.cents - d.cost', 's.cents', `s.status = 'won' AND d.cost IS NOT NULL AND s.cents IS NOT NULL`), ratio: true, cents: 'both', by: 'region', digits: 4 },
	sales_per_rep: { rows: `SELECT owner, day, above, 0 AS below, region, stage FROM (${wonSoFar}) UNION ALL SELECT owner, from_day, 0, 1, NULL, NULL FROM belongs`, ratio: true, cents: 'above', digits: 2 },
	win_rate: { rows: closed(`s.status = 'won'`, '1', '1'), ratio: true, by: 'region', digits: 4 },
	average_deal_size: { rows: wonSoFar, ratio: true, cents: 'above', by: 'region', digits: 2 },
	sales_cycle_days: { rows: closed('julianday(s.day) - julianday(d.created_day)', '1', `s.status = 'won'`), ratio: true, by: 'region', digits: 2 },
};

/** What follows from others: how, from what these are by the queries above. `target` is that of sales. */
export const independentlyComputed: Record<string, { of: readonly string[]; value: (parts: Record<string, number | null>, team: Record<string, number | null>, target: number) => number | null }> = {
	pipeline_coverage: { of: ['forecast', 'sales'], value: ({ forecast, sales }, _, target) => ((sales ?? 0) >= target ? null : ((forecast ?? 0) - (sales ?? 0)) / (target - (sales ?? 0))) },
	sales_velocity: {
		of: ['open_deals', 'win_rate', 'average_deal_size', 'sales_cycle_days'],
		value: ({ open_deals: open, win_rate: rate, average_deal_size: size, sales_cycle_days: days }) => (rate == null || size == null || !days ? null : ((open ?? 0) * rate * size) / days),
	},
	sales_cycle_vs_team: { of: ['sales_cycle_days'], value: ({ sales_cycle_days: own }, { sales_cycle_days: theirs }) => (own == null || theirs == null ? null : own - theirs) },
};

export const stages = ['Lead', 'Demo', 'Offer', 'Closing'] as const;
export const people = Array.from({ length: 6 }, (_, index) => ({ email: `s${index}@x.example`, name: `Seller ${index}`, team: index % 2 === 0 ? 'North' : 'South', role: 'ae', start: '2026-01-01' }));
const never = 9_000_000_000_000_000;
const endOfFloor = Temporal.PlainDateTime.from('2026-09-15T14:30').toZonedDateTime(zone).epochMilliseconds;

interface Moment {
	ms: number;
	day: string;
	iso: string;
}
const momentOf = (ms: number): Moment => {
	const instant = Temporal.Instant.fromEpochMilliseconds(ms);
	return { ms, day: instant.toZonedDateTimeISO(zone).toPlainDate().toString(), iso: instant.toString() };
};

/** All states lie before 2026-09-15T14:30. */
export function dealFloor(seed: number): { pushes: Rows[]; raw: Database.Database } {
	const roll = dice(seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
	const often = (share: number): boolean => roll() < share;
	const raw = new Database(':memory:');
	raw.exec(`
		CREATE TABLE belongs (owner TEXT, team TEXT, from_day TEXT);
		CREATE TABLE raw_deal (id TEXT, account TEXT, region TEXT, created_day TEXT, created_ms INTEGER, contract INTEGER, cost INTEGER);
		CREATE TABLE raw_state (id TEXT, from_ms INTEGER, to_ms INTEGER, day TEXT, status TEXT, owner TEXT, stage TEXT, cents INTEGER, expected TEXT, category TEXT);
		CREATE TABLE raw_touch (deal TEXT, day TEXT, ms INTEGER);`);
	for (const { email, team, start } of people) raw.prepare('INSERT INTO belongs VALUES (?, ?, ?)').run(email, team, start);
	const saveDeal = raw.prepare('INSERT INTO raw_deal VALUES (?, ?, ?, ?, ?, ?, ?)');
	const saveState = raw.prepare('INSERT INTO raw_state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
	const saveTouch = raw.prepare('INSERT INTO raw_touch VALUES (?, ?, ?)');
	const rounds: Row[][] = [];
	const activities: Row[] = [];
	const money = (cents: number | null): string | null => (cents === null ? null : (cents / 100).toFixed(2));
	const dayMs = 86_400_000;
	for (let index = 0; index < 260; index += 1) {
		const id = `D${index}`;
		const created = momentOf(endOfFloor - Math.floor((1 + roll() * 200) * dayMs));
		const [account, region] = [often(0.2) ? null : `account ${Math.floor(roll() * 60)}`, pick(['West', 'East', null])];
		const contract = often(0.5) ? Math.floor(roll() * 9_000_000) : null;
		const cost = often(0.5) ? Math.floor(roll() * 100_000) : null;
		saveDeal.run(id, account, region, created.day, created.ms, contract, cost);
		const state = { status: 'open', owner: pick(people).email, stage: 'Lead' as string, cents: often(0.1) ? null : 100_000 + Math.floor(roll() * 2_000_000), expected: null as string | null, category: null as string | null };
		let now = created;
		for (let round = 0; ; round += 1) {
			const next = momentOf(now.ms + Math.floor((0.2 + roll() * 30) * dayMs));
			const isLast = next.ms >= endOfFloor || state.status !== 'open';
			saveState.run(id, now.ms, isLast ? never : next.ms, now.day, state.status, state.owner, state.stage, state.cents, state.expected, state.category);
			const row = { external_id: id, name: id, account, region, owner: state.owner, status: state.status, stage: state.stage, amount: money(state.cents), expected_close: state.expected, forecast_category: state.category, contract_value: money(contract), cost: money(cost) };
			(rounds[round] ??= []).push({ ...row, created: created.iso, changed: now.iso, ...(state.status === 'open' ? {} : { closed: now.iso }) });
			if (isLast) break;
			if (often(0.3)) {
				const touch = momentOf(now.ms + Math.floor(roll() * (next.ms - now.ms)));
				activities.push({ external_id: `A${activities.length}`, kind: pick(['call', 'email', 'note']), direction: 'outbound', owner: state.owner, deal: id, at: touch.iso });
				saveTouch.run(id, touch.day, touch.ms);
			}
			if (round > 0 && often(0.35)) state.status = pick(['won', 'lost']);
			else if (often(0.7)) state.stage = pick(stages);
			if (often(0.15)) state.owner = pick(people).email;
			if (often(0.3)) state.cents = 100_000 + Math.floor(roll() * 2_000_000);
			if (often(0.7)) state.expected = momentOf(next.ms + Math.floor(roll() * 60 * dayMs)).day;
			if (often(0.7)) state.category = pick(['commit', 'best_case', 'pipeline']);
			now = next;
		}
	}
	return { raw, pushes: [{ people: [...people] }, ...rounds.map((deals) => ({ deals })), { activities }] };
}
