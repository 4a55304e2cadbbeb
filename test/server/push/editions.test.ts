/** Three screens, three boards, three privacies, on a whole server: each wall gets what its screen is set up for, and nothing else. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ChosenSetup } from '../../../shared/screen.ts';
import type { BoardView, PanelKind } from '../../../shared/views.ts';
import { panelBuilders, type PanelBuilder, type PanelBuilders } from '../../../server/panels/builders.ts';
import { boardOf, givenBoards, panelOf } from '../../support/boards.ts';
import { boardDraft, panelPlan } from '../../support/plans.ts';
import { ana, givenWall, people as crew, won } from '../../support/wall.ts';
import { fromElsewhere, givenServer, next, onBoards, refusal, withKey, type Given, type WallSocket } from '../http/support.ts';

const people = [{ email: 'zelda@x.example', name: 'Zelda', team: 'Nimbus' }, { email: 'yolanda@x.example', name: 'Yolanda', team: 'Orchid' }];
const deal = (id: string, owner: string, amount: number) => ({ external_id: id, owner, status: 'won', amount, closed: '2026-11-20' });
const targets = [{ metric: 'sales', scope: 'company', period: '2026-11', value: 100_000 }, { metric: 'sales', scope: 'team:Nimbus', period: '2026-11', value: 50_000 }];

const push = async (given: Given, rows: object): Promise<void> => {
	expect((await given.call('POST', '/api/v1/facts', { headers: withKey, body: { source: 'crm', ...rows } })).json).toMatchObject({ rejected: [] });
};
const setUp = async (given: Given, screen: number | 'unpaired', setup: Partial<ChosenSetup>): Promise<void> => {
	expect((await given.call('PUT', `/api/v1/screens/${screen}/setup`, { headers: given.session(), body: setup })).status).toBe(200);
};
const makeBoard = async (given: Given, name: string, panels = [panelPlan()]): Promise<string> => {
	const made = await given.call('POST', '/api/v1/boards', { headers: given.session(), body: { plan: boardDraft({ name, panels }) } });
	expect([made.status, made.text]).toEqual([200, expect.any(String)]);
	return made.json.plan.id;
};

interface Shown {
	socket: WallSocket;
	boards: BoardView[];
	events: string[];
	latest: () => BoardView | undefined;
}
const watch = (socket: WallSocket): Shown => {
	const boards: BoardView[] = [];
	const events: string[] = [];
	socket.onAny((event: string) => {
		if (event === 'board' || event === 'change') events.push(event);
	});
	onBoards(socket, (board) => void boards.push(board));
	return { socket, boards, events, latest: () => boards.at(-1) };
};

async function givenThree() {
	const given = await givenServer();
	await push(given, { people, deals: [deal('D-1', 'zelda@x.example', 20_000), deal('D-2', 'yolanda@x.example', 12_345)], targets });
	const events = await makeBoard(given, 'Events', [panelPlan(), panelPlan({ id: 'way', kind: 'target', seconds: 45 })]);
	const nimbus = await makeBoard(given, 'Nimbus', [panelPlan({ scope: 'team:Nimbus', kind: 'attainment' })]);
	const session = given.session();
	const screens = [await given.pairScreen(session, 'Hall'), await given.pairScreen(session, 'Lobby'), await given.pairScreen(session, 'Boardroom')] as const;
	const [hall, lobby, room] = screens;
	await setUp(given, hall.id, { board: 'floor', privacy: 'floor' });
	await setUp(given, lobby.id, { board: events, privacy: 'lobby' });
	await setUp(given, room.id, { board: nimbus, privacy: 'boardroom' });
	const [hallWall, lobbyWall, roomWall] = screens.map(({ token }) => watch(given.connect({ token, headers: fromElsewhere }))) as [Shown, Shown, Shown]; // one for each
	await expect.poll(() => [hallWall, lobbyWall, roomWall].map(({ latest }) => latest()?.id)).toEqual(['floor', events, nimbus]);
	return { given, hall, lobby, room, events, nimbus, hallWall, lobbyWall, roomWall };
}
const asked = async (given: Given, board: string, privacy: string): Promise<BoardView> => (await given.call('GET', `/api/v1/wall?board=${board}&privacy=${privacy}`, { headers: withKey })).json;
const without = ({ revision: _, ...board }: BoardView): Omit<BoardView, 'revision'> => board;

describe('three screens with three boards and three privacies', () => {
	test('[check 12] each gets exactly its own, and a change reaches all three', async () => {
		const { given, events, nimbus, hallWall, lobbyWall, roomWall } = await givenThree();
		const expectOwn = async (): Promise<void> => {
			for (const [wall, board, privacy] of [[hallWall, 'floor', 'floor'], [lobbyWall, events, 'lobby'], [roomWall, nimbus, 'boardroom']] as const) {
				const own = await asked(given, board, privacy);
				await expect.poll(() => wall.latest() && without(wall.latest() ?? own)).toEqual(without(own));
			}
		};
		await expectOwn();
		expect([hallWall, lobbyWall, roomWall].map(({ latest }) => latest()?.title)).toEqual(['Floor', 'Events', 'Nimbus']);
		expect(JSON.stringify(lobbyWall.boards)).not.toMatch(/€|Zelda|Yolanda/);
		expect(lobbyWall.latest()?.panels.map(({ seconds }) => seconds)).toEqual([null, 45]);
		expect(JSON.stringify(roomWall.latest())).toContain('€20.0k of €50.0k');
		const from = performance.now();
		await push(given, { deals: [deal('D-3', 'zelda@x.example', 7_000)] });
		await expect.poll(() => [hallWall, lobbyWall, roomWall].map(({ boards }) => boards.length > 1), { timeout: 2_000 }).toEqual([true, true, true]);
		expect(performance.now() - from).toBeLessThan(1_500);
		await expectOwn();
		// Changes of each one's own edition, not whole boards.
		expect([hallWall, lobbyWall, roomWall].map(({ events: got }) => [got[0], got.slice(1).every((event) => event === 'change')])).toEqual([['board', true], ['board', true], ['board', true]]);
		expect(JSON.stringify(lobbyWall.boards)).not.toMatch(/€|Zelda|Yolanda/);
	});

	test('one that is set to another board or privacy gets the whole of it within a second; the others nothing', async () => {
		const { given, lobby, room, events, nimbus, hallWall, lobbyWall, roomWall } = await givenThree();
		const before = [hallWall.events.length, roomWall.events.length];
		const switched = async (setup: Partial<ChosenSetup>, screen: number, wall: Shown, isThere: (board: BoardView) => boolean): Promise<void> => {
			const count = wall.events.length;
			const from = performance.now();
			await setUp(given, screen, setup);
			await expect.poll(() => wall.boards.slice(-1).some(isThere), { timeout: 2_000, interval: 10 }).toBe(true);
			expect(performance.now() - from).toBeLessThan(1_000);
			expect(wall.events.slice(count)[0]).toBe('board');
		};
		await switched({ privacy: 'floor' }, lobby.id, lobbyWall, (board) => board.id === events && JSON.stringify(board).includes('€'));
		// Of this one there has never been an issue.
		await switched({ privacy: 'lobby', board: nimbus }, lobby.id, lobbyWall, (board) => board.id === nimbus && !/€|Zelda/.test(JSON.stringify(board)));
		// And of this one there is: it is the hall's.
		expect([hallWall.events.length, roomWall.events.length]).toEqual(before);
		await switched({ privacy: 'floor', board: 'floor' }, room.id, roomWall, (board) => board.id === 'floor');
		// From now on the room follows the hall's edition by changes.
		const count = roomWall.events.length;
		await push(given, { deals: [deal('D-4', 'zelda@x.example', 1_000)] });
		await expect.poll(() => roomWall.events.slice(count)).toEqual(['change']);
		expect(without(roomWall.latest() ?? (await asked(given, 'floor', 'floor')))).toEqual(without(await asked(given, 'floor', 'floor')));
		expect(hallWall.latest()).toEqual(roomWall.latest());
	});

	test('[check 12] one that leaves an edition on which another stays gets no change of it any longer', async () => {
		const { given, lobby, events, nimbus, hallWall, lobbyWall } = await givenThree();
		for (const setup of [{ board: 'floor', privacy: 'floor' }, { board: events, privacy: 'lobby' }] as const) {
			await setUp(given, lobby.id, setup);
			await expect.poll(() => lobbyWall.latest()?.id).toBe(setup.board);
		}
		const told: unknown[] = [];
		lobbyWall.socket.onAny((...said: unknown[]) => told.push(said));
		const count = hallWall.events.length;
		await push(given, { deals: [deal('D-5', 'zelda@x.example', 1_000)] });
		await expect.poll(() => hallWall.events.length).toBeGreaterThan(count);
		// What was sent to it before has come once this has.
		const last = next(lobbyWall.socket, 'screen');
		await setUp(given, lobby.id, { board: nimbus, privacy: 'lobby' });
		await last;
		expect(JSON.stringify(told)).not.toMatch(/€|Zelda|Yolanda/);
	});

	test('[check 13] a revoked one gets nothing any longer, and the others go on', async () => {
		const { given, room, hallWall, roomWall } = await givenThree();
		const [gone, refused] = [next(roomWall.socket, 'disconnect'), refusal(roomWall.socket)];
		await given.call('DELETE', `/api/v1/screens/${room.id}`, { headers: given.session() });
		await gone;
		expect(await refused).toBe('not_paired');
		const count = [hallWall.events.length, roomWall.events.length] as const;
		await push(given, { deals: [deal('D-5', 'zelda@x.example', 3_000)] });
		await expect.poll(() => hallWall.events.length).toBeGreaterThan(count[0]);
		expect(roomWall.events.length).toBe(count[1]);
	});

	test('one whose board is changed, or removed, shows what there is now', async () => {
		const { given, events, lobbyWall } = await givenThree();
		const { entry } = (await given.call('GET', '/api/v1/boards', { headers: given.session() })).json.boards.find(({ plan }: { plan: { id: string } }) => plan.id === events);
		const plan = boardDraft({ name: 'Events', panels: [panelPlan({ id: 'only' })] });
		const saved = await given.call('PUT', `/api/v1/boards/${events}`, { headers: given.session(), body: { plan, was: entry ?? null } });
		expect([saved.status, saved.text]).toEqual([200, expect.any(String)]);
		await expect.poll(() => lobbyWall.latest()?.panels.map(({ id }) => id)).toEqual(['only']);
		expect((await given.call('DELETE', `/api/v1/boards/${events}`, { headers: given.session() })).status).toBe(200);
		await expect.poll(() => lobbyWall.latest()?.id).toBe('floor');
		// Its privacy is still its own.
		expect(lobbyWall.latest()?.panels.length).toBe(6);
		expect(JSON.stringify(lobbyWall.boards)).not.toMatch(/€|Zelda|Yolanda/);
	});
});

test('screens that need no pairing get the edition that was chosen for them all', async () => {
	const given = await givenServer();
	await push(given, { people, deals: [deal('D-1', 'zelda@x.example', 20_000)], targets });
	const wall = watch(given.connect());
	await expect.poll(() => JSON.stringify(wall.latest() ?? '').includes('€')).toBe(true);
	await setUp(given, 'unpaired', { privacy: 'lobby' });
	await expect.poll(() => wall.events.filter((event) => event === 'board').length).toBe(2);
	expect(JSON.stringify(wall.latest())).not.toMatch(/€|Zelda/);
	const late = watch(given.connect());
	await expect.poll(() => late.latest()).toEqual(wall.latest());
	expect(JSON.stringify(late.boards)).not.toMatch(/€|Zelda/);
});

describe('a panel that several boards have', () => {
	/** Builders that count what they build. */
	const counting = (): { builders: PanelBuilders; built: PanelKind[] } => {
		const built: PanelKind[] = [];
		const count = <K extends PanelKind>(kind: K): PanelBuilder<K> => (config, context) => {
			built.push(kind);
			return panelBuilders[kind](config, context);
		};
		return { built, builders: { ...panelBuilders, trend: count('trend'), attainment: count('attainment'), leaderboard: count('leaderboard'), target: count('target') } };
	};
	test('is built once a tick for each privacy, whatever it is called and however long it is shown there', async () => {
		const { builders, built } = counting();
		const given = givenWall({ people: [...crew], deals: [won({ owner: ana, on: '2026-09-01', amount: 10 })] });
		const { composer } = givenBoards(given, builders);
		const moment = { now: given.ms('2026-09-15T13:00'), cut: { asOf: given.ms('2026-09-15T13:00'), until: given.ms('2026-09-15T13:00'), untilDay: '2026-09-15' }, revision: 1, isReplay: false };
		const compose = composer.at(moment);
		const one = boardOf([panelOf({ id: 'a' }), panelOf({ id: 'b', kind: 'target' })]);
		const other = boardOf([panelOf({ id: 'c', seconds: 9, times: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' } }), panelOf({ id: 'd', period: 'year' })]);
		const boards = [await compose(one, 'floor'), await compose(other, 'floor')];
		expect(built).toEqual(['leaderboard', 'target', 'leaderboard']);
		expect(boards.map(({ panels }) => panels.map(({ id, seconds }) => [id, seconds]))).toEqual([[['a', null], ['b', null]], [['c', 9], ['d', null]]]);
		await compose(one, 'lobby');
		expect(built.length).toBe(5);
		await composer.at(moment)(one, 'floor');
		expect(built.length).toBe(7);
	});
	test('on a running wall too: two editions of one board and a board that shares a panel', async () => {
		const { builders, built } = counting();
		const given = givenWall({ people: [...crew], builders, tickMs: 60_000 });
		onTestFinished(given.wall.hold({ board: 'gone', privacy: 'floor' }));
		onTestFinished(given.wall.hold({ board: 'floor', privacy: 'boardroom' }));
		await given.wall.start();
		// A board that is gone is the default one, whose panels are built for the floor and for the boardroom.
		expect(built.length).toBe(12);
		expect(given.wall.latest({ board: 'gone', privacy: 'floor' })?.board).toEqual(given.wall.latest()?.board);
	});
});

describe('GET /api/v1/wall', () => {
	test('gives any board as any privacy allows it, the floor’s unless said, also as of a day', async () => {
		const given = await givenServer();
		await push(given, { people, deals: [deal('D-1', 'zelda@x.example', 20_000)], targets });
		const board = await makeBoard(given, 'Events', [panelPlan({ pinned: true }), panelPlan({ id: 'way', kind: 'target', times: { days: [7], from: '01:00', to: '02:00' } })]);
		const get = async (query: string, headers: Record<string, string> = withKey): Promise<BoardView> => (await given.call('GET', `/api/v1/wall?${query}`, { headers })).json;
		expect(without(await get(`board=${board}&privacy=floor`))).toEqual(without(await get(`board=${board}`, given.session())));
		expect((await get(`board=${board}`)).panels.map(({ id }) => id)).toEqual(['leaders']);
		expect((await get(`board=${board}&asOf=2026-11-21`)).panels.map(({ id }) => id)).toEqual(['leaders', 'way']);
		const [floor, lobby] = [JSON.stringify(await get(`board=${board}&asOf=2026-11-21`)), JSON.stringify(await get(`board=${board}&asOf=2026-11-21&privacy=lobby`))];
		expect([/€.*Zelda|Zelda.*€/.test(floor), /€|Zelda/.test(lobby), lobby.includes('Nimbus')]).toEqual([true, false, true]);
	});
	test.each([
		['board=none', 'board'], ['board=', 'board'], ['board=a&board=b', 'board'], ['board=__proto__', 'board'],
		['privacy=none', 'privacy'], ['privacy=', 'privacy'], ['privacy=lobby&privacy=floor', 'privacy'], ['privacy=constructor', 'privacy'],
		['privacy=lobby&asOf=soon', 'asOf'], ['screen=1', 'screen'],
	])('%s is refused, and %s is named', async (query, field) => {
		const given = await givenServer();
		const { status, json } = await given.call('GET', `/api/v1/wall?${query}`, { headers: withKey });
		expect([status, json.field, json.message]).toEqual([400, field, expect.any(String)]);
	});
});
