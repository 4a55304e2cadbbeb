import { describe, expect, test } from 'vitest';
import { shareOf, spread } from '../../display/parts/plot.ts';
import { fittingSize } from '../../display/parts/fit.ts';
import { createLayers } from '../../display/tv/stage/layers.ts';
import { pair, type Reply } from '../../display/tv/link/pairing.ts';
import { numberText } from '../fixtures/view-parts.ts';
import { viewFixtures } from '../fixtures/views.ts';
import type { ShownView } from '../../shared/views.ts';

/** The wall’s own words for a server that answers as listed, one after the other. */
async function pairWith(replies: (Reply | Error)[]) {
	const asked: { path: string; body: object }[] = [];
	const shown: string[] = [];
	const token = await pair({
		post: async (path, body) => {
			asked.push({ path, body });
			const reply = replies.shift();
			if (!reply || reply instanceof Error) throw reply ?? new Error('nothing more');
			return reply;
		},
		wait: async () => undefined,
		show: ({ code, trouble }) => void shown.push(`${code ?? '…'}${trouble ? ' trouble' : ''}`),
		isOver: () => replies.length === 0,
	});
	return { token, asked, shown };
}
const started: Reply = { status: 201, body: { deviceCode: 'device', userCode: 'K7QF-M2XD', expiresAt: '2026-11-23T13:42:00Z' } };
const pending: Reply = { status: 202, body: {} };

describe('pairing', () => {
	test('shows the code, asks with the device code, and returns the token once approved', async () => {
		const { token, asked, shown } = await pairWith([started, pending, { status: 200, body: { token: 'secret' } }]);
		expect(token).toBe('secret');
		expect(shown).toEqual(['…', 'K7QF-M2XD', 'K7QF-M2XD']);
		expect(asked.map(({ path }) => path)).toEqual(['/api/v1/pairing', '/api/v1/pairing/claim', '/api/v1/pairing/claim']);
		expect(asked[1]?.body).toEqual({ deviceCode: 'device' });
	});

	test('a code that has run out ends the attempt, so that the next one starts with a new code', async () => {
		expect((await pairWith([started, pending, { status: 410, body: {} }, pending])).token).toBeNull();
	});

	test('an unreachable, busy or failing server changes nothing about the code on show; a busy one is not called out of reach', async () => {
		const { token, shown } = await pairWith([
			new Error('unreachable'), { status: 503, body: null }, { status: 429, body: {} }, started,
			new Error('unreachable'), { status: 429, body: {} }, { status: 500, body: null },
			{ status: 200, body: { token: 'secret' } },
		]);
		expect(token).toBe('secret');
		expect(shown).toEqual(['…', '… trouble', '… trouble', '…', 'K7QF-M2XD', 'K7QF-M2XD trouble', 'K7QF-M2XD', 'K7QF-M2XD trouble']);
	});

	test('a 200 without a token is no approval', async () => {
		expect((await pairWith([started, { status: 200, body: { tokens: [] } }, { status: 410, body: {} }, pending])).token).toBeNull();
	});
});

describe('layers', () => {
	const trend = viewFixtures.trend['ahead'] as ShownView;
	const target = viewFixtures.target['ahead'] as ShownView;
	const brief = (layers: { view: ShownView; current: boolean }[]) => layers.map(({ view, current }) => `${view.id}${current ? '' : ' leaving'}`);

	test('exactly one panel is current, however fast one steps', () => {
		const layers = createLayers();
		for (const view of [trend, target, trend, target, target]) {
			expect(layers.show(view).filter(({ current }) => current)).toHaveLength(1);
			expect(layers.show(view).length).toBeLessThanOrEqual(2);
		}
	});

	test('a newer view of the panel on show is painted by the same component', () => {
		const layers = createLayers();
		const before = layers.show(trend)[0]?.key;
		const after = layers.show({ ...trend, title: 'newer' })[0];
		expect(after).toMatchObject({ key: before, view: { title: 'newer' } });
	});

	test('what has faded out is gone', () => {
		const layers = createLayers();
		layers.show(trend);
		const [leaving] = layers.show(target);
		expect(brief(layers.show(target))).toEqual(['meetings-weeks leaving', 'sales-month']);
		layers.drop(leaving?.key ?? 0);
		expect(brief(layers.show(target))).toEqual(['sales-month']);
	});
});

describe('places and sizes', () => {
	test('shares stay on the plot', () => {
		expect([shareOf(-5, 10), shareOf(5, 10), shareOf(50, 10), shareOf(5, 0)]).toEqual([0, 0.5, 1, 0]);
	});

	test('labels of lines that end together stand apart, in the order of the lines', () => {
		const [low, high] = spread([
			{ look: 'projection', text: 'on course for €515k', at: 0.94 },
			{ look: 'path', text: '€500k target', at: 0.91 },
		]);
		expect(low?.look).toBe('path');
		expect((high?.at ?? 0) - (low?.at ?? 0)).toBeGreaterThan(0.15);
	});

	test('labels at the bottom are lifted onto the plot', () => {
		const placed = spread([{ look: 'path', text: 'target 1', at: 0 }, { look: 'pace', text: 'expected by now 0', at: 0 }]);
		for (const { at } of placed) expect(at).toBeGreaterThan(0);
	});

	test('a long number is written smaller, a short one as large as allowed', () => {
		expect(fittingSize(numberText('€', '412', 'k'), 18, 56)).toBe(18);
		const long = fittingSize(numberText('€', '9,999,999'), 18, 56);
		expect(long).toBeLessThan(12);
		expect(long).toBeGreaterThan(8);
	});

	test('a number fits its width in engines that round each letter up to whole pixels', () => {
		// As Chromium 68 paints them in bold on 720 lines, in ems: a digit 0.667, a comma 0.293, a percent sign 1.031, a euro sign 0.703.
		expect(fittingSize(numberText('', '9,999', '%'), 4.2, 11.4, 1) * (4 * 0.667 + 0.293 + 1.031)).toBeLessThanOrEqual(11.4);
		expect(fittingSize(numberText('€', '9,999,999'), 6, 22, 1) * (0.703 + 7 * 0.667 + 2 * 0.293)).toBeLessThanOrEqual(22);
	});
});
