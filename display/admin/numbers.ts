/**
 * Numbers as people type and paste them, in the workspace's locale. A number is either understood beyond doubt or refused:
 * a target a thousand times too small would be on the wall within a second.
 */
import type { UnitName } from '../../shared/api.ts';

export interface NumberRules {
	locale: string;
	unit: UnitName;
	/** ISO 4217; used for money only. */
	currency: string;
}

/** Why a text is not a target; the words are in the catalogue. */
export type NumberProblem = 'not_a_number' | 'not_whole' | 'too_many_decimals' | 'negative' | 'too_large' | 'percent_unclear' | 'not_a_percentage';

export type ParsedNumber = { ok: true; value: number | null } | { ok: false; problem: NumberProblem };

/** Making a formatter takes far longer than using it, and a grid has thousands of cells. */
const formats = new Map<string, Intl.NumberFormat>();
const formatOf = (locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat => {
	const key = `${locale} ${JSON.stringify(options)}`;
	const known = formats.get(key) ?? new Intl.NumberFormat(locale, options);
	formats.set(key, known);
	return known;
};

const largest = 1e12;
const blanks = /[\s\u00a0\u2007\u2009\u202f'’]/g;

const separators = (locale: string): { decimal: string; group: string } => {
	const parts = formatOf(locale).formatToParts(1_234_567.8);
	const find = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
	return { decimal: find('decimal') || '.', group: find('group') };
};

/** Decimals that the unit can have: money has its currency's, counts none. */
export const decimalsOf = ({ unit, currency, locale }: NumberRules): number => {
	if (unit === 'count') return 0;
	if (unit !== 'money') return 6;
	return formatOf(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
};

/** "1.250" → grouped when it can be nothing else, or when its three decimals would be more than the unit has. */
const isGrouped = (text: string, mark: string, rules: NumberRules): boolean => {
	const groups = text.split(mark);
	const [head = '', ...tail] = groups;
	const last = tail[tail.length - 1] ?? '';
	// India writes 2,50,000: groups of two before the last one of three.
	const wellFormed = /^[1-9]\d{0,2}$/.test(head) && last.length === 3 && tail.every((group) => /^\d{2,3}$/.test(group));
	if (!wellFormed) return false;
	if (tail.length > 1) return true;
	return separators(rules.locale).decimal !== mark || decimalsOf(rules) < 3;
};

/** Digits with at most one '.', or null when the marks make no number. */
const plainDigits = (text: string, rules: NumberRules): string | null => {
	const marks = [...text].filter((sign) => sign === '.' || sign === ',');
	const last = marks[marks.length - 1];
	if (last === undefined) return text;
	const cut = text.lastIndexOf(last);
	const other = last === '.' ? ',' : '.';
	if (text.includes(other)) {
		const whole = text.slice(0, cut);
		if (whole.includes(last) || !/^\d{1,3}([.,]\d{2,3})*[.,]\d{3}$/.test(whole)) return null;
		return `${whole.split(other).join('')}.${text.slice(cut + 1)}`;
	}
	if (isGrouped(text, last, rules)) return text.split(last).join('');
	return marks.length === 1 ? text.replace(last, '.') : null;
};

const currencySigns = ({ locale, currency }: NumberRules): string[] => {
	// In English every currency has its short sign; "kr" is written "SEK" there.
	const localOnes = [locale, 'en', 'sv'].map(
		(each) => formatOf(each, { style: 'currency', currency }).formatToParts(1).find((part) => part.type === 'currency')?.value ?? '',
	);
	return [currency, ...localOnes].filter((sign) => sign !== '').sort((a, b) => b.length - a.length);
};

const stripCurrency = (text: string, rules: NumberRules): string => {
	const lower = text.toLowerCase();
	for (const sign of currencySigns(rules).map((each) => each.toLowerCase())) {
		if (lower.startsWith(sign)) return text.slice(sign.length);
		if (lower.endsWith(sign)) return text.slice(0, -sign.length);
	}
	return text;
};

/** Empty text clears the target (value null). Shares are typed as percentages: 40 or 40 % is 0.4. */
export const parseNumber = (typed: string, rules: NumberRules): ParsedNumber => {
	let text = typed.replace(blanks, '').replace(/[−–]/g, '-');
	if (text === '') return { ok: true, value: null };
	const fail = (problem: NumberProblem): ParsedNumber => ({ ok: false, problem });

	const hasPercent = text.startsWith('%') || text.endsWith('%');
	if (hasPercent) text = text.replace('%', '');
	if (hasPercent && rules.unit !== 'share') return fail('not_a_percentage');
	if (rules.unit === 'money') text = stripCurrency(text, rules);
	const isNegative = /^-\S/.test(text) || /^\(.+\)$/.test(text);
	text = text.replace(/^[-+(]/, '').replace(/\)$/, '');
	if (!/^[\d.,]*\d[\d.,]*$/.test(text)) return fail('not_a_number');
	const digits = plainDigits(text, rules);
	if (digits === null || !/^(\d+\.?\d*|\.\d+)$/.test(digits)) return fail('not_a_number');
	const number = Number(digits);
	if (isNegative && number !== 0) return fail('negative');
	if (number > largest) return fail('too_large');
	if (rules.unit === 'share') {
		// 0.4 from a spreadsheet's raw cell means 40 %, typed by hand it may mean 0.4 %.
		if (!hasPercent && number > 0 && number <= 1) return fail('percent_unclear');
		return { ok: true, value: Number((number / 100).toFixed(8)) };
	}
	const decimals = (digits.split('.')[1] ?? '').replace(/0+$/, '').length;
	if (rules.unit === 'count' && decimals > 0) return fail('not_whole');
	if (rules.unit === 'money' && decimals > decimalsOf(rules)) return fail('too_many_decimals');
	return { ok: true, value: number };
};

/** As it stands in a cell: in full, grouped, without the unit (a percentage keeps its sign). Null is empty. */
export const formatNumber = (value: number | null, rules: NumberRules): string => {
	if (value === null) return '';
	if (rules.unit === 'share') return formatOf(rules.locale, { style: 'percent', maximumFractionDigits: 2 }).format(value);
	// A target that came by the API may have decimals where typing allows none; it is shown as it is.
	const isWhole = Number.isInteger(value);
	const decimals = rules.unit === 'money' ? decimalsOf(rules) : 2;
	return formatOf(rules.locale, { minimumFractionDigits: rules.unit === 'money' && !isWhole ? decimals : 0, maximumFractionDigits: isWhole ? 0 : decimals }).format(value);
};

/** With its unit, for sentences: "€250,000". */
export const formatAmount = (value: number, rules: NumberRules): string => {
	if (rules.unit !== 'money') return formatNumber(value, rules);
	const decimals = Number.isInteger(value) ? 0 : decimalsOf(rules);
	return formatOf(rules.locale, { style: 'currency', currency: rules.currency, minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
};
