/** Targets reached: by facts that came live, once ever per metric, scope and period. */
import { describe, expect, test } from 'vitest';
import { usualRules } from '../../../shared/celebration.ts';
import { ana, booked, bo, call, cy, won, type Row } from '../../support/wall.ts';
import { givenFloor, type GivenFloor } from './support.ts';

const deal = (id: string, amount: number, more: Row = {}): Row => won({ external_id: id, owner: ana, on: '2026-09-15T09:41:00+02:00', amount, ...more });
const before = (amount: number): Row => won({ owner: ana, on: '2026-09-03', amount });
/** By name, and only those of targets. */
const targetsIn = (given: GivenFloor, told: string[]): string[] =>
	told.flatMap((line) => {
		const [, verb, metric, scope = '', period] = /^(\w+) target:(\w+):(\S+):(\S+)$/.exec(line) ?? [];
		return verb === undefined ? [] : [`${verb} ${metric} ${scope === 'company' ? scope : given.scopeOfRow(scope)} ${period}`];
	});

describe('a target', () => {
	test('is reached by the deal that carries the result from below to it: the person’s, the team’s, the company’s', () => {
		const given = givenFloor({ deals: [before(700)] });
		given.target(`person:${ana}`, '2026-09', 1000);
		given.look();
		expect(targetsIn(given, given.live({ deals: [deal('D-1', 299)] }))).toEqual([]);
		// Of the team and the company nothing is set: theirs is what their people's come to.
		expect(targetsIn(given, given.live({ deals: [deal('D-2', 1)] }))).toEqual([`celebrate sales person:${ana} 2026-09`, 'celebrate sales team:North 2026-09', 'celebrate sales company 2026-09']);
		expect(targetsIn(given, given.live({ deals: [deal('D-3', 5000)] }))).toEqual([]);
		expect(given.views().filter(({ kind }) => kind === 'target')).toMatchObject([
			{ title: 'Target reached', name: 'Ana', number: { text: '€1,000' }, detail: 'Sales · September 2026', meaning: '€1,000 of €1,000, 11 working days left' },
			{ name: 'North' },
			{ name: 'North & Sons' },
		]);
	});

	// The company's target is unknown: South has none.
	test('dips and rises again: it is celebrated once in its period, and anew in the next', () => {
		const given = givenFloor();
		given.target('team:North', '2026-09', 1000);
		given.target('team:North', '2026-10', 1000);
		given.look();
		expect(targetsIn(given, given.live({ deals: [deal('D-1', 1000)] }))).toEqual(['celebrate sales team:North 2026-09']);
		given.pass(90);
		expect(given.live({ deals: [deal('D-1', 900)] })).toEqual([]);
		expect(targetsIn(given, given.live({ deals: [deal('D-2', 500)] }))).toEqual([]);
		given.at('2026-10-01T10:00');
		expect(targetsIn(given, given.live({ deals: [deal('D-3', 1200, { closed: '2026-10-01T09:30:00+02:00' })] }))).toEqual(['celebrate sales team:North 2026-10']);
	});

	test('falls below within the hour by a reversal: it is taken back, and celebrated as another one when it is really reached, also after a restart', () => {
		const given = givenFloor({ deals: [before(700)] });
		given.target('company', '2026-09', 1000);
		given.look();
		given.live({ deals: [deal('D-1', 400)] });
		expect(given.live({ deals: [deal('D-1', 400, { status: 'lost' })] })).toEqual(['withdraw deal:crm/D-1', 'withdraw target:sales:company:2026-09']);
		given.restart();
		given.look();
		expect(targetsIn(given, given.live({ deals: [deal('D-3', 299)] }))).toEqual([]);
		expect(targetsIn(given, given.live({ deals: [deal('D-4', 400)] }))).toEqual(['celebrate sales company 2026-09#2']);
		expect(targetsIn(given, given.live({ deals: [deal('D-5', 400)] }))).toEqual([]);
		const ids = given.views().filter(({ kind }) => kind === 'target').map(({ id }) => id);
		expect([ids.length, new Set(ids).size]).toEqual([2, 2]);
	});

	test('that was taken back and is then reached by no live deal is not celebrated, nor later', () => {
		const given = givenFloor({ deals: [before(700)] });
		given.target('company', '2026-09', 1000);
		given.look();
		given.live({ deals: [deal('D-1', 400)] });
		given.live({ deals: [deal('D-1', 400, { status: 'lost' })] });
		expect(targetsIn(given, given.live({ deals: [won({ owner: ana, on: '2026-09-02', amount: 500 })] }))).toEqual([]);
		expect(targetsIn(given, given.live({ deals: [deal('D-2', 400)] }))).toEqual([]);
	});

	test('raised after it was reached: it was reached', () => {
		const given = givenFloor();
		given.target('company', '2026-09', 1000);
		given.look();
		given.live({ deals: [deal('D-1', 1000)] });
		given.target('company', '2026-09', 2000);
		expect(given.look()).toEqual([]);
		expect(given.live({ deals: [deal('D-2', 1)] })).toEqual(['celebrate deal:crm/D-2']);
	});

	test('of the quarter and the year, where one is set', () => {
		const given = givenFloor({ deals: [won({ owner: ana, on: '2026-07-03', amount: 900 }), won({ owner: ana, on: '2026-01-05', amount: 4000 })] });
		given.target('company', '2026-Q3', 1000);
		given.target('company', '2026', 5000);
		given.look();
		expect(targetsIn(given, given.live({ deals: [deal('D-1', 100)] }))).toEqual(['celebrate sales company 2026-Q3', 'celebrate sales company 2026']);
	});

	test('of calls and meetings', () => {
		const given = givenFloor();
		given.target(`person:${bo}`, '2026-09', 2, 'calls_made');
		given.target(`person:${bo}`, '2026-09', 1, 'meetings_booked');
		given.look();
		expect(targetsIn(given, given.live({ activities: [call({ on: '2026-09-15T09:30:00+02:00', owner: bo })] }))).toEqual([]);
		expect(targetsIn(given, given.live({ activities: [call({ on: '2026-09-15T09:31:00+02:00', owner: bo })], meetings: [booked({ on: '2026-09-15T09:32:00+02:00', by: bo })] }))).toEqual([
			`celebrate calls_made person:${bo} 2026-09`, 'celebrate calls_made team:North 2026-09', 'celebrate calls_made company 2026-09',
			`celebrate meetings_booked person:${bo} 2026-09`, 'celebrate meetings_booked team:North 2026-09', 'celebrate meetings_booked company 2026-09',
		]);
	});
});

describe('a target is not celebrated', () => {
	test('when it is lowered to the result, nor later', () => {
		const given = givenFloor({ deals: [before(700)] });
		given.target('company', '2026-09', 1000);
		given.look();
		given.target('company', '2026-09', 600);
		expect(given.look()).toEqual([]);
		expect(targetsIn(given, given.live({ deals: [deal('D-1', 5000)] }))).toEqual([]);
		expect(given.noted()).toMatchObject({ 'target:sales:company:2026-09': 'left' });
	});

	test('when it is lowered, and a deal comes, before anybody looks; also after a restart', () => {
		for (const isRestarted of [false, true]) {
			const given = givenFloor({ deals: [before(700)] });
			given.target('company', '2026-09', 1000);
			given.look();
			given.target('company', '2026-09', 600);
			given.push({ deals: [deal('D-1', 5)] });
			if (isRestarted) given.restart();
			expect(targetsIn(given, given.look())).toEqual([]);
		}
	});

	test('when it was reached before anybody looked for the first time', () => {
		const given = givenFloor({ deals: [before(700)] });
		given.target('company', '2026-09', 600);
		given.db.exec('DELETE FROM celebration; UPDATE celebration_look SET entry = (SELECT max(id) FROM entry)');
		given.restart();
		expect(given.look()).toEqual([]);
		expect(targetsIn(given, given.live({ deals: [deal('D-1', 1)] }))).toEqual([]);
	});

	test.each([
		['a file import', { file: true, deals: [deal('D-1', 500)] }],
		['a back-fill of this month', { deals: [won({ owner: ana, on: '2026-09-02', amount: 500 })] }],
		['a back-fill of today', { deals: Array.from({ length: 11 }, () => won({ owner: ana, on: '2026-09-15', amount: 500 })) }],
		['a back-fill with one of today that would not have done', { deals: [won({ owner: ana, on: '2026-09-02', amount: 500 }), deal('D-1', 5)] }],
	])('when it is reached by %s', (_what, rows) => {
		const given = givenFloor({ deals: [before(700)] });
		given.target('company', '2026-09', 1000);
		given.look();
		expect(targetsIn(given, given.live(rows))).toEqual([]);
		expect(targetsIn(given, given.live({ deals: [deal('D-9', 5000)] }))).toEqual([]);
	});

	test('when a person moves into the team with what they brought', () => {
		const given = givenFloor({ deals: [won({ owner: cy, on: '2026-09-03', amount: 900 })] });
		given.target('team:North', '2026-09', 1000);
		given.look();
		given.wall.journal.apply('person moved', { person: given.idOf(cy), team: 'North', from: '2026-09-01' }, given.head());
		expect(targetsIn(given, given.live({ deals: [deal('D-1', 50)] }))).toEqual([]);
		expect(targetsIn(given, given.live({ deals: [deal('D-2', 50)] }))).toEqual(['celebrate sales team:North 2026-09', 'celebrate sales company 2026-09']);
	});

	test('where targets are incomplete, of a rate, or of what is better the smaller', () => {
		const given = givenFloor();
		given.target('company', '2026-09', 0.5, 'win_rate');
		given.target('company', '2026-09', 1, 'deals_lost');
		given.look();
		expect(targetsIn(given, given.live({ deals: [deal('D-1', 5), deal('D-2', 5, { status: 'lost' })] }))).toEqual([]);
	});

	test('of scopes that ops left out', () => {
		const given = givenFloor();
		given.target(`person:${ana}`, '2026-09', 1000);
		given.wall.journal.apply('celebrations set', { ...usualRules, targets: { on: true, scopes: ['teams'] } }, given.head());
		given.look();
		expect(targetsIn(given, given.live({ deals: [deal('D-1', 1000)] }))).toEqual(['celebrate sales team:North 2026-09']);
		given.wall.journal.apply('celebrations set', usualRules, given.head());
		expect(targetsIn(given, given.live({ deals: [deal('D-2', 1000)] }))).toEqual([]);
	});

	test('of a person who is left out of rankings', () => {
		const given = givenFloor();
		given.db.prepare('UPDATE person SET is_ranked = 0 WHERE handle = ?').run(ana);
		given.target(`person:${ana}`, '2026-09', 1000);
		given.look();
		expect(targetsIn(given, given.live({ deals: [deal('D-1', 1000)] }))).toEqual(['celebrate sales team:North 2026-09', 'celebrate sales company 2026-09']);
	});
});

test('a restart right after the deal that reached it celebrates it, once; one in between does not double it', () => {
	const given = givenFloor({ deals: [before(700)] });
	given.target('company', '2026-09', 1000);
	given.look();
	given.push({ deals: [deal('D-1', 400)] });
	given.restart();
	expect(targetsIn(given, given.look())).toEqual(['celebrate sales company 2026-09']);
	given.restart();
	expect(given.look()).toEqual([]);
	expect(given.live({ deals: [deal('D-2', 400)] })).toEqual(['celebrate deal:crm/D-2']);
});

test('a target whose results go with an import that is taken back within the hour is taken back too', async () => {
	const given = givenFloor();
	given.target('company', '2026-09', 1000);
	given.look();
	given.wall.push({ source: 'file', file: true, deals: [before(600)] }, 'ops', 7);
	expect(given.look()).toEqual([]);
	expect(targetsIn(given, given.live({ deals: [deal('D-1', 400)] }))).toEqual(['celebrate sales company 2026-09']);
	await given.wall.importUndo.run(7, 'ops', 'deals.csv');
	expect(given.look()).toEqual(['withdraw target:sales:company:2026-09']);
});
