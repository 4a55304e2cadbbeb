/** The workspace's settings and calendar. Set when it is created, changed by entries, read by every stage after this one. */
import type { Db } from '../db/open.ts';
import type { Handler } from '../journal/journal.ts';
import type { DayStretch, Holiday, LeaveRow } from '../../shared/calendar-api.ts';
import { keepsAll, type Keep } from '../../shared/retention-api.ts';
import type { Calendar, WeekPattern } from './calendar.ts';
import { createCalendar, usualWeek } from './calendar.ts';
import { createHolidays, type Holidays, type HolidaysBody } from './holidays.ts';
import { createLeave, type Leave, type LeaveBody } from './leave.ts';
import type { PeriodRules } from './period.ts';

export interface Settings extends PeriodRules {
	name: string;
	/** ISO 4217. */
	currency: string;
	/** IANA. */
	timeZone: string;
	/** BCP 47. */
	locale: string;
	week: WeekPattern;
	/** Stages of deals in the order of their way; others come after. */
	stageOrder: readonly string[];
	/** An open deal on which nothing has happened for so many days is stalled. */
	stalledDays: number;
	/** For how long facts are kept. */
	retention: Keep;
}

/** What holds where nothing was set. */
export const usualRules: Pick<Settings, 'weekStart' | 'fiscalYearStart' | 'week' | 'stageOrder' | 'stalledDays' | 'retention'> = { weekStart: 1, fiscalYearStart: 1, week: usualWeek, stageOrder: [], stalledDays: 14, retention: keepsAll };

/** Null: as it usually is. */
export type SettingValues = { [Name in keyof Settings]?: Settings[Name] | null };

/** What the log keeps of a change of settings. */
export interface SettingsChange {
	from: SettingValues;
	to: SettingValues;
	undoes?: number;
}

export type WorkspaceCreated = Pick<Settings, 'name' | 'currency' | 'timeZone' | 'locale'>;

export interface CalendarSaved {
	week?: WeekPattern;
	holidays?: Holiday[];
	leave?: LeaveRow[];
}

export interface FloorSettings {
	handlers: {
		'workspace created': Handler<WorkspaceCreated, void>;
		/** Whole lists, without what stood before: sources of test data and old journals write it. */
		'calendar saved': Handler<CalendarSaved, void>;
		/** These three are logged with what stood before. @throws InputError 409 where that is not what was seen. */
		'holidays changed': Handler<HolidaysBody, void>;
		'leave changed': Handler<LeaveBody, void>;
		'week changed': Handler<{ week: WeekPattern | null; undoes?: number }, void>;
		/** Logged with what stood before. `undoes`: the entry it takes back. */
		'settings changed': Handler<{ set: SettingValues; undoes?: number }, void>;
	};
	/** For entries of later stages whose settings change more than how figures are read. */
	put: (set: SettingValues, entry: number) => SettingsChange;
	/** What was read is read anew: the entry that changed it may not have been kept. */
	forget: () => void;
	/** The entry that last set one of these, or null. */
	setBy: (name: keyof Settings) => number | null;
	/** Null until the workspace has been created. */
	current: () => Settings | null;
	/** @throws Error when there is no workspace yet: a read or a push before it is a bug. */
	get: () => Settings;
	calendar: () => Calendar;
	holidays: Pick<Holidays, 'list' | 'on' | 'changes'>;
	leave: Pick<Leave, 'list' | 'changes' | 'stands'>;
}

/** `peopleChanges` grows with every change of people: whose leave it is follows from who was merged into whom. */
export function createSettings(db: Db, peopleChanges: () => number = () => 0): FloorSettings {
	const read = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting');
	const write = db.prepare<[string, string, number]>('INSERT INTO setting (name, value, entry) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value, entry = excluded.entry');
	const holidays = createHolidays(db);
	const leave = createLeave(db);
	const drop = db.prepare<[string]>('DELETE FROM setting WHERE name = ?');
	const one = db.prepare<[string], { value: string; entry: number }>('SELECT value, entry FROM setting WHERE name = ?');
	const put: FloorSettings['put'] = (set, entry) => {
		const names = Object.keys(set);
		const stood = Object.fromEntries(names.map((name) => [name, JSON.parse(one.get(name)?.value ?? 'null') as unknown]));
		for (const [name, value] of Object.entries(set)) {
			if (value === null) drop.run(name);
			else write.run(name, JSON.stringify(value), entry);
		}
		known = null;
		return { from: stood, to: set };
	};

	let known: { settings: Settings; calendar: Calendar } | null = null;
	/** What the calendar was made with. */
	let rests = { people: 0, leave: '' };
	const isFresh = (): boolean => {
		const people = peopleChanges();
		if (people === rests.people) return true;
		rests = { ...rests, people };
		return JSON.stringify(leave.ofNow()) === rests.leave;
	};
	const load = (): { settings: Settings; calendar: Calendar } | null => {
		if (known && isFresh()) return known;
		const stored = Object.fromEntries(read.all().map(({ name, value }) => [name, JSON.parse(value) as unknown]));
		if (stored['timeZone'] === undefined) return null;
		// Written by the handlers below, whole and nowhere else.
		const settings = { ...usualRules, ...stored } as Settings;
		const away = new Map<number, DayStretch[]>();
		const rows = leave.ofNow();
		rests = { people: peopleChanges(), leave: JSON.stringify(rows) };
		for (const { person, from, to } of rows) away.set(person, [...(away.get(person) ?? []), { from, to }]);
		known = { settings, calendar: createCalendar({ timeZone: settings.timeZone, week: settings.week, holidays: new Set(holidays.list().map(({ day }) => day)), leave: away }) };
		return known;
	};
	const demand = (): { settings: Settings; calendar: Calendar } => {
		const loaded = load();
		if (!loaded) throw new Error('there is no workspace yet');
		return loaded;
	};

	return {
		handlers: {
			'workspace created': (body, entry) => {
				for (const [name, value] of Object.entries(body)) write.run(name, JSON.stringify(value), entry.id);
				known = null;
				return { reply: undefined };
			},
			'calendar saved': (body, entry) => {
				if (body.week) write.run('week', JSON.stringify(body.week), entry.id);
				if (body.holidays) holidays.replaceAll(body.holidays);
				if (body.leave) leave.replaceAll(body.leave);
				known = null;
				return { reply: undefined };
			},
			'holidays changed': (body) => {
				known = null;
				return { reply: undefined, logged: holidays.change(body) };
			},
			'leave changed': (body) => {
				known = null;
				return { reply: undefined, logged: leave.change(body) };
			},
			'week changed': ({ week, undoes }, entry) => ({ reply: undefined, logged: { ...put({ week }, entry.id), ...(undoes === undefined ? {} : { undoes }) } }),
			'settings changed': ({ set, undoes }, entry) => ({ reply: undefined, logged: { ...put(set, entry.id), ...(undoes === undefined ? {} : { undoes }) } }),
		},
		put,
		forget: () => {
			known = null;
		},
		setBy: (name) => one.get(name)?.entry ?? null,
		current: () => load()?.settings ?? null,
		get: () => demand().settings,
		calendar: () => demand().calendar,
		holidays,
		leave,
	};
}
