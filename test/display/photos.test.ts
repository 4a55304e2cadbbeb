/** Photos on a TV: sixty of them in memory, asked for at most once a minute, and never with the token in an address. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const asked: { path: string; authorization: string | null; at: number }[] = [];
const held = new Set<string>();
let answer: (path: string) => number;
let made = 0;

beforeEach(() => {
	vi.useFakeTimers();
	vi.resetModules();
	asked.length = 0;
	held.clear();
	made = 0;
	answer = () => 200;
	vi.stubGlobal('window', { localStorage: { getItem: (place: string) => (place === 'floorcast.token' ? 'secret-token' : null) } });
	vi.stubGlobal('fetch', async (path: string, init: { headers?: Record<string, string> }) => {
		asked.push({ path, authorization: init.headers?.['Authorization'] ?? null, at: vi.getMockedSystemTime()?.getTime() ?? 0 });
		const status = answer(path);
		if (status === 0) throw new TypeError('Failed to fetch');
		return new Response('bytes', { status });
	});
	vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
		const url = `blob:${(made += 1)}`;
		held.add(url);
		return url;
	});
	vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void held.delete(url));
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

const freshPhotos = () => import('../../display/parts/photos.ts');
const settle = () => vi.advanceTimersByTimeAsync(0);

test('a photo is fetched once, with the token in the header and not in the address', async () => {
	const { showPhoto } = await freshPhotos();
	const shown: string[] = [];
	for (let times = 0; times < 3; times += 1) showPhoto('aa', (url) => shown.push(url));
	await settle();
	showPhoto('aa', (url) => shown.push(url));
	await settle();
	expect([shown, asked.map(({ path, authorization }) => [path, authorization])]).toEqual([Array(4).fill('blob:1'), [['/photos/aa', 'Bearer secret-token']]]);
});

test.each([0, 401, 403, 404, 500])('one that is answered with %i is asked for again once a minute while somebody shows it, and then by nobody', async (status) => {
	const { showPhoto } = await freshPhotos();
	answer = () => status;
	const shown: string[] = [];
	const stops = [showPhoto('aa', (url) => shown.push(url))];
	// Others who come to show it meanwhile: the panel comes round every twenty seconds.
	for (let turn = 0; turn < 9; turn += 1) {
		await vi.advanceTimersByTimeAsync(20_000);
		stops.push(showPhoto('aa', (url) => shown.push(url)));
	}
	await settle();
	const gaps = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0));
	expect(asked.length).toBeGreaterThanOrEqual(3);
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60_000);
	expect(shown).toEqual([]);
	answer = () => 200;
	await vi.advanceTimersByTimeAsync(60_000);
	expect(new Set(shown)).toEqual(new Set(['blob:1']));
	for (const stop of stops) stop();
	const before = asked.length;
	await vi.advanceTimersByTimeAsync(600_000);
	expect(asked).toHaveLength(before);
});

test('whoever stopped waiting is not told, and asks no more', async () => {
	const { showPhoto } = await freshPhotos();
	const shown: string[] = [];
	showPhoto('aa', (url) => shown.push(url))();
	answer = () => 404;
	showPhoto('bb', (url) => shown.push(url))();
	await vi.advanceTimersByTimeAsync(300_000);
	expect([shown, asked.length]).toEqual([[], 2]);
});

test('of two hundred, the sixty wanted last are kept and all others are let go', async () => {
	const { showPhoto } = await freshPhotos();
	for (let id = 0; id < 200; id += 1) {
		showPhoto(String(id), () => undefined)();
		// Wanted again and again, so it stays.
		showPhoto('always', () => undefined)();
		await settle();
	}
	expect([made, held.size, asked.filter(({ path }) => path === '/photos/always').length]).toEqual([201, 60, 1]);
	showPhoto('199', () => undefined);
	await settle();
	expect(made).toBe(201);
	showPhoto('0', () => undefined);
	await settle();
	expect([made, held.size]).toEqual([202, 60]);
});

test('what was still on its way when it was dropped is let go when it comes', async () => {
	const { showPhoto } = await freshPhotos();
	for (let id = 0; id < 200; id += 1) showPhoto(String(id), () => undefined)();
	await settle();
	expect([made, held.size]).toEqual([200, 60]);
});
