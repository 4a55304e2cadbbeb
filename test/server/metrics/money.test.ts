/** Money: whole minor units of one currency, never guessed (M5). */
import { describe, expect, test } from 'vitest';
import { minorDigits, toMinor } from '../../../server/facts/money.ts';
import { givenWall, open, won } from '../../support/wall.ts';

describe('[M5] decimals to minor units', () => {
	test.each([
		['0', 2, 0],
		['12500.00', 2, 1_250_000],
		['0.1', 2, 10],
		['0.30', 2, 30],
		['2.675', 2, 268],
		['2.665', 2, 266],
		['2.6650', 2, 266],
		['2.66500001', 2, 267],
		['2.6649999', 2, 266],
		['-2.665', 2, -266],
		['-2.675', 2, -268],
		['+7.5', 0, 8],
		['8.5', 0, 8],
		['0.5', 0, 0],
		['1.5', 0, 2],
		['9999999999999.99', 2, 999_999_999_999_999],
		['0.0005', 3, 0],
		['0.0015', 3, 2],
	])('%s with %i digits is %i: halves go to the even neighbour', (text, digits, expected) => {
		expect(toMinor(text, digits)).toBe(expected);
	});

	test.each([['EUR', 2], ['JPY', 0], ['KWD', 3], ['SEK', 2], ['CLP', 0]])('%s has %i decimals', (currency, digits) => {
		expect(minorDigits(currency)).toBe(digits);
	});
});

test('[M5] amounts add up to the cent, as numbers and as text', async () => {
	const given = givenWall({ deals: Array.from({ length: 10 }, (_, index) => won({ on: '2026-09-01', amount: index % 2 ? '0.10' : 0.1 })) });
	expect(await given.value('sales', { period: '2026-09' })).toBe(1);
});

test('[M5] another currency is kept, counted as a deal and not as money, and warned of', async () => {
	const given = givenWall();
	const reply = given.push({ deals: [won({ external_id: 'usd', on: '2026-09-01', amount: 500, currency: 'usd' }), won({ on: '2026-09-01', amount: 100, currency: 'EUR' }), open({ amount: 70, currency: 'GBP' }), open({ amount: 30 })] });
	expect(reply.warnings.map(({ index, field, code }) => [index, field, code])).toEqual([[0, 'currency', 'no_rate'], [2, 'currency', 'no_rate']]);
	expect(await given.value('deals_won', { period: '2026-09' })).toBe(2);
	expect(await given.explain('sales', { period: '2026-09' })).toMatchObject({ value: 100, note: expect.stringContaining('deals whose currency has no rate, not in it: 1') });
	expect(await given.value('average_deal_size', { period: '2026-09' })).toBe(100);
	expect([await given.value('open_deals'), await given.value('pipeline_value')]).toEqual([2, 30]);
	given.push({ deals: [won({ external_id: 'usd', on: '2026-09-01', amount: 500, currency: 'EUR' })] });
	expect(await given.value('sales', { period: '2026-09' })).toBe(600);
});

test('[M16] negative amounts are credits, and a sum can be below zero', async () => {
	const given = givenWall({ deals: [won({ on: '2026-09-01', amount: '-1500.50' }), won({ on: '2026-09-02', amount: 500 })] });
	expect(await given.explain('sales', { period: '2026-09' })).toMatchObject({ value: -1000.5, text: '−€1,001' });
	expect(await given.value('average_deal_size', { period: '2026-09' })).toBe(-500.25);
});

test('a currency without decimals is counted in whole units', async () => {
	const given = givenWall({ currency: 'JPY', timeZone: 'Asia/Tokyo', deals: [won({ on: '2026-09-01', amount: '1200.5' }), won({ on: '2026-09-01', amount: '1201.5' })] });
	expect(await given.explain('sales', { period: '2026-09' })).toMatchObject({ value: 2402, text: '¥2,402' });
});

test('[M5] the largest amounts of a whole import do not stop the wall', async () => {
	const given = givenWall();
	given.push({ deals: Array.from({ length: 10_000 }, () => won({ on: '2026-09-01', amount: '9999999999999.99' })) });
	expect(await given.value('deals_won', { period: '2026-09' })).toBe(10_000);
	expect(await given.value('sales', { period: '2026-09' })).toBeGreaterThan(9e16);
	expect((await given.board()).panels).toHaveLength(6);
});
