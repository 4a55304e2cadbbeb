/** What the first metrics are, written from KPIS.md alone, as SQL over raw facts: it imports nothing of the metrics or the rollups. */

export interface Query {
	/** Rows that count, with their day, instant, owner and what they add above and below the line. */
	rows: string;
	ratio?: boolean;
	/** Divides what is above the line into units of the workspace. */
	cents?: boolean;
	round?: number;
	/** Outcomes by which it can be told apart; absent: the usual ones of calls and e-mails, where it is of activities. */
	outcomes?: 'all' | 'none';
}

const firstWins = `SELECT min(day || '|' || coalesce(printf('%015d', ms), '') || '|' || rowid) FROM raw_deal WHERE status = 'won' AND account IS NOT NULL GROUP BY account`;
const activity = (kind: string, over = '1') => `SELECT day, ms, owner, 1 AS above, ${over} AS below, NULL AS region, NULL AS product, outcome FROM raw_activity WHERE kind = '${kind}' AND direction = 'outbound'`;
const closed = (above: string, below: string, where: string) => `SELECT day, ms, owner, ${above} AS above, ${below} AS below, region, product, NULL AS outcome FROM raw_deal WHERE ${where}`;
const meeting = (day: string, ms: string, owner: string, above: string, where: string) => `SELECT ${day} AS day, ${ms} AS ms, ${owner} AS owner, ${above} AS above, 1 AS below, NULL AS region, NULL AS product, NULL AS outcome FROM raw_meeting WHERE ${where}`;

export const sums: Record<string, Query> = {
	calls_made: { rows: activity('call') },
	emails_sent: { rows: activity('email') },
	connects: { rows: `${activity('call')} AND outcome = 'connected'` },
	connect_rate: { rows: `SELECT day, ms, owner, coalesce(outcome = 'connected', 0) AS above, 1 AS below, NULL AS region, NULL AS product, outcome FROM raw_activity WHERE kind = 'call' AND direction = 'outbound'`, ratio: true, round: 4 },
	meetings_booked: { rows: meeting('day', 'ms', 'booker', '1', 'replaces IS NULL') },
	meetings_held: { rows: meeting('due_day', 'due_ms', 'owner', '1', `status = 'held' AND due_day IS NOT NULL`) },
	no_show_rate: { rows: meeting('due_day', 'due_ms', `CASE booker WHEN '' THEN owner ELSE booker END`, `status = 'no_show'`, `status IN ('held', 'no_show') AND due_day IS NOT NULL`), ratio: true, round: 4 },
	proposals_sent: { rows: 'SELECT day, ms, owner, 1 AS above, 1 AS below, NULL AS region, NULL AS product, NULL AS outcome FROM raw_proposal' },
	new_accounts: { rows: `SELECT day, ms, owner, 1 AS above, 1 AS below, region, NULL AS product, NULL AS outcome FROM raw_account` },
	deals_won: { rows: closed('1', '1', `status = 'won'`) },
	deals_lost: { rows: closed('1', '1', `status = 'lost'`) },
	win_rate: { rows: closed(`status = 'won'`, '1', `status <> 'open'`), ratio: true, round: 4 },
	sales: { rows: closed('cents', '1', `status = 'won' AND cents IS NOT NULL`), cents: true },
	average_deal_size: { rows: closed('cents', '1', `status = 'won' AND cents IS NOT NULL`), cents: true, ratio: true, round: 2 },
	sales_cycle_days: { rows: closed('julianday(day) - julianday(began)', '1', `status = 'won' AND began <= day`), ratio: true, round: 2 },
	new_customers: { rows: closed('1', '1', `status = 'won' AND account IS NOT NULL AND day || '|' || coalesce(printf('%015d', ms), '') || '|' || rowid IN (${firstWins})`) },
};

/** What the deals open at a moment come to. */
export const states: Record<string, { adds: string; cents?: boolean }> = {
	open_deals: { adds: 'count(*)' },
	pipeline_value: { adds: 'coalesce(sum(r.cents), 0)', cents: true },
};

/** What a scope has come to by now, and what it is measured by. Days are working days. */
export interface Standing {
	result: number;
	target: number;
	elapsed: number;
	total: number;
	/** The result of the month before, up to the same working time. */
	before: number;
	/** Who has a target: what they have come to, and what it is. */
	quotas: { result: number; target: number }[];
}

export const derived: Record<string, (given: Standing) => number> = {
	quota_attainment: ({ result, target }) => result / target,
	reps_at_quota: ({ quotas }) => quotas.filter(({ result, target }) => result >= target).length / quotas.length,
	pace: ({ result, target, elapsed, total }) => result / target / (elapsed / total),
	projected: ({ result, elapsed, total }) => result / (elapsed / total),
	required_per_day: ({ result, target, elapsed, total }) => Math.max(0, target - result) / (total - elapsed),
	growth: ({ result, before }) => (result - before) / before,
};
