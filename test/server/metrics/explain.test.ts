/** "Why this number": what is asked, what is answered, and what is refused. */
import fc from 'fast-check';
import { isMeasure } from '../../../server/metrics/quantities.ts';
import { describe, expect, test } from 'vitest';
import { metricIds, metricOf } from '../../../server/metrics/catalogue.ts';
import { ana, booked, call, cy, givenWall, open, people, proposal, won } from '../../support/wall.ts';
import { parseQuery } from '../../../server/http/route.ts';
import { explainQuery } from '../../../server/metrics/explain.ts';
import { wallQuery } from '../../../server/push/live.ts';

const now = '2026-09-15T12:00';
const rows = {
	people: [...people],
	deals: [won({ owner: ana, on: '2026-09-14T10:00', amount: '1200.50', created: '2026-09-01', account: 'Acme', region: 'West' }), won({ owner: cy, on: '2026-08-03', amount: 600 }), open({ owner: ana, amount: 70 })],
	meetings: [booked({ by: ana, owner: cy, on: '2026-09-14', scheduled_for: '2026-09-15T08:00', status: 'no_show' })],
	activities: [call({ owner: ana, on: '2026-09-14', outcome: 'connected' })],
	proposals: [proposal({ owner: ana, on: '2026-09-14' })],
	targets: [{ metric: 'sales', scope: `person:${ana}`, period: '2026-09', value: 2401 }],
};

test('an explanation says the number, its definition, what stands behind it and what it is compared with', async () => {
	const given = givenWall({ now, ...rows });
	given.push({ source: 'other', deals: [won({ on: '2026-09-15T09:00:00+02:00', amount: 0.5 })] });
	expect(await given.explain('sales', { period: '2026-09', by: 'person' })).toEqual({
		metric: 'sales', label: 'Sales', means: 'Net amount of the deals won, by the day they were closed.', unit: 'money', scope: 'company', period: '2026-09',
		value: 1201, text: '€1,201', numerator: null, denominator: null,
		target: 2401, targetFrom: { derived: true, incomplete: false }, attainment: 0.5002, pace: expect.closeTo((1201 / 2401 / 10.375) * 22, 3),
		previous: { period: '2026-08', until: '2026-08-17T10:00:00Z', value: 600, text: '€600', change: 1.0017 },
		facts: { count: 2, newest: '2026-09-15T07:00:00Z', sources: ['crm', 'other'] },
		asOf: '2026-09-15T12:00:00+02:00', approximate: false,
		texts: { scope: 'Company', period: 'September 2026', target: '€2,401', attainment: '50%', pace: '106%', previousPeriod: 'August 2026', change: '+100%', asOf: 'Sep 15, 2026 12:00' },
		by: [{ key: ana, value: 1200.5, text: '€1,201', numerator: null, denominator: null }, { key: 'unassigned', value: 0.5, text: '€1', numerator: null, denominator: null }],
	});
});

test('every metric of the catalogue is explained in every scope, period and language, without a number that is none', async () => {
	for (const locale of ['en', 'sv', 'en-XA']) {
		const given = givenWall({ now, locale, ...rows });
		for (const metric of metricIds) {
			for (const scope of ['company', 'team:South', `person:${ana}`]) {
				for (const period of locale === 'en' ? ['2026-09-15', '2026-W38', '2026-09', '2026-Q3', '2026', '2026-11', '2025'] : ['2026-09']) {
					const found = await given.explain(metric, { scope, period, by: 'person' });
					expect(found.label).not.toBe('');
					for (const text of [found.text, found.previous?.text ?? '', found.note ?? '', ...(found.by ?? []).map((part) => part.text)]) expect([metric, scope, period, text]).not.toContainEqual(expect.stringMatching(/NaN|undefined|null|Infinity|\{/));
					if (found.value === null) expect([metric, scope, period, found.text]).toEqual([metric, scope, period, '–']);
				}
			}
		}
		await given.close();
	}
});

test('[M4] a ratio’s numerator and denominator credit the same role', async () => {
	const { measureOf } = await import('../../../server/rollups/measures.ts');
	const { streams } = await import('../../../server/facts/streams.ts');
	for (const id of metricIds) {
		const { formula } = metricOf(id);
		// What is read from the facts credits whom its own rows say; where the two differ, the metric says why.
		if (formula.kind !== 'ratio' || !isMeasure(formula.of) || !isMeasure(formula.over)) continue;
		if (metricOf(id).credit) continue;
		const [of, over] = [streams[measureOf(formula.of).stream], streams[measureOf(formula.over).stream]];
		expect([id, of.table, of.day, of.owner]).toEqual([id, over.table, over.day, over.owner]);
	}
});

describe('asked for what there is not', () => {
	test.each([
		[{ metric: 'luck' }, 'metric'],
		[{ metric: '' }, 'metric'],
		[{ metric: '__proto__' }, 'metric'],
		[{ metric: 'pace:luck' }, 'metric'],
		[{ metric: 'pace:pace' }, 'metric'],
		[{ metric: 'sales:sales' }, 'metric'],
		[{ metric: ['sales', 'pace'] }, 'metric'],
		[{}, 'metric'],
		[{ metric: 'sales', scope: 'team:None' }, 'scope'],
		[{ metric: 'sales', scope: 'person:nobody@x.example' }, 'scope'],
		[{ metric: 'sales', scope: 'everybody' }, 'scope'],
		[{ metric: 'sales', scope: 'team:' }, 'scope'],
		[{ metric: 'sales', scope: '' }, 'scope'],
		[{ metric: 'sales', scope: ['company'] }, 'scope'],
		[{ metric: 'sales', period: '2026-13' }, 'period'],
		[{ metric: 'sales', period: 'this month' }, 'period'],
		[{ metric: 'sales', period: '' }, 'period'],
		[{ metric: 'sales', by: 'colour' }, 'by'],
		[{ metric: 'sales', by: '' }, 'by'],
		[{ metric: 'sales', by: 'constructor' }, 'by'],
		[{ metric: 'sales', asOf: 'soon' }, 'asOf'],
		[{ metric: 'sales', asOf: '2026-09-15T12:00-05:00[America/New_York]' }, 'asOf'],
	])('%j is refused with the name of the field', async (query, field) => {
		const given = givenWall({ now, ...rows });
		await expect((async () => given.wall.explain(parseQuery(explainQuery, query)))()).rejects.toMatchObject({ name: 'InputError', status: 400, field });
	});

	test('whatever is asked, an InputError is the worst', async () => {
		const given = givenWall({ now, ...rows });
		const period = fc.oneof(fc.constantFrom('0000', '0001', '9999', '9999-12', '9999-W52', '0000-01-01', '9999-12-31', '0000-W01', '9999-Q4', '1-1'), fc.string({ maxLength: 12 }), fc.stringMatching(/^\d{4}-\d{2}(-\d{2})?$/));
		const asOf = fc.oneof(fc.constantFrom('0000-01-01', '0001-01-01', '9999-12-31', '9999-12-31T23:59:59Z', '-271821-04-20', '+275760-09-13T00:00Z', '1969-12-31'), fc.string({ maxLength: 12 }), period);
		const query = fc.record({ metric: fc.constantFrom(...metricIds), period, asOf, by: fc.constantFrom('day', 'month', 'person', 'team', 'region', 'outcome', 'year'), scope: fc.constantFrom('company', `person:${ana}`, 'team:North') }, { requiredKeys: ['metric'] });
		await fc.assert(
			fc.asyncProperty(query, async (asked) => {
				try {
					expect(JSON.stringify(await given.wall.explain(asked))).not.toMatch(/NaN|Infinity/);
				} catch (error) {
					expect(error).toMatchObject({ name: 'InputError' });
				}
			}),
			{ numRuns: 150, endOnFailure: true },
		);
	});
	test('a board of any moment is built, or refused', async () => {
		const given = givenWall({ now, ...rows });
		for (const asOf of ['1900-01-01', '1969-12-31T23:59', '2026-09-15', '2099-01-01', '2999-12-31']) expect((await given.board(asOf)).panels).toHaveLength(6);
		for (const asOf of ['0000-01-01', '0001-01-01', '1899-12-31', '3000-01-01', '9999-12-31']) await expect(given.board(asOf)).rejects.toMatchObject({ name: 'InputError', field: 'asOf' });
		await expect(given.wall.boardAt({ board: 'other' })).rejects.toMatchObject({ name: 'InputError', field: 'board' });
		for (const [query, field] of [[{ asOf: ['2026-09-15'] }, 'asOf'], [{ privacy: 'none' }, 'privacy'], [{ day: '2026-09-15' }, 'day']] as const) expect(() => parseQuery(wallQuery, query)).toThrow(expect.objectContaining({ name: 'InputError', field }));
	});
});
