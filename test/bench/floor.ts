/**
 * Floors to measure on: forty people whose last thirteen weeks are the same on every floor, and before them as much history as is asked
 * for. The recent weeks go through the door that sources use; ten million rows of history would take it an hour on a small box, so they
 * are written as the door would write them, and the rollups are built from them by the product. Kept for the day in `.build/bench`.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase, type Db } from '../../server/db/open.ts';
import { silentLog } from '../../server/log.ts';
import { createWall, type Wall } from '../../server/wall.ts';

export const timeZone = 'Europe/Stockholm';
const teams = ['North', 'East', 'South', 'West'];
const peopleCount = 40;
const accountsCount = 500;
const recentDays = 91;
const dayMs = 86_400_000;
const folder = fileURLToPath(new URL('../../.build/bench/', import.meta.url));
const migrations = fileURLToPath(new URL('../../server/db/migrations/', import.meta.url));

export const people = Array.from({ length: peopleCount }, (_, index) => ({
	email: `p${index}@bench.example`,
	name: `Person ${String(index).padStart(2, '0')}`,
	team: teams[index % teams.length] ?? 'North',
	role: index % 3 === 0 ? 'sdr' : 'ae',
}));

const today = (): Temporal.PlainDate => Temporal.Now.plainDateISO(timeZone);
/** Of a row among all; spreads what happens over people, hours and outcomes without any chance in it. */
const spread = (row: number, among: number): number => Math.floor(((row * 0.618033988749) % 1) * among);
const pick = <T>(list: readonly [T, ...T[]], row: number): T => list[spread(row, list.length)] ?? list[0];
const iso = (ms: number): string => Temporal.Instant.fromEpochMilliseconds(ms).toString();

/** Times lie in the middle of the day, so that the day is the same in UTC. */
const momentOf = (day: number, row: number): number => day + 8 * 3_600_000 + spread(row, 420) * 60_000;

export function createFloorWall(db: Db): Wall {
	return createWall({ db, clock: { now: () => Date.now() }, log: silentLog, tickMs: 600_000, demo: false, build: 'bench', version: '0' });
}

/** Rows of one day's work as a source pushes them, in the demo floor's proportions: 84 % calls and e-mails, 5 % leads, 5 % meetings, 3 % deals, 1 % each of proposals, movements and answers. */
export function rowsOf(id: string, from: number, count: number, dayStart: number) {
	const rows = Array.from({ length: count }, (_, index) => from + index);
	const owner = (row: number): string => people[(row + Math.floor(row / 100)) % peopleCount]?.email ?? '';
	const of = (least: number, most: number): number[] => rows.filter((row) => row % 100 >= least && row % 100 < most);
	return {
		source: 'bench',
		activities: of(0, 84).map((row) => ({
			external_id: `${id}-a${row}`,
			kind: row % 3 === 0 ? 'email' : 'call',
			direction: 'outbound',
			outcome: row % 3 === 0 ? pick(['opened', 'none', 'replied'], row) : pick(['no_answer', 'voicemail', 'connected', 'no_answer', 'busy'], row),
			owner: owner(row),
			account: `Account ${row % 5_000}`,
			...(row % 4 === 0 ? { lead: `${id}-l${row - (row % 100) + 84 + (row % 5)}` } : {}),
			at: iso(momentOf(dayStart, row)),
			seconds: 20 + spread(row, 400),
		})),
		leads: of(84, 89).map((row) => ({
			external_id: `${id}-l${row}`,
			owner: owner(row),
			account: `Account ${row % 5_000}`,
			lead_source: pick(['Web form', 'Cold call', 'Event'], row),
			created: iso(momentOf(dayStart, row)),
			first_response: iso(momentOf(dayStart, row) + 1_800_000),
			...(row % 2 === 0 ? { mql: iso(momentOf(dayStart, row) + 3_600_000) } : {}),
			...(row % 4 === 0 ? { sql: iso(momentOf(dayStart, row) + dayMs), passed: iso(momentOf(dayStart, row) + dayMs), accepted: iso(momentOf(dayStart, row) + 2 * dayMs) } : {}),
		})),
		meetings: of(89, 94).map((row) => ({
			external_id: `${id}-m${row}`,
			booked_by: owner(row),
			owner: owner(row + 1),
			account: `Account ${row % 5_000}`,
			booked_at: iso(momentOf(dayStart, row)),
			scheduled_for: iso(momentOf(dayStart + dayMs, row)),
			status: pick(['held', 'held', 'no_show', 'scheduled'], row),
		})),
		deals: of(94, 97).map((row) => {
			const status = pick(['won', 'lost', 'open', 'lost'], row);
			return {
				external_id: `${id}-d${row}`,
				name: `Deal ${row}`,
				owner: owner(row),
				status,
				stage: status === 'open' ? pick(['Discovery', 'Demo', 'Proposal'], row) : status,
				product: pick(['Basic', 'Pro'], row),
				channel: pick(['Outbound', 'Partner'], row),
				amount: `${1000 + spread(row, 20_000)}.00`,
				account: `Account ${row % 5_000}`,
				created: iso(momentOf(dayStart - 30 * dayMs, row)),
				...(status === 'open' ? {} : { closed: iso(momentOf(dayStart, row)) }),
			};
		}),
		proposals: of(97, 98).map((row) => ({ external_id: `${id}-p${row}`, owner: owner(row), sent: iso(momentOf(dayStart, row)) })),
		movements: of(98, 99).map((row) => ({ external_id: `${id}-v${row}`, account: `Account ${row % 5_000}`, owner: owner(row), kind: pick(['new', 'expansion', 'contraction', 'churn'], row), amount: '50.00', at: iso(momentOf(dayStart, row)) })),
		surveys: of(99, 100).map((row) => ({ external_id: `${id}-s${row}`, account: `Account ${row % 5_000}`, owner: owner(row), satisfied: row % 7 > 0, at: iso(momentOf(dayStart, row)) })),
	};
}

/** One fact of that moment: in turn a won deal, a call, a meeting booked. */
export function newFact(id: string, turn: number, at = Date.now()) {
	const created = Temporal.Instant.fromEpochMilliseconds(at - 30 * dayMs).toString({ fractionalSecondDigits: 0 });
	const owner = people[turn % people.length]?.email;
	const now = Temporal.Instant.fromEpochMilliseconds(at).toString({ fractionalSecondDigits: 0 });
	const facts = [
		{ deals: [{ external_id: id, owner, status: 'won', amount: `${1000 + turn}.00`, created, closed: now, account: `Account ${turn}` }] },
		{ activities: [{ external_id: id, owner, kind: 'call', direction: 'outbound', outcome: 'connected', at: now }] },
		{ meetings: [{ external_id: id, owner, booked_by: owner, booked_at: now }] },
	];
	return { source: 'bench', ...facts[turn % facts.length] };
}

const workdaysBefore = (last: Temporal.PlainDate, days: number): number[] =>
	Array.from({ length: days }, (_, index) => last.subtract({ days: days - index }))
		.filter((day) => day.dayOfWeek <= 5)
		.map((day) => day.toZonedDateTime('UTC').epochMilliseconds);

function pushRecent(wall: Wall, facts: number): void {
	const days = workdaysBefore(today(), recentDays);
	wall.push({ source: 'bench', people }, 'bench');
	const month = today().toPlainYearMonth();
	const months = [-3, -2, -1, 0, 1].map((offset) => month.add({ months: offset }).toString());
	wall.push({ source: 'bench', targets: months.flatMap((period) => people.map(({ email }) => ({ metric: 'sales', scope: `person:${email}`, period, value: '40000' }))) }, 'bench');
	wall.push({ source: 'bench', accounts: Array.from({ length: accountsCount }, (_, index) => ({ external_id: `c${index}`, name: `Account ${index}`, owner: people[index % peopleCount]?.email, region: pick(['North', 'South', 'West'], index), created: '2025-01-02' })) }, 'bench');
	const costs = ['selling_cost', 'marketing_cost', 'web_visits'];
	wall.push({ source: 'bench', figures: months.flatMap((of) => costs.map((name) => ({ external_id: `${name} ${of}`, name, scope: 'company', month: of, value: '40000' }))) }, 'bench');
	const perDay = Math.round(facts / days.length);
	days.forEach((day, index) => wall.push(rowsOf('r', index * perDay, perDay, day), 'bench'));
}

/** Rows numbered from 1 to @count lie @perDay a working day, ending @last days before 1970 plus that many days. */
const numbered = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @count),
	r AS (SELECT i, CAST(@first AS INTEGER) + CAST((i - 1) / @perDay AS INTEGER) AS weekday, i * 7919 % 100 AS chance, 'p' || (i * 31 % ${peopleCount}) || '@bench.example' AS owner FROM n),
	s AS (SELECT i, chance, owner, (weekday / 5 * 7 + weekday % 5 - 3) * ${dayMs} + 28800000 + i * 7919 % 420 * 60000 AS at FROM r),
	f AS (SELECT i, chance, owner, at, date(at / 1000, 'unixepoch') AS day FROM s)`;

const historyTables = [
	{
		share: 0.84,
		entity: 'activities',
		sql: `INSERT INTO activity (source, external_id, kind, direction, outcome, owner_key, account, seconds, at, day, entry)
			SELECT 'bench', printf('h%09d', i), iif(chance < 33, 'email', 'call'), 'outbound', iif(chance < 33, 'none', iif(chance < 42, 'connected', 'no_answer')), owner, 'Account ' || (i % 5000), 60, at, day, 1 FROM f`,
	},
	{
		share: 0.05,
		entity: 'meetings',
		sql: `INSERT INTO meeting (source, external_id, kind, booker_key, due_key, owner_key, status, booked_at, booked_day, scheduled_at, scheduled_day, due_at, due_day, entry)
			SELECT 'bench', printf('h%09d', i), 'meeting', owner, owner, owner, iif(chance < 80, 'held', 'no_show'), at, day, at, day, at, day, 1 FROM f`,
	},
	{
		share: 0.03,
		entity: 'deals',
		sql: `INSERT INTO deal (source, external_id, owner_key, closer_key, status, amount, amount_minor, type, account, account_key, created_at, created_day, closed_at, closed_day, cycle_days, arrived_at, entry)
			SELECT 'bench', printf('h%09d', i), owner, owner, iif(chance < 30, 'won', 'lost'), '5000', 500000, 'new_business', 'Old ' || (i % 50000), 'old ' || (i % 50000), at - 30 * ${dayMs}, date(at / 1000 - 2592000, 'unixepoch'), at, day, 30, at, 1 FROM f`,
	},
	{ share: 0.01, entity: 'proposals', sql: `INSERT INTO proposal (source, external_id, owner_key, sent_at, sent_day, entry) SELECT 'bench', printf('h%09d', i), owner, at, day, 1 FROM f` },
	{
		share: 0.05,
		entity: 'leads',
		sql: `INSERT INTO lead (source, external_id, owner_key, credited_key, lead_source, created_at, created_day, mql_at, mql_day, counts, entry)
			SELECT 'bench', printf('h%09d', i), owner, owner, iif(chance < 40, 'Web form', 'Cold call'), at, day, iif(chance < 50, at, NULL), iif(chance < 50, day, NULL), 1, 1 FROM f`,
	},
	{
		share: 0.01,
		entity: 'movements',
		sql: `INSERT INTO movement (source, external_id, kind, account, account_key, owner_key, amount, amount_minor, at, day, counts, entry)
			SELECT 'bench', printf('h%09d', i), iif(chance < 50, 'new', iif(chance < 75, 'expansion', 'churn')), 'Old ' || (i % 50000), 'old ' || (i % 50000), owner, '50', 5000, at, day, 1, 1 FROM f`,
	},
	{
		share: 0.01,
		entity: 'surveys',
		sql: `INSERT INTO survey (source, external_id, account, account_key, owner_key, satisfied, at, day, counts, entry)
			SELECT 'bench', printf('h%09d', i), 'Old ' || (i % 50000), 'old ' || (i % 50000), owner, chance < 88, at, day, 1, 1 FROM f`,
	},
];

function writeHistory(db: Db, facts: number): void {
	const perDay = 3_000;
	const last = Math.floor(today().subtract({ days: recentDays + 7 }).since('1970-01-01').days / 7) * 5;
	for (const { share, entity, sql } of historyTables) {
		const count = Math.round(facts * share);
		const ofDay = perDay * share;
		db.transaction(() => {
			db.prepare(`${numbered} ${sql}`).run({ count, perDay: ofDay, first: last - Math.ceil(count / ofDay) });
			db.prepare('UPDATE source_entity SET facts = facts + ? WHERE source = ? AND entity = ?').run(count, 'bench', entity);
			if (entity !== 'deals') return;
			db.exec(`UPDATE deal SET is_first_win = 1 WHERE id IN (SELECT min(id) FROM deal WHERE status = 'won' AND external_id GLOB 'h*' GROUP BY account_key)`);
			const historyRow = (from: string, until: string, status: string) =>
				`INSERT INTO deal_history (deal, from_at, until_at, status, day, owner_key, amount_minor, approximate) SELECT id, ${from}, ${until}, ${status}, date(${from} / 1000, 'unixepoch'), owner_key, amount_minor, 0 FROM deal WHERE external_id GLOB 'h*'`;
			db.exec(historyRow('created_at', 'closed_at', `'open'`));
			db.exec(historyRow('closed_at', '9000000000000000', 'status'));
		})();
	}
}

function build(file: string, facts: number): void {
	const db = openDatabase(file);
	// It can be made again at any time.
	db.pragma('synchronous = OFF');
	db.pragma('cache_size = -200000');
	const wall = createFloorWall(db);
	wall.createWorkspace({ name: 'Bench floor', currency: 'EUR', timeZone, locale: 'en' }, 'bench');
	const recent = Math.min(facts, 10_000);
	pushRecent(wall, recent);
	if (facts > recent) writeHistory(db, facts - recent);
	wall.rollups.rebuild();
	db.exec('ANALYZE; DELETE FROM dirty');
	db.pragma('wal_checkpoint(TRUNCATE)');
	db.pragma('journal_mode = DELETE');
	db.close();
}

/** The database file of a floor of so many facts, made if it is not there yet. Not to be written to: take a copy. */
export function floorFile(facts: number): string {
	mkdirSync(folder, { recursive: true });
	const made = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
	for (const name of readdirSync(migrations).sort()) made.update(readFileSync(join(migrations, name)));
	const name = `floor-${facts}-${today().toString()}-${made.digest('hex').slice(0, 12)}.sqlite`;
	const file = join(folder, name);
	if (existsSync(file)) return file;
	for (const old of readdirSync(folder)) if (old.startsWith(`floor-${facts}-`)) rmSync(join(folder, old), { force: true });
	console.warn(`making a floor of ${facts.toLocaleString('en')} facts`);
	build(`${file}.part`, facts);
	renameSync(`${file}.part`, file);
	return file;
}

/** A copy in a folder of its own, as a server's data folder. */
export function floorFolder(facts: number): string {
	const target = join(folder, `data-${process.pid}-${facts}`);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	copyFileSync(floorFile(facts), join(target, 'floorcast.sqlite'));
	return target;
}
