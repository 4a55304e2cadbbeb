/** When the wall's page loads itself anew. */
import { describe, expect, test } from 'vitest';
import { createReloader, type Looked, type ReloadOutside } from '../../display/tv/link/reload.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('a page that loads itself anew', () => {
	const usual: Looked = { at: hour, served: { build: 'a', isReadable: true }, silentMs: 0, wished: false, turned: false, unseen: false, heap: null, minuteOfDay: null };

	function givenPage(outside: Partial<ReloadOutside> = {}) {
		const left: string[] = [];
		let reloads = 0;
		const reloader = createReloader({ fetched: async () => true, reopen: () => void (reloads += 1), reload: () => expect.unreachable('not from the server'), random: () => 0.5, build: 'a', before: null, leave: (word) => void left.push(word), ...outside });
		return {
			left,
			wish: reloader.wish,
			/** How often it has done so after this look. */
			look: async (part: Partial<Looked>) => {
				reloader.look({ ...usual, ...part });
				await new Promise((resolve) => setTimeout(resolve, 0));
				return reloads;
			},
		};
	}
	const newer = { build: 'b', isReadable: true };

	test('does so for a newer display at a panel change, after a wait of up to two minutes', async () => {
		const page = givenPage();
		expect(await page.look({ served: newer, at: hour })).toBe(0);
		expect(await page.look({ served: newer, at: hour + 59_000, turned: true })).toBe(0);
		expect(await page.look({ served: newer, at: hour + 61_000 })).toBe(0);
		expect(await page.look({ served: newer, at: hour + 62_000, turned: true })).toBe(1);
		expect(page.left).toEqual(['b']);
	});

	test('does not when the server has gone back to the display that it is', async () => {
		const page = givenPage();
		await page.look({ served: newer, at: hour });
		await page.look({ at: hour + 60_000 });
		expect(await page.look({ at: hour + 120_000, turned: true })).toBe(0);
	});

	test('does so at once when nobody sees it go, when it has just been opened, or when it cannot read what the server says', async () => {
		expect(await givenPage().look({ served: newer, at: 3000 })).toBe(1);
		expect(await givenPage().look({ served: newer, unseen: true })).toBe(1);
		expect(await givenPage().look({ served: { build: 'b', isReadable: false } })).toBe(1);
	});

	test('does so when ops want it, also soon after it has done so, and again and again until the server answers', async () => {
		let isThere = false;
		const page = givenPage({ before: 'other', fetched: async () => isThere });
		expect(await page.look({ at: 20_000, wished: true })).toBe(0);
		isThere = true;
		expect(await page.look({ at: 39_000, wished: true })).toBe(0);
		expect(await page.look({ at: 40_000, wished: true })).toBe(1);
		expect(page.left).toEqual(['other']);
	});

	test('does not before all of the next page is fetched, and asks again', async () => {
		let well = false;
		let asked = 0;
		const page = givenPage({ fetched: async () => ((asked += 1), well) });
		for (let second = 0; second < 20; second += 1) expect(await page.look({ served: newer, unseen: true, at: hour + second * 1000 })).toBe(0);
		expect(asked).toBe(1);
		well = true;
		expect(await page.look({ served: newer, unseen: true, at: hour + 20_000 })).toBe(1);
	});

	test('does not when what it was to put right has come right while the page was fetched', async () => {
		for (const [before, after] of [[{ silentMs: 300_000 }, {}], [{ served: newer, unseen: true }, { unseen: true }]] as const) {
			const { promise, resolve } = Promise.withResolvers<boolean>();
			const page = givenPage({ fetched: () => promise });
			await page.look(before);
			await page.look({ at: hour + 1000, ...after });
			resolve(true);
			expect(await page.look({ at: hour + 2000, ...after })).toBe(0);
		}
	});

	test('never goes in a circle: not for the same display within ten minutes, then from the server itself, and for nothing else after a reload', async () => {
		for (const before of ['b', '']) {
			let fromServer = 0;
			const page = givenPage({ before, reload: () => void (fromServer += 1) });
			expect(await page.look({ served: { build: 'b', isReadable: false }, at: 599_000 })).toBe(0);
			expect(fromServer).toBe(0);
			expect(await page.look({ served: { build: 'b', isReadable: false }, at: 600_000 })).toBe(0);
			expect(fromServer).toBe(1);
		}
		expect(await givenPage({ before: 'other' }).look({ silentMs: 600_000, at: 600_000 })).toBe(1);
		expect(await givenPage({ before: 'b' }).look({ served: { build: 'c', isReadable: true }, unseen: true, at: 1000 })).toBe(1);
		expect(await givenPage({ before: 'b' }).look({ silentMs: 300_000, at: 400_000 })).toBe(0);
		const page = givenPage({ before: 'other' });
		page.wish(400_000);
		expect(await page.look({ at: 401_000 })).toBe(0);
	});

	test('does so once however often it is asked', async () => {
		const page = givenPage();
		page.wish(hour);
		page.wish(hour);
		expect(await page.look({ at: hour + 60_000, silentMs: 10 * minute })).toBe(1);
	});

	test('does so after five minutes of silence, though the server is well', async () => {
		const page = givenPage();
		expect(await page.look({ silentMs: 299_999 })).toBe(0);
		expect(await page.look({ silentMs: 300_000 })).toBe(1);
	});

	test('does so at a panel change when it has grown too large', async () => {
		const page = givenPage();
		expect(await page.look({ heap: 150_000_000, turned: true })).toBe(0);
		expect(await page.look({ heap: 150_000_001 })).toBe(0);
		expect(await page.look({ heap: 150_000_001, turned: true })).toBe(1);
	});

	test('does so at night when it has been up since the day before, each screen at a time of its own', async () => {
		const page = givenPage();
		const four = { minuteOfDay: 240, turned: true };
		expect(await page.look({ ...four, at: 11 * hour })).toBe(0);
		expect(await page.look({ ...four, minuteOfDay: 239, at: 20 * hour })).toBe(0);
		expect(await page.look({ ...four, minuteOfDay: 540, at: 24 * hour })).toBe(0);
		expect(await page.look({ ...four, at: 20 * hour })).toBe(1);
		expect(await givenPage({ random: () => 0 }).look({ ...four, minuteOfDay: 220, at: 20 * hour })).toBe(1);
		expect(await givenPage({ random: () => 0.999 }).look({ ...four, minuteOfDay: 259, at: 20 * hour })).toBe(0);
	});

	test('without a build of its own, as when it is being developed, takes any for its own', async () => {
		expect(await givenPage({ build: null }).look({ served: newer, unseen: true })).toBe(0);
	});
});
