/**
 * How the numbers and dates of a sheet are written, decided per column over all its values. A column that leaves it open follows the
 * others of its file; where none settles it, that is a question to whoever imports, and nothing is guessed.
 */
import type { Bound } from './columns.ts';
import type { DateForm, DateOrder } from './dates.ts';
import { dateEvidence } from './dates.ts';
import type { DecimalSign, Placed } from './decimals.ts';
import { decimalEvidence, decimalSigns } from './decimals.ts';
import { question, type Question } from './question.ts';
import type { Reading, SheetRow } from './sheet.ts';

/** What the text of a field is to become; all else stays text. */
const written: Record<string, 'number' | 'moment' | 'day'> = {
	amount: 'number', value: 'number', seconds: 'number', contract_value: 'number', recurring: 'number', cost: 'number',
	created: 'moment', closed: 'moment', first_touch: 'moment', changed: 'moment', updated: 'moment', churned: 'moment',
	booked_at: 'moment', scheduled_for: 'moment', held_at: 'moment', at: 'moment', sent: 'moment',
	first_response: 'moment', mql: 'moment', sql: 'moment', passed: 'moment', accepted: 'moment', on_forecast: 'moment', disqualified: 'moment',
	opened: 'day', filled: 'day',
	expected_close: 'day', start: 'day', end: 'day', team_from: 'day',
};

/** Whether a field is no figure and no date. */
export const isFreeText = (field: string): boolean => written[field] === undefined;

export const writtenAs = ({ field, rule }: Bound): 'number' | 'moment' | 'day' | 'period' | 'text' => (rule.period ? 'period' : (written[field] ?? 'text'));

export interface FieldForm {
	decimal: DecimalSign;
	dates: DateForm;
	/** As people are told: `day before month`. Empty when there is nothing to tell. */
	said: string;
	/** A value that shows it. */
	example: string | null;
}

export interface Forms {
	of: ReadonlyMap<Bound, FieldForm>;
	/** What has to be said before this can be read. */
	questions: Question[];
}

const orderWords: Record<DateOrder, string> = { dmy: 'day before month', mdy: 'month before day', ymd: 'year before month' };
const signWords: Record<DecimalSign, string> = { '.': 'decimal point', ',': 'decimal comma' };

function* valuesOf(bound: Bound, rows: readonly SheetRow[]): Generator<Placed> {
	for (const { line, cells } of rows) {
		const text = bound.text(cells);
		if (text !== '') yield { text, line };
	}
}

/** What one column says by itself: settled, open (by this value), contradictory (by these), or indifferent. */
type Saying<T> = { is: T } | { open: Placed } | { both: [Placed, Placed] } | null;

const sayingOf = <T>(one: readonly [T, Placed | null], other: readonly [T, Placed | null], open: Placed | null): Saying<T> => {
	if (one[1] && other[1]) return { both: [one[1], other[1]] };
	if (one[1]) return { is: one[0] };
	if (other[1]) return { is: other[0] };
	return open ? { open } : null;
};

/** What all columns that are settled agree on. */
function common<T>(sayings: Iterable<Saying<T>>): T | null {
	const settled = new Set([...sayings].flatMap((saying) => (saying && 'is' in saying ? [saying.is] : [])));
	return settled.size === 1 ? ([...settled][0] ?? null) : null;
}

interface Settled<T> {
	form: T | null;
	question: string | null;
	/** The value that raises it. */
	shown: Placed | null;
	/** Taken from the other columns. */
	followed: boolean;
}

function settle<T>(saying: Saying<T>, forced: T | undefined, shared: T | null, ask: (saying: { open: Placed } | { both: [Placed, Placed] }) => string): Settled<T> {
	if (forced !== undefined) return { form: forced, question: null, shown: null, followed: false };
	if (saying === null) return { form: shared, question: null, shown: null, followed: false };
	if ('is' in saying) return { form: saying.is, question: null, shown: null, followed: false };
	if ('open' in saying && shared !== null) return { form: shared, question: null, shown: null, followed: true };
	return { form: null, question: ask(saying), shown: 'open' in saying ? saying.open : saying.both[0], followed: false };
}

const inLine = ({ text, line }: Placed): string => `${text} (line ${line})`;

export function detectForms(bounds: readonly Bound[], rows: readonly SheetRow[], reading: Reading): Forms {
	const numbers = bounds.filter((bound) => writtenAs(bound) === 'number');
	const dates = bounds.filter((bound) => ['moment', 'day', 'period'].includes(writtenAs(bound)));
	const questions = new Map<string, Question>();
	const ask = (about: 'decimal' | 'dates' | 'orders', { field, column }: Bound, says: string, { text, line }: Placed, choices: readonly string[]): void => {
		if (!questions.has(says)) questions.set(says, question(about, field, says, { column, value: text, line, choices }));
	};
	const of = new Map<Bound, FieldForm>();
	const usual: FieldForm = { decimal: '.', dates: { order: null, counted: false }, said: '', example: null };

	const numbersSay = numbers.map((bound) => {
		const { point, comma, either } = decimalEvidence(valuesOf(bound, rows));
		const isEmpty = valuesOf(bound, rows).next().done === true;
		const clock = bound.field === 'seconds' ? [...valuesOf(bound, rows).filter(({ text }) => text.includes(':')).take(1)][0] : undefined;
		return { bound, isEmpty, saying: sayingOf<DecimalSign>(['.', point], [',', comma], either), example: (point ?? comma ?? either ?? clock)?.text ?? null };
	});
	const sign = common(numbersSay.map(({ saying }) => saying));
	for (const { bound, isEmpty, saying, example } of numbersSay) {
		const settled = settle(saying, bound.rule.decimal ?? reading.decimal, sign, (open) =>
			'open' in open
				? `${bound.column}: ${inLine(open.open)} can mean a thousand times as much. Say --decimal . or --decimal , (or "decimal" in the mapping).`
				: `${bound.column}: ${inLine(open.both[0])} has a decimal point and ${inLine(open.both[1])} a decimal comma. Say which is right with --decimal; the others are then rejected.`,
		);
		const { form, followed } = settled;
		if (settled.question !== null && settled.shown) ask('decimal', bound, settled.question, settled.shown, decimalSigns);
		of.set(bound, { ...usual, decimal: form ?? '.', said: isEmpty ? '' : saying === null || form === null ? 'whole numbers' : `${signWords[form]}${followed ? ', as in the other columns' : ''}`, example });
	}

	const datesSay = dates.map((bound) => {
		const { dmy, mdy, either, plain, counted } = dateEvidence(valuesOf(bound, rows));
		const saying = sayingOf<DateOrder>(['dmy', dmy], ['mdy', mdy], either);
		// A number in a column of dates is a mistake; in a column of numbers it is a day.
		return { bound, saying, counted: counted !== null && plain === null && saying === null, example: (dmy ?? mdy ?? either ?? plain ?? counted)?.text ?? null, plain: plain?.text ?? '', settledBy: dmy ?? mdy };
	});
	// Nobody writes a file in two orders: one of the columns is not what it seems.
	const settledAs = (wanted: DateOrder) => datesSay.find(({ bound, saying }) => saying && 'is' in saying && saying.is === wanted && (bound.rule.dates ?? reading.dates) === undefined);
	const [dayFirst, monthFirst] = [settledAs('dmy'), settledAs('mdy')];
	if (dayFirst?.settledBy && monthFirst?.settledBy) {
		ask('orders', dayFirst.bound, `${dayFirst.bound.column}: ${inLine(dayFirst.settledBy)} has the day first, and ${monthFirst.bound.column}: ${inLine(monthFirst.settledBy)} the month. Say which is right with --dates, or for each in a mapping.`, dayFirst.settledBy, ['dmy', 'mdy']);
	}
	const order = common(datesSay.map(({ saying }) => saying));
	for (const { bound, saying, counted, example, plain } of datesSay) {
		const settled = settle(saying, bound.rule.dates ?? reading.dates, order, (open) =>
			'open' in open
				? `${bound.column}: ${inLine(open.open)} can be in two months. Say --dates dmy or --dates mdy (or "dates" in the mapping).`
				: `${bound.column}: ${inLine(open.both[0])} has the day first and ${inLine(open.both[1])} the month. Say which is right with --dates; the others are then rejected.`,
		);
		const { form, followed } = settled;
		if (settled.question !== null && settled.shown) ask('dates', bound, settled.question, settled.shown, ['dmy', 'mdy']);
		const said = counted ? 'day numbers of a spreadsheet' : saying !== null && form !== null ? `${orderWords[form]}${followed ? ', as in the other columns' : ''}` : plain === '' ? '' : /^\d{4}/.test(plain) ? 'year before month' : 'month named';
		of.set(bound, { ...usual, dates: { order: form, counted }, said, example });
	}
	return { of, questions: [...questions.values()] };
}
