/** A review that is gone through on screens: real server, real sockets. */
import { expect, test, vi } from 'vitest';
import type { Meeting, MeetingScreen, ReviewReply } from '../../../shared/review-api.ts';
import type { BoardView } from '../../../shared/views.ts';
import { givenFolder, givenServer, onBoards, type Given } from '../http/support.ts';

const path = '/api/v1/review/meetings';

interface GivenMeeting extends Given {
	headers: Record<string, string>;
	screen: { id: number; token: string };
	other: { id: number; token: string };
	start: (screens: (number | null)[]) => Promise<Meeting>;
	steer: (id: number, wish: object) => Promise<Meeting>;
	/** A wall with this token; what it shows by now. */
	tv: (token: string) => () => BoardView | null;
}

async function givenMeeting(env: Record<string, string> = {}): Promise<GivenMeeting> {
	const given = await givenServer({ env: { DEMO: 'on', ...env } });
	const headers = given.session();
	const screen = await given.pairScreen(headers, 'Boardroom');
	const other = await given.pairScreen(headers, 'Floor');
	const say = async (method: string, to: string, body: object): Promise<Meeting> => {
		const { status, json } = await given.call(method, to, { body, headers });
		expect([status, json]).toEqual([200, expect.anything()]);
		return json;
	};
	return {
		...given,
		headers,
		screen,
		other,
		start: (screens) => say('POST', path, { month: '2026-10', scope: 'company', close: null, screens }),
		steer: (id, wish) => say('PUT', `${path}/${id}`, wish),
		tv: (token) => {
			let shown: BoardView | null = null;
			onBoards(given.connect({ token }), (board) => (shown = board));
			return () => shown;
		},
	};
}

const panels = (board: BoardView | null): string[] => board?.panels.map(({ id }) => id) ?? [];

test('a paired screen becomes the screen of the meeting, follows it, and has its own board back when it ends', async () => {
	const given = await givenMeeting();
	const { screen, other, start, steer, call, headers } = given;
	const tv = given.tv(screen.token);
	const floor = given.tv(other.token);
	await vi.waitFor(() => expect(tv()?.id).toBe('floor'), { timeout: 10_000 });
	const meeting = await start([screen.id]);
	expect(meeting).toMatchObject({ seq: 1, month: '2026-10', scope: 'company', close: null, held: null, compared: 'none', isBlank: false, screens: [screen.id] });
	await vi.waitFor(() => expect(tv()).toMatchObject({ id: 'review', title: 'October 2026', review: { page: 0, isBlank: false } }), { timeout: 5_000 });
	expect(panels(tv())).toEqual([meeting.at?.panel]);
	expect(tv()?.replay).toMatch(/^as known .*, not closed$/);

	const { json } = await call('GET', '/api/v1/review?month=2026-10', { headers });
	const { document, scopes }: ReviewReply = json;
	const quota = document.sections.find(({ id }) => id === 'quota');
	const [panel] = quota?.panels ?? [];
	const stepped = await steer(meeting.id, { at: { section: 'quota', panel: panel?.id ?? '', page: 1 } });
	expect([stepped.seq, stepped.at]).toEqual([2, { section: 'quota', panel: panel?.id, page: 1 }]);
	await vi.waitFor(() => expect(tv()).toMatchObject({ review: { page: 1 }, panels: [{ id: panel?.id }] }), { timeout: 2_000 });

	// Held, the screens keep their picture while whoever steers looks ahead.
	const first = document.sections[0]?.panels[0]?.id ?? '';
	await steer(meeting.id, { held: stepped.at, at: { section: 'target', panel: first, page: 0 } });
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(panels(tv())).toEqual([panel?.id]);
	await steer(meeting.id, { held: null });
	await vi.waitFor(() => expect(panels(tv())).toEqual([first]), { timeout: 2_000 });

	await steer(meeting.id, { isBlank: true });
	await vi.waitFor(() => expect(tv()?.review?.isBlank).toBe(true), { timeout: 2_000 });
	await steer(meeting.id, { isBlank: false, compared: 'before' });
	await vi.waitFor(() => expect(tv()).toMatchObject({ title: 'September 2026', review: { isBlank: false } }), { timeout: 2_000 });
	await steer(meeting.id, { compared: 'year' });
	await vi.waitFor(() => expect(tv()?.title).toBe('October 2025'), { timeout: 2_000 });
	await steer(meeting.id, { compared: 'none', scope: `team:${scopes[1]?.name}` });
	await vi.waitFor(() => expect(tv()?.title).toBe(`October 2026 · ${scopes[1]?.name}`), { timeout: 2_000 });
	// The other screen has its own board all along.
	expect(floor()?.id).toBe('floor');

	expect((await call('DELETE', `${path}/${meeting.id}`, { headers })).status).toBe(200);
	await vi.waitFor(() => expect(tv()?.id).toBe('floor'), { timeout: 2_000 });
	expect((await call('GET', `${path}/${meeting.id}`, { headers })).status).toBe(404);
});

test('whoever waits hears of a change at once, and of the end', async () => {
	const { start, steer, call, headers } = await givenMeeting();
	const meeting = await start([]);
	const waiting = call('GET', `${path}/${meeting.id}?after=${meeting.seq}`, { headers });
	await steer(meeting.id, { isBlank: true });
	expect((await waiting).json).toMatchObject({ seq: 2, isBlank: true });
	const last = call('GET', `${path}/${meeting.id}?after=2`, { headers });
	await new Promise((resolve) => setTimeout(resolve, 100));
	await call('DELETE', `${path}/${meeting.id}`, { headers });
	expect((await last).status).toBe(404);
});

test('a screen is of one meeting: the last that it was asked to', async () => {
	const { start, call, headers, screen, other } = await givenMeeting();
	const one = await start([screen.id, other.id]);
	const two = await start([screen.id]);
	const { json } = await call('GET', path, { headers });
	const { meetings, screens }: { meetings: Meeting[]; screens: MeetingScreen[] } = json;
	expect(meetings.map(({ id, screens: shown }) => [id, shown])).toEqual([[one.id, [other.id]], [two.id, [screen.id]]]);
	expect(screens.map(({ name, meeting }) => [name, meeting])).toEqual([['Boardroom', two.id], ['Floor', one.id], ['', null]]);
});

test('a meeting ends by itself two hours after it was last steered, and its screens return', async () => {
	const { start, steer, call, headers, screen, tv: given, now } = await givenMeeting();
	const tv = given(screen.token);
	const meeting = await start([screen.id]);
	await vi.waitFor(() => expect(tv()?.id).toBe('review'), { timeout: 5_000 });
	now.ms += 119 * 60_000;
	await steer(meeting.id, { isBlank: false });
	now.ms += 119 * 60_000;
	expect((await call('GET', `${path}/${meeting.id}`, { headers })).status).toBe(200);
	now.ms += 2 * 60_000;
	await vi.waitFor(async () => expect((await call('GET', `${path}/${meeting.id}`, { headers })).status).toBe(404), { timeout: 8_000 });
	await vi.waitFor(() => expect(tv()?.id).toBe('floor'), { timeout: 8_000 });
});

test('a page that is presented becomes a screen of the meeting by its one-time code, and is none any more when it ends', async () => {
	const { start, call, headers, tv: wall } = await givenMeeting();
	const meeting = await start([]);
	const { json } = await call('POST', `${path}/${meeting.id}/present`, { body: {}, headers });
	// 256 bits.
	expect(json).toEqual({ code: expect.stringMatching(/^[\w-]{43}$/) });
	const take = (code: string) => call('POST', '/api/v1/present', { body: { code } });
	// Nobody who never comes is a screen.
	expect((await call('GET', path, { headers })).json.screens).toHaveLength(3);
	const { status, json: given } = await take(json.code);
	expect(status).toBe(200);
	const refused = await take(json.code);
	expect([refused.status, refused.json.error, refused.json.field]).toEqual([404, 'unknown_code', 'code']);
	expect((await take('x'.repeat(43))).status).toBe(404);
	const tv = wall(given.token);
	await vi.waitFor(() => expect(tv()?.id).toBe('review'), { timeout: 5_000 });
	await call('DELETE', `${path}/${meeting.id}`, { headers });
	const { json: left } = await call('GET', path, { headers });
	expect(left.screens.map(({ name }: MeetingScreen) => name)).toEqual(['Boardroom', 'Floor', '']);
});

test('a code that is a minute old, or whose meeting has ended, makes no screen', async () => {
	const { start, call, headers, now } = await givenMeeting();
	const meeting = await start([]);
	const offer = async (): Promise<string> => (await call('POST', `${path}/${meeting.id}/present`, { body: {}, headers })).json.code;
	const take = async (code: string) => (await call('POST', '/api/v1/present', { body: { code } })).status;
	const old = await offer();
	now.ms += 60_000;
	expect(await take(old)).toBe(404);
	const late = await offer();
	await call('DELETE', `${path}/${meeting.id}`, { headers });
	expect(await take(late)).toBe(404);
	expect((await call('GET', '/api/v1/screens', { headers })).json.screens.map(({ name }: { name: string }) => name)).toEqual(['Boardroom', 'Floor']);
});

test('a presented page is a screen for the meeting only: taken off it, it is gone at once', async () => {
	const { start, steer, call, headers } = await givenMeeting();
	const meeting = await start([]);
	const { json } = await call('POST', `${path}/${meeting.id}/present`, { body: {}, headers });
	await call('POST', '/api/v1/present', { body: { code: json.code } });
	const names = async (): Promise<string[]> => (await call('GET', '/api/v1/screens', { headers })).json.screens.map(({ name }: { name: string }) => name);
	expect(await names()).toEqual(['Boardroom', 'Floor', 'Presented by admin']);
	await steer(meeting.id, { screens: [] });
	expect(await names()).toEqual(['Boardroom', 'Floor']);
});

test('a screen that is removed meanwhile is of the meeting no more; the list of screens says which are', async () => {
	const { start, steer, call, headers, screen, other } = await givenMeeting();
	const meeting = await start([screen.id, other.id, null]);
	const { json } = await call('GET', '/api/v1/screens', { headers });
	expect([json.screens.map(({ isInReview }: { isInReview: boolean }) => isInReview), json.unpaired.isInReview]).toEqual([[true, true], true]);
	expect((await call('DELETE', `/api/v1/screens/${screen.id}`, { headers })).status).toBe(200);
	expect((await steer(meeting.id, { isBlank: true })).screens).toEqual([other.id, null]);
});

test('a meeting goes on where it was after a restart, at night too, and whoever waits is answered when the server stops', async () => {
	const dataDir = givenFolder();
	const first = await givenMeeting({ DATA_DIR: dataDir });
	const { screen, headers, call } = first;
	// Off all day, by its hours.
	const dark = { days: [7], from: '00:00', to: '00:30', offOnHolidays: false };
	expect((await call('PUT', `/api/v1/screens/${screen.id}/setup`, { body: { hours: dark }, headers })).status).toBe(200);
	const meeting = await first.start([screen.id]);
	const section = first.server.wall().meetings.one(meeting.id).at?.section;
	await first.steer(meeting.id, { at: { section: 'quota', panel: 'quota', page: 0 }, isBlank: true });
	const waiting = call('GET', `${path}/${meeting.id}?after=2`, { headers });
	await new Promise((resolve) => setTimeout(resolve, 100));
	const from = performance.now();
	await first.server.close();
	expect((await waiting).json).toMatchObject({ seq: 2, isBlank: true });
	expect(performance.now() - from).toBeLessThan(1_400);
	expect(section).toBe('target');

	const second = await givenServer({ env: { DEMO: 'on', DATA_DIR: dataDir } });
	const again = second.server.wall();
	expect(again.meetings.list()).toEqual([expect.objectContaining({ id: meeting.id, seq: 2, isBlank: true, screens: [screen.id] })]);
	expect(again.screens.setupOf(screen.id).on).toBeNull();
	let shown: BoardView | null = null;
	onBoards(second.connect({ token: screen.token }), (board) => (shown = board));
	await vi.waitFor(() => expect(shown).toMatchObject({ review: { isBlank: true }, panels: [{ id: 'quota' }] }), { timeout: 8_000 });
	again.meetings.end(meeting.id);
	await vi.waitFor(() => expect(shown?.id).toBe('floor'), { timeout: 3_000 });
	expect(again.screens.setupOf(screen.id).on).not.toBeNull();
});

test('what cannot be shown is refused and changes nothing', async () => {
	const { start, call, headers } = await givenMeeting();
	const meeting = await start([]);
	const refusals: [wish: object, field: string][] = [
		[{ month: '2031-01' }, 'month'],
		[{ month: 'october' }, 'month'],
		[{ scope: 'team:Nowhere' }, 'scope'],
		[{ close: 12 }, 'close'],
		[{ screens: [99] }, 'screens[0]'],
		[{ compared: 'sideways' }, 'compared'],
		[{}, 'body'],
		[{ at: { section: 'nothing', panel: 'x', page: 0 } }, 'at.section'],
	];
	for (const [wish, field] of refusals) {
		const { status, json } = await call('PUT', `${path}/${meeting.id}`, { body: wish, headers });
		expect([wish, status >= 400 && status < 500, json.field]).toEqual([wish, true, field]);
	}
	expect((await call('GET', `${path}/${meeting.id}`, { headers })).json).toEqual(meeting);
	// One that is not there any more gives way to the nearest.
	const { json } = await call('PUT', `${path}/${meeting.id}`, { body: { at: { section: 'quota', panel: 'gone', page: 3 } }, headers });
	expect(json.at).toMatchObject({ section: 'quota', page: 0 });
});

test('a meeting on somebody who is erased is the company’s from then on, and says nothing of them', async () => {
	const { start, steer, call, headers, server, now } = await givenMeeting();
	const meeting = await start([]);
	const [person] = server.wall().people.list();
	if (!person) throw new Error('the demo has people');
	await steer(meeting.id, { scope: `person:${person.handle}` });
	server.wall().identifying.erase(person.id, person.name, { at: now.ms, author: 'admin' });
	expect(await steer(meeting.id, { isBlank: true })).toMatchObject({ scope: 'company', isBlank: true });
	expect((await call('GET', path, { headers })).text).not.toContain(person.handle);
	expect(JSON.stringify(server.wall().options.db.prepare('SELECT * FROM meeting_on').all())).not.toContain(person.handle);
});
