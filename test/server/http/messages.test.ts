/** Messages over the interface, and what the sockets of the screens then get. It is 10:00 in Stockholm. */
import { expect, test } from 'vitest';
import type { MessageList, MessageRow } from '../../../shared/messages-api.ts';
import type { ScreenSetup } from '../../../shared/screen.ts';
import { fromElsewhere, givenServer, next, type Given, type WallSocket } from './support.ts';

const givenCalls = async () => {
	const given = await givenServer();
	const headers = given.session();
	return {
		given,
		list: async (): Promise<MessageList> => (await given.call('GET', '/api/v1/messages', { headers })).json,
		post: (body: unknown) => given.call('POST', '/api/v1/messages', { body, headers }),
		put: (id: number, body: unknown) => given.call('PUT', `/api/v1/messages/${id}`, { body, headers }),
		end: (id: number) => given.call('DELETE', `/api/v1/messages/${id}`, { headers }),
	};
};
const told = (socket: WallSocket): ScreenSetup[] => {
	const all: ScreenSetup[] = [];
	socket.on('screen', (setup) => all.push(setup));
	return all;
};
/** Nothing is listed but what is said; it is 10:00, and the floor works until five. */
const empty = { running: [], coming: [], over: [], screens: [], now: '2026-11-23T09:00:00Z', dayEnds: '2026-11-23T16:00:00Z' };
const later = (given: Given, minutes: number): void => void (given.now.ms += minutes * 60_000);

test('a message with no times is on all screens now, for a quarter of an hour, and then over', async () => {
	const { given, list, post } = await givenCalls();
	const { status, json } = await post({ form: 'band', title: '  All\n hands \u202e', text: 'Cake 🎂' });
	const row: MessageRow = json;
	expect([status, row]).toEqual([
		200,
		{ id: 1, version: expect.any(Number), form: 'band', title: 'All hands', text: 'Cake 🎂', from: '2026-11-23T09:00:00Z', until: '2026-11-23T09:15:00Z', countdownTo: null, screens: null, author: 'admin', savedAt: '2026-11-23T09:00:00Z', endedAt: null },
	]);
	expect(await list()).toEqual({ ...empty, running: [row] });
	later(given, 15);
	expect(await list()).toEqual({ ...empty, over: [row], now: '2026-11-23T09:15:00Z' });
	later(given, 8 * 60);
	expect((await list()).dayEnds).toBe('2026-11-23T23:00:00Z');
});

test('times are instants or local ones of the workspace', async () => {
	const { list, post } = await givenCalls();
	await post({ form: 'takeover', title: 'All hands', from: '2026-11-23T15:00', until: '2026-11-23T15:30:00+01:00', countdownTo: '2026-11-23T14:10:00Z' });
	expect((await list()).coming).toMatchObject([{ from: '2026-11-23T14:00:00Z', until: '2026-11-23T14:30:00Z', countdownTo: '2026-11-23T14:10:00Z' }]);
});

test.each([
	['form', { form: 'marquee' }],
	['title', { title: '' }],
	['title', { title: ' \n ' }],
	['title', { title: '\u200b' }],
	['title', { title: ' \u3164\u2800\u200d' }],
	['title', { title: 'x'.repeat(81) }],
	['title', { title: 5 }],
	['text', { text: 'x'.repeat(201) }],
	['from', { from: 'soon' }],
	['from', { from: '2026-02-30T10:00' }],
	['from', { from: '2028-01-01T10:00', until: '2028-01-01T11:00' }],
	['until', { until: '2026-11-23T09:59' }],
	['until', { from: '2026-11-23T15:00', until: '2026-11-23T15:00' }],
	['until', { until: '2026-12-25T10:00' }],
	['until', { from: '2026-11-01T10:00', until: '2026-11-20T10:00' }],
	['countdownTo', { countdownTo: '2026-11-23T09:59' }],
	['countdownTo', { until: '2026-11-23T11:00', countdownTo: '2026-11-24T11:01' }],
	['screens', { screens: [] }],
	['screens', { screens: [77] }],
	['screens[0]', { screens: ['all'] }],
	['was', { was: '1' }],
])('a bad %s is a 400 that names it, and nothing is written: %j', async (field, part) => {
	const { given, post } = await givenCalls();
	const revision = given.server.wall().journal.revision();
	expect((await post({ form: 'band', title: 'All hands', ...part })).json).toMatchObject({ error: expect.any(String), field });
	expect(given.server.wall().journal.revision()).toBe(revision);
});

test('80 characters and 200 are taken, however many bytes they have', async () => {
	const { post } = await givenCalls();
	expect((await post({ form: 'band', title: '🎂'.repeat(80), text: 'é'.repeat(200) })).status).toBe(200);
});

test('a change that was made on what somebody else has changed meanwhile is a 409; one that is none is no entry', async () => {
	const { given, post, put } = await givenCalls();
	const first: MessageRow = (await post({ form: 'band', title: 'All hands' })).json;
	const { from, until } = first;
	const changed: MessageRow = (await put(first.id, { form: 'band', title: 'All hands!', from, until, was: first.version })).json;
	expect(changed).toMatchObject({ id: first.id, title: 'All hands!', from, until });
	expect((await put(first.id, { form: 'band', title: 'Mine', was: first.version })).json).toMatchObject({ error: 'conflict', field: 'was' });
	const revision = given.server.wall().journal.revision();
	expect((await put(first.id, { form: 'band', title: 'All hands!', from, until, was: changed.version })).json).toEqual(changed);
	expect(given.server.wall().journal.revision()).toBe(revision);
});

test('what is over, or never was, is a 404; what is no number a 400', async () => {
	const { given, post, put, end } = await givenCalls();
	const { id } = (await post({ form: 'band', title: 'All hands' })).json;
	expect([(await end(id)).status, (await end(id)).status, (await put(id, { form: 'band', title: 'Again' })).status, (await end(99)).status]).toEqual([200, 404, 404, 404]);
	for (const odd of ['abc', '-1', '1.5']) expect((await given.call('DELETE', `/api/v1/messages/${odd}`, { headers: given.session() })).json).toMatchObject({ error: 'bad_input', field: 'id' });
});

test('the screens concerned are told at once: of a new message, of its change to other screens, and of its end', async () => {
	const { given, post, put, end, list } = await givenCalls();
	const lobby = await given.pairScreen(given.session(), 'Lobby');
	const hall = await given.pairScreen(given.session(), 'Hall');
	const sockets = [given.connect({ token: lobby.token, headers: fromElsewhere }), given.connect({ token: hall.token, headers: fromElsewhere }), given.connect()] as const;
	const [inLobby, inHall, onBox] = sockets.map(told);
	await Promise.all(sockets.map((socket) => next(socket, 'beat')));
	const latest = () => [inLobby, inHall, onBox].map((all) => all?.at(-1)?.messages.map(({ title }) => title).join());

	const { id }: MessageRow = (await post({ form: 'takeover', title: 'Lobby', screens: [lobby.id] })).json;
	await expect.poll(latest, { timeout: 1000 }).toEqual(['Lobby', '', '']);
	await put(id, { form: 'takeover', title: 'Others', screens: [0, hall.id] });
	await expect.poll(latest, { timeout: 1000 }).toEqual(['', 'Others', 'Others']);
	expect((await list()).running).toMatchObject([{ screens: [0, hall.id] }]);
	await put(id, { form: 'takeover', title: 'All', screens: null });
	await expect.poll(latest, { timeout: 1000 }).toEqual(['All', 'All', 'All']);
	await end(id);
	await expect.poll(latest, { timeout: 1000 }).toEqual(['', '', '']);
	// Each was told when it was concerned, and not otherwise.
	expect([inLobby?.length, inHall?.length, onBox?.length]).toEqual([5, 4, 4]);
	expect((await list()).screens).toEqual([{ id: hall.id, name: 'Hall' }, { id: lobby.id, name: 'Lobby' }]);
});

test('a message that ends or comes into reach is told with the next beat', async () => {
	const { given, post } = await givenCalls();
	const socket = given.connect();
	const all = told(socket);
	await next(socket, 'beat');
	await post({ form: 'band', title: 'Now' });
	await post({ form: 'band', title: 'In two days', from: '2026-11-25T10:00' });
	await expect.poll(() => all.at(-1)?.messages.map(({ title }) => title)).toEqual(['Now']);
	later(given, 16);
	await expect.poll(() => all.at(-1)?.messages, { timeout: 7000 }).toEqual([]);
	later(given, 12 * 60);
	await expect.poll(() => all.at(-1)?.messages.map(({ title }) => title), { timeout: 7000 }).toEqual(['In two days']);
}, 20_000);

test('messages are kept over a restart', async () => {
	const { given, post } = await givenCalls();
	await post({ form: 'band', title: 'All hands', until: '2026-11-23T18:00' });
	await given.server.close();
	const again = await givenServer({ env: { DATA_DIR: given.config.dataDir }, administrator: false });
	expect(again.server.wall().screens.setupOf(null).messages).toMatchObject([{ title: 'All hands' }]);
});
