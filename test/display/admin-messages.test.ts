/** A message as it is being written: local times of the workspace, and what becomes of them. */
import { describe, expect, test } from 'vitest';
import type { MessageRow } from '../../shared/messages-api.ts';
import { againDraft, draftOf, emptyDraft, instantOf, localOf, missingIn, pictureOf, quickDraft, requestOf, type Today } from '../../display/admin/message-draft.ts';

const zone = 'Europe/Stockholm';
const place = { locale: 'en-GB', timeZone: zone };
/** 10:00 and seven seconds on Monday 23 November. */
const today: Today = { now: Date.parse('2026-11-23T09:00:07Z'), dayEnds: Date.parse('2026-11-23T16:00:00Z') };
const row: MessageRow = {
	id: 7, version: 40, form: 'takeover', title: 'All hands', text: '', from: '2026-11-20T08:59:37.5Z', until: '2026-11-20T09:20:00Z', countdownTo: '2026-11-20T09:15:00Z',
	screens: [0, 2], author: 'admin', savedAt: '2026-11-20T08:59:37.5Z', endedAt: null,
};

describe('local times', () => {
	test.each([
		['2026-11-23T09:05:59Z', '2026-11-23T10:05'],
		['2026-07-01T22:30:00Z', '2026-07-02T00:30'],
		['2026-10-25T00:30:00Z', '2026-10-25T02:30'],
		['2026-10-25T03:30:00Z', '2026-10-25T04:30'],
	])('%s is %s, and back', (iso, local) => {
		expect(localOf(Date.parse(iso), zone)).toBe(local);
		expect(instantOf(local, zone)).toBe(Date.parse(`${iso.slice(0, 17)}00Z`));
	});
	test('what is no time is none', () => {
		expect([instantOf('', zone), instantOf('soon', zone)]).toEqual([null, null]);
	});
});

describe('what is asked for', () => {
	test('by a new message is now, for a quarter of an hour, on all screens', () => {
		expect(requestOf({ ...emptyDraft(today, zone), title: 'Cake' }, today, zone)).toEqual({ form: 'band', title: 'Cake', text: '', from: null, until: '2026-11-23T09:15:07.000Z', countdownTo: null, screens: null });
	});
	test('by the quick choices is a countdown, the rest of the day, and a take-over', () => {
		const asked = (quick: 'hands' | 'day' | 'now') => requestOf(quickDraft(quick, 'All hands', today, zone), today, zone);
		expect(asked('hands')).toMatchObject({ form: 'band', title: 'All hands', from: null, countdownTo: '2026-11-23T10:16', until: '2026-11-23T10:21' });
		expect(asked('day')).toMatchObject({ form: 'band', title: '', from: null, until: '2026-11-23T16:00:00.000Z', countdownTo: null });
		expect(asked('now')).toMatchObject({ form: 'takeover', title: 'All hands', until: '2026-11-23T09:05:07.000Z' });
	});
	test('at a time lasts from that time on', () => {
		const draft = { ...emptyDraft(today, zone), title: 'Cake', starts: 'at' as const, from: '2026-11-24T15:00', lasts: '60' as const };
		expect(requestOf(draft, today, zone)).toMatchObject({ from: '2026-11-24T15:00', until: '2026-11-24T15:00:00.000Z' });
	});
	test('by a change keeps the seconds of times that nobody touched, and says which version was seen', () => {
		const draft = draftOf(row, today, zone);
		expect(requestOf(draft, today, zone)).toEqual({ form: 'takeover', title: 'All hands', text: '', from: row.from, until: row.until, countdownTo: row.countdownTo, screens: [0, 2], was: 40 });
		expect(requestOf({ ...draft, until: '2026-11-20T10:30' }, today, zone)).toMatchObject({ from: row.from, until: '2026-11-20T10:30' });
	});
	test('by "again" is as long as before, and as long before its moment', () => {
		const draft = againDraft(row, today, zone);
		expect(requestOf(draft, today, zone)).toEqual({ form: 'takeover', title: 'All hands', text: '', from: null, until: '2026-11-23T10:22', countdownTo: '2026-11-23T10:17', screens: [0, 2] });
		expect(againDraft({ ...row, until: '2026-11-20T09:14:37.5Z', countdownTo: null }, today, zone)).toMatchObject({ lasts: '15', counts: 'no' });
	});
});

test('what is missing is said by field', () => {
	const draft = emptyDraft(today, zone);
	expect(missingIn({ ...draft, title: ' ', starts: 'at', from: '', lasts: 'at', until: '', counts: 'at', countdownTo: '', screens: [] })).toEqual({ title: 'required', from: 'needTime', until: 'needTime', countdownTo: 'needTime', screens: 'needScreen' });
	expect(missingIn({ ...draft, title: 'Cake', from: '', until: '', countdownTo: '' })).toEqual({});
});

test('the picture is what a TV would be told', () => {
	const draft = quickDraft('hands', 'All hands', today, zone);
	expect(pictureOf(draft, today, place)).toEqual({ id: 0, form: 'band', title: 'All hands', text: '', from: today.now, until: Date.parse('2026-11-23T09:21:00Z'), countdownTo: Date.parse('2026-11-23T09:16:00Z'), countdownText: '10:16' });
	expect(pictureOf({ ...draft, countdownTo: '2026-11-25T08:30' }, today, place).countdownText).toBe('Wed 08:30');
});
