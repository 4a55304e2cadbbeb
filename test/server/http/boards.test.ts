/** The routes of boards: what an editor gets, what a save does, and that a screen shows it. */
import { expect, test } from 'vitest';
import type { BoardList, BoardRow } from '../../../shared/board-api.ts';
import type { BoardView } from '../../../shared/views.ts';
import { boardDraft, panelPlan } from '../../support/plans.ts';
import { givenServer, onBoards, withKey, type Given } from './support.ts';

const push = { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana', team: 'North', role: 'ae' }], deals: [{ external_id: 'D-1', owner: 'ana@x.example', status: 'won', amount: '1200', closed: '2026-11-20' }] };

async function givenBoards() {
	const given = await givenServer();
	const ops = given.session();
	expect((await given.call('POST', '/api/v1/facts', { body: push, headers: withKey })).status).toBe(200);
	const { server, now } = given;
	const viewerId = server.wall().journal.apply('account created', { name: 'eva', role: 'viewer', passwordHash: '' }, { at: now.ms, author: 'test' });
	const viewer = { Cookie: `floorcast_session=${server.wall().accounts.startSession(viewerId)}`, Origin: given.origin };
	const list = async (): Promise<BoardList> => (await given.call('GET', '/api/v1/boards', { headers: ops })).json;
	const row = async (id: string): Promise<BoardRow | undefined> => (await list()).boards.find(({ plan }) => plan.id === id);
	return { ...given, ops, viewer, list, row };
}

const entries = (given: Given): number => given.server.wall().journal.revision();

test('who edits gets the boards, and all that a panel can be of', async () => {
	const { list } = await givenBoards();
	const { boards, metrics, teams, people, removed } = await list();
	expect(boards.map(({ plan, isReadyMade, onUnpaired }) => [plan.id, isReadyMade, onUnpaired])).toEqual([['floor', true, true], ...['sdr', 'sdr-manager', 'ae', 'account-manager', 'sales-leader', 'enablement', 'management', 'funnel', 'work-back'].map((id) => [id, true, false])]);
	expect([teams, people, removed]).toEqual([[{ name: 'North', scope: 'team:North' }], [{ name: 'Ana', scope: 'person:ana@x.example' }], []]);
	const all = ['day', 'week', 'month', 'quarter', 'year'];
	expect(metrics.find(({ id }) => id === 'sales')).toMatchObject({
		id: 'sales', label: 'Sales', means: 'Net amount of the deals won, by the day they were closed.', class: 'objective', unit: 'money', bases: null, needsPeople: false, improvesIn: ['month'],
		shownAs: { trend: ['day', 'week', 'month', 'quarter'], attainment: all, leaderboard: all, target: ['week', 'month', 'quarter', 'year'], scorecard: all, breakdown: all, forecast: ['month', 'quarter'] },
		toldApart: { company: ['team', 'person', 'region', 'channel', 'product', 'type', 'stage', 'lead_source'], team: ['person', 'region', 'channel', 'product', 'type', 'stage', 'lead_source'], person: ['region', 'channel', 'product', 'type', 'stage', 'lead_source'] },
		scopes: ['company', 'team', 'person'],
	});
	expect(metrics.find(({ id }) => id === 'open_deals')).toMatchObject({ shownAs: { leaderboard: all }, improvesIn: [], bases: null });
	expect(metrics.find(({ id }) => id === 'win_rate')?.shownAs).toEqual({ scorecard: all, breakdown: all });
	expect(metrics.find(({ id }) => id === 'pace')).toMatchObject({ shownAs: {}, bases: expect.arrayContaining(['calls_made', 'emails_sent', 'connects', 'meetings_booked', 'meetings_held', 'proposals_sent', 'deals_won', 'sales', 'new_customers', 'new_accounts']) });
});

test('a board is used for a team or a person: a copy with what is theirs, which changes apart from it', async () => {
	const { call, ops, viewer, row, list } = await givenBoards();
	const copy = (id: string, scope: unknown, headers = ops) => call('POST', `/api/v1/boards/${id}/copies`, { body: { scope }, headers });
	const north = (await copy('sales-leader', 'team:North')).json as BoardRow;
	expect(north.plan).toMatchObject({ id: 'sales-leader-north', name: 'Sales leader, North', seconds: 25 });
	expect(north.plan.panels.map(({ scope }) => scope)).toEqual((await row('sales-leader'))?.plan.panels.map(() => 'team:North'));
	const ana = (await copy('ae', 'person:ana@x.example')).json as BoardRow;
	// Of one person nobody is ranked, and "reps at quota" is not said.
	expect(ana.plan.panels.map(({ kind }) => kind)).not.toContain('leaderboard');
	expect(ana.plan.panels.flatMap(({ figures }) => figures.map(({ metric }) => metric))).not.toContain('reps_at_quota');
	expect(ana.plan.panels.every(({ scope }) => scope === 'person:ana@x.example')).toBe(true);
	expect((await copy('ae', 'person:ana@x.example')).json.plan.id).toBe('ae-ana-2');
	// What ops made of it is what is copied.
	expect((await call('PUT', '/api/v1/boards/sdr', { body: { plan: boardDraft({ name: 'Callers', panels: [panelPlan({ id: 'mine', kind: 'trend', metric: 'calls_made' })] }), was: null }, headers: ops })).status).toBe(200);
	expect((await copy('sdr', 'team:North')).json.plan).toMatchObject({ name: 'Callers, North', panels: [{ id: 'mine', scope: 'team:North' }] });
	const { boards } = await list();
	expect(boards.filter(({ isReadyMade }) => !isReadyMade).map(({ plan }) => plan.id)).toEqual(['ae-ana', 'ae-ana-2', 'callers-north', 'sales-leader-north']);
	for (const [id, scope, status, field] of [['none', 'team:North', 404, 'id'], ['sdr', 'team:Nobody', 400, 'scope'], ['sdr', 7, 400, 'scope'], ['S_D', 'team:North', 400, 'id']] as const) {
		const { status: said, json } = await copy(id, scope);
		expect([id, scope, said, json.field]).toEqual([id, scope, status, field]);
	}
	expect((await copy('sdr', 'team:North', viewer)).status).toBe(403);
});

test('a board is made, changed and removed; who saves over what somebody else did is told who that was', async () => {
	const { call, ops, row, list } = await givenBoards();
	const made = await call('POST', '/api/v1/boards', { body: { plan: boardDraft() }, headers: ops });
	expect([made.status, made.json]).toEqual([200, expect.objectContaining({ plan: { ...boardDraft(), id: 'events' }, isReadyMade: false, screens: [], advice: [{ about: 'few', count: 1 }, { about: 'no-activity' }] })]);
	const { entry } = made.json;
	const saved = await call('PUT', '/api/v1/boards/events', { body: { plan: boardDraft({ seconds: 30 }), was: entry }, headers: ops });
	expect(saved.json).toMatchObject({ plan: { seconds: 30 }, lastChange: { author: 'admin', at: '2026-11-23T09:00:00Z' } });
	const late = await call('PUT', '/api/v1/boards/events', { body: { plan: boardDraft({ seconds: 40 }), was: entry }, headers: ops });
	expect([late.status, late.json.error, late.json.field]).toEqual([409, 'conflict', 'was']);
	expect(late.json.message).toBe('the board is not what it was: admin changed it at 2026-11-23T09:00:00Z');
	expect((await row('events'))?.plan.seconds).toBe(30);
	expect((await call('DELETE', `/api/v1/boards/events?was=${entry}`, { headers: ops })).status).toBe(409);
	expect((await call('DELETE', `/api/v1/boards/events?was=${saved.json.entry}`, { headers: ops })).json).toEqual({});
	expect(await row('events')).toBeUndefined();
	expect((await list()).removed).toEqual([{ id: 'events', at: '2026-11-23T09:00:00Z', author: 'admin' }]);
});

test('what is wrong is named, and nothing is written', async () => {
	const given = await givenBoards();
	const { call, ops } = given;
	const before = entries(given);
	for (const [method, path, body, field] of [
		['POST', '/api/v1/boards', {}, 'plan'],
		['POST', '/api/v1/boards', { plan: { ...boardDraft(), seconds: 1 } }, 'plan.seconds'],
		['PUT', '/api/v1/boards/floor', { plan: boardDraft() }, 'was'],
		['PUT', '/api/v1/boards/floor', { plan: boardDraft(), was: 0 }, 'was'],
		['PUT', '/api/v1/boards/Floor', { plan: boardDraft(), was: null }, 'id'],
		['PUT', '/api/v1/boards/floor', { plan: boardDraft({ panels: [panelPlan(), panelPlan({ id: 'b', metric: 'luck' })] }), was: null }, 'plan.panels[1].metric'],
		['POST', '/api/v1/boards/preview', { plan: boardDraft() }, 'privacy'],
		['POST', '/api/v1/boards/preview', { plan: boardDraft(), privacy: 'secret' }, 'privacy'],
		['POST', '/api/v1/boards/preview', { plan: boardDraft({ panels: [panelPlan({ scope: 'team:West' })] }), privacy: 'lobby' }, 'plan.panels[0].scope'],
		['DELETE', '/api/v1/boards/floor?was=x', undefined, 'was'],
		['DELETE', '/api/v1/boards/no%20board', undefined, 'id'],
	] as const) {
		const { status, json } = await call(method, path, { ...(body === undefined ? {} : { body }), headers: ops });
		expect([method, path, status, json.field]).toEqual([method, path, 400, field]);
	}
	expect((await call('PUT', '/api/v1/boards/nothing', { body: { plan: boardDraft(), was: null }, headers: ops })).json).toMatchObject({ error: 'not_found', field: 'id' });
	expect((await call('PUT', '/api/v1/screens/unpaired/setup', { body: { board: 'nothing' }, headers: ops })).json).toMatchObject({ error: 'unknown_board', field: 'board' });
	expect(entries(given)).toBe(before);
});

test('a preview is what a wall would show, all of it, and says what is due; it changes nothing, and a viewer may see it', async () => {
	const given = await givenBoards();
	const { call, ops, viewer } = given;
	// It is Monday, ten o’clock in Stockholm.
	const times = { days: [2], from: '09:00', to: '12:00' };
	const plan = boardDraft({ panels: [panelPlan({ seconds: 45 }), panelPlan({ id: 'tuesdays', kind: 'trend', times }), panelPlan({ id: 'west', kind: 'target', scope: 'team:North' })] });
	const before = entries(given);
	const { json } = await call('POST', '/api/v1/boards/preview', { body: { plan, privacy: 'floor' }, headers: viewer });
	expect(json.board.panels.map(({ id }: { id: string }) => id)).toEqual(['leaders', 'tuesdays', 'west']);
	expect([json.due, json.board.seconds, json.board.panels[0].seconds, json.board.replay]).toEqual([['leaders', 'west'], 20, 45, null]);
	expect(entries(given)).toBe(before);
	await call('POST', '/api/v1/boards', { body: { plan }, headers: ops });
	const wall: BoardView = (await call('GET', '/api/v1/wall?board=events', { headers: ops })).json;
	expect(json.board.panels.filter(({ id }: { id: string }) => id !== 'tuesdays')).toEqual(wall.panels);
	const pinned = await call('POST', '/api/v1/boards/preview', { body: { plan: boardDraft({ panels: [panelPlan(), panelPlan({ id: 'b', pinned: true })] }), privacy: 'lobby' }, headers: viewer });
	expect(pinned.json.due).toEqual(['b']);
	expect(JSON.stringify(pinned.json.board)).not.toMatch(/Ana|€/);
	// What a lobby may not show is not due there, pinned or not.
	const personal = boardDraft({ panels: [panelPlan(), panelPlan({ id: 'ana', kind: 'target', scope: 'person:ana@x.example', pinned: true })] });
	const preview = async (privacy: string) => (await call('POST', '/api/v1/boards/preview', { body: { plan: personal, privacy }, headers: viewer })).json;
	expect([(await preview('floor')).due, (await preview('lobby')).due, (await preview('lobby')).board.panels.length]).toEqual([['ana'], ['leaders'], 1]);
});

test('a screen set to a board shows it within a second; so it does what is saved on it, and the default once the board is gone', async () => {
	const { call, ops, pairScreen, connect, row } = await givenBoards();
	const { id, token } = await pairScreen(ops, 'Lobby');
	let shown: BoardView | null = null;
	const socket = connect({ token });
	onBoards(socket, (board) => (shown = board));
	const shows = (expected: object): Promise<void> => expect.poll(() => shown, { timeout: 1_000, interval: 20 }).toMatchObject(expected);
	await expect.poll(() => shown).toMatchObject({ id: 'floor' });
	await call('POST', '/api/v1/boards', { body: { plan: boardDraft() }, headers: ops });
	expect((await call('PUT', `/api/v1/screens/${id}/setup`, { body: { board: 'events' }, headers: ops })).status).toBe(200);
	await shows({ id: 'events', panels: [{ id: 'leaders' }] });
	const standing = await row('events');
	expect(standing?.screens).toEqual(['Lobby']);
	await call('PUT', '/api/v1/boards/events', { body: { plan: boardDraft({ seconds: 33, panels: [panelPlan({ id: 'other' })] }), was: standing?.entry }, headers: ops });
	await shows({ id: 'events', seconds: 33, panels: [{ id: 'other' }] });
	await call('DELETE', '/api/v1/boards/events', { headers: ops });
	await shows({ id: 'floor' });
	expect((await row('floor'))?.screens).toEqual(['Lobby']);
});
