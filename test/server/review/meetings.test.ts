/** A review that is gone through on screens: real server, real sockets. */
import { expect, test, vi } from 'vitest';
import type { Meeting, MeetingScreen, ReviewReply } from '../../../shared/review-api.ts';
import type { BoardView } from '../../../shared/views.ts';
import { givenServer, onBoards, type Given } from '../http/support.ts';

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

async function givenMeeting(): Promise<GivenMeeting> {
	const given = await givenServer({ env: { DEMO: 'on' } });
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
	const code = String(json.path).replace(/^\/tv#present=/, '');
	expect(code).toMatch(/^[\w-]{43}$/);
	const claim = () => call('POST', '/api/v1/pairing/claim', { body: { deviceCode: code } });
	const { status, json: given } = await claim();
	expect(status).toBe(200);
	expect((await claim()).status).toBe(410);
	const tv = wall(given.token);
	await vi.waitFor(() => expect(tv()?.id).toBe('review'), { timeout: 5_000 });
	await call('DELETE', `${path}/${meeting.id}`, { headers });
	const { json: left } = await call('GET', path, { headers });
	expect(left.screens.map(({ name }: MeetingScreen) => name)).toEqual(['Boardroom', 'Floor', '']);
});

test.each([
	[{ month: '2031-01' }, 'month'],
	[{ month: 'october' }, 'month'],
	[{ scope: 'team:Nowhere' }, 'scope'],
	[{ close: 12 }, 'close'],
	[{ screens: [99] }, 'screens[0]'],
	[{ compared: 'sideways' }, 'compared'],
	[{}, ''],
	[{ at: { section: 'nothing', panel: 'x', page: 0 } }, 'at.section'],
])('what cannot be shown is refused and changes nothing: %j', async (wish, field) => {
	const { start, call, headers } = await givenMeeting();
	const meeting = await start([]);
	const { status, json } = await call('PUT', `${path}/${meeting.id}`, { body: wish, headers });
	expect(status).toBeGreaterThanOrEqual(400);
	expect(status).toBeLessThan(500);
	if (field !== '') expect(json.field).toBe(field);
	expect((await call('GET', `${path}/${meeting.id}`, { headers })).json).toEqual(meeting);
});
