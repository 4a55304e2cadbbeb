/**
 * A seeded floor of customers, money and people, as rows that sources push and as plain tables. What each metric of KPIS.md §5 should be
 * is SQL over these, written from that page alone: nothing of the metrics is imported.
 */
import Database from 'better-sqlite3';
import type { Row, Rows } from '../../support/wall.ts';
import type { Check } from './independent-deals.ts';
import { dice, zone } from './raw-floor.ts';

/** Queries are bound as those of deals are, and by @gone: the last day of the period that is over. */
const had = (day: string, ms: string): string => `coalesce(${day} < @moment OR (${day} = @moment AND (${ms} IS NULL OR ${ms} <= @end)), 0)`;
const sign = `CASE kind WHEN 'new' THEN cents WHEN 'expansion' THEN cents ELSE -cents END`;
const moves = (above: string, below: string, where: string): string => `SELECT credited AS owner, max(day, @from) AS day, ${above} AS above, ${below} AS below FROM raw_move WHERE cents IS NOT NULL AND ${where}`;
const inPeriod = `day >= @from AND ${had('day', 'ms')}`;
const paid = `(SELECT total(${sign}) FROM raw_move b WHERE b.account = raw_move.account AND b.day < @from) > 0`;
const begun = moves('0', sign, 'day < @from');

const event = `SELECT account, day, ms, owner, 1 AS rank, source || id AS place FROM raw_deal WHERE won AND account IS NOT NULL UNION ALL SELECT account, day, ms, owner, 2, source || id FROM raw_move`;
const gain = `SELECT account, day, ms FROM raw_deal WHERE won AND account IS NOT NULL UNION ALL SELECT account, day, ms FROM raw_move WHERE kind = 'new'`;
/** `by`: whether an event had come by then; who is won after the last of its accounts had left is there again. */
const leftBy = (then: string, by = had('e.day', 'e.ms')): string => `(coalesce((SELECT count(*) > 0 AND min(${then}) = 1 FROM raw_account a WHERE a.account = c.account), 0)
	AND NOT EXISTS (SELECT 1 FROM (${gain}) e WHERE e.account = c.account AND e.day > (SELECT max(a.churn_day) FROM raw_account a WHERE a.account = c.account) AND ${by}))`;
const ofAccount = (column: string): string => `(SELECT a.${column} FROM raw_account a WHERE a.account = c.account ORDER BY a.owner = '', a.rowid LIMIT 1)`;
const keeper = `coalesce(nullif(${ofAccount('owner')}, ''), (SELECT e.owner FROM (${event}) e WHERE e.account = c.account ORDER BY e.day, e.rank, e.place LIMIT 1))`;
/** `since`: whether an event had come; `day`: by which the team is looked up. */
const customers = (since: string, gone: string, day: string, above: string, below = '1'): string => `
	SELECT ${keeper} AS owner, ${day} AS day, ${above} AS above, ${below} AS below, ${ofAccount('region')} AS region
	FROM (SELECT DISTINCT account FROM (${event}) WHERE ${since}) c WHERE NOT ${leftBy(gone, since.replaceAll(/\b(day|ms)\b/g, 'e.$1'))}`;
const active = (above: string, below: string): string => customers(had('day', 'ms'), had('a.churn_day', 'a.churn_ms'), '@moment', above, below);
const value = `coalesce((SELECT 12 * sum(${sign}) FROM raw_move m WHERE m.account = c.account AND ${had('m.day', 'm.ms')}), (SELECT sum(d.cents) FROM raw_deal d WHERE d.account = c.account AND d.won AND ${had('d.day', 'd.ms')}))`;

const firstDay = `coalesce(start, '0000-01-01')`;
const lastDay = `coalesce(last, '9999-12-31')`;
const wasThere = `${firstDay} <= @from AND ${lastDay} >= @from`;
const isThere = `${firstDay} <= @moment AND ${lastDay} > @gone`;
const heads = (day: string, above: string, below: string, where: string): string => `SELECT owner, ${day} AS day, ${above} AS above, ${below} AS below FROM raw_person WHERE ${where}`;
const until = `min(${lastDay}, @moment)`;

export const independentCustomers: Record<string, Check> = {
	mrr: { rows: `SELECT credited AS owner, @moment AS day, ${sign} AS above, 1 AS below FROM raw_move WHERE cents IS NOT NULL AND ${had('day', 'ms')}`, cents: 'above' },
	account_value: { rows: active(`coalesce(${value}, 0)`, `${value} IS NOT NULL`), ratio: true, cents: 'above', by: 'region', digits: 2 },
	active_accounts: { rows: active('1', '1'), by: 'region' },
	csat: { rows: `SELECT credited AS owner, day, satisfied AS above, 1 AS below FROM raw_survey WHERE ${inPeriod} AND day <= @to`, ratio: true, digits: 4 },
	churned_accounts: { rows: `SELECT owner, churn_day AS day, 1 AS above, 1 AS below, region FROM raw_account WHERE churn_day BETWEEN @from AND @to AND ${had('churn_day', 'churn_ms')}`, by: 'region' },
	retention_rate: { rows: customers('day < @from', 'coalesce(a.churn_day < @from, 0)', '@from', `NOT ${leftBy(had('a.churn_day', 'a.churn_ms'))}`), ratio: true, by: 'region', digits: 4 },
	expansion_rate: { rows: `${begun} UNION ALL ${moves(sign, '0', `kind = 'expansion' AND ${inPeriod} AND ${paid}`)}`, ratio: true, cents: 'both', digits: 4 },
	net_revenue_retention: { rows: `${begun} UNION ALL ${moves(sign, '0', 'day < @from')} UNION ALL ${moves(sign, '0', `kind <> 'new' AND ${inPeriod} AND ${paid}`)}`, ratio: true, cents: 'both', digits: 4 },
	average_tenure: { rows: heads(until, `julianday(${until}) - julianday(start)`, '1', `sells AND start IS NOT NULL AND EXISTS (SELECT 1 FROM raw_workday w WHERE w.day BETWEEN max(start, @from) AND ${until})`), ratio: true, digits: 2 },
};

/** Of no person: who left, and who is there at both ends, is a question of the company and its teams. */
export const independentPeople: Record<string, Check> = {
	turnover_rate: { rows: `${heads('@from', '0', '0.5', wasThere)} UNION ALL ${heads('@moment', '0', '0.5', isThere)} UNION ALL ${heads('last', '1', '0', 'last BETWEEN @from AND @gone')}`, ratio: true, digits: 4 },
	rep_retention_rate: { rows: heads('@from', isThere, '1', wasThere), ratio: true, digits: 4 },
};

/** What is below or above costs and other monthly figures, as a sum of `owner, day, above`; `figures` are summed month by month. */
export const independentFigures: Record<string, { figures: readonly string[]; with?: string; isBelow?: true; cents?: true; scopes: readonly string[] }> = {
	cost_of_sales: { figures: ['selling_cost'], scopes: ['company', 'team'] },
	cost_of_sales_ratio: { figures: ['selling_cost'], with: `SELECT owner, day, cents / 100.0 AS above FROM raw_deal WHERE won AND cents IS NOT NULL AND ${inPeriod} AND day <= @to`, scopes: ['company', 'team'] },
	cost_of_net_new_revenue: { figures: ['selling_cost', 'marketing_cost'], with: `SELECT owner, day, above / 100.0 AS above FROM (${moves(sign, '0', inPeriod)})`, scopes: ['company', 'team'] },
	cac: {
		figures: ['selling_cost', 'marketing_cost'],
		with: `SELECT owner, day, 1 AS above FROM raw_deal d WHERE won AND account IS NOT NULL AND ${inPeriod} AND day <= @to AND NOT EXISTS (SELECT 1 FROM raw_deal e WHERE e.won AND e.account = d.account AND (e.day, coalesce(e.ms, -1), e.id) < (d.day, coalesce(d.ms, -1), d.id))`,
		scopes: ['company', 'team'],
	},
	visitor_to_lead_rate: { figures: ['web_visits'], with: `SELECT owner, day, 1 AS above FROM raw_lead WHERE is_web AND ${inPeriod} AND day <= @to`, isBelow: true, scopes: ['company'] },
	market_share: { figures: ['market_size'], with: `SELECT owner, day, cents / 100.0 AS above FROM raw_deal WHERE won AND cents IS NOT NULL AND ${inPeriod} AND day <= @to`, isBelow: true, scopes: ['company'] },
	relative_market_share: { figures: ['largest_rival'], with: `SELECT owner, day, cents / 100.0 AS above FROM raw_deal WHERE won AND cents IS NOT NULL AND ${inPeriod} AND day <= @to`, isBelow: true, scopes: ['company'] },
};

/** Of a team by its name, in raw_position. */
export const independentPositions: Record<string, string> = {
	time_to_fill: 'SELECT team, julianday(filled) - julianday(opened) AS above, 1 AS below FROM raw_position WHERE filled BETWEEN @from AND min(@to, @moment)',
};

export const margin = `SELECT owner, day, cents - cost AS above, cents AS below FROM raw_deal WHERE won AND cost IS NOT NULL AND cents IS NOT NULL AND ${inPeriod} AND day <= @to`;
/** What follows from others; `months` of the period have gone by. */
export const independentlyValued: Record<string, (parts: { mrr: number; accounts: number; margin: number | null; retention: number | null; months: number; cac: number | null }) => number | null> = {
	ltv: ({ mrr, accounts, margin: kept, retention, months }) => (accounts === 0 || kept === null || retention === null || retention === 1 ? null : ((mrr / accounts) * kept) / ((1 - retention) / months)),
	ltv_to_cac: (parts) => {
		const ltv = independentlyValued['ltv']?.(parts) ?? null;
		return ltv === null || !parts.cac ? null : ltv / parts.cac;
	},
};

export const teams = ['North', 'South'] as const;
const endOfFloor = Temporal.PlainDateTime.from('2026-09-15T14:30').toZonedDateTime(zone).epochMilliseconds;
const beginning = Temporal.PlainDateTime.from('2026-01-01T09:00').toZonedDateTime(zone).epochMilliseconds;

interface Moment {
	ms: number;
	day: string;
	iso: string;
}

/** All that happens lies before 2026-09-15T14:30. Figures are there for January to September, for some months by team alone. */
export function customerFloor(seed: number): { rows: Record<'people' | 'accounts' | 'deals' | 'movements' | 'surveys' | 'figures' | 'positions' | 'leads', Row[]>; billing: Row[]; moves: Row[]; raw: Database.Database; people: string[] } {
	const roll = dice(seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
	const often = (share: number): boolean => roll() < share;
	const momentOf = (ms: number): Moment => {
		const instant = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms));
		return { ms: Math.floor(ms), day: instant.toZonedDateTimeISO(zone).toPlainDate().toString(), iso: instant.toString() };
	};
	const between = (from: number, to = endOfFloor): Moment => momentOf(from + roll() * (to - from));
	/** As the row says it: sometimes the day alone. */
	const said = ({ iso, day, ms }: Moment): { text: string; ms: number | null } => (often(0.25) ? { text: day, ms: null } : { text: iso, ms });

	const raw = new Database(':memory:');
	raw.exec(`
		CREATE TABLE belongs (owner TEXT, team TEXT, from_day TEXT, to_day TEXT);
		CREATE TABLE raw_person (owner TEXT, start TEXT, last TEXT, sells INTEGER);
		CREATE TABLE raw_workday (day TEXT);
		CREATE TABLE raw_account (account TEXT, owner TEXT, region TEXT, churn_day TEXT, churn_ms INTEGER);
		CREATE TABLE raw_deal (source TEXT, id TEXT, account TEXT, owner TEXT, won INTEGER, cents INTEGER, cost INTEGER, day TEXT, ms INTEGER);
		CREATE TABLE raw_move (source TEXT, id TEXT, account TEXT, owner TEXT, credited TEXT, kind TEXT, cents INTEGER, day TEXT, ms INTEGER);
		CREATE TABLE raw_survey (credited TEXT, satisfied INTEGER, day TEXT, ms INTEGER);
		CREATE TABLE raw_figure (name TEXT, scope TEXT, month TEXT, value REAL);
		CREATE TABLE raw_position (team TEXT, opened TEXT, filled TEXT);
		CREATE TABLE raw_lead (owner TEXT, is_web INTEGER, day TEXT, ms INTEGER);`);
	const into = (table: string, ...values: unknown[]): void => void raw.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(...values.map((one) => (typeof one === 'boolean' ? Number(one) : one)));
	for (let day = Temporal.PlainDate.from('2026-01-01'); day.year === 2026; day = day.add({ days: 1 })) if (day.dayOfWeek < 6) into('raw_workday', day.toString());

	const rows = { people: [] as Row[], accounts: [] as Row[], deals: [] as Row[], movements: [] as Row[], surveys: [] as Row[], figures: [] as Row[], positions: [] as Row[], leads: [] as Row[] };
	const moves: Row[] = [];
	const people = Array.from({ length: 12 }, (_, index) => `c${index}@x.example`);
	people.forEach((email, index) => {
		const [team, role] = [teams[index % 2] ?? 'North', index % 4 === 3 ? 'lead' : 'ae'];
		const start = index % 5 === 4 ? null : index % 3 === 2 ? `2026-0${3 + (index % 5)}-1${index % 7}` : `2025-0${1 + (index % 8)}-05`;
		const last = index === 1 ? '2026-08-14' : index === 6 ? '2026-08-31' : index === 7 ? '2026-09-14' : index === 10 ? '2026-09-15' : null;
		rows.people.push({ email, name: `Person ${index}`, team, role, start, end: last });
		into('raw_person', email, start, last, role === 'ae');
		if (index !== 0) return into('belongs', email, team, start ?? '0000-01-01', '9999-12-31');
		// One goes over to the other team.
		into('belongs', email, team, start ?? '0000-01-01', '2026-08-09');
		into('belongs', email, 'South', '2026-08-10', '9999-12-31');
		moves.push({ email, name: `Person ${index}`, team: 'South', team_from: '2026-08-10' });
	});
	const someone = (): string | null => (often(0.15) ? null : pick(people));

	const keepers = new Map<string, string>();
	const accountNames = Array.from({ length: 70 }, (_, index) => `Account ${index}`);
	accountNames.forEach((name, index) => {
		if (index % 7 === 6) return;
		for (const twin of index % 10 === 3 ? ['a', 'b'] : ['']) {
			const [owner, region] = [someone(), pick(['West', 'East', null])];
			const churned = often(0.35) ? between(beginning) : null;
			const churn = churned && said(churned);
			rows.accounts.push({ external_id: `K${index}${twin}`, name: twin === 'b' ? name.toUpperCase() : name, owner, region, created: '2025-12-01', churned: churn?.text });
			into('raw_account', name.toLowerCase(), owner ?? '', region, churned?.day, churn?.ms);
			if (owner !== null && !keepers.has(name)) keepers.set(name, owner);
		}
	});
	for (let index = 0; index < 240; index += 1) {
		const [at, owner, won, account] = [between(beginning), someone(), often(0.6), often(0.15) ? null : pick(accountNames)];
		const [cents, cost] = [often(0.1) ? null : Math.floor(roll() * 1_000_000), often(0.3) ? null : Math.floor(roll() * 300_000)];
		const { text, ms } = said(at);
		const id = `D${String(index).padStart(3, '0')}`;
		rows.deals.push({ external_id: id, owner, status: won ? 'won' : 'lost', closed: text, created: '2025-12-15', amount: cents === null ? null : (cents / 100).toFixed(2), cost: cost === null ? null : (cost / 100).toFixed(2), account: account && often(0.3) ? account.toUpperCase() : account });
		into('raw_deal', 'crm', id, account?.toLowerCase(), owner ?? '', won, cents, cents === null ? null : cost, at.day, ms);
	}
	const billing: Row[] = [];
	for (let index = 0; index < 300; index += 1) {
		// What the books say has no owner that the books know of.
		const source = often(0.7) ? 'crm' : 'billing';
		const [at, owner, account] = [between(beginning), someone(), pick(accountNames)];
		const kind = pick(['new', 'new', 'new', 'expansion', 'expansion', 'contraction', 'churn']);
		const [cents, foreign] = [Math.floor(roll() * 90_000), often(0.05)];
		const { text, ms } = said(at);
		const row = { external_id: `R${index}`, account: often(0.3) ? account.toUpperCase() : account, kind, amount: (cents / 100).toFixed(2), currency: foreign ? 'USD' : null, owner, at: text };
		(source === 'crm' ? rows.movements : billing).push(row);
		into('raw_move', source, `R${index}`, account.toLowerCase(), owner ?? '', owner ?? (source === 'crm' ? (keepers.get(account) ?? '') : ''), kind, foreign ? null : cents, at.day, ms);
	}
	for (let index = 0; index < 260; index += 1) {
		const [at, owner, account, satisfied] = [between(beginning), someone(), often(0.1) ? null : pick(accountNames), often(0.8)];
		const { text, ms } = said(at);
		rows.surveys.push({ external_id: `S${index}`, account, satisfied, owner, at: text });
		into('raw_survey', owner ?? (account === null ? '' : (keepers.get(account) ?? '')), satisfied, at.day, ms);
	}
	const figure = (name: string, scope: string, month: string, size: number): void => {
		const amount = Math.floor((0.5 + roll()) * size);
		rows.figures.push({ external_id: `F-${name}-${scope}-${month}-${rows.figures.length}`, name, scope, month, value: String(amount) });
		into('raw_figure', name, scope, month, amount);
	};
	for (let month = 1; month <= 9; month += 1) {
		const id = `2026-0${month}`;
		for (const team of teams) figure('selling_cost', `team:${team}`, id, 20_000);
		if (month % 2 === 0) figure('selling_cost', 'company', id, 60_000);
		figure('marketing_cost', 'company', id, 10_000);
		// Told in two parts, and of the South not in July.
		figure('marketing_cost', 'team:North', id, 3_000);
		figure('marketing_cost', 'team:North', id, 3_000);
		if (month !== 7) figure('marketing_cost', 'team:South', id, 3_000);
		figure('web_visits', 'company', id, 400);
		figure('market_size', 'company', id, 2_000_000);
		for (let rival = 0; rival < 2; rival += 1) figure('largest_rival', 'company', id, 300_000);
	}
	for (let index = 0; index < 40; index += 1) {
		const [opened, days, team] = [between(beginning).day, Math.floor(roll() * 60), pick([...teams, null])];
		const filled = often(0.8) ? Temporal.PlainDate.from(opened).add({ days }).toString() : null;
		rows.positions.push({ external_id: `O${index}`, team, opened, filled });
		into('raw_position', team, opened, filled);
	}
	for (let index = 0; index < 200; index += 1) {
		const [at, owner] = [between(beginning), someone()];
		const [leadSource, channel] = pick([['Website', null], ['Referral', 'Web'], ['Webinar', 'Event'], ['Cold call', 'Outbound'], [null, 'web']]);
		const { text, ms } = said(at);
		rows.leads.push({ external_id: `L${index}`, owner, lead_source: leadSource, channel, created: text });
		into('raw_lead', owner ?? '', leadSource === 'Website' || channel?.toLowerCase() === 'web', at.day, ms);
	}
	return { rows, billing, moves, raw, people };
}

export const pushesOf = ({ rows, billing, moves }: Pick<ReturnType<typeof customerFloor>, 'rows' | 'billing' | 'moves'>): Rows[] => [{ source: 'crm', ...rows }, { source: 'billing', movements: billing }, { source: 'crm', people: moves }];
