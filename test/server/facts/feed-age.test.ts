/** How old a sheet that is followed counts, and when it is fetched next: by its interval, after what broke off, and while the clock is wrong. */
import { expect, test } from 'vitest';
import { givenFollowing, many, people, sales, sheetOf, troubleOf, waitsMs, won } from '../../support/feeds.ts';

test('[R21] a source of sheets is silent four intervals after it was fetched, in working time; a slow one half of a day after it was due; and as old as its oldest sheet', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll, at, wall, push } = given;
	sheets.put('/deals', sheetOf(won('D-1', '100')));
	const silent = (name: string): boolean | undefined => wall.health().sources.find((source) => source.name === name)?.silent;
	at('2026-09-15T10:00');
	const quick = await follow({ path: '/deals', name: 'Quick', everyMinutes: 5 });
	const daily = await follow({ path: '/deals', name: 'Daily', everyMinutes: 1_440 });
	await sheets.stop();
	at('2026-09-15T10:19');
	expect(troubleOf(await poll(quick.id))).toEqual({ code: 'unreachable', host: '127.0.0.1' });
	expect([silent('Quick'), silent('Daily')]).toEqual([false, false]);
	at('2026-09-15T10:21');
	expect([silent('Quick'), silent('Daily')]).toEqual([true, false]);
	at('2026-09-16T13:59');
	expect(silent('Daily')).toBe(false);
	at('2026-09-16T14:01');
	expect(silent('Daily')).toBe(true);
	await sheets.start();
	for (const { id } of [quick, daily]) expect(troubleOf(await poll(id))).toBeNull();
	expect([silent('Quick'), silent('Daily')]).toEqual([false, false]);
	// While another sheet of the same source goes on, and somebody pushes to it, too, the one that fails is still told.
	await follow({ path: '/deals', name: 'Second' }, { source: 'Quick' });
	at('2026-09-16T14:30');
	sheets.put('/other', sheetOf(won('D-9', '1')));
	push({ source: 'Quick', people: [] });
	await poll(quick.id);
	expect(wall.health().sources.find(({ name }) => name === 'Quick')).toMatchObject({ silent: true, lastReported: '2026-09-16T12:01:00Z' });
});

test('[R21] a first take that broke off goes on soon, whatever the interval; until it is whole the sheet is overdue like any other, unless it is paused', async () => {
	const given = await givenFollowing({ people });
	const { sheets, state, poll, at, ms, wall } = given;
	const silent = (): boolean | undefined => wall.health().sources.find(({ name }) => name === 'Deals')?.silent;
	sheets.put('/deals', sheetOf(...many(3_000)));
	at('2026-09-15T10:00');
	await wall.feeds.draft({ name: 'Deals', address: sheets.url('/deals'), everyMinutes: 1_440 }, 'ops');
	const { id } = await wall.feeds.save('ops');
	await expect.poll(() => sales(given), { interval: 5 }).toBeGreaterThan(0);
	wall.feeds.edit(id, { isOn: false }, 'ops');
	await expect.poll(() => state(id).isFetching, { interval: 5 }).toBe(false);
	expect(await sales(given)).toBeLessThan(30_000);
	at('2026-09-20T10:00');
	expect(silent()).toBe(false);
	at('2026-09-15T10:00');
	expect(waitsMs(ms('2026-09-15T10:00'), wall.feeds.edit(id, { isOn: true }, 'ops'))).toBeLessThanOrEqual(30_000);
	expect([state(id).reported, silent()]).toEqual([null, false]);
	at('2026-09-16T13:59');
	expect(silent()).toBe(false);
	at('2026-09-16T14:01');
	expect(silent()).toBe(true);
	expect(await poll(id)).toMatchObject({ rows: 3_000, trouble: null, reported: '2026-09-16T12:01:00Z' });
	expect([await sales(given), silent()]).toEqual([30_000, false]);
	// From now on it is its interval that counts.
	expect(waitsMs(ms('2026-09-16T14:01'), wall.feeds.edit(id, { name: 'All deals' }, 'ops'))).toBeGreaterThan(23 * 3_600_000);
});

test('[R14] what was fetched while the clock ran ahead counts as fetched when it was set right, and no later', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll, at, wall } = given;
	sheets.put('/deals', sheetOf(won('D-1', '100')));
	at('2026-09-16T10:00');
	const { id } = await follow({ path: '/deals', name: 'Deals', everyMinutes: 5 });
	at('2026-09-15T10:00');
	await wall.boardAt({});
	await sheets.stop();
	expect(troubleOf(await poll(id))).not.toBeNull();
	await wall.start();
	at('2026-09-15T10:30');
	expect(wall.health().sources.find(({ name }) => name === 'Deals')).toMatchObject({ silent: true });
});
