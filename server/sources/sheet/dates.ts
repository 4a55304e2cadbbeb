/**
 * Dates and times as people and programs write them, to ISO 8601. Year first, month names and the day numbers of spreadsheets speak
 * for themselves; whether 03/04/2024 is in March or in April is decided for a whole column, never guessed row by row.
 */
import type { Placed } from './decimals.ts';

export const dateOrders = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** How the dates of a column are to be read. */
export interface DateForm {
	/** Null where nothing depends on it. `ymd` matters for years of two digits only. */
	order: DateOrder | null;
	/** Numbers are days since the end of 1899, as spreadsheets count them. */
	counted: boolean;
}

interface Parts {
	year: number;
	month: number;
	day: number;
}

const languages = ['en', 'sv', 'de', 'fr', 'es', 'nl', 'da', 'it', 'pt'];
const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');
const monthNames = new Map(
	languages.flatMap((language) =>
		Array.from({ length: 12 }, (_, index) => index + 1).flatMap((month) =>
			(['long', 'short'] as const).map((style) => [plain(Temporal.PlainDate.from({ year: 2024, month, day: 1 }).toLocaleString(language, { month: style })), month] as const),
		),
	),
);

/** The number of a month by its name in any of the languages, long or short. */
export const monthNamed = (name: string): number | undefined => monthNames.get(plain(name));

const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([ap])\.?m\.?)?(?:\s*(z|utc|gmt|[+-]\d{2}(?::?\d{2})?))?`;
const timePattern = new RegExp(`^${clock}$`, 'i');
const withTime = (date: string): RegExp => new RegExp(String.raw`^${date}(?:(?:t|,?\s+)(\d.*))?$`, 'iu');
const numeric = withTime(String.raw`(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})`);
const compact = withTime(String.raw`(\d{4})(\d{2})(\d{2})`);
const dayName = withTime(String.raw`(?:\p{L}+,\s*)?(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]+(\p{L}{3,12})\.?,?[\s-]+(\d{4}|\d{2})`);
const nameDay = withTime(String.raw`(?:\p{L}+,\s*)?(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})`);
const count = /^\d{5}(?:[.,]\d{1,12})?$/;

const pad = (value: number | string, width = 2): string => String(value).padStart(width, '0');
const fullYear = (text: string): number => (text.length > 2 ? Number(text) : Number(text) + (Number(text) < 70 ? 2000 : 1900));

/** `T15:30:00` with its offset, '' for no time, null for a time that is none. */
function readTime(text: string | undefined): { time: string; zone: string } | null {
	if (text === undefined) return { time: '', zone: '' };
	const match = timePattern.exec(text.trim());
	if (!match) return null;
	const [, hours = '', minutes = '', seconds = '0', fraction = '', half, zone = ''] = match;
	const hour = half === undefined ? Number(hours) : Number(hours) >= 1 && Number(hours) <= 12 ? (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : 24;
	if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
	const rest = fraction.replace(/(?<!0)0+$/, '');
	return { time: `T${pad(hour)}:${minutes}:${pad(seconds)}${rest === '' ? '' : `.${rest}`}`, zone: /^[a-z]/i.test(zone) ? 'Z' : zone };
}

/** One spelling for one moment: with an offset it is said in UTC. */
function iso({ year, month, day }: Parts, rest: string | undefined): string | null {
	// Refused here and not by an error: half of a column's values are no dates in the other order.
	if (month < 1 || month > 12 || day < 1 || day > 31) return null;
	const time = readTime(rest);
	if (!time) return null;
	try {
		const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString();
		return time.zone === '' ? date + time.time : Temporal.Instant.from(date + time.time + time.zone).toString();
	} catch (error) {
		if (error instanceof RangeError) return null;
		throw error;
	}
}

function readCount(text: string): string | null {
	const [days = '', fraction = ''] = text.split(/[.,]/);
	if (!count.test(text) || Number(days) < 20_000 || Number(days) > 80_000) return null;
	const date = Temporal.PlainDate.from('1899-12-30').add({ days: Number(days) });
	const seconds = Math.round(Number(`0.${fraction}`) * 86_400);
	return seconds === 0 ? date.toString() : date.toPlainDateTime().add({ seconds }).toString({ smallestUnit: 'second' });
}

/** Dates whose parts speak for themselves. */
function readPlain(text: string): string | null {
	const digits = numeric.exec(text);
	if (digits) {
		const [, year = '', , month, day = '', rest] = digits;
		return year.length === 4 && day.length < 3 ? iso({ year: Number(year), month: Number(month), day: Number(day) }, rest) : null;
	}
	const run = compact.exec(text);
	if (run) return iso({ year: Number(run[1]), month: Number(run[2]), day: Number(run[3]) }, run[4]);
	const [, day, dayMonth = '', dayYear = '', dayRest] = dayName.exec(text) ?? [];
	const [, monthDay = '', monthsDay, year = '', rest] = nameDay.exec(text) ?? [];
	const month = monthNamed(day === undefined ? monthDay : dayMonth);
	if (month === undefined) return null;
	return day === undefined ? iso({ year: fullYear(year), month, day: Number(monthsDay) }, rest) : iso({ year: fullYear(dayYear), month, day: Number(day) }, dayRest);
}

function readOrdered(text: string, order: DateOrder): string | null {
	const match = numeric.exec(text);
	if (!match) return null;
	const [, first = '', , second = '', third = '', rest] = match;
	const yearText = order === 'ymd' ? first : third;
	if (yearText.length !== 2 && yearText.length !== 4) return null;
	const [month, day] = order === 'dmy' ? [second, first] : order === 'mdy' ? [first, second] : [second, third];
	return month.length > 2 || day.length > 2 ? null : iso({ year: fullYear(yearText), month: Number(month), day: Number(day) }, rest);
}

/** An ISO 8601 date or time, or null when the text is none in this form. */
export function readDate(text: string, form: DateForm): string | null {
	if (text.length > 60) return null;
	return readPlain(text) ?? (form.order ? readOrdered(text, form.order) : null) ?? (form.counted ? readCount(text) : null);
}

/** What a column's values say about the order of day and month. */
export interface DateEvidence {
	/** The first value that only makes sense so. */
	dmy: Placed | null;
	mdy: Placed | null;
	/** The first that means another day in each order. */
	either: Placed | null;
	/** The first that needs no order. */
	plain: Placed | null;
	/** The first that can only be a count of days. */
	counted: Placed | null;
}

export function dateEvidence(values: Iterable<Placed>): DateEvidence {
	const found: DateEvidence = { dmy: null, mdy: null, either: null, plain: null, counted: null };
	for (const value of values) {
		if (readPlain(value.text) !== null) {
			found.plain ??= value;
			continue;
		}
		if (readCount(value.text) !== null) {
			found.counted ??= value;
			continue;
		}
		const [dmy, mdy] = [readOrdered(value.text, 'dmy'), readOrdered(value.text, 'mdy')];
		// Nobody puts a month first and dots between.
		if (dmy !== null && (mdy === null || /^\d+\./.test(value.text))) found.dmy ??= value;
		else if (mdy !== null && dmy === null) found.mdy ??= value;
		else if (dmy !== mdy) found.either ??= value;
	}
	return found;
}
