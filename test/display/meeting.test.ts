/** Following a meeting over a line that comes and goes, and steering it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reply } from '../../display/admin/http.ts';
import { Following } from '../../display/review/meeting.svelte.ts';
import type { Meeting, MeetingWish, SlidePlace } from '../../shared/review-api.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const place = (panel: string, page = 0): SlidePlace => ({ section: 'target', panel, page });
const start: Meeting = {
	id: 7,
	seq: 1,
	month: '2017-06',
	scope: 'company',
	close: 3,
	at: place('a'),
	held: null,
	compared: 'none',
	isBlank: false,
	screens: [null],
	startedBy: 'ben',
	startedAt: '2017-07-03T08:00:00Z',
	endsAt: '2017-07-03T12:00:00Z',
};
const gone = { ok: false, status: 0, error: 'no_connection', message: '' } as const;
const refusal = (status: number) => ({ ok: false, status, error: 'x', message: 'refused' }) as const;

function givenServer() {
	let waiting: ((reply: Reply<Meeting>) => void)[] = [];
	const server = {
		meeting: start as Meeting | null,
		isOut: false,
		/** Takes the wish, and its answer is lost. */
		losesAnswers: false,
		status: 0,
		asked: [] as (number | null)[],
		wishes: [] as MeetingWish[],
		signedOut: 0,
		steer: (wish: MeetingWish): void => {
			if (!server.meeting) return;
			server.meeting = { ...server.meeting, ...wish, seq: server.meeting.seq + 1 };
			if (!server.isOut) server.tell({ ok: true, value: server.meeting });
		},
		tell: (reply: Reply<Meeting>): void => {
			for (const one of waiting) one(reply);
			waiting = [];
		},
		out: (): void => {
			server.isOut = true;
			server.tell(gone);
		},
	};
	const now = (): Reply<Meeting> => (server.status ? refusal(server.status) : server.meeting ? { ok: true, value: server.meeting } : refusal(404));
	const following = new Following({
		say: ({ message }) => message,
		onSignedOut: () => (server.signedOut += 1),
		api: {
			meeting: (_, after, signal) => {
				server.asked.push(after);
				if (server.isOut) return Promise.resolve(gone);
				if (after === null || after !== server.meeting?.seq || server.status) return Promise.resolve(now());
				return new Promise((resolve) => {
					waiting.push(resolve);
					signal.addEventListener('abort', () => resolve(gone));
				});
			},
			steer: async (_, wish) => {
				await Promise.resolve();
				if (server.isOut) return gone;
				server.wishes.push(wish);
				if (server.status || !server.meeting) return now();
				server.steer(wish);
				return server.losesAnswers ? gone : now();
			},
		},
	});
	return { server, following, rest: (ms = 0) => vi.advanceTimersByTimeAsync(ms) };
}

test('it takes the state at once, then waits for what comes after it', async () => {
	const { server, following, rest } = givenServer();
	following.follow(7);
	expect(following.line).toBe('asking');
	await rest();
	expect([following.line, following.meeting?.at, server.asked]).toEqual(['on', place('a'), [null, 1]]);
	server.steer({ at: place('b') });
	await rest();
	expect([following.meeting?.at, server.asked]).toEqual([place('b'), [null, 1, 2]]);
});

test('a wish shows at once, and what is wished meanwhile goes with the next', async () => {
	const { server, following, rest } = givenServer();
	following.follow(7);
	await rest();
	following.wish({ at: place('b') });
	following.wish({ at: place('c') });
	following.wish({ isBlank: true });
	expect(following.seen).toMatchObject({ at: place('c'), isBlank: true });
	expect(following.meeting?.at).toEqual(place('a'));
	await rest();
	expect(server.wishes).toEqual([{ at: place('b') }, { at: place('c'), isBlank: true }]);
	expect(following.meeting).toMatchObject({ at: place('c'), isBlank: true, seq: 3 });
});

test('without a line it asks ever less often, says so, and keeps what it has', async () => {
	const { server, following, rest } = givenServer();
	following.follow(7);
	await rest();
	server.out();
	await rest();
	expect([following.line, following.seen?.at]).toEqual(['off', place('a')]);
	const before = server.asked.length;
	// 0.5, 1, 2, 4, 8 seconds, then every 15.
	await rest(15_500);
	expect(server.asked.length - before).toBe(5);
	await rest(30_000);
	expect(server.asked.length - before).toBe(7);
	server.isOut = false;
	server.steer({ at: place('b') });
	following.wake();
	await rest();
	expect([following.line, following.seen?.at]).toEqual(['on', place('b')]);
});

test('a tap without a line is sent when it is back', async () => {
	const { server, following, rest } = givenServer();
	following.follow(7);
	await rest();
	server.out();
	await rest();
	following.wish({ at: place('b') });
	following.wish({ at: place('c') });
	await rest(5_000);
	expect([following.isWaiting, following.seen?.at, server.wishes]).toEqual([true, place('c'), []]);
	server.isOut = false;
	await rest(15_000);
	expect([following.isWaiting, following.wasOvertaken, server.meeting?.at, server.wishes.length]).toEqual([false, false, place('c'), 1]);
});

test('it is not sent when somebody else has moved on meanwhile, and that is said', async () => {
	const { server, following, rest } = givenServer();
	following.follow(7);
	await rest();
	server.out();
	await rest();
	following.wish({ at: place('b') });
	server.steer({ at: place('x') });
	server.isOut = false;
	await rest(15_000);
	expect([following.wasOvertaken, following.isWaiting, following.seen?.at, server.wishes]).toEqual([true, false, place('x'), []]);
	following.wish({ at: place('y') });
	await rest();
	expect([following.wasOvertaken, server.meeting?.at]).toEqual([false, place('y')]);
});

test('a wish that arrived although its answer was lost is not sent again', async () => {
	const { server, following, rest } = givenServer();
	following.follow(7);
	await rest();
	server.losesAnswers = true;
	following.wish({ at: place('b') });
	await rest(20_000);
	expect([server.wishes.length, following.wasOvertaken, following.line, following.seen?.at]).toEqual([1, false, 'on', place('b')]);
});

test('what the server refuses is given up and said', async () => {
	const { server, following, rest } = givenServer();
	following.follow(7);
	await rest();
	server.status = 403;
	following.wish({ isBlank: true });
	await rest();
	expect([following.refused, following.seen?.isBlank, server.wishes.length]).toEqual(['refused', false, 1]);
});

test('a server in trouble gets the wish a few times, not for ever', async () => {
	const { server, following, rest } = givenServer();
	following.follow(7);
	await rest();
	server.status = 500;
	following.wish({ isBlank: true });
	await rest(1_000);
	expect(following.line).toBe('off');
	server.status = 0;
	await rest(20_000);
	expect([following.line, server.meeting?.isBlank, following.seen?.isBlank]).toEqual(['on', true, true]);
});

test('an ended session stops it; signed in again it goes on, with the wish that was not heard', async () => {
	const { server, following, rest } = givenServer();
	following.follow(7);
	await rest();
	server.status = 401;
	following.wish({ at: place('b') });
	await rest();
	expect(server.signedOut).toBe(1);
	const asked = server.asked.length;
	await rest(60_000);
	expect(server.asked.length).toBe(asked);
	server.status = 0;
	following.follow(7);
	await rest();
	expect([following.line, server.meeting?.at]).toEqual(['on', place('b')]);
});

test('a meeting that has ended is said to be over and not asked for again', async () => {
	const { server, following, rest } = givenServer();
	following.follow(7);
	await rest();
	server.meeting = null;
	server.tell(refusal(404));
	await rest(60_000);
	expect([following.hasEnded, server.asked.length]).toEqual([true, 2]);
	following.wish({ isBlank: true });
	expect(server.wishes).toEqual([]);
});

test('a stopped page asks no more; another meeting begins anew', async () => {
	const { server, following, rest } = givenServer();
	const stop = following.follow(7);
	await rest();
	stop();
	await rest(60_000);
	expect(server.asked.length).toBe(2);
	following.follow(8);
	expect([following.meeting, following.line]).toEqual([null, 'asking']);
});

test('a server that answers at once with what is known is not asked without end', async () => {
	let asked = 0;
	const following = new Following({
		say: () => '',
		onSignedOut: () => undefined,
		api: {
			meeting: async () => {
				asked += 1;
				return { ok: true, value: start };
			},
			steer: async () => gone,
		},
	});
	following.follow(7);
	await vi.advanceTimersByTimeAsync(10_000);
	expect(asked).toBeLessThanOrEqual(12);
});
