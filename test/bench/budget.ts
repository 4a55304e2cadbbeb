/** A budget of the product: measured beside a baseline in the same run, and met or not. */
export interface Measured {
	what: string;
	/** As it is printed: "31,204 facts/s". */
	value: string;
	/** "≥ 20,000". */
	budget: string;
	isMet: boolean;
	/** What the same machine did in the same run without the product, or on a small floor. */
	baseline: string;
}

export interface Budget {
	/** 'B1' */
	id: string;
	what: string;
	measure: () => Promise<Measured[]>;
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** "12.3 ms". */
export const ms = (value: number): string => `${value < 100 ? value.toFixed(1) : whole(value)} ms`;

/** `share` 0–1; of an empty list NaN, which meets no budget. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export const atMost = (value: number, limit: number, write: (value: number) => string): Pick<Measured, 'value' | 'budget' | 'isMet'> => ({ value: write(value), budget: `≤ ${write(limit)}`, isMet: value <= limit });
export const atLeast = (value: number, limit: number, write: (value: number) => string): Pick<Measured, 'value' | 'budget' | 'isMet'> => ({ value: write(value), budget: `≥ ${write(limit)}`, isMet: value >= limit });

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
