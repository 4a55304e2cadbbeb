/** Holidays: a name for each day on which the whole workspace is off. */
import type { Holiday, HolidaySet } from '../../shared/calendar-api.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';

/** A null name takes the holiday away. `was`: what must stand now. */
export interface HolidayEdit {
	day: string;
	name: string | null;
	was?: string | null | undefined;
}

export interface HolidaysBody {
	days: HolidayEdit[];
	/** The ready set that they are of. */
	of?: HolidaySet;
	undoes?: number;
}

/** What the log keeps. */
export interface HolidaysChange {
	days: { day: string; from: string | null; to: string | null }[];
	of?: HolidaySet;
	undoes?: number;
}

/** How far ahead ops are reminded of years without holidays. */
const remindMonths = 6;
/** Of this year, and of the next once it is near. */
export function yearsWithoutHolidays(holidays: readonly Holiday[], today: string): number[] {
	const years = new Set([today, Temporal.PlainDate.from(today).add({ months: remindMonths }).toString()].map((day) => Number(day.slice(0, 4))));
	return [...years].filter((year) => !holidays.some(({ day }) => day.startsWith(`${year}-`)));
}

export interface Holidays {
	list: () => Holiday[];
	on: (day: string) => string | null;
	/** What edits would change. @throws InputError 409 */
	changes: (edits: readonly HolidayEdit[]) => HolidaysChange['days'];
	change: (body: HolidaysBody) => HolidaysChange;
	/** @throws when a day is there twice. */
	replaceAll: (holidays: readonly Holiday[]) => void;
}

export function createHolidays(db: Db): Holidays {
	const all = db.prepare<[], Holiday>('SELECT day, name FROM holiday ORDER BY day');
	const one = db.prepare<[string], string>('SELECT name FROM holiday WHERE day = ?').pluck();
	const add = db.prepare<[string, string]>('INSERT INTO holiday (day, name) VALUES (?, ?)');
	const set = db.prepare<[string, string]>('INSERT INTO holiday (day, name) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET name = excluded.name');
	const drop = db.prepare<[string]>('DELETE FROM holiday WHERE day = ?');

	const on = (day: string): string | null => one.get(day) ?? null;
	const changes: Holidays['changes'] = (edits) =>
		// Of a day that is there twice the last one counts.
		[...new Map(edits.map((edit) => [edit.day, edit])).values()].flatMap(({ day, name, was }) => {
			const from = on(day);
			if (was !== undefined && was !== from) throw new InputError(`The holiday of ${day} was changed in the meantime.`, { status: 409, code: 'conflict', field: `days.${day}` });
			return from === name ? [] : [{ day, from, to: name }];
		});

	return {
		list: () => all.all(),
		on,
		changes,
		change: ({ days, of, undoes }) => {
			const changed = changes(days);
			for (const { day, to } of changed) {
				if (to === null) drop.run(day);
				else set.run(day, to);
			}
			return { days: changed, ...(of ? { of } : {}), ...(undoes === undefined ? {} : { undoes }) };
		},
		replaceAll: (holidays) => {
			db.exec('DELETE FROM holiday');
			for (const { day, name } of holidays) add.run(day, name);
		},
	};
}
