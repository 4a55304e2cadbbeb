/** Calls, e-mails and proposals (KPIS.md §§1, 2). */
import { describe, expect, test } from 'vitest';
import { account, ana, bo, call, cy, email, givenWall, people, proposal } from '../../support/wall.ts';

const now = '2026-09-15T18:00';

describe('calls', () => {
	const activities = [
		call({ owner: ana, on: '2026-09-14T10:00', outcome: 'Connected' }),
		call({ owner: ana, on: '2026-09-14T11:00', outcome: 'no_answer' }),
		call({ owner: bo, on: '2026-09-15T09:30', outcome: 'connected' }),
		call({ owner: bo, on: '2026-08-31T09:30', outcome: 'voicemail' }),
		call({ owner: cy, on: '2026-06-30', outcome: 'connected' }),
		call({ owner: cy, on: '2026-01-01', outcome: 'redirected' }),
		call({ owner: bo, on: '2026-09-15T09:31', direction: 'inbound', outcome: 'connected' }),
		call({ owner: bo, on: '2026-09-15T09:32', direction: null }),
		email({ owner: bo, on: '2026-09-15T09:33', outcome: 'replied' }),
		call({ owner: 'nobody@x.example', on: '2026-09-15T09:40' }),
		call({ on: '2026-09-15T09:41' }),
	];

	test.each([
		['company', '2026-09-15', 3],
		['company', '2026-W38', 5],
		['company', '2026-09', 5],
		['company', '2026-Q3', 6],
		['company', '2026', 8],
		['team:North', '2026-09', 3],
		['team:North', '2026-Q3', 4],
		['team:South', '2026', 2],
		['team:South', '2026-09', 0],
		[`person:${ana}`, '2026-09-14', 2],
		[`person:${bo}`, '2026-09-14', 0],
		[`person:${bo}`, '2026-Q3', 2],
	])('calls_made: outbound calls of %s in %s are %i', async (scope, period, expected) => {
		expect(await givenWall({ now, people: [...people], activities }).value('calls_made', { scope, period })).toBe(expected);
	});

	test('[M4] calls of an unknown owner and of none count for the company and are listed as unassigned', async () => {
		const given = givenWall({ now, people: [...people], activities });
		expect(await given.by('calls_made', 'person', { period: '2026-09' })).toEqual({ [ana]: 2, [bo]: 1, unassigned: 2 });
		expect(await given.by('calls_made', 'team', { period: '2026-09' })).toEqual({ North: 3, unassigned: 2 });
	});

	test('connects are outbound calls whose outcome is connected, however it is spelt', async () => {
		const given = givenWall({ now, people: [...people], activities });
		expect(await given.value('connects', { period: '2026' })).toBe(3);
		expect(await given.value('connects', { period: '2026', scope: 'team:North' })).toBe(2);
		expect(await given.value('connects', { period: '2026-09-15', scope: `person:${bo}` })).toBe(1);
	});

	test('[M2] [M9] connect_rate is connects over calls, of sums and never a mean of rates, with both beside it', async () => {
		const given = givenWall({ now, people: [...people], activities });
		expect(await given.explain('connect_rate', { period: '2026-09' })).toMatchObject({ value: 0.4, text: '40%', numerator: 2, denominator: 5 });
		expect(await given.explain('connect_rate', { period: '2026-09', scope: 'team:North' })).toMatchObject({ value: 0.6667, numerator: 2, denominator: 3 });
		expect(await given.explain('connect_rate', { period: '2026-09', scope: 'team:South' })).toMatchObject({ value: null, text: '–', numerator: 0, denominator: 0 });
	});

	test('[M11] calls are told apart by outcome; outcomes without a name of their own are the rest', async () => {
		const given = givenWall({ now, people: [...people], activities });
		expect(await given.by('calls_made', 'outcome', { period: '2026' })).toEqual({ connected: 3, no_answer: 1, voicemail: 1, unknown: 3 });
		expect(await given.by('calls_made', 'outcome', { period: '2026', scope: 'team:North' })).toEqual({ connected: 2, no_answer: 1, voicemail: 1 });
	});
});

test('emails_sent: outbound e-mails, by outcome too', async () => {
	const given = givenWall({
		now,
		people: [...people],
		activities: [
			email({ owner: bo, on: '2026-09-15T09:00', outcome: 'replied' }),
			email({ owner: bo, on: '2026-09-15T09:01', outcome: 'none' }),
			email({ owner: cy, on: '2026-09-07', outcome: 'bounced' }),
			email({ owner: bo, on: '2026-09-15T09:02', direction: 'inbound' }),
			call({ owner: bo, on: '2026-09-15T09:03' }),
		],
	});
	expect(await given.value('emails_sent', { period: '2026-09' })).toBe(3);
	expect(await given.value('emails_sent', { period: '2026-W38' })).toBe(2);
	expect(await given.value('emails_sent', { period: '2026-09', scope: 'team:South' })).toBe(1);
	expect(await given.value('emails_sent', { period: '2026-09', scope: `person:${bo}` })).toBe(2);
	expect(await given.by('emails_sent', 'outcome', { period: '2026-09' })).toEqual({ replied: 1, none: 1, bounced: 1 });
});

test('proposals_sent: proposals by the day they were sent, credited to their owner', async () => {
	const given = givenWall({
		now,
		people: [...people],
		proposals: [
			proposal({ owner: ana, on: '2026-09-01', deal: 'D-1' }),
			proposal({ owner: ana, on: '2026-09-15T12:00' }),
			proposal({ owner: cy, on: '2026-07-01' }),
			proposal({ on: '2026-09-02' }),
		],
	});
	expect(await given.value('proposals_sent', { period: '2026-09' })).toBe(3);
	expect(await given.value('proposals_sent', { period: '2026-09', scope: `person:${ana}` })).toBe(2);
	expect(await given.value('proposals_sent', { period: '2026-09', scope: 'team:North' })).toBe(2);
	expect(await given.value('proposals_sent', { period: '2026-Q3' })).toBe(4);
	expect(await given.by('proposals_sent', 'month', { period: '2026-Q3' })).toEqual({ '2026-07': 1, '2026-09': 3 });
});

test('[M4] new_accounts: accounts by the day they were created, credited to their owner; one without a day is kept and warned of', async () => {
	const given = givenWall({
		now,
		people: [...people],
		accounts: [account({ owner: ana, on: '2026-09-01', region: 'West' }), account({ owner: ana, on: '2026-09-02T10:00', churned: '2026-09-10' }), account({ owner: cy, on: '2026-07-01' }), account({ on: '2026-09-02' })],
	});
	expect(given.push({ accounts: [{ external_id: 'old', name: 'Acme' }] })).toMatchObject({ inserted: 1, warnings: [{ entity: 'accounts', index: 0, field: 'created', code: 'no_day' }] });
	expect(given.wall.health().facts['accounts']).toBe(5);
	expect(await given.explain('new_accounts', { period: '2026-09' })).toMatchObject({ value: 3, text: '3', facts: { count: 3, newest: '2026-09-02T08:00:00Z', sources: ['crm'] } });
	expect(await given.value('new_accounts', { period: '2026-09', scope: `person:${ana}` })).toBe(2);
	expect(await given.by('new_accounts', 'team', { period: '2026-Q3' })).toEqual({ North: 2, South: 1, unassigned: 1 });
	expect(await given.by('new_accounts', 'region', { period: '2026-09' })).toEqual({ West: 1, unknown: 2 });
});

test('[M1] a fact belongs to the day it has in the workspace’s zone, and a date alone to that day', async () => {
	const activities = [
		call({ owner: ana, on: '2026-08-31T22:30:00Z' }),
		call({ owner: ana, on: '2026-08-31T21:30:00Z' }),
		call({ owner: ana, on: '2026-09-01' }),
		call({ owner: ana, on: '2026-08-31T23:59' }),
		call({ owner: ana, on: '2026-09-01T00:00:00' }),
	];
	const berlin = givenWall({ now, people: [...people], activities });
	expect(await berlin.by('calls_made', 'day', { period: '2026-Q3' })).toEqual({ '2026-08-31': 2, '2026-09-01': 3 });
	expect(await berlin.value('calls_made', { period: '2026-09' })).toBe(3);
	const apia = givenWall({ now, timeZone: 'Pacific/Apia', people: [...people], activities });
	expect(await apia.by('calls_made', 'day', { period: '2026-Q3' })).toEqual({ '2026-08-31': 1, '2026-09-01': 4 });
	const pagoPago = givenWall({ now, timeZone: 'Pacific/Pago_Pago', people: [...people], activities });
	expect(await pagoPago.by('calls_made', 'day', { period: '2026-Q3' })).toEqual({ '2026-08-31': 3, '2026-09-01': 2 });
});

test('facts of later today are not counted yet', async () => {
	const given = givenWall({ now: '2026-09-15T10:00', people: [...people], activities: [call({ owner: ana, on: '2026-09-15T09:59' }), call({ owner: ana, on: '2026-09-15T10:01', outcome: 'connected' })] });
	expect(await given.value('calls_made', { period: '2026-09-15' })).toBe(1);
	expect(await given.by('calls_made', 'outcome', { period: '2026-09-15' })).toEqual({ unknown: 1 });
	given.at('2026-09-15T10:01');
	expect(await given.value('calls_made', { period: '2026-09-15' })).toBe(2);
	expect(await given.explain('calls_made', { period: '2026-09-15' })).toMatchObject({ facts: { count: 2, newest: '2026-09-15T08:01:00Z', sources: ['crm'] } });
});
