/**
 * Numbers as people write them, to plain decimals. Which sign is the decimal one is decided for a whole column: 1.234 alone can be
 * a thousand or one and a bit, and is never guessed row by row.
 */
export const decimalSigns = ['.', ','] as const;
export type DecimalSign = (typeof decimalSigns)[number];

/** No two of its parts may take the same spaces: who sends a file could make them try each way to share these. */
const dressed = /^([-+]?)\s*(?:(\p{Lu}{0,3}\p{Sc}|\p{L}{1,3}\.?)\s*)?(?:([-+])\s*)?([\d.,'’]+(?: +[\d.,'’]+)*)\s*(?:(-)\s*)?(\p{Sc}|\p{L}{1,3}\.?)?$/u;
/** A word beside a number that is no currency may be a factor: 1.2 M is left to whoever knows. */
const currencies = new Set([...Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()), 'kr', 'fr', 'rs', 'zł', 'kč', 'lei', 'ft', 'r']);
const isCurrency = (text: string): boolean => text === '' || /\p{Sc}$/u.test(text) || currencies.has(text.toLowerCase().replace(/\.$/, ''));
/** A group of thousands never follows a leading zero: 0.500 is a half. */
const forms: Record<DecimalSign, RegExp> = {
	'.': /^(?:(\d+)|([1-9]\d{0,2}(?:[,'’ ]\d{2,3})*[,'’ ]\d{3})|(?=\.\d))(?:\.(\d*))?$/,
	',': /^(?:(\d+)|([1-9]\d{0,2}(?:[.'’ ]\d{2,3})*[.'’ ]\d{3})|(?=,\d))(?:,(\d*))?$/,
};

interface Undressed {
	isNegative: boolean;
	digits: string;
	/** What says its currency; '' for nothing. */
	mark: string;
}

/** Without what is not of the number: currency, spaces, brackets that mean minus. Null when it is no number at all. */
function undress(text: string): Undressed | null {
	if (text.length > 60) return null;
	const plain = text.replace(/[\u00a0\u2007\u2009\u202f]/g, ' ').replace(/[\u2212\u2012\u2013]/g, '-').trim();
	const bracketed = /^\((.*)\)$/.exec(plain)?.[1];
	const match = dressed.exec((bracketed ?? plain).trim());
	if (!match) return null;
	const [, before = '', prefix = '', inner = '', digits = '', after = '', suffix = ''] = match;
	if (!/\d/.test(digits)) return null;
	const signs = `${before}${inner}${after}`;
	if (!isCurrency(prefix) || !isCurrency(suffix) || signs.length > 1 || (bracketed !== undefined && signs !== '')) return null;
	// `$5 USD` says it twice, the second time better.
	return { isNegative: bracketed !== undefined || signs === '-', digits, mark: /^\p{L}{3}$/u.test(suffix) ? suffix : prefix || suffix };
}

/** One spelling for one number: 1054.00 and 1054 are the same amount. */
function canonical(isNegative: boolean, whole: string, fraction: string): string {
	const left = whole.replace(/^0+(?=\d)/, '') || '0';
	const right = fraction.replace(/(?<!0)0+$/, '');
	const text = right === '' ? left : `${left}.${right}`;
	return isNegative && text !== '0' ? `-${text}` : text;
}

/** A plain decimal such as -2900.5, or null when the text is no number with this decimal sign. */
export function readDecimal(text: string, sign: DecimalSign): string | null {
	const bare = undress(text);
	const match = bare && forms[sign].exec(bare.digits);
	if (!match) return null;
	const [, plain, grouped, fraction = ''] = match;
	return canonical(bare.isNegative, plain ?? grouped?.replace(/\D/g, '') ?? '0', fraction);
}

/** The sign or code of a currency beside a number; '' for none. */
export const currencyMark = (text: string): string => (/^[\d.,-]*$/.test(text) ? '' : (undress(text)?.mark ?? ''));

/** Moves the decimal point: -2 makes cents units, and per cent a share. */
export function shiftPoint(decimal: string, places: number): string {
	const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
	const digits = places < 0 ? `${'0'.repeat(-places)}${whole}${fraction}` : `${whole}${fraction.padEnd(places, '0')}`;
	const point = digits.length - fraction.length + (places < 0 ? places : Math.min(fraction.length, places));
	return canonical(sign === '-', digits.slice(0, point), digits.slice(point));
}

export interface Placed {
	text: string;
	line: number;
}

/** What a column's values say about its decimal sign: the first value that needs each, and the first that could be either. */
export interface DecimalEvidence {
	point: Placed | null;
	comma: Placed | null;
	either: Placed | null;
}

export function decimalEvidence(values: Iterable<Placed>): DecimalEvidence {
	const found: DecimalEvidence = { point: null, comma: null, either: null };
	for (const value of values) {
		if (/^-?\d+$/.test(value.text)) continue;
		const [point, comma] = [readDecimal(value.text, '.'), readDecimal(value.text, ',')];
		if (point === comma) continue;
		if (point !== null && comma !== null) found.either ??= value;
		else if (comma === null) found.point ??= value;
		else found.comma ??= value;
	}
	return found;
}
