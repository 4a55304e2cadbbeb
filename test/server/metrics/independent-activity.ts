/** What the metrics of activity, funnel and conversion are, written from KPIS.md alone, as SQL over raw facts. */
import type { Query } from './independent-sums.ts';
import { now, zone } from './raw-floor.ts';

const until = Temporal.PlainDateTime.from(now).toZonedDateTime(zone).epochMilliseconds;
const today = now.slice(0, 10);
const nothing = 'NULL AS region, NULL AS product, NULL AS outcome';
const touch = `direction = 'outbound' AND kind IN ('call', 'email', 'linkedin')`;
const had = (state: string): string => `coalesce(${state}_day < '${today}' OR (${state}_day = '${today}' AND (${state}_ms IS NULL OR ${state}_ms <= ${until})), 0)`;

const activity = (where: string) => `SELECT day, ms, owner, 1 AS above, 1 AS below, NULL AS region, NULL AS product, outcome FROM raw_activity WHERE ${where}`;
const lead = (state: string, owner: string, above: string, where = '1') => `SELECT ${state}day AS day, ${state}ms AS ms, ${owner} AS owner, ${above} AS above, 1 AS below, ${nothing} FROM raw_lead WHERE ${state}day IS NOT NULL AND ${where}`;
/** Counts of different rows, one above the line and one below it. */
const either = (above: string, below: string) => `SELECT day, ms, owner, above, 0 AS below, region, product, outcome FROM (${above}) UNION ALL SELECT day, ms, owner, 0, above, region, product, outcome FROM (${below})`;

const order = `a.day || '|' || coalesce(printf('%015d', a.ms), '') || '|' || a.id`;
/** The touches of leads, each with its place among those of its lead. */
const touches = `SELECT a.*, row_number() OVER (PARTITION BY a.source, a.lead ORDER BY ${order}) AS place FROM raw_activity a WHERE a.lead IS NOT NULL AND ${touch}`;
const sofar = (row: string) => `(${row}.day < '${today}' OR (${row}.day = '${today}' AND (${row}.ms IS NULL OR ${row}.ms <= ${until})))`;
const conversations = activity(`direction = 'outbound' AND meaningful = 1`);
const outbound = activity(touch);
const followUps = `SELECT day, ms, owner, 1 AS above, 1 AS below, NULL AS region, NULL AS product, outcome FROM (${touches}) WHERE place > 1`;
const sqls = lead('sql_', 'credited', '1');
const booked = `SELECT day, ms, booker AS owner, 1 AS above, 1 AS below, ${nothing} FROM raw_meeting WHERE replaces IS NULL`;
const connects = activity(`kind = 'call' AND direction = 'outbound' AND outcome = 'connected'`);
/** Whether a meeting came to be held, or may still be, through all that took its place. */
const saved = `EXISTS (
	WITH RECURSIVE later (id) AS (SELECT m.id UNION SELECT n.id FROM later l JOIN raw_meeting n ON n.replaces = l.id)
	SELECT 1 FROM later JOIN raw_meeting n USING (id) WHERE n.status = 'held' OR (n.status = 'scheduled' AND n.agreed_day >= '${today}'))`;

export const activitySums: Record<string, Query> = {
	conversations: { rows: conversations, outcomes: 'all' },
	linkedin_requests: { rows: activity(`direction = 'outbound' AND kind = 'linkedin'`), outcomes: 'all' },
	outbound_activities: { rows: outbound, outcomes: 'all' },
	follow_ups: { rows: followUps, outcomes: 'all' },
	touches_per_prospect: {
		rows: `SELECT f.day, f.ms, f.owner, (SELECT count(*) FROM (${touches}) t WHERE t.source = f.source AND t.lead = f.lead AND ${sofar('t')} AND julianday(t.day) <= julianday(f.day) + 28) AS above, 1 AS below, ${nothing} FROM (${touches}) f WHERE f.place = 1`,
		ratio: true, round: 4, outcomes: 'none',
	},
	demos_held: { rows: `SELECT due_day AS day, due_ms AS ms, owner, 1 AS above, 1 AS below, ${nothing} FROM raw_meeting WHERE status = 'held' AND kind = 'demo' AND due_day IS NOT NULL` },
	connect_to_meeting_rate: { rows: either(booked, connects), ratio: true, round: 4, outcomes: 'none' },
	meeting_to_sql_rate: { rows: either(sqls, booked), ratio: true, round: 4, outcomes: 'none' },
	reach_rate: { rows: either(conversations, outbound), ratio: true, round: 4, outcomes: 'none' },
	pass_rate: { rows: either(lead('passed_', 'credited', '1'), conversations), ratio: true, round: 4, outcomes: 'none' },
	pipe_rate: { rows: lead('passed_', 'credited', had('forecast')), ratio: true, round: 4, outcomes: 'none' },
	reschedule_loss_rate: { rows: `SELECT coalesce(agreed_day, day) AS day, NULL AS ms, CASE booker WHEN '' THEN owner ELSE booker END AS owner, NOT ${saved} AS above, 1 AS below, ${nothing} FROM raw_meeting m WHERE status = 'rescheduled' AND moved_by = 'seller'`, ratio: true, round: 4, outcomes: 'none' },
	new_leads: { rows: lead('', 'owner', '1') },
	mqls: { rows: lead('mql_', 'credited', '1') },
	sqls: { rows: sqls },
	accepted_opportunities: { rows: lead('accepted_', 'credited', '1') },
	lead_to_mql_rate: { rows: lead('', 'owner', had('mql')), ratio: true, round: 4, outcomes: 'none' },
	mql_to_sql_rate: { rows: lead('mql_', 'credited', had('sql')), ratio: true, round: 4, outcomes: 'none' },
	mql_to_opportunity_rate: { rows: lead('mql_', 'credited', had('accepted')), ratio: true, round: 4, outcomes: 'none' },
	hot_lead_share: { rows: lead('', 'owner', `rating = 'likely'`, 'rating IS NOT NULL'), ratio: true, round: 4, outcomes: 'none' },
	follow_ups_per_sql: { rows: either(followUps, sqls), ratio: true, round: 4, outcomes: 'none' },
	customer_interactions: { rows: `SELECT a.day, a.ms, a.owner, 1 AS above, 1 AS below, NULL AS region, NULL AS product, outcome FROM raw_activity a WHERE EXISTS (SELECT 1 FROM raw_deal d WHERE d.account = a.account AND d.status = 'won' AND d.day <= a.day)`, outcomes: 'all' },
};

/** Those that the floor of raw facts cannot hold row by row: computed a second time in activity-metrics.test.ts. */
export const activityApart = { leads_worked: true, one_touch_leads: true, activities_per_rep: true, calls_per_rep: true, emails_per_rep: true, meetings_upcoming: true, lead_response_time: true, value_per_lead: true };
