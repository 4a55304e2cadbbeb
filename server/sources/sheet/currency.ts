/** What currency an amount says it is in: `USD 700`, `£9,5`, `1 234,50 kr`. A sign that several share is never taken for one of them unasked. */
const codes = new Set(Intl.supportedValuesOf('currency'));

const signOf = (code: string, currencyDisplay: 'symbol' | 'narrowSymbol'): string =>
	new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay }).formatToParts(1).find(({ type }) => type === 'currency')?.value.toLowerCase() ?? '';

const codesBySign = (display: 'symbol' | 'narrowSymbol'): Map<string, string[]> => Map.groupBy(codes, (code) => signOf(code, display));

/** Who writes `$`, `kr` or `¥` at home. */
const sharers = codesBySign('narrowSymbol').set('fr', ['CHF']).set('rs', ['INR', 'PKR', 'LKR', 'NPR', 'MUR']);
/** English takes $ and ¥ for its own neighbours'; here they are shared. */
const unmistakable = new Map<string, string>([
	...[...sharers].flatMap(([sign, [code = '', ...others]]): [string, string][] => (others.length === 0 && (/^\p{Sc}$/u.test(sign) || ['zł', 'kč', 'ft', 'lei'].includes(sign)) ? [[sign, code]] : [])),
	...[...codesBySign('symbol')].flatMap(([sign, [code = '']]): [string, string][] => (/\p{Sc}/u.test(sign) && sign !== '$' && sign !== '¥' ? [[sign, code]] : [])),
	['us$', 'USD'], ['au$', 'AUD'], ['c$', 'CAD'], ['s$', 'SGD'],
]);

export interface Currencies {
	/** Of the amounts that do not say theirs unmistakably. */
	said: string | null;
	/** Null when no server was asked. */
	workspace: string | null;
}

/** The code of what stands beside an amount, or null when it can be several. */
export function currencyOf(mark: string, { said, workspace }: Currencies): string | null {
	const sign = mark.toLowerCase().replace(/\.$/, '');
	if (codes.has(sign.toUpperCase())) return sign.toUpperCase();
	const plain = unmistakable.get(sign);
	if (plain) return plain;
	const known = sharers.get(sign.endsWith('$') ? '$' : sign);
	if (said !== null && (!known || known.includes(said))) return said;
	return workspace !== null && sharers.get(sign)?.includes(workspace) ? workspace : null;
}

/** Whose sign it can be. */
export const currenciesOf = (mark: string): string[] => [...(sharers.get(mark.toLowerCase().replace(/\.$/, '')) ?? codes)].sort();

export const isCurrencyCode = (text: string): boolean => codes.has(text);
