/** A month closes by itself as the n-th working day after it begins, once, if the agenda says so. */
import { expect, test } from 'vitest';
import { usualAgenda } from '../../../server/review/agenda.ts';
import { givenWall, type GivenWall } from '../../support/wall.ts';
import { close, givenJune, page } from './support.ts';
import { parse } from '../../../server/http/route.ts';
import { agendaRequest } from '../../../server/review/agenda-desk.ts';

const closesOn = (given: GivenWall, day: number | null) => given.wall.agenda.set({ ...usualAgenda, closesOn: day }, 'ops');
const closed = async (given: GivenWall, month = '2026-06') => (await page(given, { month })).closes.map(({ closedAt, by }) => [closedAt, by]);
const lookAt = async (given: GivenWall, time: string): Promise<void> => {
	given.at(time);
	await given.wall.closing.look();
};

test('as its working hours begin, holidays and weekends left out, and never twice', async () => {
	// The first of July is a holiday, the fourth a Saturday: working days are the 2nd, 3rd and 6th.
	const given = givenJune({ now: '2026-06-28T09:00', holidays: ['2026-07-01'] });
	closesOn(given, 3);
	await lookAt(given, '2026-07-06T08:59:59');
	expect(await closed(given)).toEqual([]);
	await lookAt(given, '2026-07-06T09:00');
	expect(await closed(given)).toEqual([['2026-07-06T07:00:00Z', '']]);
	await lookAt(given, '2026-07-07T09:00');
	expect(await closed(given)).toHaveLength(1);
	expect(await closed(given, '2026-05')).toEqual([]);
});

test('later when the wall was off that day, and the month before too when its own went by; none that is older', async () => {
	const given = givenJune({ now: '2026-06-28T09:00' });
	closesOn(given, 1);
	await lookAt(given, '2026-08-02T12:00');
	expect([await closed(given), await closed(given, '2026-07')]).toEqual([[['2026-08-02T10:00:00Z', '']], []]);
	await lookAt(given, '2026-08-20T12:00');
	expect([await closed(given), await closed(given, '2026-07')]).toEqual([[['2026-08-02T10:00:00Z', '']], [['2026-08-20T10:00:00Z', '']]]);
	await lookAt(given, '2026-11-20T12:00');
	await lookAt(given, '2026-11-20T12:01');
	expect([await closed(given, '2026-08'), await closed(given, '2026-09'), await closed(given, '2026-10')].map(({ length }) => length)).toEqual([0, 1, 1]);
});

test('not where ops close by hand, not what they have closed, and not a month that was over before the wall was there', async () => {
	const byHand = givenJune({ now: '2026-06-28T09:00' });
	await lookAt(byHand, '2026-07-20T09:00');
	expect(await closed(byHand)).toEqual([]);
	closesOn(byHand, 2);
	await close(byHand);
	await lookAt(byHand, '2026-07-21T09:00');
	expect(await closed(byHand)).toEqual([['2026-07-20T07:00:00Z', 'Ada']]);

	const young = givenJune({ now: '2026-07-01T09:00' });
	closesOn(young, 1);
	await lookAt(young, '2026-07-20T09:00');
	expect(await closed(young)).toEqual([]);
});

test('the wall looks by itself, not within its first minute, and stops when it is closed', async () => {
	const given = givenJune({ now: '2026-06-28T09:00' });
	closesOn(given, 1);
	given.at('2026-07-20T09:00');
	await given.wall.start();
	expect(await closed(given)).toEqual([]);
	const closing = close(given);
	await given.close();
	await expect(closing).rejects.toMatchObject({ code: 'stopping' });
});

test('a disk without room lets a month wait for the next look', async () => {
	const given = givenJune({ now: '2026-06-28T09:00' });
	closesOn(given, 1);
	given.wall.rollups.drain(Number.POSITIVE_INFINITY);
	given.db.pragma(`max_page_count = ${String(given.db.pragma('page_count', { simple: true }))}`);
	await lookAt(given, '2026-07-20T09:00');
	expect(await closed(given)).toEqual([]);
	given.db.pragma('max_page_count = 1000000');
	await lookAt(given, '2026-07-20T09:01');
	expect(await closed(given)).toHaveLength(1);
});

test('the agenda: teams by their names, stored by number; each section once; what is wrong is named', () => {
	const given = givenWall({ people: [{ email: 'ana@x.example', name: 'Ana', team: 'North' }, { email: 'cy@x.example', name: 'Cy', team: 'South' }] });
	const items = usualAgenda.items.map((item) => (item.section === 'quota' ? { ...item, scope: 'team:North' } : item)).reverse();
	expect(given.wall.agenda.set({ items, closesOn: 4 }, 'ops')).toEqual({ items, closesOn: 4 });
	const revision = given.wall.journal.revision();
	given.wall.agenda.set({ items, closesOn: 4 }, 'ops');
	expect(given.wall.journal.revision()).toBe(revision);
	const scope = () => given.wall.agenda.get().items.find(({ section }) => section === 'quota')?.scope;
	given.wall.journal.apply('team renamed', { team: 1, name: 'Far North' }, given.head());
	expect(scope()).toBe('team:Far North');
	given.push({ people: [{ email: 'ana@x.example', team: 'South' }] });
	given.wall.journal.apply('team closed', { team: 1, on: '2026-09-15' }, given.head());
	// It was there in earlier months.
	expect(scope()).toBe('team:Far North');
	const bad: [unknown, string][] = [
		[null, 'body'], [{ items }, 'closesOn'], [{ items, closesOn: 0 }, 'closesOn'], [{ items, closesOn: 21 }, 'closesOn'], [{ items, closesOn: 1.5 }, 'closesOn'],
		[{ items: items.slice(1), closesOn: null }, 'items'], [{ items: [...items, items[0]], closesOn: null }, 'items'], [{ items: items.map(() => items[0]), closesOn: null }, 'items'],
		[{ items: usualAgenda.items.map((item, index) => (index === 2 ? { ...item, scope: 'team:Nowhere' } : item)), closesOn: null }, 'items[2].scope'],
		[{ items: usualAgenda.items.map((item, index) => (index === 2 ? { ...item, scope: 'person:cy@x.example' } : item)), closesOn: null }, 'items[2].scope'],
		[{ items: usualAgenda.items.map((item, index) => (index === 1 ? { ...item, shown: 1 } : item)), closesOn: null }, 'items[1].shown'],
	];
	for (const [body, field] of bad) expect(() => given.wall.agenda.set(parse(agendaRequest, body), 'ops')).toThrow(expect.objectContaining({ status: 400, field }));
});
