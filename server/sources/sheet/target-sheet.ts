/**
 * A sheet of targets as it is written: who, which metric, which period, which number, each in the file's own words with its place.
 * What the words mean is for those who know people and metrics.
 */
import { InputError } from '../../errors.ts';
import { currencyMark, decimalEvidence, readDecimal, type DecimalSign } from './decimals.ts';
import { readPeriodWords, type WrittenPeriod } from './period-words.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { targetColumns, type TargetColumns } from './target-columns.ts';

export interface WrittenTarget {
	line: number;
	/** Of the value. */
	column: string;
	metric: string | null;
	/** The first of these that says something: an address, a person, a team. */
	scope: string;
	person: string;
	team: string;
	/** The column that says whose it is. */
	whoColumn: string;
	period: WrittenPeriod;
	periodText: string;
	/** A plain decimal; shares as they are written. */
	value: string;
	isPercent: boolean;
	/** What stands beside the number: a currency; '' for nothing. */
	mark: string;
	text: string;
}

/** A place in the file that says nothing that is understood. */
export interface NotUnderstood {
	line: number;
	column: string;
	value: string;
	reason: 'no_who' | 'no_period' | 'no_number';
}

export interface WrittenTargets {
	shape: TargetColumns['shape'];
	targets: WrittenTarget[];
	rejected: NotUnderstood[];
	ignored: string[];
	/** A number that can be a thousand times as much, when nothing else in the file says which. */
	unclear: { text: string; line: number } | null;
	decimal: DecimalSign;
}

interface Spot {
	row: SheetRow;
	position: number;
	period: WrittenPeriod | null;
	periodText: string;
}

const withoutPercent = (text: string): string => text.trimEnd().replace(/%$/, '').trimEnd().replace(/^%\s*/, '');

/** Month and year in columns of their own are read together. */
function periodOf({ cells }: SheetRow, of: TargetColumns['of']): { period: WrittenPeriod | null; text: string } {
	const [text, year] = [of.period === undefined ? '' : (cells[of.period] ?? ''), of.year === undefined ? '' : (cells[of.year] ?? '')];
	if (text === '') return { period: readPeriodWords(year), text: year };
	const written = /^\d{1,2}$/.test(text) && year !== '' ? readPeriodWords(`${year}-${text}`) : readPeriodWords(text);
	const found = written && 'year' in written && written.year === null && /^\d{4}$/.test(year) ? { ...written, year: Number(year) } : written;
	return { period: found, text: [text, year].filter((part) => part !== '').join(' ') };
}

function spotsOf({ shape, rows, of, periods, names }: TargetColumns): Spot[] {
	if (shape === 'wide') return rows.flatMap((row) => periods.map(({ position, period }) => ({ row, position, period, periodText: names[position] ?? '' })));
	return rows.map((row) => {
		const { period, text } = periodOf(row, of);
		return { row, position: of.value ?? 0, period, periodText: text };
	});
}

/** @param forced how decimals are written, when somebody has said it. @throws InputError when the sheet is none of targets, or has more than `most`. */
export function readTargets(sheet: Sheet, { forced, most = Infinity }: { forced?: DecimalSign | undefined; most?: number } = {}): WrittenTargets {
	const columns = targetColumns(sheet);
	if (!columns) throw new InputError('No columns of targets were found. The first row names them: either one column for each period, or the columns who, period and target.', { code: 'no_columns', field: 'file' });
	const { of, names } = columns;
	const spots = spotsOf(columns).filter(({ row, position }) => (row.cells[position] ?? '') !== '');
	if (spots.length > most) throw new InputError(`At most ${most} targets at once; the file has ${spots.length}.`, { status: 413, code: 'too_large', field: 'file' });
	const textAt = (row: SheetRow, position: number | undefined): string => (position === undefined ? '' : (row.cells[position] ?? ''));

	const evidence = decimalEvidence(spots.map(({ row, position }) => ({ text: withoutPercent(textAt(row, position)), line: row.line })));
	const { either, point, comma } = evidence;
	const isUnclear = either !== null && (point === null) === (comma === null);
	// Targets seldom have three decimals and often thousands: the sign in 250.000 then groups.
	const grouping: DecimalSign = either !== null && /\.\d{3}(?!\d)/.test(either.text) ? ',' : '.';
	const decimal = forced ?? (isUnclear ? grouping : comma !== null && point === null ? ',' : '.');
	const otherSign: DecimalSign = decimal === '.' ? ',' : '.';

	const whoAt = (row: SheetRow): number => [of.address, of.scope, of.person, of.team].find((at) => textAt(row, at) !== '') ?? 0;
	const targets: WrittenTarget[] = [];
	const rejected: NotUnderstood[] = [];
	for (const { row, position, period, periodText } of spots) {
		const text = textAt(row, position);
		const column = names[position] ?? '';
		const place = { line: row.line, column };
		const [scope, person, team] = [textAt(row, of.address) || textAt(row, of.scope), textAt(row, of.person), textAt(row, of.team)];
		const bare = withoutPercent(text);
		// Written by two hands, a number that can only be meant one way is meant that way.
		const value = readDecimal(bare, decimal) ?? readDecimal(bare, otherSign);
		if (value === null) rejected.push({ ...place, value: text, reason: 'no_number' });
		else if (scope === '' && person === '' && team === '') rejected.push({ ...place, column: names[of.scope ?? of.person ?? of.team ?? 0] ?? '', value: '', reason: 'no_who' });
		else if (period === null) rejected.push({ ...place, column: names[of.period ?? of.year ?? 0] ?? '', value: periodText, reason: 'no_period' });
		else targets.push({ ...place, metric: of.metric === undefined ? null : textAt(row, of.metric), scope, person, team, whoColumn: names[whoAt(row)] ?? '', period, periodText, value, isPercent: bare !== text, mark: currencyMark(bare), text });
	}
	return { shape: columns.shape, targets, rejected, ignored: columns.ignored, unclear: isUnclear ? either : null, decimal };
}
