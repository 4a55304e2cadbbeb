/** What the desk of corrections asks for, says of what was set, and keeps within reach (M4). */
import { describe, expect, test } from 'vitest';
import type { CorrectableEntity, CorrectionRecord, CorrectionsInForce } from '../../../shared/corrections.ts';
import { InputError } from '../../../server/errors.ts';
import { deskOf } from '../../support/corrections.ts';
import { ana, bo, booked, cy, givenWall, people, type Row, type Rows } from '../../support/wall.ts';
import { correctionRequest, correctionsPage } from '../../../server/facts/correction-desk.ts';
import { parse, parseQuery } from '../../../server/http/route.ts';

const now = '2026-09-15T12:00';
const deal = (fields: Row = {}): Row => ({ external_id: 'D', name: 'Seats', owner: ana, status: 'won', closed: '2026-09-01', created: '2026-08-01', amount: '100.00', account: 'Acme', ...fields });
const given = (rows: Rows = {}) => {
	const wall = givenWall({ now, people: [...people], deals: [deal()], ...rows });
	return { ...wall, desk: deskOf(wall) };
};
const refusal = (work: () => unknown): InputError => {
	try {
		work();
	} catch (error) {
		if (error instanceof InputError) return error;
		throw error;
	}
	throw new Error('it was not refused');
};
const codes = (warnings: { field: string; code: string }[]): string[] => warnings.map(({ field, code }) => `${field} ${code}`);

describe('the day of what was held or missed', () => {
	const meeting = booked({ external_id: 'M', by: bo, on: '2026-09-02' });
	test.each(['held', 'no_show'])('[M4] is asked for when ops say %s of a meeting of which none is known', (status) => {
		const { desk } = given({ meetings: [meeting] });
		expect(refusal(() => desk.correct('M', { status }, 'meetings'))).toMatchObject({ status: 400, field: 'set.held_at' });
		expect(refusal(() => desk.enter({ booked_at: '2026-09-02', status }, 'meetings'))).toMatchObject({ status: 400, field: 'set.held_at' });
		expect(desk.correct('M', { status, held_at: '2026-09-03' }, 'meetings').warnings).toEqual([]);
		expect(refusal(() => desk.correct('M', { held_at: null }, 'meetings'))).toMatchObject({ field: 'set.held_at' });
		expect(desk.enter({ booked_at: '2026-09-02', status, scheduled_for: '2026-09-04' }, 'meetings').warnings).toEqual([]);
	});
	test('is not asked for when another field is set on what a source says without one', () => {
		const { desk } = given({ meetings: [{ ...meeting, status: 'held' }] });
		expect(codes(desk.correct('M', { account: 'Bolt' }, 'meetings').warnings)).toEqual(['held_at no_day']);
	});
});

describe('what counts though it is odd', () => {
	test('is said of a correction as it would be of a push: no rate, closed before it began, yet to come', () => {
		const { desk, push } = given();
		expect(desk.see('D').warnings).toEqual([]);
		expect(codes(desk.correct('D', { created: '2026-09-02' }).warnings)).toEqual(['closed before_creation']);
		expect(codes(desk.correct('D', { created: null, closed: '2026-09-20' }).warnings)).toEqual(['closed in_the_future']);
		// What is odd is said of what counts, not of what the source says beside it.
		expect(codes(push({ deals: [deal({ amount: 5, currency: 'USD', created: null })] }).warnings)).toEqual(['closed by_hand', 'closed in_the_future', 'currency no_rate']);
	});
	test('[M7] a meeting missed on a day to come counts from that day, whoever says so', async () => {
		const { desk, push, value, at } = given();
		const missed = booked({ external_id: 'M', by: bo, on: '2026-09-02', scheduled_for: '2026-09-20', status: 'no_show' });
		expect(codes(push({ meetings: [missed] }).warnings)).toEqual(['held_at in_the_future']);
		const { warnings, externalId } = desk.enter({ booked_at: '2026-09-02', status: 'no_show', held_at: '2026-09-21' }, 'meetings');
		expect(codes(warnings)).toEqual(['held_at in_the_future']);
		expect(await value('no_show_rate')).toBe(null);
		at('2026-09-22T09:00');
		expect([await value('no_show_rate'), desk.see(externalId, 'meetings', 'by hand').warnings]).toEqual([1, []]);
	});
	test('nothing is said of what is left out', () => {
		const { desk } = given({ deals: [deal({ currency: 'USD' })] });
		expect(codes(desk.see('D').warnings)).toEqual(['currency no_rate']);
		expect(desk.exclude('D').warnings).toEqual([]);
	});
});

describe('a deletion by the source', () => {
	const gone = { deleted: [{ entity: 'deals', external_id: 'D' }] };
	test('[M4] of what ops have set something on is warned of, once', () => {
		const { desk, push } = given({ deals: [deal(), deal({ external_id: 'E' })] });
		desk.correct('D', { amount: '5' });
		expect(push({ deleted: [{ entity: 'deals', external_id: 'E' }, { entity: 'deals', external_id: 'D' }] }).warnings).toMatchObject([{ entity: 'deleted', index: 1, field: 'external_id', code: 'by_hand' }]);
		expect(push(gone).warnings).toEqual([]);
	});
	test.each(['exclude', 'correct'] as const)('is seen before ops take back a fact they %s', (kind) => {
		const { wall, desk, push, head } = given();
		const { seen } = kind === 'exclude' ? desk.exclude('D') : desk.correct('D', { amount: '5' });
		push(gone);
		const takeBack = () => wall.corrections.correct({ kind: 'withdraw', entity: 'deals', source: 'crm', externalId: 'D', reason: 'x', seen }, 'ops', head().at);
		expect(refusal(takeBack)).toMatchObject({ status: 409, message: 'its source has deleted the deal in the meantime' });
		expect(desk.withdraw('D')).toMatchObject({ now: null, said: null, byHand: null });
	});
});

describe('a reason', () => {
	test.each(['\u200b', '\u3164\u2060 ', '\u2800', '\ufe0f', '\u00ad\u0000'])('of nothing that can be seen is none: %j', (reason) => {
		const { wall, desk, head } = given();
		expect(refusal(() => wall.corrections.correct(parse(correctionRequest, { kind: 'exclude', entity: 'deals', source: 'crm', externalId: 'D', seen: desk.see('D').seen, reason }), 'ops', head().at))).toMatchObject({ status: 400, field: 'reason' });
	});
});

test.each(['By  Hand', 'by\u00a0hand', 'ｂｙ hand', 'by\u200b hand', ' by\thand'])('no push takes the name of what is entered by hand: %j', (source) => {
	expect(refusal(() => given().push({ source, deals: [] }))).toMatchObject({ status: 400, field: 'source' });
});

describe('what is left out', () => {
	test('is found by number, account, name and owner, however much is', () => {
		const many = Array.from({ length: 1_200 }, (_, index) => deal({ external_id: `D-${index}`, name: `Seats ${index}`, account: `Customer ${index}`, owner: index === 3 ? cy : ana }));
		const { wall, desk } = given({ deals: many });
		wall.journal.together(() => many.forEach((_, index) => desk.exclude(`D-${index}`)));
		const found = (q: string): string[] => wall.corrections.search({ entity: 'deals', q }).facts.map(({ externalId }) => externalId);
		for (const q of ['d-3 cy', 'customer 3 cy', 'SEATS 3 cy']) expect(found(q)).toEqual(['D-3']);
		expect(found('cy')).toEqual(['D-3']);
		expect(wall.corrections.search({ entity: 'deals', q: '' })).toMatchObject({ isPartial: true, facts: { length: 50 } });
	});
	test('is found by what was set by hand, also when it was entered, and when its source has deleted it', () => {
		const { wall, desk, push } = given({ meetings: [booked({ external_id: 'M', by: bo, on: '2026-09-02', account: 'Acme' })] });
		const found = (q: string, entity: CorrectableEntity = 'deals'): string[] => wall.corrections.search({ entity, q }).facts.map(({ externalId }) => externalId);
		const { externalId } = desk.enter({ name: 'By phone', owner: cy, status: 'won', closed: '2026-09-14', account: 'Bolt' });
		desk.exclude(externalId, 'deals', 'by hand');
		for (const q of ['bolt', 'by phone cy']) expect(found(q)).toEqual([externalId]);
		desk.correct('D', { account: 'Paper' });
		push({ deleted: [{ entity: 'deals', external_id: 'D' }] });
		for (const q of ['paper', 'D']) expect(found(q)).toContain('D');
		desk.correct('M', { booked_by: cy }, 'meetings');
		desk.exclude('M', 'meetings');
		for (const q of ['acme', 'cy', '']) expect(found(q, 'meetings')).toEqual(['M']);
	});
});

describe('page by page', () => {
	const many = Array.from({ length: 7 }, (_, index) => deal({ external_id: `D-${index}` }));
	test('the record can be read to its first entry, and what is in force to its oldest', () => {
		const { wall, desk } = given({ deals: many });
		many.forEach((_, index) => desk.exclude(`D-${index}`));
		const read = <Page extends CorrectionRecord | CorrectionsInForce>(page: (query: Record<string, string>) => Page, idsOf: (page: Page) => string[]): string[][] => {
			const pages: string[][] = [];
			for (let before: number | null | undefined; before !== null; ) {
				const one = page({ limit: '3', ...(before === undefined ? {} : { before: String(before) }) });
				pages.push(idsOf(one));
				before = one.older;
			}
			return pages;
		};
		const expected = [['D-6', 'D-5', 'D-4'], ['D-3', 'D-2', 'D-1'], ['D-0']];
		expect(read(wall.corrections.log, ({ entries }) => entries.map(({ externalId }) => externalId))).toEqual(expected);
		expect(read(wall.corrections.inForce, ({ facts }) => facts.map(({ externalId }) => externalId))).toEqual(expected);
		expect(wall.corrections.inForce({ limit: 2 }).count).toBe(7);
		expect(wall.corrections.log({ limit: 7 })).toMatchObject({ count: 7, older: null });
	});
	test.each(['0', '201', 'x', '1.5'])('a limit of %s is refused', (limit) => {
		const { wall } = given();
		expect(refusal(() => wall.corrections.log(parseQuery(correctionsPage, { limit })))).toMatchObject({ status: 400, field: 'limit' });
		expect(refusal(() => wall.corrections.inForce(parseQuery(correctionsPage, { before: limit === '201' ? '-1' : limit })))).toMatchObject({ status: 400, field: 'before' });
	});
});
