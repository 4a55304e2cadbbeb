/** Setting up screens over the interface, and what their sockets then get. */
import { describe, expect, test } from 'vitest';
import type { ScreenList } from '../../../shared/api.ts';
import { usualChoice, usualSetup, type ScreenSetup } from '../../../shared/screen.ts';
import { fromElsewhere, givenServer, next, type Given, type WallSocket } from './support.ts';

const usual = usualChoice;
const hours = { days: [1, 2, 3, 4, 5], from: '07:00', to: '19:00', offOnHolidays: true };
const list = async (given: Given): Promise<ScreenList> => (await given.call('GET', '/api/v1/screens', { headers: given.session() })).json;

/** Everything that a wall is told of how it is set up. */
const told = (socket: WallSocket): ScreenSetup[] => {
	const all: ScreenSetup[] = [];
	socket.on('screen', (setup) => all.push(setup));
	return all;
};

describe('the set-up', () => {
	test('is kept over a restart, listed, and says who chose it', async () => {
		const given = await givenServer();
		const { id } = await given.pairScreen(given.session());
		expect(await list(given)).toMatchObject({
			screens: [{ id, setup: usual, lastChange: null, cardUntil: null }],
			unpaired: { setup: usual, lastChange: null, cardUntil: null, online: 0 },
			proposedHours: { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', offOnHolidays: true },
		});
		const put = (place: string | number, body: unknown) => given.call('PUT', `/api/v1/screens/${place}/setup`, { body, headers: given.session() });
		const setup = { ...usual, theme: 'light', overscan: 2.5, far: true, calm: true, hours };
		const lastChange = { at: '2026-11-23T09:00:00Z', author: 'admin' };
		expect((await put(id, { ...setup, hours: { ...hours, days: [5, 1, 3, 2, 4, 1] } })).json).toEqual({ setup, lastChange, cardUntil: null, identifyUntil: null, dark: null, isInReview: false });
		expect((await put('unpaired', { ...usual, calm: true })).status).toBe(200);
		await given.server.close();
		const again = await givenServer({ env: { DATA_DIR: given.config.dataDir }, administrator: false });
		expect(again.server.wall().screens.setupStanding(id)).toMatchObject({ chosen: setup, lastChange: { author: 'admin' } });
		expect(again.server.wall().screens.setupStanding(null).chosen).toEqual({ ...usual, calm: true });
	});

	test('that is none is no entry', async () => {
		const given = await givenServer();
		const revision = given.server.wall().journal.revision();
		expect((await given.call('PUT', '/api/v1/screens/unpaired/setup', { body: usual, headers: given.session() })).json).toEqual({ setup: usual, lastChange: null, cardUntil: null, identifyUntil: null, dark: null, isInReview: false });
		expect(given.server.wall().journal.revision()).toBe(revision);
	});

	test('is chosen in parts: what one person chooses undoes nothing that another chose meanwhile, and the entry keeps the whole', async () => {
		const given = await givenServer();
		const put = (body: unknown) => given.call('PUT', '/api/v1/screens/unpaired/setup', { body, headers: given.session() });
		await put({ far: true });
		await put({ hours });
		expect((await put({ theme: 'light' })).json.setup).toEqual({ ...usual, far: true, hours, theme: 'light' });
		expect((await put({ hours: null })).json.setup).toEqual({ ...usual, far: true, theme: 'light' });
		const [latest] = given.server.wall().journal.entries({ kinds: ['screen set up'], limit: 1 });
		expect(latest?.body).toEqual({ screen: null, from: { ...usual, far: true, hours, theme: 'light' }, to: { ...usual, far: true, theme: 'light' } });
	});

	test('tells from the hours whether the screen is dark now, and until when', async () => {
		const given = await givenServer();
		const put = async (from: string, to: string) => (await given.call('PUT', '/api/v1/screens/unpaired/setup', { body: { hours: { ...hours, from, to } }, headers: given.session() })).json.dark;
		expect(await put('09:00', '19:00')).toBeNull();
		expect(await put('11:00', '19:00')).toEqual({ until: '2026-11-23T10:00:00Z' });
		expect(await put('07:00', '09:00')).toEqual({ until: '2026-11-24T06:00:00Z' });
		expect((await list(given)).unpaired.dark).toEqual({ until: '2026-11-24T06:00:00Z' });
	});

	test.each([
		[{}, 'body'],
		[{ colour: 'pink' }, 'body'],
		[{ hours: { days: [1] } }, 'hours.from'],
		[{ theme: 'pink' }, 'theme'],
		[{ overscan: 3 }, 'overscan'],
		[{ overscan: '5' }, 'overscan'],
		[{ far: 'yes' }, 'far'],
		[{ calm: null }, 'calm'],
		[{ hours: 'always' }, 'hours'],
		[{ hours: { ...hours, days: [] } }, 'hours.days'],
		[{ hours: { ...hours, days: [1, 8] } }, 'hours.days[1]'],
		[{ hours: { ...hours, days: [0.5] } }, 'hours.days[0]'],
		[{ hours: { ...hours, from: '7:00' } }, 'hours.from'],
		[{ hours: { ...hours, from: '24:00' } }, 'hours.from'],
		[{ hours: { ...hours, from: '07:00:00' } }, 'hours.from'],
		[{ hours: { ...hours, to: '24:01' } }, 'hours.to'],
		[{ hours: { ...hours, to: '19.00' } }, 'hours.to'],
		[{ hours: { ...hours, from: '19:00' } }, 'hours.to'],
		[{ hours: { ...hours, offOnHolidays: 1 } }, 'hours.offOnHolidays'],
	])('of %j is refused and named', async (wrong, field) => {
		const { call, session, server } = await givenServer();
		const { status, json } = await call('PUT', '/api/v1/screens/unpaired/setup', { body: wrong, headers: session() });
		expect([status, json.error, json.field]).toEqual([400, 'bad_input', field]);
		expect(server.wall().screens.setupOf(null)).toEqual(usualSetup);
	});
});

describe('what a wall is told', () => {
	test.each(['websocket', 'polling'] as const)('on %s, before its board, how it is set up; a change comes within a second and to that screen alone', async (transport) => {
		const given = await givenServer();
		const headers = given.session();
		const [lobby, hall] = [await given.pairScreen(headers, 'Lobby'), await given.pairScreen(headers, 'Hall')];
		const connect = (options: object) => given.connect({ transports: [transport], ...options });
		const [inLobby, inHall, here] = [connect({ token: lobby.token, headers: fromElsewhere }), connect({ token: hall.token, headers: fromElsewhere }), connect({})];
		const order: string[] = [];
		inLobby.onAny((event: string) => order.push(event));
		const heard = [inLobby, inHall, here].map(told);
		await Promise.all([inLobby, inHall, here].map((wall) => next(wall, 'board')));
		expect(order.slice(0, 2)).toEqual(['screen', 'board']);
		const [ofLobby, ofHall] = [{ ...usualSetup, name: 'Lobby' }, { ...usualSetup, name: 'Hall' }];
		expect(heard).toEqual([[ofLobby], [ofHall], [usualSetup]]);

		const changed = next(inLobby, 'screen', 1000);
		await given.call('PUT', `/api/v1/screens/${lobby.id}/setup`, { body: { ...usual, theme: 'light' }, headers });
		expect((await changed)[0]).toEqual({ ...ofLobby, theme: 'light' });
		const unpaired = next(here, 'screen', 1000);
		await given.call('PUT', '/api/v1/screens/unpaired/setup', { body: { ...usual, hours }, headers });
		expect((await unpaired)[0]).toMatchObject({ theme: 'dark', on: expect.arrayContaining([['2026-11-23T06:00:00Z', '2026-11-23T18:00:00Z'].map(Date.parse)]) });
		const card = next(inHall, 'screen', 1000);
		await given.call('POST', `/api/v1/screens/${hall.id}/card`, { body: { show: true }, headers });
		expect((await card)[0]).toEqual({ ...ofHall, cardUntil: given.now.ms + 120_000 });
		expect(await list(given)).toMatchObject({ screens: [{ name: 'Hall', cardUntil: '2026-11-23T09:02:00Z' }, { name: 'Lobby', cardUntil: null }], unpaired: { online: 1 } });
		const done = next(inHall, 'screen', 1000);
		await given.call('POST', `/api/v1/screens/${hall.id}/card`, { body: { show: false }, headers });
		expect((await done)[0]).toEqual(ofHall);
		expect(heard.map(({ length }) => length)).toEqual([2, 3, 2]);
	});

	test('[B5] only what is new: with the first beat after midnight the days to come, the holidays, and that the test card is over', async () => {
		const given = await givenServer();
		const headers = given.session();
		await given.call('PUT', '/api/v1/screens/unpaired/setup', { body: { ...usual, hours }, headers });
		const socket = given.connect();
		const heard = told(socket);
		await next(socket, 'beat');
		await given.call('POST', '/api/v1/screens/unpaired/card', { body: { show: true }, headers });
		await expect.poll(() => heard.length).toBe(2);
		given.server.wall().journal.apply('calendar saved', { holidays: [{ day: '2026-11-25', name: 'Free' }] }, { at: given.now.ms, author: 'test' });
		given.now.ms += 24 * 3_600_000;
		await next(socket, 'beat', 15_000);
		await expect.poll(() => heard.length).toBe(3);
		const local = (iso: string): number => Date.parse(`${iso}+01:00`);
		expect(heard[2]).toEqual({
			...usualSetup,
			on: [...['23', '24', '26', '27', '30'].map((day) => [local(`2026-11-${day}T07:00`), local(`2026-11-${day}T19:00`)]), ...['01', '02'].map((day) => [local(`2026-12-${day}T07:00`), local(`2026-12-${day}T19:00`)]), [local('2026-12-03T00:00'), local('2026-12-03T00:00')]],
		});
	});
});
