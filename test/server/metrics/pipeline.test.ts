/** Open deals as of a moment, and their history (KPIS.md §3, M6, M13). */
import { describe, expect, test } from 'vitest';
import { ana, bo, cy, givenWall, lost, open, people, won } from '../../support/wall.ts';

const now = '2026-09-15T12:00';

describe('open_deals and pipeline_value', () => {
	const deals = [
		open({ owner: ana, amount: 1000, stage: 'Demo', product: 'Pro', region: 'West', created: '2026-09-01' }),
		open({ owner: ana, amount: 500, stage: 'Offer', product: 'Pro', created: '2026-08-01' }),
		open({ owner: cy, stage: 'Demo', type: 'renewal', created: '2026-06-01' }),
		open({ owner: 'gone@x.example', amount: 7, created: '2026-01-01' }),
		won({ owner: cy, on: '2026-09-10', amount: 300, created: '2026-08-15' }),
		lost({ owner: cy, on: '2026-09-15T12:00:00.001', amount: 60, created: '2026-09-14' }),
	];
	test.each([
		['company', 5, 1567],
		['team:North', 2, 1500],
		['team:South', 2, 60],
		[`person:${ana}`, 2, 1500],
		[`person:${bo}`, 0, 0],
	])('of %s at the moment: %i, worth %i', async (scope, count, value) => {
		const given = givenWall({ now, people: [...people], deals });
		expect([await given.value('open_deals', { scope }), await given.value('pipeline_value', { scope })]).toEqual([count, value]);
	});

	test('[M14] of a finished period are taken at its end, of one to come not at all', async () => {
		const given = givenWall({ now, people: [...people], deals });
		const at = (period: string) => Promise.all([given.value('open_deals', { period }), given.value('pipeline_value', { period })]);
		expect(await at('2026-08')).toEqual([4, 807]);
		expect(await at('2026-07')).toEqual([2, 7]);
		expect(await at('2026-Q1')).toEqual([1, 7]);
		expect(await at('2025')).toEqual([0, 0]);
		expect(await at('2026')).toEqual([5, 1567]);
		expect(await given.explain('open_deals', { period: '2026-10' })).toMatchObject({ value: null, text: '–', note: 'the period has not begun' });
	});

	test('[M11] are told apart by stage, product, person, team and type', async () => {
		const given = givenWall({ now, people: [...people], deals });
		expect(await given.by('open_deals', 'stage')).toEqual({ Demo: 2, Offer: 1, unknown: 2 });
		expect(await given.by('pipeline_value', 'product')).toEqual({ Pro: 1500, unknown: 67 });
		expect(await given.by('open_deals', 'person')).toEqual({ [ana]: 2, [cy]: 2, unassigned: 1 });
		expect(await given.by('open_deals', 'team')).toEqual({ North: 2, South: 2, unassigned: 1 });
		expect(await given.by('open_deals', 'type')).toEqual({ new_business: 4, renewal: 1 });
		expect(await given.by('open_deals', 'region', { scope: 'team:North' })).toEqual({ West: 1, unknown: 1 });
	});

	test('[M13] what rests on the first known amount is marked approximate', async () => {
		const given = givenWall({ now, deals: [open({ amount: 10, created: '2026-08-01' }), open({ created: '2026-07-01' })] });
		expect(await given.explain('pipeline_value', { asOf: '2026-09-01' })).toMatchObject({ value: 10, approximate: true, note: expect.stringContaining('first known') });
		expect(await given.explain('pipeline_value')).toMatchObject({ value: 10, approximate: false });
		expect(await given.explain('pipeline_value', { asOf: '2026-07-15' })).toMatchObject({ value: 0, approximate: false });
	});
});

/** The number of open deals and their amount at the end of each of these days. */
const openAt = async (given: ReturnType<typeof givenWall>, days: string[]) => {
	const read = await Promise.all(days.map((asOf) => Promise.all([given.value('open_deals', { asOf }), given.value('pipeline_value', { asOf })])));
	return Object.fromEntries(days.map((day, index) => [day, read[index]]));
};

describe('[M13] the history of a deal', () => {
	const D = { external_id: 'D', owner: ana, amount: 100 };

	test('a deal without creation is open from its arrival', async () => {
		const given = givenWall({ now, deals: [open(D)] });
		expect(await openAt(given, ['2026-09-14', '2026-09-15'])).toEqual({ '2026-09-14': [0, 0], '2026-09-15': [1, 100] });
		expect(await given.value('open_deals', { asOf: '2026-09-15T11:59' })).toBe(0);
		expect(await given.value('open_deals', { asOf: '2026-09-15T12:00' })).toBe(1);
	});

	test('changes are dated by the source, else by arrival', async () => {
		const given = givenWall({ now: '2026-09-01T08:00', deals: [open({ ...D, created: '2026-08-20' })] });
		given.at('2026-09-10T08:00');
		given.push({ deals: [open({ ...D, created: '2026-08-20', amount: 200, changed: '2026-09-05T10:00' })] });
		given.at('2026-09-12T08:00');
		given.push({ deals: [open({ ...D, created: '2026-08-20', amount: 300 })] });
		given.at(now);
		expect(await openAt(given, ['2026-08-19', '2026-08-20', '2026-09-04', '2026-09-05', '2026-09-11', '2026-09-12'])).toEqual({
			'2026-08-19': [0, 0], '2026-08-20': [1, 100], '2026-09-04': [1, 100], '2026-09-05': [1, 200], '2026-09-11': [1, 200], '2026-09-12': [1, 300],
		});
	});

	test('a stage and an owner are those of the instant', async () => {
		const given = givenWall({ now: '2026-09-01T08:00', people: [...people], deals: [open({ ...D, stage: 'Demo' })] });
		given.at('2026-09-10T08:00');
		given.push({ deals: [open({ ...D, stage: 'Offer', owner: cy })] });
		expect(await given.by('open_deals', 'stage', { asOf: '2026-09-09' })).toEqual({ Demo: 1 });
		expect(await given.by('open_deals', 'person', { asOf: '2026-09-09' })).toEqual({ [ana]: 1 });
		expect(await given.by('open_deals', 'stage')).toEqual({ Offer: 1 });
		expect(await given.by('open_deals', 'team')).toEqual({ South: 1 });
	});

	test('closed and opened again, it was open, then not, then open', async () => {
		const given = givenWall({ now: '2026-09-01T08:00', deals: [open({ ...D, created: '2026-08-01' })] });
		given.at('2026-09-05T18:00');
		given.push({ deals: [won({ ...D, created: '2026-08-01', on: '2026-09-05T10:00' })] });
		given.at('2026-09-08T09:00');
		given.push({ deals: [open({ ...D, created: '2026-08-01' })] });
		given.at('2026-09-11T09:00');
		given.push({ deals: [lost({ ...D, created: '2026-08-01', on: '2026-09-11' })] });
		given.at(now);
		expect(await openAt(given, ['2026-09-04', '2026-09-05', '2026-09-07', '2026-09-08', '2026-09-10', '2026-09-11'])).toEqual({
			'2026-09-04': [1, 100], '2026-09-05': [0, 0], '2026-09-07': [0, 0], '2026-09-08': [1, 100], '2026-09-10': [1, 100], '2026-09-11': [0, 0],
		});
		const results = async (asOf: string) => [await given.value('sales', { period: '2026-09', asOf }), await given.value('deals_lost', { period: '2026-09', asOf })];
		expect(await results('2026-09-06')).toEqual([100, 0]);
		expect(await results('2026-09-09')).toEqual([0, 0]);
		expect(await results('2026-09-12')).toEqual([0, 1]);
	});

	test('a closing that is corrected leaves no trace of the wrong one', async () => {
		const given = givenWall({ now, deals: [open({ ...D, created: '2026-08-01' })] });
		given.push({ deals: [won({ ...D, created: '2026-08-01', on: '2026-09-10' })] });
		given.push({ deals: [won({ ...D, created: '2026-08-01', on: '2026-09-03', amount: 90 })] });
		expect(await openAt(given, ['2026-09-02', '2026-09-03', '2026-09-09'])).toEqual({ '2026-09-02': [1, 100], '2026-09-03': [0, 0], '2026-09-09': [0, 0] });
		given.push({ deals: [won({ ...D, created: '2026-08-01', on: '2026-09-12' })] });
		expect(await given.value('sales', { period: '2026-09', asOf: '2026-09-11' })).toBe(0);
		expect(await openAt(given, ['2026-09-02', '2026-09-11', '2026-09-12'])).toEqual({ '2026-09-02': [1, 100], '2026-09-11': [1, 100], '2026-09-12': [0, 0] });
	});

	test('a closing in the future that is taken back never was', async () => {
		const given = givenWall({ now, deals: [won({ ...D, created: '2026-09-01', on: '2026-09-20' })] });
		expect(await given.value('open_deals')).toBe(1);
		given.push({ deals: [open({ ...D, created: '2026-09-01' })] });
		given.at('2026-09-21T09:00');
		expect([await given.value('open_deals'), await given.value('deals_won', { period: '2026-09' })]).toEqual([1, 0]);
	});

	test('closed on the day it was created, it was never open; closed before, neither', async () => {
		const given = givenWall({ now, deals: [won({ on: '2026-09-10', created: '2026-09-10' }), won({ on: '2026-09-08', created: '2026-09-12' }), won({ on: '2026-09-10T15:00', created: '2026-09-10T10:00' })] });
		expect(await openAt(given, ['2026-09-08', '2026-09-10', '2026-09-12'])).toEqual({ '2026-09-08': [0, 0], '2026-09-10': [0, 0], '2026-09-12': [0, 0] });
		expect(await given.value('open_deals', { asOf: '2026-09-10T12:00' })).toBe(1);
	});

	test.each(['open', 'won'])('a creation that is learnt later opens the %s deal from then on, approximately', async (status) => {
		const row = status === 'open' ? open(D) : won({ ...D, on: '2026-09-10' });
		const given = givenWall({ now, deals: [row] });
		given.push({ deals: [{ ...row, created: '2026-09-02' }] });
		expect(await openAt(given, ['2026-09-01', '2026-09-02', '2026-09-09'])).toEqual({ '2026-09-01': [0, 0], '2026-09-02': [1, 100], '2026-09-09': [1, 100] });
		expect(await given.explain('pipeline_value', { asOf: '2026-09-05' })).toMatchObject({ approximate: true });
		expect(await given.explain('pipeline_value')).toMatchObject({ value: status === 'open' ? 100 : 0, approximate: false });
	});

	test('a creation that is corrected moves the beginning, and nothing is open before it', async () => {
		const given = givenWall({ now: '2026-09-05T08:00', deals: [open({ ...D, created: '2026-09-01' })] });
		given.at('2026-09-07T08:00');
		given.push({ deals: [open({ ...D, created: '2026-08-01', amount: 150 })] });
		expect(await openAt(given, ['2026-07-31', '2026-08-01', '2026-09-06', '2026-09-07'])).toEqual({ '2026-07-31': [0, 0], '2026-08-01': [1, 100], '2026-09-06': [1, 100], '2026-09-07': [1, 150] });
		given.at('2026-09-10T08:00');
		given.push({ deals: [open({ ...D, created: '2026-09-08', amount: 150 })] });
		expect(await openAt(given, ['2026-09-07', '2026-09-08'])).toEqual({ '2026-09-07': [0, 0], '2026-09-08': [1, 150] });
	});

	test('a deleted deal has no history', async () => {
		const given = givenWall({ now, deals: [open({ ...D, created: '2026-09-01' })] });
		given.push({ deleted: [{ entity: 'deals', external_id: 'D' }] });
		expect(await openAt(given, ['2026-09-02', '2026-09-15'])).toEqual({ '2026-09-02': [0, 0], '2026-09-15': [0, 0] });
	});
});
