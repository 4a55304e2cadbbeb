/** Facts in their tables: changes, credit, deletions, and the same row twice (M4, M17). */
import { describe, expect, test } from 'vitest';
import { ana, bo, cy, givenWall, people, won } from '../../support/wall.ts';

const now = '2026-09-15T12:00';
const call = (fields: Record<string, unknown>) => ({ external_id: 'C', kind: 'call', direction: 'outbound', owner: ana, at: '2026-09-01', ...fields });

describe('the same row', () => {
	test('twice is unchanged, changed is updated and replaced as a whole', async () => {
		const given = givenWall({ now, people: [...people], activities: [call({ outcome: 'connected', seconds: 5 })] });
		expect(given.push({ activities: [call({ outcome: 'CONNECTED', seconds: 5 })] })).toMatchObject({ unchanged: 1, updated: 0 });
		expect(given.push({ activities: [call({ owner: bo })] })).toMatchObject({ updated: 1 });
		expect(await given.by('calls_made', 'person')).toEqual({ [bo]: 1 });
		expect(await given.value('connects')).toBe(0);
	});
	test('is unchanged whatever its texts are made of', () => {
		const odd = won({ external_id: 'a\ud800\u0000', name: '\udfffx\u0000y', owner: '\ud800', account: 'ﬁ\ud800', region: '', product: '  ', on: '2026-09-01', amount: '1.50' });
		const given = givenWall({ now, deals: [odd] });
		expect(given.push({ deals: [odd] })).toMatchObject({ inserted: 0, updated: 0, unchanged: 1 });
	});
	test('of another source is another fact', async () => {
		const given = givenWall({ now, activities: [call({})] });
		given.push({ source: 'dialer', activities: [call({})] });
		expect(await given.explain('calls_made')).toMatchObject({ value: 2, facts: { count: 2, sources: ['crm', 'dialer'] } });
	});
	test('twice in one batch: the last one stands', async () => {
		const given = givenWall({ now });
		expect(given.push({ activities: [call({}), call({ at: '2026-08-01' })] })).toMatchObject({ inserted: 1, updated: 1 });
		expect(await given.by('calls_made', 'month', { period: '2026' })).toEqual({ '2026-08': 1 });
	});
});

describe('[M17] updated', () => {
	test('an older never overwrites a newer, an equal one does', async () => {
		const given = givenWall({ now, activities: [call({ updated: '2026-09-10T10:00Z' })] });
		expect(given.push({ activities: [call({ at: '2026-08-01', updated: '2026-09-10T09:59:59Z' })] })).toMatchObject({ unchanged: 1 });
		expect(await given.value('calls_made', { period: '2026-09' })).toBe(1);
		expect(given.push({ activities: [call({ at: '2026-08-01', updated: '2026-09-10T12:00:00+02:00' })] })).toMatchObject({ updated: 1 });
		expect(await given.value('calls_made', { period: '2026-08' })).toBe(1);
	});
	test('a newer stamp on the same row is remembered', async () => {
		const given = givenWall({ now, activities: [call({ updated: '2026-09-01' })] });
		expect(given.push({ activities: [call({ updated: '2026-09-09' })] })).toMatchObject({ unchanged: 1 });
		expect(given.push({ activities: [call({ at: '2026-08-01', updated: '2026-09-05' })] })).toMatchObject({ unchanged: 1 });
		expect(await given.value('calls_made', { period: '2026-09' })).toBe(1);
	});
});

describe('[M17] a deletion', () => {
	const gone = { entity: 'activities', external_id: 'C' };
	test('takes the fact out, and a push without anything newer does not bring it back', async () => {
		const given = givenWall({ now, activities: [call({})] });
		expect(given.push({ deleted: [gone] })).toMatchObject({ deleted: 1 });
		expect([await given.value('calls_made'), given.wall.health().facts['activities']]).toEqual([0, 0]);
		for (const row of [call({}), call({ at: '2026-09-02' }), call({ updated: '2026-09-15T09:59:59Z' })]) expect(given.push({ activities: [row] })).toMatchObject({ inserted: 0, unchanged: 1 });
		expect(given.push({ deleted: [gone] })).toMatchObject({ deleted: 0 });
		expect(given.push({ activities: [call({ updated: '2026-09-15T10:00:01Z' })] })).toMatchObject({ inserted: 1 });
		expect(await given.value('calls_made')).toBe(1);
	});
	test('that comes before its fact holds too, and one older than the fact does nothing', async () => {
		const given = givenWall({ now });
		given.push({ deleted: [{ ...gone, updated: '2026-09-10' }] });
		given.push({ activities: [call({ updated: '2026-09-09' })] });
		expect(await given.value('calls_made')).toBe(0);
		given.push({ activities: [call({ updated: '2026-09-12' })] });
		expect(given.push({ deleted: [{ ...gone, updated: '2026-09-11' }] })).toMatchObject({ deleted: 0 });
		expect(await given.value('calls_made')).toBe(1);
	});
	test.each([['deals', won({ external_id: 'C', on: '2026-09-01', amount: 1 }), 'sales'], ['meetings', { external_id: 'C', booked_at: '2026-09-01' }, 'meetings_booked'], ['proposals', { external_id: 'C', sent: '2026-09-01' }, 'proposals_sent'], ['accounts', { external_id: 'C', name: 'Acme', created: '2026-09-01' }, 'new_accounts']])('of %s is counted no more', async (entity, row, metric) => {
		const given = givenWall({ now, [entity]: [row] });
		expect(await given.value(metric)).toBe(1);
		given.push({ deleted: [{ entity, external_id: 'C' }] });
		expect(await given.value(metric)).toBe(0);
	});
});

describe('[M4] the owner at closing', () => {
	const deal = (fields: Record<string, unknown>) => ({ external_id: 'D', owner: ana, status: 'won', closed: '2026-09-01', amount: 10, ...fields });
	test('keeps the credit when the source changes the owner later', async () => {
		const given = givenWall({ now, people: [...people], deals: [deal({})] });
		expect(given.push({ deals: [deal({ owner: cy })] })).toMatchObject({ updated: 1 });
		expect([await given.by('sales', 'person'), await given.by('deals_won', 'team')]).toEqual([{ [ana]: 10 }, { North: 1 }]);
	});
	test('is who owned it when it was closed, not when it was open', async () => {
		const given = givenWall({ now, people: [...people], deals: [deal({ status: 'open', closed: null, owner: bo })] });
		given.push({ deals: [deal({ owner: cy })] });
		expect(await given.by('sales', 'person')).toEqual({ [cy]: 10 });
	});
	test('is another one when the deal is reopened and closed again', async () => {
		const given = givenWall({ now, people: [...people], deals: [deal({})] });
		given.push({ deals: [deal({ status: 'open', closed: null, owner: cy })] });
		given.push({ deals: [deal({ owner: cy, closed: '2026-09-10' })] });
		expect(await given.by('sales', 'person')).toEqual({ [cy]: 10 });
	});
});

describe('sources', () => {
	const beat = (given: ReturnType<typeof givenWall>, times: string[], source = 'crm') => times.forEach((time) => {
		given.at(time);
		given.push({ source });
	});
	test('report by pushing anything at all; the newest report dates the data', () => {
		const given = givenWall({ now: '2026-09-15T10:00', activities: [call({})] });
		given.at('2026-09-15T11:00');
		given.push({ source: 'dialer' });
		expect(given.wall.health()).toMatchObject({ dataAsOf: '2026-09-15T09:00:00Z', facts: { people: 0, deals: 0, meetings: 0, activities: 1, proposals: 0, accounts: 0 }, sources: [{ name: 'crm', lastReported: '2026-09-15T08:00:00Z', silent: false, facts: { activities: 1 } }, { name: 'dialer', facts: {} }] });
		expect(given.wall.asOfText()).toBe('11:00');
	});
	const silent = (given: ReturnType<typeof givenWall>, time: string): boolean | undefined => {
		given.at(time);
		return given.wall.health().sources[0]?.silent;
	};
	test('fall silent after four times their usual gap, at least 15 minutes, counted in working time', () => {
		const given = givenWall({ now });
		beat(given, ['10:00', '10:10', '10:20', '10:30', '10:40', '10:50'].map((time) => `2026-09-15T${time}`));
		expect(['11:29', '11:31'].map((time) => silent(given, `2026-09-15T${time}`))).toEqual([false, true]);
		beat(given, ['2026-09-15T11:40', '2026-09-15T16:50']);
		const evening = givenWall({ now });
		beat(evening, ['16:00', '16:10', '16:20', '16:30', '16:40', '16:50'].map((time) => `2026-09-18T${time}`));
		expect(['2026-09-18T23:00', '2026-09-20T12:00', '2026-09-21T09:29', '2026-09-21T09:31'].map((time) => silent(evening, time))).toEqual([false, false, false, true]);
	});
	test('of a minute’s gap are given a quarter of an hour; those that have hardly reported yet are never silent', () => {
		const given = givenWall({ now });
		beat(given, ['10:00', '10:01', '10:02', '10:03', '10:04', '10:05'].map((time) => `2026-09-15T${time}`));
		expect(['10:19', '10:21'].map((time) => silent(given, `2026-09-15T${time}`))).toEqual([false, true]);
		const once = givenWall({ now });
		beat(once, ['2026-09-01T10:00', '2026-09-01T10:01']);
		expect(silent(once, '2026-09-15T16:00')).toBe(false);
	});
	test('that are files only are never silent; one report of another kind makes them like the others', () => {
		const given = givenWall({ now });
		const times = ['10:00', '10:10', '10:20', '10:30', '10:40', '10:50'].map((time) => `2026-09-15T${time}`);
		for (const time of times) {
			given.at(time);
			expect(given.wall.push({ source: 'sheet', file: true }, 'key').ignored).toEqual([]);
		}
		expect(silent(given, '2026-09-15T16:00')).toBe(false);
		given.push({ source: 'sheet' });
		expect(silent(given, '2026-09-21T16:00')).toBe(true);
		given.wall.push({ source: 'sheet', file: true }, 'key');
		expect(silent(given, '2026-09-25T16:00')).toBe(true);
	});
	test('a clock set back takes no report back', () => {
		const given = givenWall({ now });
		beat(given, ['2026-09-15T11:00', '2026-09-15T10:00']);
		expect(given.wall.health().dataAsOf).toBe('2026-09-15T09:00:00Z');
	});
	test('[R14] no report stays later than now: one made while the clock ran ahead counts as made now', async () => {
		const given = givenWall({ now });
		beat(given, ['2026-09-16T11:00']);
		given.at('2026-09-15T11:00');
		await given.wall.start();
		expect(given.wall.health().dataAsOf).toBe('2026-09-15T09:00:00Z');
	});
});

test('the facts of a source whose id begins so are found, of every kind and no others', () => {
	const given = givenWall({ now, deals: [won({ on: '2026-09-01', external_id: 'live-1' }), won({ on: '2026-09-01', external_id: 'lived' })], accounts: [{ external_id: 'live-é', name: 'Acme' }] });
	given.push({ source: 'other', deals: [won({ on: '2026-09-01', external_id: 'live-2' })] });
	expect(given.wall.factsBeginning('crm', 'live-')).toEqual([{ entity: 'deals', external_id: 'live-1' }, { entity: 'accounts', external_id: 'live-é' }]);
});
