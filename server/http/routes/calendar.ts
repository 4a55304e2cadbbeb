/** The working week, the holidays with their ready sets, and leave. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { CalendarChanged, CalendarState, HolidaySets } from '../../../shared/calendar-api.ts';
import { InputError } from '../../errors.ts';
import { yearsWithoutHolidays, type HolidaysChange } from '../../floor/holidays.ts';
import { readHolidaySets } from '../../floor/holiday-sets.ts';
import { isWithinReach } from '../../floor/period.ts';
import { nameOf } from '../../floor/plain-text.ts';
import type { AppContext } from '../context.ts';
import { authorOf, route, type Call, type Route } from '../route.ts';

const isDay = (text: string): boolean => {
	try {
		return /^\d{4}-\d{2}-\d{2}$/.test(text) && isWithinReach(text) && Temporal.PlainDate.from(text).toString() === text;
	} catch (error) {
		if (error instanceof RangeError) return false;
		throw error;
	}
};
const day = z.string({ message: 'expected a day such as 2026-12-24' }).refine(isDay, { message: 'expected a day such as 2026-12-24' });
const stretch = z
	.object({ from: day, to: day }, { message: 'expected from and to' })
	.refine(({ from, to }) => from <= to, { message: 'expected a last day that is not before the first', path: ['to'] });

const time = z.string({ message: 'expected a time' }).regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { message: "expected a time such as '09:00'" });
const hours = z.tuple([time, time], { message: 'expected the times from and to, or null' }).refine(([from, to]) => from < to, { message: 'expected an end after the beginning' });
const weekdays = { message: 'expected the hours of seven days, Monday first' };
const week = z.array(hours.nullable(), weekdays).length(7, weekdays);
const weekRequest = z.object({ week: week.refine((days) => days.some((each) => each !== null), { message: 'expected at least one working day' }), was: week.exactOptional() }, { message: 'expected the week' });

const holidayName = nameOf('a holiday', 100);
const firstYear = 1970;
const lastYear = 2100;
const year = z.coerce.number({ message: 'expected a year' }).int({ message: 'expected a year' }).min(firstYear, { message: `expected a year from ${firstYear}` }).max(lastYear, { message: `expected a year up to ${lastYear}` });
const place = z.string({ message: 'expected a code' }).min(1, { message: 'expected a code' }).max(40, { message: 'at most 40 characters' });
const mostHolidays = 400;
const holidaysRequest = z.object(
	{
		days: z
			.array(z.object({ day, name: holidayName.nullable(), was: z.string({ message: 'expected what was seen' }).nullable().exactOptional() }, { message: 'expected a day and a name' }), { message: 'expected a list of days' })
			.min(1, { message: 'expected at least one day' })
			.max(mostHolidays, { message: `expected at most ${mostHolidays} days` }),
		of: z.object({ country: place, region: place.exactOptional(), year, name: holidayName }, { message: 'expected country, year and name' }).exactOptional(),
	},
	{ message: 'expected a list of days' },
);
const leaveRequest = z
	.object({ person: z.int({ message: 'expected the number of a person' }), remove: stretch.exactOptional(), add: stretch.exactOptional() })
	.refine(({ remove, add }) => remove !== undefined || add !== undefined, { message: 'expected remove, add or both', path: ['add'] });
const setQuery = z.object({ country: place.optional(), region: place.optional(), year: year.optional() });

export function calendarRoutes({ wall, clock }: AppContext): Route[] {
	const { settings, people, journal } = wall;
	const usualSet = (): CalendarState['usualSet'] => {
		// Log bodies of this kind are written by its handler and nowhere else.
		const sets = journal.entries({ kinds: ['holidays changed'], limit: 50 }).map(({ body }) => (body as HolidaysChange).of);
		const last = sets.find((of) => of !== undefined);
		if (last) return { country: last.country, ...(last.region === undefined ? {} : { region: last.region }) };
		const { region } = new Intl.Locale(settings.get().locale);
		return region === undefined || region === 'XA' ? null : { country: region };
	};
	const state = (): CalendarState => {
		const holidays = settings.holidays.list();
		const today = settings.calendar().dayOf(clock.now());
		return {
			today,
			week: settings.get().week,
			holidays,
			leave: settings.leave.list().flatMap((row) => {
				const person = people.personNow(row.person);
				return person ? [{ ...row, name: person.name }] : [];
			}),
			missingYears: yearsWithoutHolidays(holidays, today),
			usualSet: usualSet(),
		};
	};
	/** `applies`: false where nothing would change. */
	const changed = async (applies: boolean, apply: () => void, concerned: readonly number[] = []): Promise<CalendarChanged> => {
		const consequences = applies ? await wall.consequences(apply, concerned) : [];
		return { calendar: state(), consequences };
	};
	const headOf = ({ caller }: Pick<Call, 'caller'>) => ({ at: clock.now(), author: authorOf(caller) });

	return [
		route({ method: 'get', path: '/api/v1/calendar', who: 'desk', says: 'Gives the working week, the holidays and leave.', answer: state }),
		route({
			method: 'get',
			path: '/api/v1/calendar/sets',
			who: 'desk',
			says: 'Offers ready sets of holidays, by country and region.',
			query: setQuery,
			answer: ({ query }): Promise<HolidaySets> => readHolidaySets(query, settings.get().locale),
		}),
		route({
			method: 'put',
			path: '/api/v1/calendar/week',
			who: 'ops',
			says: 'Sets the working week.',
			body: weekRequest,
			answer: (call): Promise<CalendarChanged> => {
				const { week: wished, was } = call.body;
				const requireSeen = (): void => {
					if (was && !isDeepStrictEqual(was, settings.get().week)) throw new InputError('The working week was changed in the meantime.', { status: 409, code: 'conflict', field: 'week' });
				};
				requireSeen();
				return changed(!isDeepStrictEqual(wished, settings.get().week), () => {
					// Somebody may have been quicker while the figures before were read.
					requireSeen();
					journal.apply('week changed', { week: wished }, headOf(call));
				});
			},
		}),
		route({
			method: 'put',
			path: '/api/v1/calendar/holidays',
			who: 'ops',
			says: 'Adds, renames and removes holidays.',
			body: holidaysRequest,
			answer: (call): Promise<CalendarChanged> => changed(settings.holidays.changes(call.body.days).length > 0, () => journal.apply('holidays changed', call.body, headOf(call))),
		}),
		route({
			method: 'put',
			path: '/api/v1/calendar/leave',
			who: 'ops',
			says: "Adds or removes a person's leave.",
			body: leaveRequest,
			answer: (call): Promise<CalendarChanged> => {
				const { person, remove, add } = call.body;
				// Also of somebody who was merged into another: the leave that was said of them stays theirs.
				const concerned = people.personNow(person);
				if (!concerned) throw new InputError('There is no such person.', { status: 404, code: 'not_found', field: 'person' });
				const body = { person, remove: remove ? [remove] : [], add: add ? [add] : [] };
				const { removed, added } = settings.leave.changes(body);
				return changed(removed.length + added.length > 0, () => journal.apply('leave changed', body, headOf(call)), [concerned.id]);
			},
		}),
	];
}
