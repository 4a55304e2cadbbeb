/**
 * A seeded floor of a few thousand facts, twice over: as the rows that sources push, and as plain tables that the queries of
 * independent.test.ts read. Days are worked out here, apart from the product.
 */
import Database from 'better-sqlite3';
import type { Row, Rows } from '../../support/wall.ts';

export const zone = 'Europe/Berlin';
export const now = '2026-09-15T14:30';

/** mulberry32. */
export function dice(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

interface Member {
	handle: string;
	/** How each source names them. */
	crm: string;
	dialer: string;
	stints: { team: string; from: string; to: string }[];
	row: Row;
	moves: Row[];
}

const ever = ['0000-01-01', '9999-12-31'] as const;
const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();

/** Twelve people: some move, some leave, some came late, two have no address and are known to one source only. */
function membersOf(roll: () => number): Member[] {
	const teams = ['North', 'South', 'West'];
	return Array.from({ length: 12 }, (_, index) => {
		const address = index < 10 ? `p${index}@x.example` : null;
		const name = `Person ${index}`;
		const home = teams[index % 3] ?? 'North';
		const start = index % 4 === 1 ? '2026-03-01' : null;
		const movedOn = index % 5 === 2 ? `2026-0${5 + Math.floor(roll() * 4)}-16` : null;
		const next = teams[(index + 1) % 3] ?? 'South';
		const stints = movedOn === null ? [{ team: home, from: start ?? ever[0], to: ever[1] }] : [{ team: home, from: start ?? ever[0], to: dayBefore(movedOn) }, { team: next, from: movedOn, to: ever[1] }];
		return {
			handle: address ?? name, crm: address ?? name, dialer: address ?? 'stranger',
			// One belongs to no team at all.
			stints: index === 9 ? [] : stints,
			row: { ...(address ? { email: address } : {}), name, role: index % 2 ? 'sdr' : 'ae', start, ...(index === 9 ? {} : { team: home }), ...(index === 4 ? { end: '2026-08-31' } : {}) },
			moves: movedOn === null || index === 9 ? [] : [{ ...(address ? { email: address } : {}), name, team: next, team_from: movedOn }],
		};
	});
}

const at = (instant: Temporal.Instant) => ({ day: instant.toZonedDateTimeISO(zone).toPlainDate().toString(), ms: instant.epochMilliseconds, iso: instant.toString() });

export interface RawFloor {
	pushes: Rows[];
	raw: Database.Database;
	people: string[];
	teams: string[];
}

export function rawFloor(seed: number): RawFloor {
	const roll = dice(seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
	const often = (share: number): boolean => roll() < share;
	const members = membersOf(roll);
	const raw = new Database(':memory:');
	raw.exec(`
		CREATE TABLE belongs (owner TEXT, person TEXT, team TEXT, from_day TEXT, to_day TEXT);
		CREATE TABLE means (owner TEXT PRIMARY KEY, person TEXT);
		CREATE TABLE raw_deal (status TEXT, owner TEXT, day TEXT, ms INTEGER, cents INTEGER, account TEXT, region TEXT, product TEXT, began TEXT, made_ms INTEGER);
		CREATE TABLE raw_meeting (status TEXT, owner TEXT, booker TEXT, replaces TEXT, day TEXT, ms INTEGER, due_day TEXT, due_ms INTEGER, id TEXT, kind TEXT, moved_by TEXT, agreed_day TEXT, agreed_ms INTEGER);
		CREATE TABLE raw_activity (kind TEXT, direction TEXT, outcome TEXT, owner TEXT, day TEXT, ms INTEGER, id TEXT, source TEXT, lead TEXT, meaningful INTEGER, account TEXT);
		CREATE TABLE raw_lead (id TEXT, owner TEXT, credited TEXT, rating TEXT, day TEXT, ms INTEGER, mql_day TEXT, mql_ms INTEGER, sql_day TEXT, sql_ms INTEGER, passed_day TEXT, passed_ms INTEGER, accepted_day TEXT, accepted_ms INTEGER, forecast_day TEXT, forecast_ms INTEGER, response_ms INTEGER);
		CREATE TABLE raw_proposal (owner TEXT, day TEXT, ms INTEGER);
		CREATE TABLE raw_account (owner TEXT, day TEXT, ms INTEGER, region TEXT);`);
	const means = raw.prepare('INSERT OR IGNORE INTO means VALUES (?, ?)');
	const belongs = raw.prepare('INSERT INTO belongs VALUES (?, ?, ?, ?, ?)');
	for (const { handle, crm, stints } of members) {
		const key = crm.includes('@') ? crm : `crm/${crm}`;
		means.run(key, handle);
		for (const { team, from, to } of stints) belongs.run(key, handle, team, from, to);
	}

	/** A moment from November 2025 on, sometimes a little after now, as the row says it and as it is. */
	const moment = (dateOnly = 0.2): { said: string; day: string; ms: number | null; iso: string } => {
		const found = at(Temporal.Instant.fromEpochMilliseconds(Math.floor(Temporal.Instant.from('2025-11-01T00:00:00Z').epochMilliseconds + roll() * 320 * 86_400_000)));
		return often(dateOnly) ? { ...found, said: found.day, ms: null } : { ...found, said: found.iso };
	};
	const after = (from: { iso: string }, days: number): { said: string; day: string; ms: number; iso: string } => {
		const found = at(Temporal.Instant.from(from.iso).add({ milliseconds: Math.floor(roll() * days * 86_400_000) }));
		return { ...found, said: found.iso };
	};
	const ownerIn = (source: 'crm' | 'dialer'): { said: string | null; key: string } => {
		if (often(0.04)) return { said: null, key: '' };
		if (often(0.04)) return { said: 'Nobody', key: `${source}/Nobody` };
		const said = pick(members)[source];
		return { said: often(0.2) ? said.toUpperCase().replace(/^PERSON/, 'Person') : said, key: said.includes('@') ? said : `${source}/${said}` };
	};

	const deals: Row[] = [];
	const saveDeal = raw.prepare('INSERT INTO raw_deal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
	for (let index = 0; index < 900; index += 1) {
		const [made, owner, status] = [moment(0), ownerIn('crm'), pick(['won', 'won', 'lost', 'open'])];
		const closed = status === 'open' ? null : after(made, 60);
		const onDayOnly = closed !== null && often(0.3);
		const cents = often(0.1) ? null : Math.floor(roll() * 3_000_000) - 20_000;
		const foreign = often(0.05);
		const account = often(0.15) ? null : `Account ${Math.floor(roll() * 120)}`;
		const [region, product] = [pick(['West', 'East', null]), pick(['Pro', 'Lite'])];
		const touch = often(0.3) ? at(Temporal.Instant.from(made.iso).subtract({ hours: Math.floor(roll() * 500) })) : null;
		deals.push({
			external_id: `D${index}`, owner: owner.said, status, created: made.said, first_touch: touch?.iso, closed: onDayOnly ? closed?.day : closed?.said, amount: cents === null ? null : (cents / 100).toFixed(2),
			currency: foreign ? 'USD' : null, account: account && often(0.5) ? account.toUpperCase() : account, region, product,
		});
		saveDeal.run(status, owner.key, closed?.day, onDayOnly ? null : closed?.ms, foreign ? null : cents, account?.toLowerCase(), region, product, touch?.day ?? made.day, made.ms);
	}
	const meetings: Row[] = [];
	const saveMeeting = raw.prepare('INSERT INTO raw_meeting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
	for (let index = 0; index < 700; index += 1) {
		const [booked, booker, owner, status] = [moment(), ownerIn('crm'), ownerIn('crm'), pick(['scheduled', 'held', 'held', 'no_show', 'cancelled', 'rescheduled'])];
		const due = often(0.05) ? null : after(booked, 14);
		const held = due && status === 'held' && often(0.5) ? after(due, 2) : null;
		const replaces = often(0.3) && index > 0 ? `M${Math.floor(roll() * index)}` : null;
		const [kind, movedBy] = [pick(['meeting', 'demo']), pick(['seller', 'seller', 'buyer', null])];
		meetings.push({ external_id: `M${index}`, booked_by: booker.said, owner: owner.said, booked_at: booked.said, scheduled_for: due?.said, held_at: held?.said, status, replaces, kind, moved_by: movedBy });
		saveMeeting.run(status, owner.key, booker.key, replaces, booked.day, booked.ms, (held ?? due)?.day, (held ?? due)?.ms, `M${index}`, kind, movedBy, due?.day, due?.ms);
	}
	const lists = { crm: [] as Row[], dialer: [] as Row[] };
	const saveActivity = raw.prepare('INSERT INTO raw_activity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
	for (let index = 0; index < 1_600; index += 1) {
		const source = pick(['crm', 'dialer'] as const);
		const [when, owner, kind, direction, outcome] = [moment(), ownerIn(source), pick(['call', 'call', 'email', 'linkedin']), pick(['outbound', 'outbound', 'inbound', null]), pick(['connected', 'no_answer', 'voicemail', 'replied', 'odd', null])];
		const [lead, meaningful, account] = [often(0.6) ? `L${Math.floor(roll() * 260)}` : null, pick([true, false, null]), often(0.5) ? `Account ${Math.floor(roll() * 160)}` : null];
		lists[source].push({ external_id: `A${index}`, kind, direction, outcome, owner: owner.said, at: when.said, lead, meaningful, account });
		saveActivity.run(kind, direction, outcome, owner.key, when.day, when.ms, `A${index}`, source, lead, meaningful === null ? null : Number(meaningful), account?.toLowerCase());
	}
	const proposals: Row[] = [];
	const saveProposal = raw.prepare('INSERT INTO raw_proposal VALUES (?, ?, ?)');
	for (let index = 0; index < 300; index += 1) {
		const [sent, owner] = [moment(), ownerIn('crm')];
		proposals.push({ external_id: `P${index}`, owner: owner.said, sent: sent.said });
		saveProposal.run(owner.key, sent.day, sent.ms);
	}
	const accounts: Row[] = [];
	const saveAccount = raw.prepare('INSERT INTO raw_account VALUES (?, ?, ?, ?)');
	for (let index = 0; index < 200; index += 1) {
		const [created, owner, region] = [often(0.1) ? null : moment(0.5), ownerIn('crm'), pick(['West', 'East', null])];
		accounts.push({ external_id: `K${index}`, name: `Account ${index}`, owner: owner.said, region, created: created?.said });
		saveAccount.run(owner.key, created?.day, created?.ms, region);
	}
	const leads: Row[] = [];
	const saveLead = raw.prepare(`INSERT INTO raw_lead VALUES (${Array.from({ length: 17 }, () => '?').join(', ')})`);
	for (let index = 0; index < 240; index += 1) {
		const [created, owner, sdr, rating] = [moment(), ownerIn('crm'), often(0.5) ? ownerIn('crm') : null, pick(['likely', 'possible', 'unlikely', null])];
		const step = (share: number) => (often(share) ? after(created, 40) : null);
		const [mql, sql, passed, accepted, forecast] = [step(0.6), step(0.4), step(0.5), step(0.3), step(0.5)];
		const response = step(0.7);
		leads.push({ external_id: `L${index}`, owner: owner.said, sdr: sdr?.said, rating, created: created.said, mql: mql?.said, sql: sql?.said, passed: passed?.said, accepted: accepted?.said, on_forecast: forecast?.said, first_response: response?.said });
		const credited = sdr === null || sdr.key === '' ? owner.key : sdr.key;
		saveLead.run(`L${index}`, owner.key, credited, rating, created.day, created.ms, ...[mql, sql, passed, accepted, forecast].flatMap((state) => [state?.day, state?.ms]), response?.ms);
	}
	return {
		pushes: [{ source: 'crm', people: members.map(({ row }) => row), deals, meetings, activities: lists.crm, proposals, accounts, leads }, { source: 'dialer', activities: lists.dialer }, { source: 'crm', people: members.flatMap(({ moves }) => moves) }],
		raw,
		people: members.map(({ handle }) => handle),
		teams: ['North', 'South', 'West'],
	};
}
