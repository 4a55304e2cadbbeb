/** The areas "calendar" and "settings" of the log of changes. */
import { isDeepStrictEqual } from 'node:util';
import { calendarWords } from '../../shared/words/calendar.ts';
import { generalWords } from '../../shared/words/general.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import type { Language } from '../../shared/views.ts';
import type { Journal, LoggedEntry } from '../journal/journal.ts';
import type { Area } from './change-log.ts';
import { dayText, monthText, stretchText, weekdayText } from './day-text.ts';
import type { HolidaysChange } from './holidays.ts';
import type { LeaveChange } from './leave.ts';
import type { People } from './people.ts';
import { usualRules, type FloorSettings, type Settings, type SettingsChange } from './settings.ts';

type Kinds = Pick<FloorSettings['handlers'], 'holidays changed' | 'leave changed' | 'week changed' | 'settings changed'>;

interface Stages {
	settings: FloorSettings;
	people: People;
	journal: Journal<Kinds>;
}

/** Log bodies of these kinds are written by the handlers in settings.ts and nowhere else. */
const holidaysOf = (entry: LoggedEntry) => entry.body as HolidaysChange;
const leaveOf = (entry: LoggedEntry) => entry.body as LeaveChange;
const settingsOf = (entry: LoggedEntry) => entry.body as SettingsChange;
const undoneBy = (entry: LoggedEntry): number | null => (entry.body as { undoes?: number }).undoes ?? null;

/** A country in the language that is read in now; a region is called as it was when its set was added. */
const placeName = ({ country, region, name }: NonNullable<HolidaysChange['of']>, language: Language): string =>
	(region === undefined && /^[A-Z]{2}$/.test(country) ? new Intl.DisplayNames([language === 'sv' ? 'sv' : 'en'], { type: 'region', fallback: 'none' }).of(country) : undefined) ?? name;

export function calendarChanges({ settings, people, journal }: Stages): Area {
	const saysHolidays = ({ days, of, undoes }: HolidaysChange, language: Language): string => {
		const words = wordsIn(calendarWords, language);
		const { locale } = settings.get();
		const [first] = days;
		if (days.length === 1 && first) {
			const { day, from, to } = first;
			const values = { day: dayText(day, locale), name: to ?? from ?? '', before: from ?? '' };
			return fill(to === null ? words.saysHolidayGone : from === null ? words.saysHoliday : words.saysHolidayRenamed, values);
		}
		const added = days.filter(({ from }) => from === null).length;
		const gone = days.filter(({ to }) => to === null).length;
		if (of && undoes === undefined && added === days.length) return fill(words.saysSet, { count: added, of: placeName(of, language), year: of.year });
		if (added === days.length) return fill(words.saysAdded, { count: added });
		return gone === days.length ? fill(words.saysGone, { count: gone }) : fill(words.saysChanged, { count: days.length });
	};
	const saysLeave = ({ person, removed, added }: LeaveChange, language: Language): string => {
		const words = wordsIn(calendarWords, language);
		const { locale } = settings.get();
		const written = (list: LeaveChange['added']): string => list.map((each) => stretchText(each, locale)).join(', ');
		const values = { name: people.personNow(person)?.name ?? words.someone, before: written(removed), days: written(added) };
		return fill(added.length === 0 ? words.saysLeaveGone : removed.length === 0 ? words.saysLeave : words.saysLeaveChanged, values);
	};

	return {
		name: 'calendar',
		kinds: ['holidays changed', 'leave changed', 'week changed', 'calendar saved'],
		says: (entry, language) => {
			const words = wordsIn(calendarWords, language);
			if (entry.kind === 'holidays changed') return saysHolidays(holidaysOf(entry), language);
			if (entry.kind === 'leave changed') return saysLeave(leaveOf(entry), language);
			return entry.kind === 'week changed' ? words.saysWeek : words.saysSaved;
		},
		undoes: undoneBy,
		concerned: (entry) => (entry.kind === 'leave changed' ? [people.personNow(leaveOf(entry).person)?.id ?? leaveOf(entry).person] : []),
		hindrance: (entry) => {
			switch (entry.kind) {
				case 'holidays changed':
					return holidaysOf(entry).days.every(({ day, to }) => settings.holidays.on(day) === to) ? null : 'later';
				case 'leave changed':
					if (!people.personNow(leaveOf(entry).person)) return 'gone';
					return settings.leave.stands(leaveOf(entry)) ? null : 'later';
				case 'week changed':
					return isDeepStrictEqual(settings.get().week, settingsOf(entry).to.week ?? usualRules.week) ? null : 'later';
				default:
					// It took the place of lists that were not kept.
					return 'gone';
			}
		},
		undo: (entry, head) => {
			const undoes = entry.id;
			if (entry.kind === 'holidays changed') journal.apply('holidays changed', { days: holidaysOf(entry).days.map(({ day, from, to }) => ({ day, name: from, was: to })), undoes }, head);
			else if (entry.kind === 'leave changed') {
				const { person, removed, added } = leaveOf(entry);
				journal.apply('leave changed', { person, remove: added, add: removed, undoes }, head);
			} else if (entry.kind === 'week changed') journal.apply('week changed', { week: settingsOf(entry).from.week ?? null, undoes }, head);
		},
	};
}

const general = ['name', 'locale', 'weekStart', 'fiscalYearStart'] as const;
type General = (typeof general)[number];

export function settingsChanges({ settings, journal }: Pick<Stages, 'settings' | 'journal'>): Area {
	const isGeneral = (name: string): name is General => general.some((each) => each === name);
	const namesOf = (entry: LoggedEntry): string[] => Object.keys(settingsOf(entry).to);
	const usual = (name: string): unknown => (name === 'weekStart' || name === 'fiscalYearStart' ? usualRules[name] : null);

	return {
		name: 'settings',
		kinds: ['settings changed'],
		says: (entry, language) => {
			const words = wordsIn(generalWords, language);
			const { locale } = settings.get();
			const { from, to } = settingsOf(entry);
			const written = (name: General, value: unknown): string => {
				const known = value ?? usual(name);
				if (name === 'weekStart') return weekdayText(Number(known), locale);
				return name === 'fiscalYearStart' ? monthText(Number(known), locale) : String(known ?? '');
			};
			const sentences = { name: words.saysName, locale: words.saysLocale, weekStart: words.saysWeekStart, fiscalYearStart: words.saysFiscalYear };
			const said = namesOf(entry).filter(isGeneral).map((name) => fill(sentences[name], { now: written(name, to[name]), before: written(name, from[name]) }));
			return said.length === 0 ? null : said.join(' ');
		},
		undoes: undoneBy,
		hindrance: (entry) => {
			const now = settings.get();
			const { to } = settingsOf(entry);
			return namesOf(entry).every((name) => isDeepStrictEqual(now[name as keyof Settings] ?? null, to[name as keyof Settings] ?? usual(name))) ? null : 'later';
		},
		undo: (entry, head) => journal.apply('settings changed', { set: settingsOf(entry).from, undoes: entry.id }, head),
	};
}
