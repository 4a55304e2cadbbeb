/** Which message is on the wall at a moment, and what its countdown says. */
import { describe, expect, test } from 'vitest';
import type { MessageView } from '../../shared/message.ts';
import { changesInMs, countdownText, isMoment } from '../../display/tv/moments/countdown.ts';
import { messagesAt } from '../../display/tv/moments/messages-at.ts';
import { hour, night, now, panel, press, givenScreen, useBrowser } from './set-support.ts';

const message = (id: number, part: Partial<MessageView> = {}): MessageView => ({ id, form: 'band', title: `M${id}`, text: '', from: 0, until: 100_000, countdownTo: null, countdownText: '', ...part });
const at = (messages: MessageView[], time: number) => {
	const { band, takeOver } = messagesAt(messages, time);
	return [band?.id ?? null, takeOver?.id ?? null];
};

describe('on the wall', () => {
	test('is what runs, from its first millisecond to the one before its end', () => {
		const both = [message(1, { from: 1000, until: 2000 }), message(2, { form: 'takeover', from: 1000, until: 2000 })];
		expect([999, 1000, 1999, 2000].map((time) => at(both, time))).toEqual([[null, null], [1, 2], [1, 2], [null, null]]);
	});
	test('are bands in turns of ten seconds', () => {
		const three = [message(1), message(2), message(3)];
		expect([0, 9_999, 10_000, 20_000, 30_000].map((time) => at(three, time)[0])).toEqual([1, 1, 2, 3, 1]);
	});
	test('is the take-over that began last, of those that began together the one that was written last', () => {
		const takeOvers = [message(3, { form: 'takeover' }), message(1, { form: 'takeover', from: 500, until: 2000 }), message(2, { form: 'takeover', from: 500, until: 3000 })];
		expect([100, 600, 2500, 3000].map((time) => at(takeOvers, time)[1])).toEqual([3, 2, 2, 3]);
	});
});

describe('a countdown', () => {
	test.each([
		[15 * 60_000, '15:00'],
		[15 * 60_000 - 1, '15:00'],
		[14 * 60_000 + 59_000, '14:59'],
		[3_600_000, '1:00:00'],
		[3_599_000, '59:59'],
		[27 * 3_600_000 + 61_000, '27:01:01'],
		[1, '00:01'],
		[0, null],
		[-1, null],
	])('with %i ms to go says %s', (left, text) => {
		expect(countdownText(left)).toBe(text);
	});
	test('says that it is now for a minute', () => {
		expect([1, 0, -59_999, -60_000].map(isMoment)).toEqual([false, true, true, false]);
	});
	test('changes with each second, and when its minute is over', () => {
		expect([2500, 2000, 1, 0, -59_000, -60_000].map(changesInMs)).toEqual([500, 1000, 1, 60_000, 1000, null]);
	});
});

describe('in a browser', () => {
	useBrowser();
	const takeOver = { form: 'takeover', title: 'All hands', text: 'In the kitchen', from: now - hour, until: now + hour } as const;

	test('a take-over stands in place of the picture; keys do nothing to what is beneath, and it goes on where it was', async () => {
		const { page, setUp, errors } = await givenScreen();
		await panel(page).waitFor();
		setUp({ messages: [message(1, { ...takeOver, countdownTo: now + hour, countdownText: '15:32' })] });
		await page.locator('[data-takeover="1"]').waitFor();
		expect(await panel(page).count()).toBe(0);
		expect(await page.locator('[data-takeover]').innerText()).toMatch(/All hands\s+In the kitchen\s+(1:00:00|59:\d\d)\s+15:32/);
		await press(page, 39);
		setUp({ messages: [] });
		await panel(page).waitFor();
		expect(errors).toEqual([]);
	});

	test('a band stands below the panel, and covers nothing of it', async () => {
		const { page, setUp } = await givenScreen({ setup: { messages: [message(1, { from: now - hour, until: now + hour, title: 'Cake' })] } });
		await page.locator('[data-message="1"]').waitFor();
		const bottoms = () => page.evaluate(() => ['[data-panel] section', '[data-message]', '.hairline'].map((place) => document.querySelector(place)?.getBoundingClientRect() ?? new DOMRect()).map(({ top, bottom }) => [top, bottom]));
		const [[, end = 0] = [], [top = 0, bottom = 0] = [], [line = 0] = []] = await bottoms();
		expect([end <= top, bottom <= line]).toEqual([true, true]);
		setUp({ messages: [] });
		await page.locator('[data-message]').waitFor({ state: 'detached' });
	});

	test.each([
		[[1280, 720], 'Cake in the kitchen', 'Come as you are', '4.6'],
		[[1920, 1080], 'Cake in the kitchen', 'Come as you are', '4.6'],
		[[1280, 720], 'Cake', '', '5.4'],
		[[1920, 1080], 'Cake', '', '5.4'],
	] as const)('a short band is as large as its room allows, and whole: at %j', async ([width, height], title, text, size) => {
		const { page } = await givenScreen({ setup: { messages: [message(1, { from: now - hour, until: now + hour, title, text })] } });
		await page.setViewportSize({ width, height });
		const said = page.locator('[data-message="1"] .said');
		await expect.poll(() => said.evaluate((box) => box.style.getPropertyValue('--size'))).toBe(size);
		expect(await said.getAttribute('data-cut')).toBe(null);
	});

	test('a screen that sleeps stays dark', async () => {
		const { page, setUp } = await givenScreen({ setup: { on: night } });
		await page.locator('[data-asleep]').waitFor();
		setUp({ messages: [message(1, takeOver), message(2, { from: now - hour, until: now + hour })] });
		await page.waitForTimeout(2500);
		expect(await page.locator('[data-takeover], [data-message]').count()).toBe(0);
		await press(page, 13);
		await page.locator('[data-takeover="1"]').waitFor();
	});
});
