/** Decimal text to whole minor units (M5), without passing through a binary fraction. */

const digitsByCurrency = new Map<string, number>();

/** Decimals of a currency's minor unit by ISO 4217, as the runtime's locale data has them: EUR 2, JPY 0. */
export function minorDigits(currency: string): number {
	const known = digitsByCurrency.get(currency);
	if (known !== undefined) return known;
	const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
	digitsByCurrency.set(currency, digits);
	return digits;
}

/** More decimals than the currency has are rounded half to even. `text` is a plain decimal such as '-12500.005'. */
export function toMinor(text: string, digits: number): number {
	const [, sign = '', whole = '0', fraction = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
	const kept = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
	const rest = fraction.slice(digits);
	const half = `5${'0'.repeat(Math.max(0, rest.length - 1))}`;
	const isAbove = rest > half;
	const isHalf = rest.length > 0 && rest === half;
	const rounded = isAbove || (isHalf && kept % 2n === 1n) ? kept + 1n : kept;
	return Number(sign === '-' ? -rounded : rounded);
}

/** Whole minor units as a plain decimal: 1250000 → '12500.00'. */
export function minorText(minor: number | bigint, digits: number): string {
	const text = String(minor < 0 ? -minor : minor).padStart(digits + 1, '0');
	const sign = minor < 0 ? '-' : '';
	return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const unscaled = (text: string): { whole: bigint; decimals: number } => {
	const [digits = '0', fraction = ''] = text.replace('+', '').split('.');
	return { whole: BigInt(digits + fraction), decimals: fraction.length };
};

/** What an amount is worth at a rate, in minor units with so many digits, half to even. Null when it is too large to be told exactly. */
export function atRate(amount: string, rate: string, digits: number): number | null {
	const of = unscaled(amount);
	const by = unscaled(rate);
	const product = of.whole * by.whole;
	const beyond = of.decimals + by.decimals - digits;
	if (beyond <= 0) return exact(product * 10n ** BigInt(-beyond));
	const unit = 10n ** BigInt(beyond);
	const size = product < 0n ? -product : product;
	const kept = size / unit;
	const twice = 2n * (size % unit);
	const rounded = twice > unit || (twice === unit && kept % 2n === 1n) ? kept + 1n : kept;
	return exact(product < 0n ? -rounded : rounded);
}

const exact = (minor: bigint): number | null => (Number.isSafeInteger(Number(minor)) ? Number(minor) : null);
