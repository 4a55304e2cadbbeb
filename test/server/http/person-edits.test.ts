/** The routes by which ops add, change and move people and teams. */
import { expect, test } from 'vitest';
import type { ListedPerson, ListedTeam, PersonCard, SavedPerson } from '../../../shared/people-api.ts';
import { boardDraft, panelPlan } from '../../support/plans.ts';
import { givenServer, withKey } from './support.ts';

const push = {
	source: 'crm',
	people: [
		{ email: 'ana@x.example', name: 'Ana Ek', team: 'North', role: 'AE', start: '2025-01-01', manager: 'Somebody Else' },
		{ email: 'bo@x.example', name: 'Bo', team: 'South', role: 'coach' },
	],
	deals: [
		{ external_id: 'D-1', owner: 'ana@x.example', status: 'won', amount: '1000', closed: '2026-11-02' },
		{ external_id: 'D-2', owner: 'ana@x.example', status: 'won', amount: '200', closed: '2026-11-10' },
		{ external_id: 'D-3', owner: 'bo@x.example', status: 'won', amount: '30', closed: '2026-11-10' },
	],
};

async function givenPeople() {
	const given = await givenServer();
	const ops = given.session();
	expect((await given.call('POST', '/api/v1/facts', { body: push, headers: withKey })).status).toBe(200);
	const list = async (): Promise<ListedPerson[]> => (await given.call('GET', '/api/v1/people', { headers: ops })).json;
	const teams = async (): Promise<ListedTeam[]> => (await given.call('GET', '/api/v1/teams', { headers: ops })).json;
	const card = async (name: string): Promise<PersonCard> => (await given.call('GET', `/api/v1/people/${(await list()).find((person) => person.name === name)?.id ?? 0}`, { headers: ops })).json;
	const ask = (method: string, path: string, body: unknown) => given.call(method, path, { body, headers: ops });
	return { ...given, ops, list, teams, card, ask };
}

test('the card has all of a person: a role and a manager that we do not know stay as the source gave them', async () => {
	const { card, teams } = await givenPeople();
	const [north] = await teams();
	expect(await card('Ana Ek')).toMatchObject({
		name: 'Ana Ek', email: 'ana@x.example', role: 'AE', manager: { id: null, name: 'Somebody Else' }, start: '2025-01-01', end: null,
		memberships: [{ team: north?.id, name: 'North', from: '2025-01-01', to: null }], byHand: [], isActive: true, hasLeft: false,
	});
	expect(await card('Bo')).toMatchObject({ role: 'coach', manager: null, start: null, memberships: [{ name: 'South', from: null, to: null }] });
});

test('a change is saved whole and says what it does to the figures; who saves over it is told so', async () => {
	const { card, teams, ask } = await givenPeople();
	const { id, seen } = await card('Ana Ek');
	const { id: bo } = await card('Bo');
	const [north, south] = await teams();
	const memberships = [{ team: north?.id, from: null, to: '2026-11-09' }, { team: south?.id, from: '2026-11-10', to: null }];
	const { status, json } = await ask('PUT', `/api/v1/people/${id}`, { seen, name: 'Ana Lind', role: 'lead', manager: bo, end: '2026-12-31', memberships });
	const { person, consequences } = json as SavedPerson;
	expect([status, person]).toEqual([200, expect.objectContaining({ name: 'Ana Lind', role: 'lead', manager: { id: bo, name: 'Bo' }, end: '2026-12-31', team: 'South' })]);
	expect(person.byHand).toEqual([
		{ field: 'end', says: null },
		{ field: 'manager', says: { value: 'Somebody Else', since: null, source: null } },
		{ field: 'name', says: { value: 'Ana Ek', since: null, source: null } },
		{ field: 'role', says: { value: 'AE', since: null, source: null } },
		{ field: 'team', says: { value: 'North', since: '2025-01-01', source: null } },
	]);
	expect(consequences.filter(({ metric, period }) => metric === 'sales' && period === '2026-11').map(({ name, before, after }) => [name, before, after])).toEqual([['North', '€1,200', '€1,000'], ['South', '€30', '€230']]);
	const late = await ask('PUT', `/api/v1/people/${id}`, { seen, name: 'Other' });
	expect([late.status, late.json.error, late.json.field]).toEqual([409, 'changed', 'seen']);
	expect((await card('Ana Lind')).seen).toBe(person.seen);
	const back = await ask('POST', `/api/v1/people/${id}/given-back`, { seen: person.seen, field: 'role' });
	expect(back.json).toMatchObject({ person: { role: 'AE' } });
	expect(back.json.person.byHand.map(({ field }: { field: string }) => field)).toEqual(['end', 'manager', 'name', 'team']);
});

test('a manager stays who they are, whatever address or name they are given', async () => {
	const { ask, list, card } = await givenPeople();
	const added = await ask('POST', '/api/v1/people', { people: [{ name: 'Lea' }] });
	const [lea] = added.json.people;
	const { id, seen } = await card('Bo');
	expect((await ask('PUT', `/api/v1/people/${id}`, { seen, manager: lea.id })).json.person.manager).toEqual({ id: lea.id, name: 'Lea' });
	const ana = await card('Ana Ek');
	await ask('PUT', `/api/v1/people/${ana.id}`, { seen: ana.seen, manager: id });
	for (const [of, change] of [[lea.id, { email: 'lea@x.example', name: 'Lea L' }], [id, { email: 'bo.new@x.example' }]]) {
		const standing = (await list()).find((person) => person.id === of);
		expect((await ask('PUT', `/api/v1/people/${of}`, { seen: standing?.seen, ...change })).status).toBe(200);
	}
	expect([(await card('Bo')).manager, (await card('Ana Ek')).manager]).toEqual([{ id: lea.id, name: 'Lea L' }, { id, name: 'Bo' }]);
});

test('what is wrong is named, and nothing is written', async () => {
	const { card, teams, ask, server } = await givenPeople();
	const { id, seen } = await card('Ana Ek');
	const [north] = await teams();
	const before = server.wall().journal.revision();
	const team = north?.id ?? 0;
	const wrong: [body: unknown, status: number, field: string][] = [
		[{ seen, name: ' ' }, 400, 'name'],
		[{ name: 'No seen' }, 400, 'seen'],
		[{ seen, email: 'no address' }, 400, 'email'],
		[{ seen, email: 'bo@x.example' }, 409, 'email'],
		[{ seen, role: 'wizard' }, 400, 'role'],
		[{ seen, manager: id }, 400, 'manager'],
		[{ seen, manager: 999 }, 400, 'manager'],
		[{ seen, start: '2026-02-30' }, 400, 'start'],
		[{ seen, start: '2026-02-03', end: '2026-02-02' }, 400, 'end'],
		[{ seen, memberships: [{ team: 999, from: null, to: null }] }, 400, 'memberships[0].team'],
		[{ seen, memberships: [{ team, from: null, to: '2026-01-02' }, { team, from: '2026-01-02', to: null }] }, 400, 'memberships[1].from'],
		[{ seen, photo: 'x' }, 400, 'body'],
	];
	for (const [body, status, field] of wrong) {
		const answer = await ask('PUT', `/api/v1/people/${id}`, body);
		expect([body, answer.status, answer.json.field]).toEqual([body, status, field]);
	}
	for (const [path, body, status, field] of [
		['/api/v1/people', { people: [] }, 400, 'people'],
		['/api/v1/people', { people: [{ email: 'x@x.example' }] }, 400, 'people[0].name'],
		['/api/v1/people', { people: [{ name: 'New' }, { name: 'Ana', email: 'ANA@x.example' }] }, 409, 'email'],
		['/api/v1/people/move', { people: [{ id, seen }], team: 999, from: '2026-11-01' }, 404, 'team'],
		['/api/v1/people/move', { people: [{ id, seen }, { id: 999, seen }], team, from: null }, 404, 'id'],
		['/api/v1/people/move', { people: [{ id, seen: seen - 1 }], team, from: null }, 409, 'seen'],
		[`/api/v1/people/${id}/given-back`, { seen, field: 'photo' }, 400, 'field'],
		[`/api/v1/people/${id}/given-back`, { seen, field: 'role' }, 409, 'field'],
		['/api/v1/teams', { name: 'North' }, 409, 'name'],
		['/api/v1/teams', { name: '' }, 400, 'name'],
		['/api/v1/teams', { name: 'No\u0000rth' }, 400, 'name'],
		['/api/v1/teams', { name: 'North\ud800' }, 400, 'name'],
		['/api/v1/people', { people: [{ name: 'Ev\u202ea' }] }, 400, 'people[0].name'],
	] as const) {
		const answer = await ask('POST', path, body);
		expect([path, body, answer.status, answer.json.field]).toEqual([path, body, status, field]);
	}
	for (const [path, body, status] of [[`/api/v1/teams/${team}`, { isClosed: true }, 409], ['/api/v1/teams/999', { name: 'X' }, 404], ['/api/v1/teams/999', { isClosed: true }, 404], [`/api/v1/teams/${team}`, { name: 'South' }, 409]] as const)
		expect([path, (await ask('PUT', path, body)).status]).toEqual([path, status]);
	expect(server.wall().journal.revision()).toBe(before);
});

test('people are added before any source has met them, and moved several at once as one entry', async () => {
	const { ask, list, teams, server } = await givenPeople();
	const added = await ask('POST', '/api/v1/people', { people: [{ name: 'Dee', email: 'Dee@x.example', role: 'SDR', team: 'West', start: '2026-12-01' }, { name: 'Eli' }] });
	expect([added.status, added.json.people]).toEqual([
		200,
		[expect.objectContaining({ name: 'Dee', email: 'dee@x.example', role: 'sdr', team: null, isActive: false, hasLeft: false }), expect.objectContaining({ name: 'Eli', email: null, role: null, team: null, isActive: true })],
	]);
	const south = (await teams()).find(({ name }) => name === 'South');
	const revision = server.wall().journal.revision();
	const moved = await ask('POST', '/api/v1/people/move', { people: (await list()).map(({ id, seen }) => ({ id, seen })), team: south?.id, from: '2026-11-01' });
	expect([moved.status, server.wall().journal.revision()]).toEqual([200, revision + 1]);
	expect(moved.json.consequences).toEqual(expect.arrayContaining([expect.objectContaining({ metric: 'sales', name: 'South', period: '2026-11', before: '€30', after: '€1,230' })]));
	expect((await list()).map(({ team }) => team)).toEqual(['South', 'South', 'South', 'South']);
});

test('[M11] a team that is renamed keeps the board that shows it and its target; who calls it by its former name is understood', async () => {
	const { ask, call, ops, teams } = await givenPeople();
	const plan = boardDraft({ panels: [panelPlan({ kind: 'target', metric: 'sales', period: 'month', scope: 'team:North' })] });
	expect((await ask('POST', '/api/v1/boards', { plan })).status).toBe(200);
	expect((await ask('PUT', '/api/v1/targets', [{ metric: 'sales', scope: 'team:North', period: '2026-11', value: 5_000 }])).status).toBe(200);
	const shown = async () => {
		const [panel] = (await call('GET', '/api/v1/wall?board=events', { headers: ops })).json.panels;
		return JSON.stringify([panel.value, panel.target, panel.attained, panel.kind]);
	};
	const was = await shown();
	expect(was).toContain('target');
	const [north] = await teams();
	const renamed = await ask('PUT', `/api/v1/teams/${north?.id ?? 0}`, { name: 'Upland' });
	expect(renamed.json).toEqual([
		{ id: expect.any(Number), name: 'South', formerNames: [], people: 1, standing: 1, isClosed: false },
		{ id: north?.id, name: 'Upland', formerNames: ['North'], people: 1, standing: 1, isClosed: false },
	]);
	expect(await shown()).toBe(was);
	for (const name of ['North', 'Upland']) expect((await call('GET', `/api/v1/explain?metric=sales&scope=team:${name}&period=2026-11`, { headers: ops })).json).toMatchObject({ value: 1200, target: 5000, scope: 'team:Upland' });
	expect((await ask('PUT', '/api/v1/targets', [{ metric: 'sales', scope: 'team:North', period: '2026-12', value: 7_000 }])).json).toMatchObject([{ scope: 'team:Upland', value: 7000 }]);
});

test('a team is added, closed once nobody is in it, and opened again by its name', async () => {
	const { ask } = await givenPeople();
	const west = (await ask('POST', '/api/v1/teams', { name: 'West' })).json.find(({ name }: ListedTeam) => name === 'West');
	expect(west).toMatchObject({ people: 0, standing: 0, isClosed: false });
	const state = async (method: string, path: string, body: unknown) => (await ask(method, path, body)).json.find(({ id }: ListedTeam) => id === west.id).isClosed;
	expect(await state('PUT', `/api/v1/teams/${west.id}`, { isClosed: true })).toBe(true);
	expect(await state('POST', '/api/v1/teams', { name: 'West' })).toBe(false);
});

test('[M18] whoever was erased keeps no team open and is not among its people; nor is adding somebody taken back while targets are set on them', async () => {
	const { ask, teams, list, server, now } = await givenPeople();
	const { people, journal } = server.wall();
	await ask('POST', '/api/v1/people', { people: [{ name: 'Dee Dahl', team: 'West' }] });
	const dee = people.withName('Dee Dahl')[0]?.id ?? 0;
	const [added] = server.wall().changes.list({ of: 'people' }).changes;
	const set = (value: number | null): void => void journal.apply('targets set', { cells: [{ metric: 'sales', scope: `person:${dee}`, period: '2026-11', value }] }, { at: now.ms, author: 'ops' });
	set(50);
	expect(server.wall().changes.list({ of: 'people' }).changes[0]).toMatchObject({ entry: added?.entry, undo: { possible: false, reason: 'targets are set on who was added; empty them first' } });
	set(null);
	expect(server.wall().changes.list({ of: 'people' }).changes[0]?.undo).toMatchObject({ possible: true });

	const west = async () => (await teams()).find(({ name }) => name === 'West');
	expect(await west()).toMatchObject({ people: 1, standing: 1 });
	await ask('POST', `/api/v1/people/${dee}/erasure`, { name: 'Dee Dahl' });
	expect((await list()).map(({ name }) => name)).not.toContain('Dee Dahl');
	const { id = 0 } = (await west()) ?? {};
	expect(await west()).toMatchObject({ people: 0, standing: 0 });
	expect(await ask('PUT', `/api/v1/teams/${id}`, { isClosed: true })).toMatchObject({ status: 200 });
	// In another language they are called otherwise at once.
	expect(server.wall().roster.people().find((each) => each.id === dee)?.name).toBe('Former colleague');
	journal.apply('settings changed', { set: { locale: 'sv-SE' } }, { at: now.ms, author: 'ops' });
	expect(server.wall().roster.people().find((each) => each.id === dee)?.name).toBe('Tidigare kollega');
});
