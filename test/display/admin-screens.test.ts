/** What the admin page says of a screen's hours. */
import { expect, test } from 'vitest';
import { darkText, hoursErrors, hoursText } from '../../display/admin/screen-view.ts';
import type { ScreenHours } from '../../shared/screen.ts';
import { screenWords } from '../../shared/words/screens.ts';

const usual: ScreenHours = { days: [1, 2, 3, 4, 5], from: '07:00', to: '19:00', offOnHolidays: false };
const said = (hours: Partial<ScreenHours>, language: 'en' | 'sv' = 'en') => hoursText({ ...usual, ...hours }, screenWords[language], language);

test.each([
	[{}, 'On Monday–Friday 07:00–19:00, dark otherwise.'],
	[{ offOnHolidays: true }, 'On Monday–Friday 07:00–19:00 except on holidays, dark otherwise.'],
	[{ days: [1, 2] }, 'On Monday, Tuesday 07:00–19:00, dark otherwise.'],
	[{ days: [1, 3, 5, 6, 7] }, 'On Monday, Wednesday, Friday–Sunday 07:00–19:00, dark otherwise.'],
	[{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }, 'On every day 00:00–24:00, dark otherwise.'],
	[{ days: [7], from: '22:00', to: '06:00' }, 'On Sunday from 22:00 to 06:00 the next day, dark otherwise.'],
	[{ from: '22:00', to: '06:00', offOnHolidays: true }, 'On Monday–Friday from 22:00 to 06:00 the next day except on holidays, dark otherwise.'],
])('%j is “%s”', (hours, text) => {
	expect(said(hours)).toBe(text);
});

test('a screen without hours is always on; in Swedish the days are Swedish', () => {
	expect(hoursText(null, screenWords.en, 'en-GB')).toBe('Always on.');
	expect([hoursText(null, screenWords.sv, 'sv-SE'), said({ offOnHolidays: true }, 'sv')]).toEqual(['Alltid tänd.', 'Tänd måndag–fredag 07:00–19:00 utom på helgdagar, annars släckt.']);
});

test('a screen that is dark says until when, by its weekday within a week, as far as that is known', () => {
	const place = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
	const now = Date.parse('2026-11-24T20:00+01:00');
	const said = (until: string | null) => darkText({ until }, screenWords.en, place, now);
	expect(said('2026-11-25T07:00:00Z')).toBe('Dark now, until Wed 08:00.');
	expect(said('2026-11-24T22:00:00Z')).toBe('Dark now, until 23:00.');
	expect(said('2026-12-01T07:00:00Z')).toBe('Dark now, until 1 Dec 2026, 08:00.');
	expect([said(null), darkText(null, screenWords.en, place, now)]).toEqual(['Dark now.', '']);
});

test('hours without a day, or of no length, are not taken, and a time may be half typed', () => {
	expect(hoursErrors(usual, screenWords.en)).toEqual({});
	expect(hoursErrors({ ...usual, days: [], to: '07:00' }, screenWords.en)).toEqual({ days: 'Not saved: choose at least one day.', to: screenWords.en.sameTime });
	expect(hoursErrors({ ...usual, from: '', to: '' }, screenWords.en)).toEqual({ from: screenWords.en.needTime, to: screenWords.en.needTime });
});

test('every sentence exists in Swedish, with the same placeholders', () => {
	const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
	for (const [key, text] of Object.entries(screenWords.en)) expect([key, placeholders(Object.entries(screenWords.sv).find(([other]) => other === key)?.[1] ?? '')]).toEqual([key, placeholders(text)]);
});
