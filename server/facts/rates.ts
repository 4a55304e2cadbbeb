/**
 * Dated rates (M5): what one unit of a currency is worth in the workspace's, from a day on. A closed deal counts at the rate of its closing
 * day, whatever becomes of the rate later; the state of a moment is converted at the rate of that moment. Without a rate nothing is guessed.
 */
import type { RateFrom } from '../../shared/money-api.ts';
import type { Db } from '../db/open.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { atRate, minorDigits } from './money.ts';

export interface Rates {
	/** In minor units of the workspace's currency. Null without a rate in force on that day. */
	worth: (amount: string, currency: string, day: string) => number | null;
	/** The rate in force on a day; null when there is none. */
	on: (currency: string, day: string) => string | null;
	/** By their first day. */
	of: (currency: string) => readonly RateFrom[];
	all: () => ReadonlyMap<string, readonly RateFrom[]>;
	/** Reads what the function needs: it may ask nothing of the database while a statement runs. */
	ready: () => void;
	put: (currency: string, rates: readonly RateFrom[], entry: number) => void;
	/** What was read is read anew: the entry that changed it may not have been kept. */
	forget: () => void;
}

/** Also gives SQL the function `in_workspace(amount, currency, day)`; whoever runs a statement with it calls `ready` before. */
export function createRates(db: Db, settings: Pick<FloorSettings, 'get'>): Rates {
	const read = db.prepare<[], RateFrom & { currency: string }>('SELECT currency, from_day AS "from", rate FROM rate ORDER BY currency, from_day');
	const clear = db.prepare<[string]>('DELETE FROM rate WHERE currency = ?');
	const insert = db.prepare<[string, string, string, number]>('INSERT INTO rate (currency, from_day, rate, entry) VALUES (?, ?, ?, ?)');

	let known: Map<string, RateFrom[]> | null = null;
	const all = (): Map<string, RateFrom[]> => {
		if (known) return known;
		known = new Map();
		for (const { currency, ...rate } of read.all()) known.set(currency, [...(known.get(currency) ?? []), rate]);
		return known;
	};
	const on = (currency: string, day: string): string | null => all().get(currency)?.findLast(({ from }) => from <= day)?.rate ?? null;
	const worth = (amount: string, currency: string, day: string): number | null => {
		const rate = on(currency, day);
		return rate === null ? null : atRate(amount, rate, minorDigits(settings.get().currency));
	};
	db.function('in_workspace', (amount: unknown, currency: unknown, day: unknown) =>
		typeof amount === 'string' && typeof currency === 'string' && typeof day === 'string' ? worth(amount, currency, day) : null,
	);
	return {
		worth,
		on,
		of: (currency) => all().get(currency) ?? [],
		all,
		ready: () => {
			all();
			settings.get();
		},
		put: (currency, rates, entry) => {
			clear.run(currency);
			for (const { from, rate } of rates) insert.run(currency, from, rate, entry);
			known = null;
		},
		forget: () => {
			known = null;
		},
	};
}
