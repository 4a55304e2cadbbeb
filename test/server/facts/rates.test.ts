/** [M5] Money in other currencies: at the rate of the closing day, the state of a moment at the rate of the moment, never guessed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atRate } from '../../../server/facts/money.ts';
import { account, ana, bo, givenWall, lost, open, people, rollupsOf, won, type GivenWall, type Row } from '../../support/wall.ts';

const setRates = (wall: GivenWall, currency: string, ...rates: [from: string, rate: string][]) => wall.wall.money.setRates({ currency, rates: rates.map(([from, rate]) => ({ from, rate })) }, 'ops');

describe('an amount at a rate', () => {
	test.each([
		['1000', '0.0871', 2, 8710],
		// Exactly half a cent: to the even one, on either side of zero.
		['1', '0.125', 2, 12],
		['3', '0.125', 2, 38],
		['-1', '0.125', 2, -12],
		['-3', '0.125', 2, -38],
		['0.3', '0.1', 2, 3],
		['1.005', '100', 2, 10050],
		['+7', '149.5', 0, 1046],
		['5', '0.1', 0, 0],
		['15', '0.1', 0, 2],
		['9999999999999', '1', 2, 999_999_999_999_900],
		['9999999999999.99', '0.0000000001', 2, 100_000],
	])('%s at %s with %i decimals is %i', (amount, rate, digits, minor) => {
		expect(atRate(amount, rate, digits)).toBe(minor);
	});

	test('what no number can tell exactly is unknown', () => {
		expect(atRate('9999999999999', '999999999', 2)).toBeNull();
	});
});

test('[M5] a closed deal counts at the rate of its closing day, whatever the rate becomes; without one it is kept and not counted', async () => {
	const wall = givenWall({ people: [...people], deals: [won({ owner: ana, on: '2026-09-01', amount: '1000', currency: 'SEK' }), won({ owner: ana, on: '2026-09-10', amount: '1000', currency: 'SEK' }), won({ owner: ana, on: '2026-08-31', amount: '1000', currency: 'SEK' })] });
	expect(await wall.explain('sales')).toMatchObject({ value: 0, note: expect.stringContaining('2') as string });
	expect(wall.wall.money.state().unrated).toEqual([{ currency: 'SEK', amounts: 3, sum: '3000.00', from: '2026-08-31' }]);

	const { touched } = await setRates(wall, 'SEK', ['2026-09-01', '0.08'], ['2026-09-10', '0.1']);
	expect(touched).toBe(2);
	expect(await wall.value('sales')).toBe(180);
	expect(wall.wall.money.state().unrated).toEqual([{ currency: 'SEK', amounts: 1, sum: '1000.00', from: '2026-08-31' }]);
	// A deal that arrives later is converted as it comes.
	wall.push({ deals: [won({ owner: bo, on: '2026-09-09', amount: '50.5', currency: 'SEK' })] });
	expect(await wall.value('sales')).toBe(184.04);
	expect(await wall.by('sales', 'person')).toEqual({ [ana]: 180, [bo]: 4.04 });
});

test('[M5] the open pipeline of a moment is converted at the rate of that moment', async () => {
	const wall = givenWall({ now: '2026-09-15T09:00', people: [...people], deals: [open({ owner: ana, amount: '1000', currency: 'SEK', created: '2026-08-01T09:00', stage: 'Offer' }), open({ owner: bo, amount: '200', created: '2026-08-01T09:00', stage: 'Offer' })] });
	expect(await wall.value('pipeline_value')).toBe(200);
	await setRates(wall, 'SEK', ['2026-08-10', '0.08'], ['2026-09-01', '0.09']);
	expect(await wall.value('pipeline_value')).toBe(290);
	expect(await wall.value('pipeline_value', { asOf: '2026-08-20', period: '2026-08' })).toBe(280);
	expect(await wall.value('pipeline_value', { asOf: '2026-08-05', period: '2026-08' })).toBe(200);
	expect(await wall.by('pipeline_value', 'person')).toEqual({ [ana]: 90, [bo]: 200 });
	expect(await wall.by('pipeline_value', 'stage')).toEqual({ Offer: 290 });
	expect(wall.wall.money.state().unrated).toEqual([]);
});

test('[M5] [M13] a closing that was taken back keeps, at the past moment, the rate of its day', async () => {
	const wall = givenWall({ now: '2026-09-02T12:00', people: [...people] });
	await setRates(wall, 'SEK', ['2026-09-01', '0.1'], ['2026-09-05', '0.2']);
	wall.push({ deals: [{ external_id: 'D', status: 'won', owner: ana, amount: '1000', currency: 'SEK', created: '2026-08-20', closed: '2026-09-02' }] });
	wall.at('2026-09-10T12:00');
	wall.push({ deals: [{ external_id: 'D', status: 'open', owner: ana, amount: '1000', currency: 'SEK', created: '2026-08-20' }] });
	expect(await wall.value('sales')).toBe(0);
	expect(await wall.value('pipeline_value')).toBe(200);
	expect(await wall.value('sales', { asOf: '2026-09-03' })).toBe(100);
	await setRates(wall, 'SEK', ['2026-09-01', '0.3']);
	expect(await wall.value('sales', { asOf: '2026-09-03' })).toBe(300);
});

test('a corrected deal follows the rates, and its source’s version does too', async () => {
	const wall = givenWall({ people: [...people], deals: [{ external_id: 'D', status: 'won', owner: ana, amount: '1000', currency: 'SEK', closed: '2026-09-02', product: 'A' }] });
	const seen = wall.wall.corrections.search({ entity: 'deals', source: 'crm', id: 'D' }).facts[0]?.seen ?? 0;
	wall.wall.corrections.correct({ kind: 'correct', entity: 'deals', source: 'crm', externalId: 'D', seen, reason: 'why', set: { product: 'B' } }, 'ops', wall.ms('2026-09-15T09:00'));
	await setRates(wall, 'SEK', ['2026-09-01', '0.1']);
	expect(await wall.by('sales', 'product')).toEqual({ B: 100 });
	const again = wall.wall.corrections.search({ entity: 'deals', source: 'crm', id: 'D' }).facts[0];
	expect(again?.now).toMatchObject({ amount: '1000', currency: 'SEK' });
	wall.wall.corrections.correct({ kind: 'withdraw', entity: 'deals', source: 'crm', externalId: 'D', seen: again?.seen ?? 0, reason: 'why' }, 'ops', wall.ms('2026-09-15T09:00'));
	expect(await wall.by('sales', 'product')).toEqual({ A: 100 });
});

test('a change of rates is one entry, says what it changed, stands in the log, and is taken back', async () => {
	const wall = givenWall({ people: [...people], deals: [won({ owner: ana, on: '2026-09-02', amount: '1000', currency: 'SEK' })] });
	const { consequences } = await setRates(wall, 'SEK', ['2026-09-01', '0.1']);
	expect(consequences).toContainEqual(expect.objectContaining({ metric: 'sales', scope: 'company', period: '2026-09', before: '€0', after: '€100' }));
	await setRates(wall, 'SEK', ['2026-09-01', '0.2']);
	expect(await wall.value('sales')).toBe(200);
	const [second, first] = wall.wall.changes.list({ of: 'settings' }).changes;
	expect(second).toMatchObject({ says: 'Rates of SEK: 0.1 from 2026-09-01 → 0.2 from 2026-09-01', undo: { possible: true } });
	expect(first?.undo.possible).toBe(false);
	wall.wall.changes.undo(second?.entry ?? 0, 'ops');
	expect(await wall.value('sales')).toBe(100);
	await expect(wall.wall.money.setRates({ currency: 'SEK', rates: [], was: [{ from: '2026-09-01', rate: '0.2' }] }, 'ops')).rejects.toMatchObject({ status: 409, field: 'was' });
	await expect(wall.wall.money.setRates({ currency: 'EUR', rates: [] }, 'ops')).rejects.toMatchObject({ status: 400, field: 'currency' });
	// The same once more is no entry.
	const revision = wall.wall.journal.revision();
	await setRates(wall, 'SEK', ['2026-09-01', '0.1']);
	expect(wall.wall.journal.revision()).toBe(revision);
});

test('a jump of the figures by a rate is nothing to celebrate', async () => {
	const wall = givenWall({ people: [...people], deals: [won({ owner: ana, on: '2026-09-02', amount: '100', currency: 'EUR' }), won({ owner: ana, on: '2026-09-02', amount: '1000', currency: 'SEK' })] });
	wall.target('company', '2026-09', 150);
	wall.wall.celebrations.look({ asOf: wall.ms('2026-09-15T09:00'), until: wall.ms('2026-09-15T09:00'), untilDay: '2026-09-15' });
	await setRates(wall, 'SEK', ['2026-09-01', '0.1']);
	wall.wall.celebrations.look({ asOf: wall.ms('2026-09-15T09:01'), until: wall.ms('2026-09-15T09:01'), untilDay: '2026-09-15' });
	expect(wall.wall.celebrations.list(0)).toEqual([]);
});

const day = fc.integer({ min: 1, max: 14 }).map((number) => `2026-09-${String(number).padStart(2, '0')}`);
const rate = fc.integer({ min: 1, max: 99_999 }).map((number) => `0.${String(number).padStart(5, '0')}`);
const amount = fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 999 })).map(([whole, rest]) => `${whole}.${String(rest).padStart(3, '0')}`);
const deal = fc.record({ id: fc.integer({ min: 1, max: 8 }), status: fc.constantFrom('won', 'lost', 'open'), on: day, amount, currency: fc.constantFrom('SEK', 'JPY', 'EUR') });
const step = fc.oneof(
	deal.map((row) => ({ kind: 'deal' as const, row })),
	fc.record({ kind: fc.constant('rates' as const), currency: fc.constantFrom('SEK', 'JPY'), rates: fc.uniqueArray(fc.record({ from: day, rate }), { maxLength: 3, selector: ({ from }) => from }) }),
);

/** In thousandths of hundred-thousandths of cents, without a line of the product. */
function byHandMinor(text: string, by: string): bigint {
	const [whole = '', rest = ''] = text.split('.');
	const milli = BigInt(whole.replace('-', '')) * 1000n + BigInt(rest);
	const product = milli * BigInt(by.replace('0.', ''));
	const [unit, half] = [1_000_000n, 500_000n];
	const low = product / unit;
	const over = product % unit;
	const rounded = over > half || (over === half && low % 2n === 1n) ? low + 1n : low;
	return text.startsWith('-') ? -rounded : rounded;
}

test('[M5] after any deals and rates, sums are those of the raw facts at the rates in force, and rebuilding changes nothing', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
			const wall = givenWall({ people: [...people], stays: true });
			try {
				const rates = new Map<string, { from: string; rate: string }[]>();
				for (const each of steps) {
					if (each.kind === 'rates') {
						rates.set(each.currency, each.rates);
						// As the page does, without asking each time what it changed.
						wall.wall.journal.apply('rates set', { currency: each.currency, rates: each.rates.toSorted((one, other) => (one.from < other.from ? -1 : 1)) }, wall.head());
					} else {
						const { id, status, on, ...rest } = each.row;
						const row: Row = { external_id: `D-${id}`, owner: ana, status, created: '2026-08-01T09:00', ...(status === 'open' ? {} : { closed: on }), ...rest };
						wall.push({ deals: [row] });
					}
				}
				const raw = wall.db.prepare<[], { status: string; closed_day: string | null; amount: string; currency: string }>('SELECT status, closed_day, amount, currency FROM deal').all();
				// The workspace's own currency is worth itself: one, in hundred-thousandths.
				const own = '0.100000';
				const worth = ({ amount: text, currency }: { amount: string; currency: string }, on: string): bigint => {
					const inForce = currency === 'EUR' ? own : (rates.get(currency) ?? []).filter(({ from }) => from <= on).sort((one, other) => (one.from < other.from ? 1 : -1))[0]?.rate;
					return inForce === undefined ? 0n : byHandMinor(text, inForce);
				};
				const sales = raw.filter(({ status }) => status === 'won').reduce((sum, row) => sum + worth(row, row.closed_day ?? ''), 0n);
				const pipeline = raw.filter(({ status }) => status === 'open').reduce((sum, row) => sum + worth(row, '2026-09-15'), 0n);
				expect(Math.round(((await wall.value('sales')) ?? 0) * 100)).toBe(Number(sales));
				expect(Math.round(((await wall.value('pipeline_value')) ?? 0) * 100)).toBe(Number(pipeline));
				const { kept, rebuilt } = rollupsOf(wall);
				expect(kept).toEqual(rebuilt);
			} finally {
				await wall.close();
			}
		}),
		{ numRuns: 40 },
	);
}, 60_000);

test('deals of accounts, lost ones and other currencies have nothing to do with a rate', async () => {
	const wall = givenWall({ people: [...people], deals: [lost({ owner: ana, on: '2026-09-02', amount: '10', currency: 'USD' }), won({ owner: ana, on: '2026-09-02', amount: '10', currency: 'EUR' })], accounts: [account({ on: '2026-09-02', owner: ana })] });
	wall.wall.rollups.drain(Number.POSITIVE_INFINITY);
	const before = wall.dump(['session', 'entry', 'rate', 'celebration_look']);
	expect((await setRates(wall, 'SEK', ['2026-09-01', '0.1'])).touched).toBe(0);
	expect(wall.dump(['session', 'entry', 'rate', 'celebration_look'])).toEqual(before);
});
