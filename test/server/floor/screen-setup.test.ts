/** How a screen is set up: what ops chose, what it is told of it, and the test card. */
import { describe, expect, test } from 'vitest';
import { usualChoice, usualSetup, type ChosenSetup } from '../../../shared/screen.ts';
import { InputError } from '../../../server/errors.ts';
import { givenWall, type GivenWall } from '../../support/wall.ts';

const usual = usualChoice;
const bright: ChosenSetup = { ...usual, theme: 'light', far: true };
const officeHours = { days: [1, 2, 3, 4, 5], from: '07:00', to: '19:00', offOnHolidays: true };

const givenScreens = (now = '2026-09-15T09:00') => {
	const given = givenWall({ now });
	const { journal, screens } = given.wall;
	const pair = (name: string): number => journal.apply('screen paired', { name, tokenHash: name }, given.head());
	const setUp = (screen: number | null, setup: ChosenSetup): null => journal.apply('screen set up', { screen, setup }, given.head());
	return { given, screens, journal, lobby: pair('Lobby'), hall: pair('Hall'), setUp };
};
/** Whether a wall would be on at a local time. */
const isOn = (given: GivenWall, on: (typeof usualSetup)['on'], time: string): boolean => {
	const at = given.ms(time);
	return on === null || on.some(([from, to]) => at >= from && at < to);
};

test('a newly paired screen is as it usually is: always on, dark, to the edge', () => {
	const { screens, lobby } = givenScreens();
	expect(screens.setupOf(lobby)).toEqual({ ...usualSetup, name: 'Lobby' });
	expect(screens.setupOf(null)).toEqual(usualSetup);
	expect(screens.setupStanding(lobby)).toEqual({ chosen: usual, lastChange: null });
});

describe('what ops choose', () => {
	test('is for that screen alone; those without a code have one set-up together', () => {
		const { given, screens, lobby, hall, setUp } = givenScreens();
		setUp(lobby, bright);
		setUp(null, { ...usual, overscan: 2.5 });
		expect([screens.setupOf(lobby), screens.setupOf(hall), screens.setupOf(null)]).toEqual([{ ...usualSetup, name: 'Lobby', theme: 'light', far: true }, { ...usualSetup, name: 'Hall' }, { ...usualSetup, overscan: 2.5 }]);
		expect(screens.setupStanding(lobby)).toEqual({ chosen: bright, lastChange: given.head() });
	});
	test('is logged with what stood before, by whom and when', () => {
		const { given, journal, lobby, setUp } = givenScreens();
		setUp(lobby, bright);
		given.at('2026-09-15T09:01');
		setUp(lobby, usual);
		expect(journal.entries({ kinds: ['screen set up'], limit: 9 })).toMatchObject([
			{ at: given.ms('2026-09-15T09:01'), author: 'ops', body: { screen: lobby, from: bright, to: usual } },
			{ at: given.ms('2026-09-15T09:00'), author: 'ops', body: { screen: lobby, from: usual, to: bright } },
		]);
	});
	test('is refused for a screen that is not there, or no longer, and writes nothing', () => {
		const { given, journal, screens, lobby, setUp } = givenScreens();
		journal.apply('screen revoked', { id: lobby }, given.head());
		for (const id of [lobby, 99, 0]) {
			expect(() => setUp(id, bright)).toThrow(InputError);
			expect(() => screens.showCard(id, true)).toThrow('There is no such screen.');
			expect(() => screens.setupStanding(id)).toThrow('There is no such screen.');
		}
		expect(given.db.prepare('SELECT count(*) FROM screen_setup').pluck().get()).toBe(0);
	});
});

describe('what a screen is told', () => {
	test('is the same until there is something new, so that nothing is sent over and over', () => {
		const { given, screens, lobby, hall, setUp } = givenScreens();
		setUp(lobby, { ...usual, hours: officeHours });
		const told = screens.setupOf(lobby);
		given.at('2026-09-15T23:59');
		setUp(hall, bright);
		given.push({ deals: [{ external_id: 'D', status: 'won', amount: 1, closed: '2026-09-15' }] });
		expect(screens.setupOf(lobby)).toBe(told);
	});
	test('always reaches more than a week ahead: it is told anew when the day is over', () => {
		const { given, screens, lobby, setUp } = givenScreens();
		setUp(lobby, { ...usual, hours: officeHours });
		const ends = () => screens.setupOf(lobby).on?.at(-1)?.[1];
		expect(ends()).toBe(given.ms('2026-09-24T00:00'));
		given.at('2026-09-16T00:00');
		expect(ends()).toBe(given.ms('2026-09-25T00:00'));
	});
	test('follows the hours, the calendar’s holidays once they are known, and the next choice', () => {
		const { given, screens, journal, lobby, setUp } = givenScreens();
		setUp(lobby, { ...usual, hours: officeHours });
		const on = (time: string) => isOn(given, screens.setupOf(lobby).on, time);
		expect(['2026-09-15T06:59', '2026-09-15T07:00', '2026-09-15T18:59', '2026-09-15T19:00', '2026-09-16T12:00', '2026-09-19T12:00'].map(on)).toEqual([false, true, true, false, true, false]);
		journal.apply('calendar saved', { holidays: [{ day: '2026-09-16', name: 'Free' }] }, given.head());
		expect([on('2026-09-16T12:00'), on('2026-09-17T12:00')]).toEqual([false, true]);
		setUp(lobby, usual);
		expect(screens.setupOf(lobby).on).toBeNull();
	});
	test('of a night begun yesterday says that it is on now', () => {
		const { given, screens, lobby, setUp } = givenScreens('2026-09-15T03:00');
		setUp(lobby, { ...usual, hours: { ...officeHours, from: '22:00', to: '06:00' } });
		expect([isOn(given, screens.setupOf(lobby).on, '2026-09-15T03:00'), isOn(given, screens.setupOf(lobby).on, '2026-09-15T06:00')]).toEqual([true, false]);
	});
});

describe('the test card', () => {
	test('is on for two minutes, or until somebody is done, and leaves no trace', () => {
		const { given, screens, journal, lobby, hall } = givenScreens();
		const revision = journal.revision();
		const until = () => screens.setupOf(lobby).cardUntil;
		screens.showCard(lobby, true);
		expect([until(), screens.setupOf(hall).cardUntil]).toEqual([given.ms('2026-09-15T09:02'), null]);
		screens.showCard(lobby, false);
		expect(until()).toBeNull();
		screens.showCard(lobby, true);
		given.at('2026-09-15T09:01:59');
		expect(until()).not.toBeNull();
		given.at('2026-09-15T09:02');
		expect([until(), journal.revision()]).toEqual([null, revision]);
	});
	test('[R14] does not stay for longer when the clock is set back', () => {
		const { given, screens } = givenScreens();
		screens.showCard(null, true);
		given.at('2026-09-15T08:00');
		expect(screens.setupOf(null).cardUntil).toBeNull();
	});
	test('keeps what was chosen, and a choice keeps the card', () => {
		const { screens, lobby, setUp } = givenScreens();
		screens.showCard(lobby, true);
		setUp(lobby, bright);
		expect(screens.setupOf(lobby)).toEqual({ ...usualSetup, name: 'Lobby', theme: 'light', far: true, cardUntil: expect.any(Number) });
	});
});
