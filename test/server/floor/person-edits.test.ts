/** What ops change of people: dated teams, fields that no source overwrites, and taking it back (M4, DESIGN §4 "People"). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromEver, forEver } from '../../../server/floor/memberships.ts';
import type { PersonFields } from '../../../server/floor/person-edits.ts';
import { ana, bo, call, cy, givenWall, people, won, type GivenWall } from '../../support/wall.ts';

const now = '2026-11-20T09:00';
const rows = {
	people: [...people],
	deals: [
		won({ owner: ana, on: '2026-10-05', amount: 1_000 }),
		won({ owner: ana, on: '2026-11-01', amount: 200 }),
		won({ owner: ana, on: '2026-11-02', amount: 30 }),
		won({ owner: bo, on: '2026-11-01', amount: 5_000 }),
		won({ owner: cy, on: '2026-11-10', amount: 700 }),
	],
	activities: [call({ owner: ana, on: '2026-11-01' }), call({ owner: ana, on: '2026-11-02' })],
};

const changesOf = (given: GivenWall) => given.wall.changes.list({ of: 'people' }).changes;
/** Of the newest change. */
const undo = (given: GivenWall): void => given.wall.changes.undo(changesOf(given)[0]?.entry ?? 0, 'ops');
const save = (given: GivenWall, handle: string, fields: Partial<PersonFields>): void => given.wall.journal.apply('person saved', { person: given.idOf(handle), fields }, given.head());
const teamId = (given: GivenWall, name: string): number => given.wall.people.teamNamed(name)?.id ?? 0;
const move = (given: GivenWall, handles: string[], team: string, from: string): void =>
	given.wall.journal.apply('people moved', { people: handles.map((handle) => ({ id: given.idOf(handle) })), team: teamId(given, team), from }, given.head());
const spans = (given: GivenWall, handle: string): string[] =>
	given.wall.people.spansOf(given.idOf(handle)).map(({ team, from, to }) => `${given.wall.people.team(team)?.name ?? ''} ${from === fromEver ? '' : from}..${to === forEver ? '' : to}`);
const person = (given: GivenWall, handle: string) => given.wall.people.personNamed(handle);
/** All that ops may change, as it stands. */
const standing = (given: GivenWall): Record<string, unknown[]> => {
	const { person: people = [], membership = [], set_by_hand = [], identity = [], team = [] } = given.dump();
	const without = (list: unknown[]) => list.map((row) => String(row).replace(/,"entry":\d+/, ''));
	return { people: without(people), membership, set_by_hand, identity: without(identity), team };
};

describe('moving', () => {
	test('[M4] on a day, nothing before it changes: neither the teams’ results nor the person’s own', async () => {
		const given = givenWall({ now, ...rows });
		const before = { until: '2026-11-01' };
		const figures = async (): Promise<string> =>
			JSON.stringify([
				await given.explain('sales', { period: '2026-10', by: 'team' }),
				...(await Promise.all(['2026-10-05', '2026-11-01'].flatMap((day) => ['sales', 'calls_made'].map((metric) => given.explain(metric, { period: day, by: 'team' }))))),
				await given.explain('sales', { period: '2026-11', scope: `person:${ana}`, by: 'day' }),
				await given.explain('pipeline_value', { asOf: before.until, by: 'team' }),
			]);
		const was = await figures();
		move(given, [ana], 'South', '2026-11-02');
		expect(await figures()).toBe(was);
		expect(await given.by('sales', 'team', { period: '2026-11' })).toEqual({ North: 5_200, South: 730 });
		expect(spans(given, ana)).toEqual(['North ..2026-11-01', 'South 2026-11-02..']);
	});
	test('to a day that is still to come changes nothing of today', async () => {
		const given = givenWall({ now, ...rows });
		const was = JSON.stringify(await given.by('sales', 'team', { period: '2026-11' }));
		move(given, [ana], 'South', '2026-12-01');
		expect(JSON.stringify(await given.by('sales', 'team', { period: '2026-11' }))).toBe(was);
		given.at('2026-12-01T10:00');
		given.push({ deals: [won({ owner: ana, on: '2026-12-01', amount: 9 })] });
		expect(await given.by('sales', 'team', { period: '2026-12' })).toEqual({ South: 9 });
	});
	test('targets of people count in the team they are in on the part’s first day', async () => {
		const given = givenWall({ now, ...rows });
		given.target(`person:${ana}`, '2026-11', 10_000);
		given.target(`person:${ana}`, '2026-12', 20_000);
		const target = async (team: string, period: string) => (await given.explain('sales', { scope: `team:${team}`, period })).target;
		move(given, [ana], 'South', '2026-11-02');
		expect([await target('North', '2026-11'), await target('South', '2026-11'), await target('South', '2026-12')]).toEqual([10_000, null, 20_000]);
		move(given, [ana], 'South', '2026-11-01');
		expect([await target('North', '2026-11'), await target('South', '2026-11')]).toEqual([null, 10_000]);
	});
	test('several at once are one change, said in one sentence and taken back as one', () => {
		const given = givenWall({ now, ...rows });
		const was = standing(given);
		move(given, [ana, bo], 'South', '2026-11-02');
		expect(changesOf(given).map(({ says }) => says)).toEqual(['Moved 2 people to South from Nov 2, 2026: Ana, Bo.']);
		undo(given);
		expect(standing(given)).toEqual(was);
		expect(changesOf(given)[0]?.says).toBe('Put back the teams of 2 people: Ana, Bo.');
		undo(given);
		expect([spans(given, ana), spans(given, bo)]).toEqual([['North ..2026-11-01', 'South 2026-11-02..'], ['North ..2026-11-01', 'South 2026-11-02..']]);
	});
	test('back to where they were before makes one time of the two', () => {
		const given = givenWall({ now, ...rows });
		move(given, [ana], 'South', '2026-11-02');
		move(given, [ana], 'North', '2026-11-02');
		expect(spans(given, ana)).toEqual(['North ..']);
	});
	test('a team that is closed takes nobody', () => {
		const given = givenWall({ now, ...rows });
		const closed = given.wall.journal.apply('team opened', { name: 'West' }, given.head());
		given.wall.journal.apply('team closed', { team: closed, on: '2026-11-20' }, given.head());
		expect(() => move(given, [ana], 'West', '2026-11-02')).toThrow(expect.objectContaining({ status: 404, field: 'team' }));
	});
});

describe('correcting', () => {
	const correct = (given: GivenWall, list: [team: string, from: string, to: string][]): void =>
		given.wall.journal.apply('person saved', { person: given.idOf(ana), fields: {}, spans: list.map(([team, from, to]) => ({ team: teamId(given, team), from, to })) }, given.head());

	test('days and teams are as they were given, with gaps, and taken back', async () => {
		const given = givenWall({ now, ...rows });
		const was = standing(given);
		correct(given, [['South', '2026-10-01', '2026-10-31'], ['North', '2026-11-02', forEver]]);
		expect(await given.by('sales', 'team', { period: '2026-Q4' })).toEqual({ North: 5_030, South: 1_700, unassigned: 200 });
		expect(changesOf(given)[0]?.says).toBe('Ana is in: South from Oct 1, 2026 until Oct 31, 2026, North from Nov 2, 2026.');
		undo(given);
		expect(standing(given)).toEqual(was);
		correct(given, []);
		expect([spans(given, ana), changesOf(given)[0]?.says]).toEqual([[], 'Ana is in no team.']);
	});
	test('nobody is in two teams on one day, nor does a time end before it begins', () => {
		const given = givenWall({ now, ...rows });
		const was = standing(given);
		expect(() => correct(given, [['North', '2026-10-01', '2026-11-02'], ['South', '2026-11-02', forEver]])).toThrow(expect.objectContaining({ code: 'overlap', field: 'memberships[1].from' }));
		expect(() => correct(given, [['North', '2026-10-01', '2026-09-30']])).toThrow(expect.objectContaining({ code: 'ends_before', field: 'memberships[0].to' }));
		expect(standing(given)).toEqual(was);
	});
});

describe('[M4] what ops set by hand', () => {
	const saysOf = (given: GivenWall) => given.wall.people.setByHand(given.idOf(ana)).map(({ field, says, since, source }) => [field, says, since, source]);

	test('no source overwrites, and what it says is listed', () => {
		const given = givenWall({ now, ...rows });
		save(given, ana, { name: 'Ana Ek', role: 'lead', end: '2026-12-31' });
		move(given, [ana], 'South', '2026-11-02');
		given.push({ people: [{ email: ana, name: 'A. Ek', role: 'sdr', team: 'North', start: '2025-01-01', end: null }] });
		expect(person(given, ana)).toMatchObject({ name: 'Ana Ek', role: 'lead', startDay: '2025-01-01', endDay: '2026-12-31' });
		expect(spans(given, ana)).toEqual(['North ..2026-11-01', 'South 2026-11-02..']);
		expect(saysOf(given)).toEqual([['end', '', null, 'crm'], ['name', 'A. Ek', null, 'crm'], ['role', 'sdr', null, 'crm'], ['team', 'North', null, 'crm']]);
		// What they say in words of another day is newer.
		given.push({ people: [{ email: ana, team: 'West', team_from: '2026-11-09' }], source: 'hr' });
		expect(saysOf(given).at(-1)).toEqual(['team', 'West', '2026-11-09', 'hr']);
		expect(spans(given, ana)).toHaveLength(2);
	});
	test('is the source’s again when it is given back, as the source says it now, and that is taken back too', () => {
		const given = givenWall({ now, ...rows });
		save(given, ana, { name: 'Ana Ek', role: 'lead' });
		move(given, [ana], 'South', '2026-11-02');
		given.push({ people: [{ email: ana, name: 'A. Ek', team: 'West', team_from: '2026-11-09' }] });
		const was = standing(given);
		const giveBack = (field: 'name' | 'role' | 'team') => given.wall.journal.apply('person given back', { person: given.idOf(ana), field }, given.head());
		giveBack('name');
		expect([person(given, ana)?.name, changesOf(given)[0]?.says]).toEqual(['A. Ek', 'Ana Ek: name Ana Ek → A. Ek.']);
		undo(given);
		expect(standing(given)).toEqual(was);
		giveBack('role');
		expect(person(given, ana)?.role).toBe('ae');
		giveBack('team');
		expect(spans(given, ana)).toEqual(['North ..2026-11-01', 'South 2026-11-02..2026-11-08', 'West 2026-11-09..']);
		given.push({ people: [{ email: ana, role: 'sdr', team: 'North' }] });
		expect([person(given, ana)?.role, person(given, ana)?.name, spans(given, ana).at(-1)]).toEqual(['sdr', 'Ana Ek', 'North 2026-11-20..']);
		expect(() => giveBack('team')).toThrow(expect.objectContaining({ status: 409 }));
	});
	test('what is taken back is the source’s again', () => {
		const given = givenWall({ now, ...rows });
		save(given, ana, { name: 'Ana Ek' });
		undo(given);
		given.push({ people: [{ email: ana, name: 'Ana Lind' }] });
		expect(person(given, ana)?.name).toBe('Ana Lind');
	});
});

describe('who somebody is', () => {
	test('each change says from what to what, and is refused when somebody changed them since', () => {
		const given = givenWall({ now, ...rows });
		const { entry: seen = 0, id = 0 } = person(given, ana) ?? {};
		save(given, ana, { name: 'Ana Ek', role: 'am', manager: cy, start: '2026-01-05' });
		expect(changesOf(given)[0]?.says).toBe('Ana: name Ana → Ana Ek; role Account executive → Account manager; manager none → Cy; first day none → Jan 5, 2026.');
		expect(() => given.wall.journal.apply('person saved', { person: id, seen, fields: { name: 'X' } }, given.head())).toThrow(expect.objectContaining({ status: 409, code: 'changed', field: 'seen' }));
		// Also by a source that moved them.
		const { entry: seenBo = 0, id: ofBo = 0 } = person(given, bo) ?? {};
		given.push({ people: [{ email: bo, team: 'South' }] });
		expect(() => given.wall.journal.apply('person saved', { person: ofBo, seen: seenBo, fields: { name: 'X' } }, given.head())).toThrow(expect.objectContaining({ code: 'changed' }));
	});
	test('a change is taken back while what it changed stands, whatever else was changed since', () => {
		const given = givenWall({ now, ...rows });
		save(given, ana, { name: 'Ana Ek' });
		const [first] = changesOf(given);
		save(given, ana, { role: 'lead' });
		move(given, [ana], 'South', '2026-11-02');
		given.wall.changes.undo(first?.entry ?? 0, 'ops');
		expect(person(given, ana)).toMatchObject({ name: 'Ana', role: 'lead' });
		expect(spans(given, ana)).toHaveLength(2);
		save(given, ana, { role: 'mgmt' });
		const list = changesOf(given);
		expect(list.map(({ undo: { possible } }) => possible)).toEqual([true, true, true, false, false]);
		expect(() => given.wall.changes.undo(list[3]?.entry ?? 0, 'ops')).toThrow(expect.objectContaining({ status: 409 }));
	});
	test('a new address brings the facts that name it; taken back, they are nobody’s again', async () => {
		const given = givenWall({ now, ...rows });
		given.push({ deals: [won({ owner: 'ana.ek@x.example', on: '2026-11-03', amount: 4 })] });
		const was = standing(given);
		save(given, ana, { email: 'ana.ek@x.example' });
		expect(await given.value('sales', { scope: 'person:ana.ek@x.example', period: '2026-11' })).toBe(234);
		expect(await given.value('sales', { scope: `person:${ana}`, period: '2026-11' })).toBe(234);
		expect(given.push({ people: [{ email: 'ana.ek@x.example', start: '2026-01-01' }] })).toMatchObject({ inserted: 0, updated: 1 });
		save(given, ana.replace('ana@', 'ana.ek@'), { start: null });
		undo(given);
		const list = changesOf(given);
		given.wall.changes.undo(list.at(-1)?.entry ?? 0, 'ops');
		expect(await given.by('sales', 'person', { period: '2026-11' })).toMatchObject({ [ana]: 230, unassigned: 4 });
		expect(standing(given)['identity']).toEqual(was['identity']);
		expect(() => save(given, ana, { email: bo })).toThrow(expect.objectContaining({ status: 409, code: 'taken', field: 'email' }));
	});
	test('who leaves keeps their teams and history, and is active until their last day', async () => {
		const given = givenWall({ now, ...rows });
		save(given, ana, { end: '2026-10-31' });
		const active = (period: { from: string; to: string }) => given.wall.roster.active(period).map(({ name }) => name);
		expect([active({ from: '2026-10-01', to: '2026-10-31' }), active({ from: '2026-11-01', to: '2026-11-30' })]).toEqual([['Ana', 'Bo', 'Cy'], ['Bo', 'Cy']]);
		expect([spans(given, ana), await given.by('sales', 'team', { period: '2026-11' })]).toEqual([['North ..'], { North: 5_230, South: 700 }]);
		expect(() => save(given, ana, { start: '2026-11-01' })).toThrow(expect.objectContaining({ code: 'ends_before', field: 'end' }));
	});
	test('who began earlier than was thought was in their first team from then on', () => {
		const given = givenWall({ now, people: [{ email: ana, name: 'Ana', team: 'North', start: '2026-06-01' }] });
		save(given, ana, { start: '2026-05-01' });
		expect(spans(given, ana)).toEqual(['North 2026-05-01..']);
		undo(given);
		expect(spans(given, ana)).toEqual(['North 2026-06-01..']);
	});
});

describe('adding', () => {
	const dee = { name: 'Dee', email: 'dee@x.example', role: 'sdr', manager: null, start: '2026-11-02', team: 'West' };
	const add = (given: GivenWall, ...more: (typeof dee)[]): number[] => given.wall.journal.apply('people added', { people: more }, given.head());

	test('before the first push there is a floor; a push of the same address finds the person and leaves them as ops set them', async () => {
		const given = givenWall({ now });
		add(given, dee, { ...dee, name: 'Eli', email: 'eli@x.example' });
		expect(changesOf(given).map(({ says }) => says)).toEqual(['Added 2 people: Dee, Eli.']);
		expect(given.push({ people: [{ email: 'DEE@x.example', name: 'Dee D.', team: 'North', role: 'ae', manager: 'eli@x.example' }], deals: [won({ owner: 'dee@x.example', on: '2026-11-03', amount: 5 })] })).toMatchObject({ inserted: 1, updated: 1 });
		expect(person(given, 'dee@x.example')).toMatchObject({ name: 'Dee', role: 'sdr', startDay: '2026-11-02', manager: 'eli@x.example' });
		expect(await given.by('sales', 'team', { period: '2026-11' })).toEqual({ West: 5 });
	});
	test('taken back they are gone, and back again with the same number', () => {
		const given = givenWall({ now, ...rows });
		const was = standing(given);
		const [id] = add(given, dee);
		undo(given);
		expect([person(given, 'dee@x.example'), given.wall.people.list().length, changesOf(given)[0]?.says]).toEqual([undefined, 3, 'Took Dee out again.']);
		expect([standing(given)['membership'], standing(given)['identity'], standing(given)['set_by_hand']]).toEqual([was['membership'], was['identity'], was['set_by_hand']]);
		undo(given);
		expect(person(given, 'dee@x.example')).toMatchObject({ id, name: 'Dee', role: 'sdr', startDay: '2026-11-02' });
		expect(spans(given, 'dee@x.example')).toEqual(['West 2026-11-02..']);
		// Once more, and then the address is free for whoever comes with it: that one has another number.
		undo(given);
		given.push({ people: [{ email: 'dee@x.example', name: 'Dee' }] });
		expect(person(given, 'dee@x.example')?.id).not.toBe(id);
		expect(changesOf(given)[0]?.undo).toEqual({ possible: false, reason: 'a later change stands on it' });
	});
	test('whom a source has met since stays', () => {
		const given = givenWall({ now, ...rows });
		add(given, dee);
		given.push({ people: [{ email: dee.email, name: 'Dee' }] });
		expect(changesOf(given)[0]?.undo.possible).toBe(false);
	});
	test('two may be called the same, but not have the same address', () => {
		const given = givenWall({ now, ...rows });
		const none: typeof dee = { ...dee, name: 'Ana' };
		expect(() => add(given, { ...none, email: 'ANA@x.example'.toLowerCase() })).toThrow(expect.objectContaining({ code: 'taken', field: 'email' }));
		given.wall.journal.apply('people added', { people: [{ ...none, email: null }, { ...none, email: null }] }, given.head());
		expect(given.wall.people.withName('Ana').map(({ handle }) => handle)).toEqual([ana, 'Ana', 'Ana 2']);
	});
});

describe('[M11] teams', () => {
	test('renamed, a team’s target, stored scopes and pushes still mean it; taken back too', async () => {
		const given = givenWall({ now, ...rows });
		given.target('team:North', '2026-11', 9_000);
		const team = teamId(given, 'North');
		given.wall.journal.apply('team renamed', { team, name: 'Upland' }, given.head());
		expect(changesOf(given)[0]?.says).toBe('Renamed the team North to Upland.');
		for (const scope of ['team:North', 'team:Upland']) expect(await given.explain('sales', { scope, period: '2026-11' })).toMatchObject({ value: 5_230, target: 9_000 });
		expect(given.wall.people.formerNames(team)).toEqual(['North']);
		undo(given);
		expect(given.wall.people.team(team)?.name).toBe('North');
		expect((await given.explain('sales', { scope: 'team:Upland', period: '2026-11' })).target).toBe(9_000);
		undo(given);
		expect(given.wall.people.team(team)?.name).toBe('Upland');
	});
	test('one is closed once nobody is in it; its history stays, its name opens it again', async () => {
		const given = givenWall({ now, ...rows });
		const team = teamId(given, 'South');
		const close = (): void => given.wall.journal.apply('team closed', { team, on: '2026-11-20' }, given.head());
		expect(close).toThrow(expect.objectContaining({ status: 409, code: 'not_empty' }));
		move(given, [cy], 'North', '2026-11-20');
		close();
		expect([given.wall.people.team(team)?.isClosed, changesOf(given)[0]?.says]).toEqual([true, 'Closed the team South.']);
		expect(await given.by('sales', 'team', { period: '2026-11' })).toEqual({ North: 5_230, South: 700 });
		const rowsOf = async (period: string) => (await given.wall.targetGrid({ metric: 'sales', from: period, count: 1 })).rows.map(({ name }) => name);
		expect(await rowsOf('2026-12')).toEqual(['Company', 'North', 'Ana', 'Bo', 'Cy']);
		// Where it stood before cannot be had back while it is closed.
		expect(changesOf(given)[1]?.undo.possible).toBe(false);
		undo(given);
		expect(given.wall.people.team(team)?.isClosed).toBe(false);
		undo(given);
		given.push({ people: [{ email: 'new@x.example', team: 'South' }] });
		expect(given.wall.people.team(team)?.isClosed).toBe(false);
	});
	test('whose people have all left is empty', () => {
		const given = givenWall({ now, ...rows });
		save(given, cy, { end: '2026-11-19' });
		expect(given.wall.people.membersFrom(teamId(given, 'South'), '2026-11-20')).toEqual([]);
		expect(given.wall.people.membersFrom(teamId(given, 'South'), '2026-11-19')).toEqual(['Cy']);
	});
});

test('a photo is taken back while its bytes are kept; else the reason is said', () => {
	const given = givenWall({ now, ...rows });
	const keep = (byte: number): string => given.wall.photos.keep({ type: 'image/png', bytes: Uint8Array.of(byte) });
	const give = (handle: string, photo: string | null) => given.wall.journal.apply('photo set', { person: given.idOf(handle), photo }, given.head());
	give(ana, keep(1));
	give(bo, keep(1));
	give(ana, keep(2));
	expect(changesOf(given)[0]).toMatchObject({ says: 'Ana has a new photo.', undo: { possible: true } });
	undo(given);
	expect(person(given, ana)?.photo).toBe(person(given, bo)?.photo);
	// Nobody has the other any more.
	expect(changesOf(given)[0]).toMatchObject({ undo: { possible: false, reason: 'what it needs is no longer kept' } });
});

const day = fc.constantFrom('2026-09-01', '2026-10-31', '2026-11-01', '2026-11-02', '2026-12-24');
const who = fc.constantFrom(ana, bo, cy);
const team = fc.constantFrom('North', 'South', 'West');
const edit = fc.oneof(
	fc.record({ kind: fc.constant('moved' as const), who: fc.uniqueArray(who, { minLength: 1 }), team, from: day }),
	fc.record({ kind: fc.constant('corrected' as const), who, spans: fc.array(fc.record({ team, from: day, to: day }), { maxLength: 3 }) }),
	fc.record({ kind: fc.constant('saved' as const), who, fields: fc.record({ name: fc.constantFrom('Ana', 'Bo', 'Cy'), role: fc.constantFrom('ae', 'sdr', null), start: fc.option(day), end: fc.option(day), email: fc.constantFrom('1@x.example', '2@x.example', null) }, { requiredKeys: [] }) }),
	fc.record({ kind: fc.constant('added' as const), email: fc.constantFrom('1@x.example', '2@x.example', 'new@x.example', null), team }),
	fc.record({ kind: fc.constant('given back' as const), who, field: fc.constantFrom('name' as const, 'role' as const, 'start' as const, 'team' as const) }),
	fc.record({ kind: fc.constant('pushed' as const), row: fc.record({ email: fc.constantFrom(ana, bo, 'new@x.example'), name: fc.constantFrom('Ana', 'X'), team, team_from: day, start: day, end: fc.option(day) }, { requiredKeys: ['email'] }) }),
	fc.record({ kind: fc.constant('undone' as const), at: fc.nat({ max: 3 }) }),
);

test('over any edits, pushes and undos, times in teams never overlap; an undo restores exactly, and an undo of it is where one was', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
			const given = givenWall({ now, people: [...people, { email: 'west@x.example', name: 'Wes', team: 'West' }], stays: true });
			const { apply } = given.wall.journal;
			const ids = new Map<string, number>([ana, bo, cy].map((handle) => [handle, given.idOf(handle)]));
			const idOf = (handle: string): number => ids.get(handle) ?? 0;
			const make = (made: (typeof edits)[number]): void => {
				if (made.kind === 'pushed') return void given.push({ people: [made.row] });
				if (made.kind === 'moved') apply('people moved', { people: made.who.map((handle) => ({ id: idOf(handle) })), team: teamId(given, made.team), from: made.from }, given.head());
				else if (made.kind === 'corrected') apply('person saved', { person: idOf(made.who), fields: {}, spans: made.spans.map((span) => ({ ...span, team: teamId(given, span.team) })) }, given.head());
				else if (made.kind === 'saved') apply('person saved', { person: idOf(made.who), fields: made.fields }, given.head());
				else if (made.kind === 'added') apply('people added', { people: [{ name: 'New', email: made.email, role: null, manager: null, start: null, team: made.team }] }, given.head());
				else if (made.kind === 'given back') apply('person given back', { person: idOf(made.who), field: made.field }, given.head());
				else {
					const change = changesOf(given)[made.at];
					if (change?.undo.possible) given.wall.changes.undo(change.entry, 'ops');
				}
			};
			for (const made of edits) {
				const before = standing(given);
				const revision = given.wall.journal.revision();
				try {
					make(made);
				} catch (error) {
					expect(error).toMatchObject({ name: 'InputError' });
					expect(standing(given)).toEqual(before);
				}
				const all = given.wall.people.memberships();
				all.forEach(({ person: of, from, to }, index) => {
					expect(from <= to).toBe(true);
					const next = all[index + 1];
					if (next?.person === of) expect(next.from > to).toBe(true);
				});
				const [newest] = changesOf(given);
				if (made.kind === 'pushed' || newest?.entry !== revision + 1) continue;
				// Taken back at once, it is as it was, and the undo taken back, as it is.
				const after = standing(given);
				expect(newest.undo.possible).toBe(true);
				undo(given);
				const people = (state: Record<string, unknown[]>) => ({ ...state, people: (state['people'] ?? []).filter((row) => !String(row).includes('"removed/')), team: [] });
				expect(people(standing(given))).toEqual(people(before));
				undo(given);
				expect(standing(given)).toEqual(after);
			}
			await given.close();
		}),
		{ numRuns: 30, endOnFailure: true },
	);
}, 60_000);
