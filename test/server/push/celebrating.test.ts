/** Celebrations on real sockets: which screens get which, once, also over a restart and behind a slow line. */
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { usualRules, type CelebrationView } from '../../../shared/celebration.ts';
import { usualSetup, type ChosenSetup, type Privacy, type ScreenSetup } from '../../../shared/screen.ts';
import type { Celebrated } from '../../../server/celebrations/celebration-store.ts';
import type { Celebrations, Tidings } from '../../../server/celebrations/celebrations.ts';
import { createCelebrating } from '../../../server/push/celebrating.ts';
import type { WallSocket as ServerSocket } from '../../../server/push/wall-socket.ts';
import { fromElsewhere, givenFolder, givenServer, next, withKey, type Given, type WallSocket } from '../http/support.ts';

const deal = (id: string, more: Record<string, unknown> = {}) => ({ external_id: id, owner: 'ana@x.example', status: 'won', amount: '1200', account: 'Acme', closed: '2026-11-23T08:41:00Z', ...more });
const people = [{ email: 'ana@x.example', name: 'Ana Lindqvist', team: 'North' }];
async function push({ call }: Given, ...deals: object[]): Promise<void> {
	const { status } = await call('POST', '/api/v1/facts', { body: { source: 'crm', people, deals }, headers: withKey });
	expect(status).toBe(200);
}

interface Screen {
	id: number;
	token: string;
	socket: WallSocket;
	/** What it was told to celebrate and to take back, in order. */
	told: (CelebrationView | { withdrawn: string })[];
}
const listen = (given: Given, token?: string): Pick<Screen, 'socket' | 'told'> => {
	const socket = given.connect({ ...(token === undefined ? {} : { token }), headers: fromElsewhere });
	const told: Screen['told'] = [];
	socket.on('celebrate', (view) => told.push(view));
	socket.on('withdraw', (withdrawn) => told.push({ withdrawn }));
	return { socket, told };
};
async function givenScreen(given: Given, name: string, setup: Partial<ChosenSetup> = {}): Promise<Screen> {
	const session = given.session();
	const { id, token } = await given.pairScreen(session, name);
	if (Object.keys(setup).length > 0) expect((await given.call('PUT', `/api/v1/screens/${id}/setup`, { body: setup, headers: session })).status).toBe(200);
	const screen = listen(given, token);
	await next(screen.socket, 'board');
	return { id, token, ...screen };
}
/** Whatever was on its way has come. */
const settled = async (given: Given): Promise<void> => {
	await new Promise((resolve) => setTimeout(resolve, 250));
	expect((await given.call('GET', '/healthz')).status).toBe(200);
};
const shown = ({ told }: Pick<Screen, 'told'>): string[] => told.map((one) => ('withdrawn' in one ? `withdrawn ${one.withdrawn}` : `${one.title}: ${one.name}`));

describe('a live deal', () => {
	test('comes once on each of two screens, within a second of the 200, as the privacy of each allows', async () => {
		const given = await givenServer();
		const [floor, lobby] = [await givenScreen(given, 'Floor'), await givenScreen(given, 'Lobby', { privacy: 'lobby' })];
		await push(given, deal('D-1'));
		const acknowledged = performance.now();
		await expect.poll(() => [floor.told.length, lobby.told.length], { interval: 10 }).toEqual([1, 1]);
		expect(performance.now() - acknowledged).toBeLessThan(1_000);
		await push(given, deal('D-1'));
		await push(given, deal('D-1', { amount: '99000' }));
		await settled(given);
		expect([shown(floor), shown(lobby)]).toEqual([['Deal won: Ana Lindqvist'], ['Deal won: North']]);
		expect(floor.told[0]).toMatchObject({ number: { text: '€1,200' }, detail: 'Acme · new business', quiet: false, at: given.now.ms });
		expect(JSON.stringify(lobby.told)).not.toMatch(/Ana|Acme|€|1,200/);
	});

	test('has one id on all screens, before and after a restart, after which nothing else comes', async () => {
		const DATA_DIR = givenFolder();
		const before = await givenServer({ env: { DATA_DIR } });
		const screens = [await givenScreen(before, 'One'), await givenScreen(before, 'Two')];
		await push(before, ...Array.from({ length: 500 }, (_, index) => deal(`old-${index}`, { closed: '2026-05-05' })));
		await push(before, deal('D-1'));
		await expect.poll(() => screens.map(({ told }) => told.length)).toEqual([1, 1]);
		await before.server.close();
		const after = await givenServer({ env: { DATA_DIR } });
		after.now.ms += 60_000;
		const again = screens.map(({ token }) => listen(after, token));
		await expect.poll(() => again.map(({ told }) => told.length)).toEqual([1, 1]);
		await push(after, ...Array.from({ length: 500 }, (_, index) => deal(`old-${index}`, { closed: '2026-05-05' })), deal('D-1'));
		await settled(after);
		const ids = [...screens, ...again].map(({ told }) => told.map((one) => ('id' in one ? one.id : one)));
		expect(ids).toEqual(screens.concat(screens).map(() => [ids[0]?.[0]]));
	});

	test('is not told a screen that connects more than ten minutes later, nor one that was taken back', async () => {
		const given = await givenServer();
		const screen = await givenScreen(given, 'One');
		await push(given, deal('D-1'), deal('D-2'));
		await expect.poll(() => screen.told.length).toBe(2);
		await push(given, deal('D-1', { status: 'lost' }));
		await expect.poll(() => screen.told.length).toBe(3);
		const [first] = screen.told;
		expect(shown(screen)[2]).toBe(`withdrawn ${first && 'id' in first ? first.id : ''}`);
		const soon = listen(given, screen.token);
		await expect.poll(() => soon.told.length).toBe(1);
		expect(soon.told[0]).toEqual(screen.told[1]);
		given.now.ms += 10 * 60_000 + 1;
		const late = listen(given, screen.token);
		await next(late.socket, 'board');
		await settled(given);
		expect(late.told).toEqual([]);
	});

	test('does not come on a screen that shows no celebrations, nor on one that is dark; what is withdrawn is told all', async () => {
		const given = await givenServer();
		// Monday, ten in the morning.
		const hours = { days: [1], from: '12:00', to: '18:00', offOnHolidays: false };
		const screens = [await givenScreen(given, 'On', { hours: { ...hours, from: '08:00' } }), await givenScreen(given, 'Off', { celebrates: false }), await givenScreen(given, 'Dark', { hours })] as const;
		await push(given, deal('D-1'));
		await expect.poll(() => screens[0].told.length).toBe(1);
		const late = screens.map(({ token }) => listen(given, token));
		await expect.poll(() => late[0]?.told.length).toBe(1);
		await settled(given);
		expect([...screens, ...late].map(({ told }) => told.length)).toEqual([1, 0, 0, 1, 0, 0]);
		await push(given, deal('D-1', { status: 'open', closed: undefined }));
		await expect.poll(() => [...screens, ...late].map(({ told }) => told.length)).toEqual([2, 1, 1, 2, 1, 1]);
	});

	test('is told again, under its id, where it may be shown otherwise by now, and nowhere else', async () => {
		const given = await givenServer();
		const session = given.session();
		const [one, other, off] = [await givenScreen(given, 'One'), await givenScreen(given, 'Other'), await givenScreen(given, 'Off', { celebrates: false })];
		const setUp = async (setup: Partial<ChosenSetup>) => expect((await given.call('PUT', `/api/v1/screens/${one.id}/setup`, { body: setup, headers: session })).status).toBe(200);
		await push(given, deal('D-1'));
		await expect.poll(() => [one, other].map(({ told }) => told.length)).toEqual([1, 1]);
		await setUp({ theme: 'light' });
		await settled(given);
		expect([one, other, off].map(({ told }) => told.length)).toEqual([1, 1, 0]);
		await setUp({ privacy: 'lobby' });
		await expect.poll(() => shown(one)).toEqual(['Deal won: Ana Lindqvist', 'Deal won: North']);
		expect(JSON.stringify(one.told[1])).not.toMatch(/Ana|Acme|€|1,200/);
		const ids = one.told.map((view) => ('id' in view ? view.id : ''));
		expect(new Set(ids).size).toBe(1);
		// Left out of rankings, which a lobby does not notice.
		const [ana] = (await given.call('GET', '/api/v1/people', { headers: session })).json;
		expect((await given.call('PUT', `/api/v1/people/${ana.id}/ranking`, { body: { isRanked: false }, headers: session })).status).toBe(200);
		await expect.poll(() => shown(other)).toEqual(['Deal won: Ana Lindqvist', 'Deal won: North']);
		await settled(given);
		expect([one, other, off].map(({ told }) => told.length)).toEqual([2, 2, 0]);
		given.now.ms += 10 * 60_000 + 1;
		await setUp({ privacy: 'floor' });
		await settled(given);
		expect(one.told).toHaveLength(2);
	});

	test('in quiet hours is quiet', async () => {
		const given = await givenServer();
		expect((await given.call('PUT', '/api/v1/celebrations/rules', { body: { quiet: [{ days: [1], from: '09:30', to: '10:15' }] }, headers: given.session() })).status).toBe(200);
		const screen = await givenScreen(given, 'One');
		await push(given, deal('D-1'));
		await expect.poll(() => screen.told.length).toBe(1);
		expect(screen.told[0]).toMatchObject({ quiet: true });
	});

	test('that waits becomes quiet when quiet hours begin or ops set them, and is told so; after them it is loud again', async () => {
		const given = await givenServer();
		const rules = (quiet: object[]) => given.call('PUT', '/api/v1/celebrations/rules', { body: { quiet }, headers: given.session() });
		const screen = await givenScreen(given, 'One');
		const quietly = (): (boolean | null)[] => screen.told.map((one) => ('id' in one ? one.quiet : null));
		await push(given, deal('D-1'));
		await expect.poll(quietly).toEqual([false]);
		await rules([{ days: [1], from: '09:55', to: '10:04' }]);
		await expect.poll(quietly).toEqual([false, true]);
		await rules([{ days: [1], from: '10:02', to: '10:04' }]);
		await expect.poll(quietly).toEqual([false, true, false]);
		given.now.ms += 2 * 60_000;
		await expect.poll(quietly).toEqual([false, true, false, true]);
		given.now.ms += 2 * 60_000;
		await expect.poll(quietly).toEqual([false, true, false, true, false]);
		expect(new Set(screen.told.map((one) => ('id' in one ? one.id : ''))).size).toBe(1);
	});
});

describe('a trial', () => {
	test('is shown on the one screen, says that it is one, and is noted nowhere', async () => {
		const given = await givenServer();
		const session = given.session();
		const [one, other] = [await givenScreen(given, 'One'), await givenScreen(given, 'Other')];
		for (const kind of ['deal', 'target', 'streak']) expect((await given.call('POST', '/api/v1/celebrations/trial', { body: { screen: one.id, kind }, headers: session })).status).toBe(200);
		await expect.poll(() => shown(one)).toEqual(['Trial: Deal won: Sample Person', 'Trial: Target reached: Sample Person', 'Trial: On a streak: Sample Person']);
		expect(new Set(one.told.map((view) => ('id' in view ? view.id : ''))).size).toBe(3);
		const again = listen(given, one.token);
		await next(again.socket, 'board');
		await settled(given);
		expect([other.told, again.told, (await given.call('GET', '/api/v1/celebrations', { headers: session })).json]).toEqual([[], [], []]);
	});

	test('is refused with the reason where nobody would see it', async () => {
		const given = await givenServer();
		const tryOn = async (screen: unknown) => {
			const { status, json } = await given.call('POST', '/api/v1/celebrations/trial', { body: { screen, kind: 'deal' }, headers: given.session() });
			return [status, json.error, json.field];
		};
		const { id, socket } = await givenScreen(given, 'Off', { celebrates: false });
		expect(await tryOn(id)).toEqual([409, 'celebrates_not', 'screen']);
		await given.call('PUT', `/api/v1/screens/${id}/setup`, { body: { celebrates: true, hours: { days: [2], from: '08:00', to: '18:00', offOnHolidays: false } }, headers: given.session() });
		expect(await tryOn(id)).toEqual([409, 'screen_dark', 'screen']);
		await given.call('PUT', `/api/v1/screens/${id}/setup`, { body: { hours: null }, headers: given.session() });
		expect(await tryOn(id)).toEqual([200, undefined, undefined]);
		socket.disconnect();
		await expect.poll(() => tryOn(id)).toEqual([409, 'screen_offline', 'screen']);
		expect(await tryOn('unpaired')).toEqual([409, 'screen_offline', 'screen']);
		expect(await tryOn(999)).toEqual([404, 'not_found', 'id']);
	});
});

describe('a socket that does not drain', () => {
	/** The delivery over one connection whose line the test holds. */
	function givenSlow(walls = 1) {
		let written = 0;
		const sent: string[] = [];
		const screen = { privacy: 'floor' as Privacy };
		let changed: () => void = () => undefined;
		const transport = Object.assign(new EventEmitter(), { writable: true });
		const socket = { connected: true, data: { screen: 1 }, conn: Object.assign(new EventEmitter(), { transport }), emit: (event: string, carried: CelebrationView | string) => sent.push(`${event} ${typeof carried === 'string' ? carried : carried.id + carried.name}`) };
		let listener: (tidings: Tidings) => void = () => undefined;
		const view = (id: string, privacy: Privacy): CelebrationView => ({ id, kind: 'deal', at: 0, title: '', name: privacy === 'floor' ? '' : ` for the ${privacy}`, initials: '', photo: null, detail: '', number: null, meaning: '', quiet: false });
		const celebrations: Pick<Celebrations, 'onTidings' | 'onQuiet' | 'view' | 'recent'> = {
			onTidings: (told) => {
				listener = told;
				return () => undefined;
			},
			onQuiet: () => () => undefined,
			view: ({ id }, privacy) => {
				written += 1;
				return view(id, privacy);
			},
			recent: () => [],
		};
		const setup: ScreenSetup = usualSetup;
		// Of a socket only what delivery touches is there.
		const all = Array.from({ length: walls }, (_, index) => (index === 0 ? socket : { ...socket })) as unknown as ServerSocket[];
		createCelebrating({ sockets: { walls: () => all, onWall: () => undefined }, celebrations: celebrations as Celebrations, screens: { setupOf: () => setup, editionOf: () => ({ board: 'floor', privacy: screen.privacy }), setupStanding: () => undefined }, onApplied: (listener) => ((changed = listener), () => undefined), clock: { now: () => 0 }, onError: (error) => { throw error; } });
		const tell = async (tidings: Tidings): Promise<void> => {
			listener(tidings);
			await new Promise(setImmediate);
		};
		const setTo = async (privacy: Privacy): Promise<void> => {
			screen.privacy = privacy;
			changed();
			await new Promise(setImmediate);
		};
		return { sent, transport, socket, setTo, written: () => written, celebrate: (id: string) => tell({ celebrated: { id, at: 0 } as Celebrated }), withdraw: (id: string) => tell({ withdrawn: id }) };
	}

	test('gets what came meanwhile once it does: all of it, once, in order', async () => {
		const { sent, transport, celebrate, withdraw } = givenSlow();
		await celebrate('a');
		transport.writable = false;
		await celebrate('b');
		await withdraw('a');
		await celebrate('c');
		transport.emit('ready');
		expect(sent).toEqual(['celebrate a']);
		transport.writable = true;
		transport.emit('ready');
		transport.emit('ready');
		expect(sent).toEqual(['celebrate a', 'celebrate b', 'withdraw a', 'celebrate c']);
	});

	test('gets each as it may be shown when it is sent, not as when it came, and what it holds already in the new words', async () => {
		const { sent, transport, celebrate, setTo } = givenSlow();
		await celebrate('a');
		transport.writable = false;
		await celebrate('b');
		await setTo('boardroom');
		await setTo('lobby');
		transport.writable = true;
		transport.emit('ready');
		expect(sent).toEqual(['celebrate a', 'celebrate b for the lobby', 'celebrate a for the lobby']);
		await setTo('lobby');
		expect(sent).toHaveLength(3);
	});

	test('is one of many: what walls of one privacy are told is written once, and so is what they hold looked through', async () => {
		const { sent, celebrate, setTo, written } = givenSlow(100);
		await celebrate('a');
		await celebrate('b');
		expect([sent.length, written()]).toEqual([200, 2]);
		await setTo('floor');
		expect([sent.length, written()]).toEqual([200, 4]);
	});

	test('that ends first gets nothing twice when it comes back', async () => {
		const { sent, transport, socket, celebrate } = givenSlow();
		transport.writable = false;
		await celebrate('a');
		socket.connected = false;
		transport.writable = true;
		transport.emit('ready');
		expect([sent, transport.listenerCount('ready')]).toEqual([[], 0]);
	});
});

test('the rules are those that ops set, each part for itself, logged with what stood before', async () => {
	const given = await givenServer();
	const session = given.session();
	const rules = () => given.call('GET', '/api/v1/celebrations/rules', { headers: session });
	expect((await rules()).json).toEqual({ rules: { deals: { on: true, threshold: null, types: ['new_business', 'expansion', 'renewal'] }, targets: { on: true, scopes: ['company', 'teams', 'people'] }, streaks: { on: true, days: 5 }, quiet: [] }, lastChange: null });
	const { status, json } = await given.call('PUT', '/api/v1/celebrations/rules', { body: { deals: { on: true, threshold: 5000.5, types: ['renewal', 'new_business'] } }, headers: session });
	expect([status, json.rules]).toEqual([200, { ...usualRules, deals: { on: true, threshold: 5000.5, types: ['new_business', 'renewal'] } }]);
	expect(json.lastChange).toEqual({ at: '2026-11-23T09:00:00Z', author: 'admin' });
	await given.call('PUT', '/api/v1/celebrations/rules', { body: { streaks: { on: false, days: 5 } }, headers: session });
	// The same again is no change.
	await given.call('PUT', '/api/v1/celebrations/rules', { body: { streaks: { on: false, days: 5 } }, headers: session });
	expect((await rules()).json.rules).toMatchObject({ deals: { threshold: 5000.5 }, streaks: { on: false } });
	const logged = given.server.wall().journal.entries({ kinds: ['celebrations set'], limit: 9 });
	expect(logged).toHaveLength(2);
	expect(logged[1]?.body).toEqual({ from: usualRules, to: json.rules });
});

test.each([
	[{}, 'body'],
	[{ deals: { on: true, threshold: -1, types: ['renewal'] } }, 'deals.threshold'],
	[{ deals: { on: true, threshold: 0.001, types: ['renewal'] } }, 'deals.threshold'],
	[{ deals: { on: true, threshold: '5', types: ['renewal'] } }, 'deals.threshold'],
	[{ deals: { on: true, threshold: null, types: [] } }, 'deals.types'],
	[{ deals: { on: true, threshold: null, types: ['gift'] } }, 'deals.types[0]'],
	[{ targets: { on: true, scopes: ['everybody'] } }, 'targets.scopes[0]'],
	[{ streaks: { on: true, days: 1 } }, 'streaks.days'],
	[{ streaks: { on: true, days: 5.5 } }, 'streaks.days'],
	[{ quiet: [{ days: [8], from: '09:00', to: '10:00' }] }, 'quiet[0].days[0]'],
	[{ quiet: [{ days: [1], from: '09:00', to: '09:00' }] }, 'quiet[0].to'],
	[{ quiet: [{ days: [], from: '09:00', to: '10:00' }] }, 'quiet[0].days'],
	[{ quiet: 'never' }, 'quiet'],
])('rules that cannot be (%j) are a 400 that names the place', async (body, field) => {
	const given = await givenServer();
	const { status, json } = await given.call('PUT', '/api/v1/celebrations/rules', { body, headers: given.session() });
	expect([status, json.field]).toEqual([400, field]);
});

test('the list is everything, newest first, with what was withdrawn; from a moment on where one is given', async () => {
	const given = await givenServer();
	const session = given.session();
	const list = async (query = '') => (await given.call('GET', `/api/v1/celebrations${query}`, { headers: session })).json;
	await push(given, deal('D-1'));
	await expect.poll(async () => (await list()).length).toBe(1);
	given.now.ms += 60_000;
	await push(given, deal('D-2', { account: 'Bolt' }), deal('D-1', { status: 'lost' }));
	await expect.poll(async () => (await list()).length).toBe(2);
	expect(await list()).toMatchObject([
		{ view: { name: 'Ana Lindqvist', detail: 'Bolt · new business' }, withdrawn: null },
		{ view: { name: 'Ana Lindqvist', detail: 'Acme · new business' }, withdrawn: '2026-11-23T09:01:00Z' },
	]);
	expect(await list('?since=2026-11-23T09:00:30Z')).toHaveLength(1);
	expect((await given.call('GET', '/api/v1/celebrations?since=yesterday', { headers: session })).json).toMatchObject({ field: 'since' });
});

test('the demo celebrates what happens in it, and nothing of the history that it begins with', async () => {
	const given = await givenServer({ env: { DEMO: 'on', API_KEY: '' }, administrator: false });
	const wall = given.server.wall();
	const won = wall.options.demo ? (await wall.explain({ metric: 'deals_won', scope: 'company', period: '2026-11' })).value : null;
	expect(won).toBeGreaterThan(0);
	expect(wall.celebrations.list(0)).toEqual([]);
	wall.push({ source: 'demo', deals: [{ external_id: 'live-1', status: 'won', closed: '2026-11-23T08:59:00Z', amount: '900', account: 'Acme' }] }, 'demo');
	await expect.poll(() => wall.celebrations.list(0).map(({ view }) => view.detail)).toEqual(['Acme · new business']);
});
