/**
 * Periods and their days (M1, M13). The one place, with calendar.ts, where calendar arithmetic is done.
 * Ids: day '2026-11-23', week '2026-W47', month '2026-11', quarter '2026-Q4', year '2026'.
 */
import { InputError } from '../errors.ts';

export type PeriodKind = 'day' | 'week' | 'month' | 'quarter' | 'year';

export interface Period {
	kind: PeriodKind;
	id: string;
	/** First and last day, inclusive. */
	from: string;
	to: string;
}

export interface PeriodRules {
	/** 1 = Monday … 7 = Sunday. */
	weekStart: number;
	/** 1 = January: the month in which quarters and years begin. A fiscal year is named after the calendar year in which it ends. */
	fiscalYearStart: number;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const span = (kind: PeriodKind, id: string, from: Temporal.PlainDate, to: Temporal.PlainDate): Period => ({ kind, id, from: from.toString(), to: to.toString() });

/** A tick asks for the same few days and periods over and over, and Temporal is exact but slow: remembered, up to a bound. */
function remembered<Key extends unknown[], T>(make: (...key: Key) => T): (...key: Key) => T {
	const known = new Map<string, T>();
	return (...key) => {
		const name = key.join(' ');
		const found = known.get(name);
		if (found !== undefined) return found;
		const made = make(...key);
		if (known.size >= 10_000) known.clear();
		known.set(name, made);
		return made;
	};
}

export const addDays = remembered((day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString());

const epoch = Temporal.PlainDate.from('1970-01-01');
const dayNumber = remembered((day: string): number => epoch.until(day, { largestUnit: 'day' }).days);

/** Calendar days from one day to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = remembered((day: string): number => Temporal.PlainDate.from(day).dayOfWeek);

export function daysFromTo(from: string, to: string): string[] {
	const days: string[] = [];
	for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
	return days;
}

function weekFrom(start: Temporal.PlainDate): Period {
	// M13: a week has the number of the ISO week that its fourth day lies in; for weeks from Monday that is ISO 8601 itself.
	const fourth = start.add({ days: 3 });
	return span('week', `${pad(fourth.yearOfWeek ?? fourth.year, 4)}-W${pad(fourth.weekOfYear ?? 1, 2)}`, start, start.add({ days: 6 }));
}

const fiscalStart = (year: number, rules: PeriodRules): Temporal.PlainDate =>
	Temporal.PlainDate.from({ year: rules.fiscalYearStart === 1 ? year : year - 1, month: rules.fiscalYearStart, day: 1 });

const quarterOf = (year: number, quarter: number, rules: PeriodRules): Period => {
	const from = fiscalStart(year, rules).add({ months: 3 * (quarter - 1) });
	return span('quarter', `${pad(year, 4)}-Q${quarter}`, from, from.add({ months: 3 }).subtract({ days: 1 }));
};

const yearOf = (year: number, rules: PeriodRules): Period => {
	const from = fiscalStart(year, rules);
	return span('year', pad(year, 4), from, from.add({ years: 1 }).subtract({ days: 1 }));
};

const monthOf = (year: number, month: number): Period => {
	const from = Temporal.PlainDate.from({ year, month, day: 1 }, { overflow: 'reject' });
	return span('month', `${pad(year, 4)}-${pad(month, 2)}`, from, from.add({ months: 1 }).subtract({ days: 1 }));
};

/** The period of a kind that a day lies in. */
export const periodAround = (kind: PeriodKind, day: string, { weekStart, fiscalYearStart }: PeriodRules): Period => around(kind, day, weekStart, fiscalYearStart);

const around = remembered((kind: PeriodKind, day: string, weekStart: number, fiscalYearStart: number): Period => {
	const rules = { weekStart, fiscalYearStart };
	const date = Temporal.PlainDate.from(day);
	switch (kind) {
		case 'day':
			return span('day', day, date, date);
		case 'week':
			return weekFrom(date.subtract({ days: (date.dayOfWeek - rules.weekStart + 7) % 7 }));
		case 'month':
			return monthOf(date.year, date.month);
		case 'quarter':
		case 'year': {
			const months = (date.month - rules.fiscalYearStart + 12) % 12;
			const year = rules.fiscalYearStart > 1 && date.month >= rules.fiscalYearStart ? date.year + 1 : date.year;
			return kind === 'year' ? yearOf(year, rules) : quarterOf(year, Math.floor(months / 3) + 1, rules);
		}
	}
});

const patterns: [RegExp, (match: RegExpExecArray, rules: PeriodRules) => Period][] = [
	[/^(\d{4})-(\d{2})-(\d{2})$/, ([id]) => span('day', id, Temporal.PlainDate.from(id, { overflow: 'reject' }), Temporal.PlainDate.from(id))],
	[/^(\d{4})-(\d{2})$/, ([, year, month]) => monthOf(Number(year), Number(month))],
	[/^(\d{4})-Q([1-4])$/, ([, year, quarter], rules) => quarterOf(Number(year), Number(quarter), rules)],
	[/^(\d{4})$/, ([, year], rules) => yearOf(Number(year), rules)],
	[
		/^(\d{4})-W(\d{2})$/,
		([, year, week], rules) => {
			const monday = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 });
			const first = monday.subtract({ days: monday.dayOfWeek - 1 });
			const start = first.add({ days: 7 * (Number(week) - 1) + ((rules.weekStart + 2) % 7) - 3 });
			return weekFrom(start);
		},
	],
];

/** Days compare as texts within these years; beyond them nothing that is asked for can lie. */
export const isWithinReach = (day: string): boolean => day >= '1900-01-01' && day <= '2999-12-31';

/** @throws InputError when the text names no period. */
export function parsePeriod(id: string, rules: PeriodRules, field = 'period'): Period {
	for (const [pattern, build] of patterns) {
		const match = pattern.exec(id);
		if (!match) continue;
		try {
			const period = build(match, rules);
			if (period.id === id && isWithinReach(period.from) && isWithinReach(period.to)) return period;
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
		}
	}
	throw new InputError(`expected a day (2026-11-23), week (2026-W47), month (2026-11), quarter (2026-Q4) or year (2026), not '${id.slice(0, 40)}'`, { field });
}

export const previousPeriod = (period: Period, rules: PeriodRules): Period => periodAround(period.kind, addDays(period.from, -1), rules);

/** The periods of a kind from first to last that touch a period. */
export function periodsWithin(kind: PeriodKind, within: { from: string; to: string }, rules: PeriodRules): Period[] {
	const found: Period[] = [];
	for (let day = within.from; day <= within.to; ) {
		const period = periodAround(kind, day, rules);
		found.push(period);
		day = addDays(period.to, 1);
	}
	return found;
}

/** The parts whose targets sum to a period's: quarters of a year, months of a quarter; none for the rest. */
export function partsOf(period: Period, rules: PeriodRules): Period[] {
	if (period.kind === 'year') return periodsWithin('quarter', period, rules);
	if (period.kind === 'quarter') return periodsWithin('month', period, rules);
	return [];
}
