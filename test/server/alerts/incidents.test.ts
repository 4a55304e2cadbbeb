/** What is dead in working hours: Mondays to Fridays from nine to five, in Berlin. */
import { expect, test } from 'vitest';
import { standingOf, type ScreenStanding, type SourceStanding } from '../../../server/alerts/incidents.ts';
import { createCalendar, usualWeek } from '../../../server/floor/calendar.ts';

const calendar = createCalendar({ timeZone: 'Europe/Berlin', week: usualWeek, holidays: new Set(['2026-11-25']), leave: new Map() });
const at = (local: string): number => Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/Berlin').epochMilliseconds;
const screen = (part: Partial<ScreenStanding>): ScreenStanding => ({ id: 1, name: 'Lobby', place: 'Floor 2', state: 'offline', since: at('2026-11-23T10:00'), on: null, ...part });
const deadAt = (now: string, screens: ScreenStanding[], sources: SourceStanding[] = []): string[] => standingOf(screens, sources, at(now), calendar).dead.map(({ id, kind }) => `${id} ${kind}`);

test('a screen is dead after five minutes offline or frozen, not a moment before', () => {
	expect(deadAt('2026-11-23T10:04:59', [screen({})])).toEqual([]);
	expect(deadAt('2026-11-23T10:05', [screen({})])).toEqual(['screen:1 offline']);
	expect(deadAt('2026-11-23T10:05', [screen({ state: 'frozen' })])).toEqual(['screen:1 frozen']);
});

test('a screen that has not come is dead after five minutes of working time since it was paired', () => {
	const friday = [screen({ state: 'never', since: at('2026-11-20T16:58') })];
	expect(deadAt('2026-11-20T17:30', friday)).toEqual([]);
	expect(deadAt('2026-11-23T09:02', friday)).toEqual([]);
	expect(deadAt('2026-11-23T09:03', friday)).toEqual(['screen:1 never']);
});

test.each(['live', 'dark'] as const)('a screen that is %s is not dead, however long', (state) => {
	expect(deadAt('2026-11-24T12:00', [screen({ state })])).toEqual([]);
});

test.each(['2026-11-23T17:30', '2026-11-24T03:00', '2026-11-25T12:00', '2026-11-28T12:00'])('nobody is told at night, on holidays and at weekends: %s', (now) => {
	expect(deadAt(now, [screen({})], [{ name: 'crm', lastReportedAt: 0, isSilent: true }])).toEqual([]);
});

test('a TV that was switched off overnight has five minutes of the morning to come on', () => {
	const off = [screen({ since: at('2026-11-23T18:00') })];
	expect(deadAt('2026-11-24T09:04', off)).toEqual([]);
	expect(deadAt('2026-11-24T09:05', off)).toEqual(['screen:1 offline']);
});

test('outside its own hours a screen is nobody’s concern, and its first five minutes within them are not either', () => {
	const on = [[at('2026-11-23T11:00'), at('2026-11-23T15:00')], [at('2026-12-02T00:00'), at('2026-12-02T00:00')]] as const;
	const cases = ['2026-11-23T10:59', '2026-11-23T11:04', '2026-11-23T11:05', '2026-11-23T15:00'];
	expect(cases.map((now) => deadAt(now, [screen({ on })]).length)).toEqual([0, 0, 1, 0]);
});

test('a silent source is dead as soon as it counts as silent', () => {
	expect(deadAt('2026-11-23T12:00', [], [{ name: 'crm', lastReportedAt: at('2026-11-23T10:00'), isSilent: true }, { name: 'dialer', lastReportedAt: 0, isSilent: false }])).toEqual(['source:crm silent']);
});

test('what is dead at night is still not well', () => {
	expect([...standingOf([screen({}), screen({ id: 2, state: 'live' })], [], at('2026-11-24T03:00'), calendar).unwell]).toEqual(['screen:1']);
});
