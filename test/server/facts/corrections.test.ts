/** A correction by hand (M4): it counts at once, no source overwrites it, and taking it back leaves what the source says. */
import { describe, expect, test } from 'vitest';
import { deskOf } from '../../support/corrections.ts';
import { ana, bo, booked, cy, givenWall, people, rollupsOf, type Row, type Rows } from '../../support/wall.ts';
import { correctionRequest } from '../../../server/facts/correction-desk.ts';
import { parse } from '../../../server/http/route.ts';

const now = '2026-09-15T12:00';
const deal = (fields: Row = {}): Row => ({ external_id: 'D', name: 'Seats', owner: ana, status: 'won', closed: '2026-09-01', created: '2026-08-01', amount: '100.00', account: 'Acme', ...fields });
const given = (rows: Rows = {}) => {
	const wall = givenWall({ now, people: [...people], deals: [deal()], ...rows });
	return { ...wall, desk: deskOf(wall), sales: () => wall.value('sales', { period: '2026-09' }) };
};
const refusal = (work: () => unknown): { status: number; code: string; field: string | undefined; message: string } => {
	try {
		work();
	} catch (error) {
		// The desk throws nothing else; anything else shows in the comparison.
		return error as ReturnType<typeof refusal>;
	}
	throw new Error('it was not refused');
};

describe('a deal that is left out', () => {
	test('[M4] counts nowhere, and comes back as it was', async () => {
		const { desk, sales, by, db } = given({ deals: [deal(), deal({ external_id: 'E', amount: 7 })] });
		const history = () => db.prepare(`SELECT h.from_at, h.until_at, h.status, h.owner_key, h.stage, h.amount_minor, h.approximate FROM deal_history h JOIN deal d ON d.id = h.deal WHERE d.external_id = 'D' ORDER BY 1`).all();
		const before = history();
		expect(desk.exclude('D')).toMatchObject({ now: null, said: { amount: '100.00', owner: ana }, byHand: { excluded: true, entered: false, author: 'ops', reason: 'a reason' } });
		expect([await sales(), await by('deals_won', 'person'), history()]).toEqual([7, { [ana]: 1 }, []]);
		expect(desk.withdraw('D')).toMatchObject({ now: { amount: '100.00' }, byHand: null });
		expect([await sales(), history()]).toEqual([107, before]);
	});
	test('[M4] stays left out whatever its source says, and what it said last counts once it is brought back', async () => {
		const { desk, sales, push, by } = given();
		desk.exclude('D');
		expect(push({ deals: [deal()] })).toMatchObject({ unchanged: 1, updated: 0, inserted: 0, warnings: [] });
		expect(push({ deals: [deal({ amount: 130, owner: bo })] })).toMatchObject({ updated: 1, warnings: [{ entity: 'deals', index: 0, field: 'external_id', code: 'by_hand' }] });
		expect([await sales(), desk.see('D').said?.['amount']]).toEqual([0, '130.00']);
		desk.withdraw('D');
		// The owner at closing keeps the credit, as if the deal had never been away.
		expect([await sales(), await by('sales', 'person')]).toEqual([130, { [ana]: 130 }]);
	});
	test('[M17] an older row of its source is not what comes back', async () => {
		const { desk, sales, push } = given({ deals: [deal({ updated: '2026-09-10' })] });
		desk.exclude('D');
		expect(push({ deals: [deal({ amount: 1, updated: '2026-09-09' })] })).toMatchObject({ unchanged: 1 });
		expect(push({ deals: [deal({ amount: 2, updated: '2026-09-12' })] })).toMatchObject({ updated: 1 });
		expect(push({ deals: [deal({ amount: 3, updated: '2026-09-11' })] })).toMatchObject({ unchanged: 1 });
		desk.withdraw('D');
		expect(await sales()).toBe(2);
	});
	test('[M17] that its source deletes meanwhile does not come back, until the source brings it back', async () => {
		const { desk, sales, push, wall, at } = given();
		desk.exclude('D');
		expect(push({ deleted: [{ entity: 'deals', external_id: 'D' }] })).toMatchObject({ deleted: 1 });
		expect(push({ deleted: [{ entity: 'deals', external_id: 'D' }] })).toMatchObject({ deleted: 0 });
		expect(push({ deals: [deal()] })).toMatchObject({ inserted: 0, unchanged: 1 });
		expect([desk.see('D').said, wall.health().facts['deals']]).toEqual([null, 0]);
		expect(push({ deals: [deal({ amount: 9, updated: '2026-09-15T12:00:01' })] })).toMatchObject({ inserted: 1 });
		expect([await sales(), wall.health().facts['deals']]).toEqual([0, 1]);
		desk.withdraw('D');
		expect(await sales()).toBe(9);
		at('2026-09-15T13:00');
		push({ deleted: [{ entity: 'deals', external_id: 'D' }] });
		expect(await sales()).toBe(0);
	});
	test('[M16] takes its account’s first win with it, and gives it back', async () => {
		const { desk, by, value } = given({ deals: [deal(), deal({ external_id: 'E', closed: '2026-09-05', owner: cy })] });
		const customers = () => by('new_customers', 'person');
		expect([await customers(), await by('deals_won', 'type')]).toEqual([{ [ana]: 1 }, { new_business: 1, expansion: 1 }]);
		desk.exclude('D');
		expect([await customers(), await by('deals_won', 'type'), await value('new_customers')]).toEqual([{ [cy]: 1 }, { new_business: 1 }, 1]);
		desk.undoLast();
		expect([await customers(), await by('deals_won', 'type')]).toEqual([{ [ana]: 1 }, { new_business: 1, expansion: 1 }]);
	});
	test('is left out of the past too', async () => {
		const { desk, value } = given({ deals: [deal({ status: 'open', closed: null, created: '2026-08-01' })] });
		expect(await value('open_deals', { asOf: '2026-08-10' })).toBe(1);
		desk.exclude('D');
		expect([await value('open_deals', { asOf: '2026-08-10' }), await value('open_deals')]).toEqual([0, 0]);
		desk.withdraw('D');
		expect([await value('open_deals', { asOf: '2026-08-10' }), await value('open_deals')]).toEqual([1, 1]);
	});
});

describe('a deal that is corrected', () => {
	test('[M4] counts with what was set: the amount, and the credit of whoever is named', async () => {
		const { desk, by, sales } = given();
		expect(desk.correct('D', { amount: '250.5' })).toMatchObject({ now: { amount: '250.50', owner: ana }, said: { amount: '100.00' }, byHand: { excluded: false, set: { amount: '250.5', currency: 'EUR' } } });
		expect(await sales()).toBe(250.5);
		desk.correct('D', { owner: cy });
		expect([await by('sales', 'person'), await by('sales', 'team')]).toEqual([{ [cy]: 250.5 }, { South: 250.5 }]);
		desk.withdraw('D');
		expect([await by('sales', 'person'), desk.see('D').byHand]).toEqual([{ [ana]: 100 }, null]);
	});
	test('[M4] keeps what was set when its source changes it, and follows the source in all else', async () => {
		const { desk, push, sales, by } = given();
		desk.correct('D', { amount: '250' });
		expect(push({ deals: [deal()] })).toMatchObject({ unchanged: 1, warnings: [] });
		expect(push({ deals: [deal({ amount: 300 })] })).toMatchObject({ updated: 1, warnings: [{ field: 'amount', code: 'by_hand' }] });
		expect(push({ deals: [deal({ amount: 300, region: 'West', closed: '2026-09-08' })] })).toMatchObject({ updated: 1 });
		expect([await sales(), await by('sales', 'region'), await by('sales', 'day', { period: '2026-09' })]).toEqual([250, { West: 250 }, { '2026-09-08': 250 }]);
		expect(desk.see('D')).toMatchObject({ now: { amount: '250.00', region: 'West' }, said: { amount: '300.00', region: 'West' } });
		desk.withdraw('D');
		expect(await sales()).toBe(300);
	});
	test('[M17] an older row changes neither what counts nor what its source is said to say', async () => {
		const { desk, push, sales } = given({ deals: [deal({ updated: '2026-09-10' })] });
		desk.correct('D', { amount: '250' });
		expect(push({ deals: [deal({ amount: 1, region: 'West', updated: '2026-09-09' })] })).toMatchObject({ unchanged: 1 });
		expect([await sales(), desk.see('D').now?.['region'], desk.see('D').said?.['amount']]).toEqual([250, null, '100.00']);
	});
	test('waits when its source deletes it, and holds again when the source brings it back', async () => {
		const { desk, push, sales } = given();
		desk.correct('D', { amount: '250' });
		expect(push({ deleted: [{ entity: 'deals', external_id: 'D' }] })).toMatchObject({ deleted: 1 });
		expect([await sales(), desk.see('D')]).toMatchObject([0, { now: null, said: null, byHand: { set: { amount: '250' } } }]);
		push({ deals: [deal({ region: 'West', updated: '2026-09-20' })] });
		expect([await sales(), desk.see('D').now?.['region']]).toEqual([250, 'West']);
	});
	test('may be won by hand while its source still has it open, and falls back to that', async () => {
		const { desk, push, sales, value } = given({ deals: [deal({ status: 'open', closed: null })] });
		expect(refusal(() => desk.correct('D', { status: 'won' }))).toMatchObject({ status: 400, field: 'set.closed' });
		desk.correct('D', { status: 'won', closed: '2026-09-14' });
		expect([await sales(), await value('open_deals')]).toEqual([100, 0]);
		push({ deals: [deal({ status: 'open', closed: null, amount: 120 })] });
		expect([await sales(), await value('open_deals')]).toEqual([120, 0]);
		desk.withdraw('D');
		expect([await sales(), await value('open_deals')]).toEqual([0, 1]);
	});
	test('[M16] that is lost by hand keeps its closing day when its source opens it again', async () => {
		const { desk, push, value } = given();
		expect(desk.correct('D', { status: 'lost' }).byHand?.set).toEqual({ status: 'lost', closed: '2026-09-01' });
		push({ deals: [deal({ status: 'open', closed: null })] });
		expect([await value('deals_lost', { period: '2026-09-01' }), await value('open_deals')]).toEqual([1, 0]);
		expect(desk.correct('D', { status: 'open' }).byHand).toBeNull();
		expect(await value('open_deals')).toBe(1);
	});
	test('[M5] an amount without a rate counts once ops have set it in the workspace’s currency', async () => {
		const { desk, sales } = given({ deals: [deal({ currency: 'USD' })] });
		expect([await sales(), desk.see('D').now]).toMatchObject([0, { amount: '100.00', currency: 'USD' }]);
		desk.correct('D', { amount: '92' });
		expect([await sales(), desk.see('D')]).toMatchObject([92, { now: { currency: 'EUR' }, said: { amount: '100.00', currency: 'USD' }, byHand: { set: { amount: '92' } } }]);
	});
	test('[M16] moves its account’s first win when its day or account is corrected', async () => {
		const { desk, by } = given({ deals: [deal(), deal({ external_id: 'E', closed: '2026-09-05', owner: cy })] });
		desk.correct('D', { closed: '2026-09-09' });
		expect(await by('new_customers', 'person')).toEqual({ [cy]: 1 });
		desk.correct('D', { account: 'Bolt' });
		expect(await by('new_customers', 'person')).toEqual({ [ana]: 1, [cy]: 1 });
		desk.withdraw('D');
		expect(await by('new_customers', 'person')).toEqual({ [ana]: 1 });
	});
	test('set back to what its source says is corrected no more', () => {
		const { desk } = given();
		desk.correct('D', { amount: '250', region: 'West' });
		expect(desk.correct('D', { amount: '100' }).byHand?.set).toEqual({ region: 'West' });
		expect(desk.correct('D', { region: null }).byHand).toBeNull();
	});
	test('goes to a person whom another source knows by name alone', async () => {
		const { desk, by } = given({ people: [...people, { name: 'Dee', team: 'South' }] });
		desk.correct('D', { owner: 'Dee' });
		expect([await by('sales', 'person'), desk.see('D').now?.['owner']]).toEqual([{ Dee: 100 }, 'Dee']);
	});
	test('may be left out as well; bringing it back leaves it corrected', async () => {
		const { desk, sales } = given();
		desk.correct('D', { amount: '250' });
		desk.exclude('D');
		expect([await sales(), refusal(() => desk.correct('D', { amount: '3' }))]).toMatchObject([0, { status: 409, code: 'does_not_count' }]);
		desk.withdraw('D');
		expect(await sales()).toBe(250);
		desk.withdraw('D');
		expect(await sales()).toBe(100);
	});
});

describe('a meeting', () => {
	const meeting = (fields: Row = {}): Row => booked({ external_id: 'M', by: bo, owner: ana, on: '2026-09-02', scheduled_for: '2026-09-07T10:00', status: 'held', ...fields });
	const figures = async (wall: ReturnType<typeof given>) => Promise.all(['meetings_booked', 'meetings_held', 'no_show_rate'].map((metric) => wall.value(metric, { period: '2026-09' })));
	test('that is left out is neither booked nor held nor missed', async () => {
		const wall = given({ meetings: [meeting(), meeting({ external_id: 'N', status: 'no_show' })] });
		expect(await figures(wall)).toEqual([2, 1, 0.5]);
		wall.desk.exclude('N', 'meetings');
		expect(await figures(wall)).toEqual([1, 1, 0]);
		wall.push({ meetings: [meeting({ external_id: 'N', status: 'held' })] });
		expect(await figures(wall)).toEqual([1, 1, 0]);
		wall.desk.withdraw('N', 'meetings');
		expect(await figures(wall)).toEqual([2, 2, 0]);
	});
	test('that is corrected counts so, and follows its source in all else', async () => {
		const wall = given({ meetings: [meeting()] });
		wall.desk.correct('M', { status: 'no_show', booked_by: cy }, 'meetings');
		expect([await figures(wall), await wall.by('meetings_booked', 'person')]).toEqual([[1, 0, 1], { [cy]: 1 }]);
		wall.push({ meetings: [meeting({ account: 'Bolt', on: '2026-08-30' })] });
		expect([await figures(wall), wall.desk.see('M', 'meetings').now]).toMatchObject([[0, 0, 1], { account: 'Bolt', status: 'no_show', scheduled_for: '2026-09-07T10:00:00+02:00' }]);
	});
	test('may be entered', async () => {
		const wall = given();
		const made = wall.desk.enter({ booked_by: bo, owner: ana, booked_at: '2026-09-10', status: 'held', held_at: '2026-09-11' }, 'meetings');
		expect([await figures(wall), made.source]).toEqual([[1, 1, 0], 'by hand']);
		wall.desk.withdraw(made.externalId, 'meetings', 'by hand');
		expect(await figures(wall)).toEqual([0, 0, null]);
	});
});

describe('a deal that is entered', () => {
	const entered = { name: 'By phone', owner: cy, status: 'won', closed: '2026-09-14', amount: '40', account: 'Bolt' };
	test('counts, can be corrected, left out and taken back, and is no source that reports', async () => {
		const { desk, sales, by, wall, at, explain } = given();
		at('2026-09-15T16:00');
		const { externalId } = desk.enter(entered);
		expect(await by('sales', 'person', { period: '2026-09' })).toEqual({ [ana]: 100, [cy]: 40 });
		expect(wall.health()).toMatchObject({ dataAsOf: '2026-09-15T10:00:00Z', facts: { deals: 2 }, sources: [{ name: 'crm', facts: { deals: 1 } }] });
		expect((await explain('sales', { period: '2026-09' })).facts.sources).toEqual(['by hand', 'crm']);
		expect(desk.correct(externalId, { amount: '50', owner: ana }, 'deals', 'by hand')).toMatchObject({ said: null, now: { amount: '50.00', name: 'By phone' }, byHand: { entered: true } });
		expect(await by('sales', 'person', { period: '2026-09' })).toEqual({ [ana]: 150 });
		desk.exclude(externalId, 'deals', 'by hand');
		expect(await sales()).toBe(100);
		desk.withdraw(externalId, 'deals', 'by hand');
		expect(await sales()).toBe(150);
		desk.withdraw(externalId, 'deals', 'by hand');
		expect([await sales(), wall.health().facts['deals']]).toEqual([100, 1]);
		desk.undoLast();
		expect(await sales()).toBe(150);
	});
	test('has a source of its own, whose name no push may take', () => {
		const { push } = given();
		for (const source of ['by hand', ' By Hand ']) expect(refusal(() => push({ source, deals: [] }))).toMatchObject({ status: 400, field: 'source' });
	});
	test('is well formed like any other', () => {
		const { desk } = given();
		expect(refusal(() => desk.enter({ ...entered, closed: null }))).toMatchObject({ status: 400, field: 'set.closed' });
		expect(refusal(() => desk.enter({ ...entered, amount: '1.234' }))).toMatchObject({ status: 400, field: 'set.amount', code: 'too_many_decimals' });
		expect(refusal(() => desk.enter({ ...entered, amount: 'many' }))).toMatchObject({ status: 400, field: 'set.amount', code: 'not_a_number' });
		expect(refusal(() => desk.enter({ ...entered, owner: 'nobody' }))).toMatchObject({ status: 400, field: 'set.owner', code: 'unknown_person' });
		expect(refusal(() => desk.enter({ ...entered, closed: '0026-09-01' }))).toMatchObject({ status: 400, field: 'set.closed' });
		expect(refusal(() => desk.enter({ ...entered, status: 'gone' }))).toMatchObject({ status: 400, field: 'set.status' });
		expect(refusal(() => desk.enter({ ...entered, colour: 'red' }))).toMatchObject({ status: 400, field: 'set.colour' });
		expect(refusal(() => desk.enter({ booked_by: ana }, 'meetings'))).toMatchObject({ status: 400, field: 'set.booked_at' });
	});
});

describe('what is refused', () => {
	test('a correction without a reason, one that changes nothing, and one of what is not there', () => {
		const { wall, desk, head } = given();
		const { seen } = desk.see('D');
		const ask = (body: object) => refusal(() => wall.corrections.correct(parse(correctionRequest, { entity: 'deals', source: 'crm', externalId: 'D', seen, reason: 'x', ...body }), 'ops', head().at));
		expect(ask({ kind: 'exclude', reason: '  ' })).toMatchObject({ status: 400, field: 'reason' });
		for (const set of [{}, { amount: '100' }, { owner: ana, account: 'Acme', region: '' }]) expect(ask({ kind: 'correct', set })).toMatchObject({ status: 400, code: 'no_change' });
		expect(ask({ kind: 'exclude', externalId: 'X' })).toMatchObject({ status: 404 });
		expect(ask({ kind: 'withdraw' })).toMatchObject({ status: 409 });
		expect(ask({ kind: 'burn' })).toMatchObject({ status: 400, field: 'kind' });
		expect(refusal(() => wall.corrections.correct(parse(correctionRequest, null), 'ops', head().at))).toMatchObject({ status: 400 });
		desk.exclude('D');
		expect(refusal(() => desk.exclude('D'))).toMatchObject({ status: 409 });
	});
	test('one of a fact that has changed since it was seen, by its source or by hand', () => {
		const { wall, desk, head, push } = given();
		const ask = (seen: number) => wall.corrections.correct({ kind: 'correct', entity: 'deals', source: 'crm', externalId: 'D', seen, reason: 'x', set: { amount: '1' } }, 'ops', head().at);
		const first = desk.see('D').seen;
		push({ deals: [deal({ region: 'West' })] });
		expect(refusal(() => ask(first))).toMatchObject({ status: 409, code: 'conflict' });
		const second = desk.see('D').seen;
		push({ deals: [deal({ region: 'West' })] });
		ask(second);
		expect(refusal(() => ask(second))).toMatchObject({ status: 409, code: 'conflict' });
		const third = desk.see('D').seen;
		// Only the field that is set by hand: what counts stays, what the source says does not.
		push({ deals: [deal({ region: 'West', amount: 3 })] });
		expect(refusal(() => ask(third))).toMatchObject({ status: 409, code: 'conflict' });
	});
});

describe('why this number', () => {
	test('says how many of its facts were set by hand and how many are left out, for the scope and period asked', async () => {
		const { desk, explain } = given({ deals: [deal(), deal({ external_id: 'E', owner: cy }), deal({ external_id: 'F', closed: '2026-08-03' })], meetings: [booked({ external_id: 'M', by: bo, on: '2026-09-02' })] });
		const note = async (metric: string, scope = 'company', period = '2026-09') => (await explain(metric, { scope, period })).note;
		expect(await note('sales')).toBeUndefined();
		desk.correct('D', { amount: '5' });
		desk.exclude('E');
		desk.exclude('F');
		desk.exclude('M', 'meetings');
		desk.enter({ status: 'lost', closed: '2026-09-03', owner: cy });
		expect(await note('sales')).toBe('corrected or entered by hand, in it: 1; left out by hand, not in it: 1');
		expect(await note('win_rate')).toBe('corrected or entered by hand, in it: 2; left out by hand, not in it: 1');
		expect(await note('sales', 'team:North')).toBe('corrected or entered by hand, in it: 1');
		expect(await note('sales', 'team:South')).toBe('left out by hand, not in it: 1');
		expect(await note('sales', `person:${ana}`, '2026-08')).toBe('left out by hand, not in it: 1');
		expect(await note('meetings_booked')).toBe('left out by hand, not in it: 1');
		expect(await note('calls_made')).toBeUndefined();
	});
});

describe('the record', () => {
	test('says who changed what, when and why, from what to what; each entry can be undone while nothing stands on it', async () => {
		const { desk, sales, at } = given();
		desk.correct('D', { amount: '250' });
		at('2026-09-15T13:00');
		desk.exclude('D');
		const [excluded, corrected] = desk.log();
		expect(corrected).toMatchObject({ what: 'corrected', at: '2026-09-15T10:00:00Z', author: 'ops', reason: 'a reason', externalId: 'D', before: { amount: '100.00', owner: ana }, after: { amount: '250.00' }, undo: { possible: false, reason: 'a later change stands on it' } });
		expect(excluded).toMatchObject({ what: 'excluded', before: { amount: '250.00' }, after: null, undo: { possible: true, reason: '' } });
		expect(refusal(() => desk.undo(corrected?.entry ?? 0))).toMatchObject({ status: 409 });
		expect(refusal(() => desk.undo(1))).toMatchObject({ status: 404 });
		desk.undoLast();
		expect([await sales(), desk.see('D').byHand?.reason, desk.log()[0]]).toMatchObject([250, 'a reason', { what: 'undone', undoes: { entry: excluded?.entry, what: 'excluded', author: 'ops', reason: 'a reason' }, before: null, after: { amount: '250.00' } }]);
		desk.undoLast();
		expect(await sales()).toBe(0);
		desk.undoLast();
		expect(await sales()).toBe(250);
	});
	test('[M4] undoing a withdrawal sets by hand again what was set, over what the source says by now', async () => {
		const { desk, sales, push } = given();
		desk.correct('D', { amount: '250' });
		desk.withdraw('D');
		push({ deals: [deal({ region: 'West' })] });
		desk.undoLast();
		expect([await sales(), desk.see('D').now?.['region']]).toEqual([250, 'West']);
	});
	test('the rollup is the one rebuilt from the facts after each of them', () => {
		const wall = given({ deals: [deal(), deal({ external_id: 'E', closed: '2026-09-05', owner: cy })] });
		const { desk } = wall;
		const steps = [() => desk.exclude('D'), () => desk.undoLast(), () => desk.correct('D', { owner: bo, closed: '2026-09-11', account: 'Bolt' }), () => desk.enter({ status: 'won', closed: '2026-09-02', account: 'acme', amount: '5' }), () => desk.withdraw('D'), () => desk.undoLast()];
		for (const step of steps) {
			step();
			const { kept, rebuilt } = rollupsOf(wall);
			expect(kept).toEqual(rebuilt);
		}
	});
});

describe('finding', () => {
	const rows = {
		deals: [deal(), deal({ external_id: 'K-7', name: 'Ten seats', account: 'Bölt AB', owner: cy, closed: '2026-09-09' }), deal({ external_id: 'O', status: 'open', closed: null, created: '2026-09-10', name: 'Open one' })],
		meetings: [booked({ external_id: 'M', by: bo, owner: ana, on: '2026-09-02', account: 'Acme' })],
	};
	test.each([['', ['O', 'K-7', 'D']], ['k-7', ['K-7']], ['K-', ['K-7']], ['BÖLT', ['K-7']], ['seats', ['K-7', 'D']], ['Cy', ['K-7']], ['ana acme', ['O', 'D']], [cy, ['K-7']], ['nothing', []]])('%j gives the newest first', (q, ids) => {
		const { wall } = given(rows);
		expect(wall.corrections.search({ entity: 'deals', q }).facts.map(({ externalId }) => externalId)).toEqual(ids);
	});
	test('finds meetings by account and people, and what is left out', () => {
		const { wall, desk } = given(rows);
		for (const q of ['acme', 'Bo', 'M']) expect(wall.corrections.search({ entity: 'meetings', q }).facts.map(({ externalId }) => externalId)).toEqual(['M']);
		desk.exclude('K-7');
		for (const q of ['', 'bölt cy', 'k-7']) expect(wall.corrections.search({ entity: 'deals', q }).facts).toContainEqual(expect.objectContaining({ externalId: 'K-7', now: null }));
		expect(wall.corrections.inForce({})).toMatchObject({ facts: [{ externalId: 'K-7' }], people: [{ handle: ana, name: 'Ana' }, { handle: bo }, { handle: cy }] });
	});
});
