/** Which columns of a sheet of targets mean what: long, a target a row; or wide, a column a period. */
import { nameKey } from './own-words.ts';
import { readPeriodWords, type WrittenPeriod } from './period-words.ts';
import type { Sheet, SheetRow } from './sheet.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' ').map(nameKey));
/** Names by which columns are known. */
const known = {
	metric: words('metric kpi measure nyckeltal mått mätetal'),
	address: words('scope address adress'),
	scope: words('vem who'),
	person: words('person name namn rep salesrep salesperson seller säljare employee medarbetare owner ägare user användare agent email e-mail epost e-post mail emailaddress'),
	team: words('team teamname lag grupp group avdelning department kontor office region'),
	period: words('period month månad quarter kvartal date datum when när time tid'),
	year: words('year år fiscalyear räkenskapsår'),
	value: words('value target targets goal quota budget amount mål värde belopp kvot målvärde säljmål salestarget'),
};
export type ColumnMeaning = keyof typeof known;

export interface TargetColumns {
	shape: 'long' | 'wide';
	names: string[];
	/** Rows below the head. */
	rows: readonly SheetRow[];
	/** Positions. Of a wide sheet `period` and `value` are the columns of `periods`. */
	of: Partial<Record<ColumnMeaning, number>>;
	periods: { position: number; period: WrittenPeriod }[];
	/** Columns that say nothing here. */
	ignored: string[];
}

const meaningOf = (name: string): ColumnMeaning | undefined => {
	const key = nameKey(name);
	return (Object.keys(known) as ColumnMeaning[]).find((meaning) => known[meaning].has(key));
};

function meanings(cells: readonly string[]): Partial<Record<ColumnMeaning, number>> {
	const found: Partial<Record<ColumnMeaning, number>> = {};
	cells.forEach((cell, position) => {
		const meaning = meaningOf(cell);
		if (meaning !== undefined) found[meaning] ??= position;
	});
	return found;
}

const periodsIn = (cells: readonly string[], from: number): TargetColumns['periods'] =>
	cells.flatMap((cell, position) => {
		const period = position < from ? null : readPeriodWords(cell);
		return period ? [{ position, period }] : [];
	});

const searched = 15;

/** Null when no row at the top names columns. */
export function targetColumns({ rows, width }: Sheet): TargetColumns | null {
	for (const [index, { cells }] of rows.slice(0, searched).entries()) {
		const names = Array.from({ length: Math.max(width, cells.length) }, (_, position) => cells[position] || String(position + 1));
		const of = meanings(cells);
		const rest = rows.slice(index + 1);
		const ignoredBut = (used: ReadonlySet<number>): string[] => cells.filter((cell, position) => cell !== '' && !used.has(position));
		if (of.value !== undefined && (of.period !== undefined || of.year !== undefined)) {
			return { shape: 'long', names, rows: rest, of, periods: [], ignored: ignoredBut(new Set(Object.values(of))) };
		}
		const periods = periodsIn(cells, 1);
		// One period and one name make a sheet; in a row of figures, years and small numbers would look like periods.
		const others = cells.filter((cell, position) => cell !== '' && !periods.some((period) => period.position === position));
		if (periods.length === 0 || others.some((cell) => /^[\d\s.,%]+$/.test(cell)) || rest.length === 0) continue;
		const { metric, address, scope, person, team } = of;
		const isNamed = address !== undefined || scope !== undefined || person !== undefined || team !== undefined;
		const who = { ...(metric !== undefined && { metric }), ...(address !== undefined && { address }), ...(scope !== undefined && { scope }), ...(person !== undefined && { person }), ...(team !== undefined && { team }), ...(isNamed ? {} : { scope: metric === 0 ? 1 : 0 }) };
		return { shape: 'wide', names, rows: rest, of: who, periods, ignored: ignoredBut(new Set([...Object.values(who), ...periods.map(({ position }) => position)])) };
	}
	return null;
}
