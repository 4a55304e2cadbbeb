/** The admin page's ear: when it listens, when it comes back, what it tells. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Live, type Heard, type Source } from '../../display/admin/live.svelte.ts';
import type { LiveMessage } from '../../shared/live-api.ts';

interface Stream extends Source {
	isClosed: boolean;
	say: (message: LiveMessage) => void;
	event: (name: string) => void;
}

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });

beforeEach(() => {
	vi.useFakeTimers();
	page.visibilityState = 'visible';
	vi.stubGlobal('document', page);
	vi.stubGlobal('window', page);
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

function givenLive(isSignedIn = true) {
	const streams: Stream[] = [];
	const heard: Heard[] = [];
	let ended = 0;
	const live = new Live({
		open: () => {
			const listeners = new Map<string, () => void>();
			const stream: Stream = {
				onmessage: null,
				onerror: null,
				isClosed: false,
				addEventListener: (name, listener) => listeners.set(name, listener),
				close: () => (stream.isClosed = true),
				say: (message) => stream.onmessage?.(new MessageEvent('message', { data: JSON.stringify(message) })),
				event: (name) => listeners.get(name)?.(),
			};
			streams.push(stream);
			return stream;
		},
		isSignedIn: async () => isSignedIn,
		onEnded: () => (ended += 1),
		random: () => 0.5,
	});
	live.on(['targets'], (what) => heard.push(what));
	const stop = live.start();
	return { live, streams, heard, ended: () => ended, stop };
}

const at = (revision: number): LiveMessage => ({ revision, changes: [], facts: false });
const change = (revision: number, area: 'targets' | 'people'): LiveMessage => ({ revision, changes: [{ entry: revision, area, kind: 'x', author: 'ben', at: '2026-11-23T09:00:00Z' }], facts: false });
const fail = async (stream: Stream | undefined) => {
	stream?.onerror?.(new Event('error'));
	await vi.advanceTimersByTimeAsync(0);
};

test('who listens to an area is told of that area only, and of nothing when the stream begins', () => {
	const { streams, heard, live } = givenLive();
	streams[0]?.say(at(5));
	streams[0]?.say(change(6, 'people'));
	expect([heard, live.isConnected]).toEqual([[], true]);
	streams[0]?.say(change(7, 'targets'));
	expect(heard.map(({ changes }) => changes?.map(({ author }) => author))).toEqual([['ben']]);
});

test('a broken stream is sought again, later each time, and whoever comes back reads anew', async () => {
	const { streams, heard } = givenLive();
	streams[0]?.say(at(5));
	await fail(streams[0]);
	await vi.advanceTimersByTimeAsync(999);
	expect(streams.length).toBe(1);
	await vi.advanceTimersByTimeAsync(1);
	expect(streams.length).toBe(2);
	await fail(streams[1]);
	await vi.advanceTimersByTimeAsync(1_999);
	expect(streams.length).toBe(2);
	await vi.advanceTimersByTimeAsync(1);
	streams[2]?.say(at(5));
	expect(heard).toEqual([{ areas: expect.any(Set), changes: null }]);
});

test('a page that nobody sees holds no stream, and reads anew only when something happened meanwhile', () => {
	const { streams, heard } = givenLive();
	streams[0]?.say(at(5));
	const turn = (state: string) => {
		page.visibilityState = state;
		page.dispatchEvent(new Event('visibilitychange'));
	};
	turn('hidden');
	expect(streams[0]?.isClosed).toBe(true);
	turn('visible');
	streams[1]?.say(at(5));
	expect(heard).toEqual([]);
	turn('hidden');
	turn('visible');
	streams[2]?.say(at(9));
	expect(heard.map(({ changes }) => changes)).toEqual([null]);
});

test('what was too much to tell is read anew, and so is everything when the network is back', () => {
	const { streams, heard } = givenLive();
	streams[0]?.say(at(5));
	streams[0]?.say({ revision: 900, changes: null, facts: false });
	page.dispatchEvent(new Event('online'));
	expect(heard.map(({ changes }) => changes)).toEqual([null, null]);
});

test('a session that is over is said once and sought no more', async () => {
	const told = givenLive(false);
	told.streams[0]?.event('ended');
	await vi.advanceTimersByTimeAsync(1_000);
	expect([told.ended(), told.streams.length, told.streams[0]?.isClosed]).toEqual([1, 1, true]);
	// Whoever changed the password here has another session by then.
	const renewed = givenLive();
	renewed.streams[0]?.event('ended');
	await vi.advanceTimersByTimeAsync(1_000);
	expect([renewed.ended(), renewed.streams.length, renewed.streams[0]?.isClosed]).toEqual([0, 2, true]);
	const silent = givenLive(false);
	await fail(silent.streams[0]);
	await vi.advanceTimersByTimeAsync(120_000);
	expect([silent.ended(), silent.streams.length]).toEqual([1, 1]);
});

test('a page whose place was taken waits until somebody turns to it', async () => {
	const { streams } = givenLive();
	streams[0]?.event('replaced');
	await vi.advanceTimersByTimeAsync(120_000);
	expect(streams.length).toBe(1);
	page.dispatchEvent(new Event('focus'));
	expect(streams.length).toBe(2);
});

test('a page that goes leaves nothing behind', async () => {
	const { streams, stop, heard } = givenLive();
	await fail(streams[0]);
	stop();
	await vi.advanceTimersByTimeAsync(120_000);
	page.dispatchEvent(new Event('online'));
	page.dispatchEvent(new Event('focus'));
	expect([streams.length, heard]).toEqual([1, []]);
});
