/** A month that is closed stays as it was, whatever facts, targets and people become later. */
import { describe, expect, test } from 'vitest';
import { ana, cy, won, type GivenWall } from '../../support/wall.ts';
import { changes, close, figure, givenJune, page } from './support.ts';

const closedTables = ({ db }: GivenWall) => [db.prepare('SELECT * FROM month_close').all(), db.prepare('SELECT * FROM close_part ORDER BY scope').all()];

describe('closing a month by hand', () => {
	test('stores what is shown and said of the company, each team and each person, in one entry of which the log keeps the header', async () => {
		const given = givenJune();
		const rests = given.wall.journal.revision();
		const head = await close(given);
		expect(head).toEqual({ id: 1, month: '2026-06', closedAt: '2026-07-10T07:00:00Z', closedText: 'Jul 10, 2026 09:00', by: 'Ada', isKept: false });
		expect(given.wall.journal.revision()).toBe(rests + 1);
		expect(given.wall.journal.entries({ kinds: ['month closed'], limit: 9 })[0]?.body).toEqual({ uid: expect.any(String), month: '2026-06', byItself: false, revision: rests });
		expect(given.db.prepare('SELECT revision FROM month_close').pluck().get()).toBe(rests);
		expect([figure(given, 1, 'sales')?.value, figure(given, 1, 'deals_won')?.value, figure(given, 1, 'sales', 'team:North')?.value, figure(given, 1, 'sales', `person:${ana}`)?.value, figure(given, 1, 'calls_made', 'person:bo@x.example')?.value]).toEqual([1_500, 2, 1_000, 1_000, 1]);
		const { document, closes, scopes } = await page(given);
		expect([document.close?.id, document.asOf, closes.length]).toEqual([1, 'as closed on Jul 10, 2026 09:00', 1]);
		expect(scopes).toEqual([
			{ scope: 'company', name: '', kind: 'company', team: null },
			{ scope: 'team:North', name: 'North', kind: 'team', team: null },
			{ scope: 'team:South', name: 'South', kind: 'team', team: null },
			{ scope: `person:${ana}`, name: 'Ana', kind: 'person', team: 'team:North' },
			{ scope: 'person:bo@x.example', name: 'Bo', kind: 'person', team: 'team:North' },
			{ scope: `person:${cy}`, name: 'Cy', kind: 'person', team: 'team:South' },
		]);
	});

	test('is byte for byte the same after later pushes, corrections, deletions, targets, moves and imports', async () => {
		const given = givenJune();
		await close(given);
		const [before, shown] = [closedTables(given), (await page(given)).document.sections];
		given.push({ deals: [{ external_id: 'D-1', owner: cy, status: 'won', closed: '2026-06-14', amount: 4 }, won({ owner: ana, on: '2026-06-01', amount: 77 })], deleted: [{ entity: 'deals', external_id: 'D-2', at: '2026-07-10T08:00' }] });
		given.target('team:North', '2026-06', 9_999);
		given.push({ people: [{ email: ana, team: 'South' }, { email: 'new@x.example', name: 'New', team: 'North' }] });
		given.wall.journal.apply('team renamed', { team: 1, name: 'Far North' }, given.head());
		expect(closedTables(given)).toEqual(before);
		expect((await page(given)).document.sections).toEqual(shown);
		expect(figure(given, 1, 'sales')?.value).toBe(1_500);
		// As known now it is another one.
		expect(await given.value('sales', { period: '2026-06' })).toBe(81);
		expect((await page(given)).scopes.map(({ name }) => name)).toEqual(['', 'Far North', 'South', 'Ana', 'Bo', 'Cy']);
	});

	test('refuses a month that runs, has not begun, or is closed, and one that is being closed', async () => {
		const given = givenJune();
		await expect(close(given, { month: '2026-07' })).rejects.toMatchObject({ status: 400, code: 'not_over', field: 'month', message: 'July 2026 is not over yet. It can be closed once it is.' });
		await expect(close(given, { month: '2026-08' })).rejects.toMatchObject({ status: 400, code: 'not_begun', field: 'month' });
		for (const body of [null, {}, { month: 'June' }, { month: '2026-06', again: 'x' }, { month: '2026-06', more: 1 }]) await expect(close(given, body)).rejects.toMatchObject({ status: 400, field: expect.any(String) });
		const first = close(given);
		await expect(close(given, { month: '2026-05' })).rejects.toMatchObject({ status: 409, code: 'closing' });
		const { id } = await first;
		await expect(close(given)).rejects.toMatchObject({ status: 409, code: 'closed' });
		await expect(close(given, { month: '2026-06', again: 7 })).rejects.toMatchObject({ status: 409, code: 'conflict', field: 'again' });
		given.push({ deals: [won({ owner: ana, on: '2026-06-01', amount: 77 })] });
		given.at('2026-07-11T09:00');
		expect(await close(given, { month: '2026-06', again: id })).toMatchObject({ id: 2 });
		expect((await page(given)).document.close?.id).toBe(2);
		expect((await page(given, { close: '1' })).document.close?.id).toBe(1);
		expect([figure(given, 1, 'sales')?.value, figure(given, 2, 'sales')?.value]).toEqual([1_500, 1_577]);
		expect((await page(given)).closes.map((one) => one.id)).toEqual([2, 1]);
		// A month before there was anything is closed like any other.
		expect(await close(given, { month: '2020-01' })).toMatchObject({ month: '2020-01' });
	});

	test('what arrives of the month while it is being closed is in it, and the numbers rest on one revision', async () => {
		const given = givenJune();
		const closing = close(given);
		await new Promise((resolve) => setTimeout(resolve, 5));
		given.push({ deals: [won({ owner: ana, on: '2026-06-30', amount: 1 })] });
		const { id } = await closing;
		const rests = given.db.prepare<[number], number>('SELECT revision FROM month_close WHERE id = ?').pluck().get(id);
		expect([figure(given, id, 'sales')?.value, rests]).toEqual([1_501, given.wall.journal.revision() - 1]);
		expect((await changes(given, id)).facts).toEqual([]);
	});

	test('whoever left during the month has a part, whoever came later has none', async () => {
		const given = givenJune();
		given.push({ people: [{ email: ana, end: '2026-06-15' }, { email: 'late@x.example', name: 'Late', team: 'East', start: '2026-07-01' }] });
		const { id } = await close(given);
		expect(given.db.prepare('SELECT scope FROM close_part WHERE close = ? ORDER BY 1').pluck().all(id)).toEqual(['company', 'person:1', 'person:2', 'person:3', 'team:1', 'team:2']);
		await expect(page(given, { scope: 'person:late@x.example' })).rejects.toMatchObject({ status: 404, code: 'not_closed', field: 'scope' });
		expect(() => given.wall.closing.figures({ close: '99', scope: 'company' })).toThrow(expect.objectContaining({ status: 404 }));
	});

	test('the same entries give the same database', () => {
		const dumps = [0, 1].map(() => {
			const given = givenJune();
			given.wall.journal.apply('month closed', { uid: 'a1', month: '2026-06', parts: [{ scope: 'company', sections: [], figures: [] }], byItself: true, revision: 2 }, given.head());
			given.wall.journal.apply('close kept', { uid: 'a2', month: '2026-05', closedAt: 1, author: 'Ada', parts: [{ scope: 'company', sections: [], figures: [] }] }, given.head());
			return given.dump();
		});
		expect(dumps[1]).toEqual(dumps[0]);
	});
});
