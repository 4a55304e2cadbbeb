/** Which columns a table of months, quarters or years needs to take in periods that it does not show, and which periods lie in another. */
import type { TargetGrid } from '../../shared/api.ts';
import { addMonths } from '../../shared/months.ts';

type Kind = TargetGrid['kind'];
const lengths: Record<Kind, number> = { month: 1, quarter: 3, year: 12 };
const perYear: Record<Kind, number> = { month: 12, quarter: 4, year: 1 };
/** More the server does not give at once. */
const mostColumns = 24;
/** How many years before and after those shown a heading may mean. */
const yearsAround = 3;

const indexOf = (kind: Kind, id: string): number => {
	const [year = '', part = '1'] = id.split('-');
	return Number(year) * perYear[kind] + Number(part.replace('Q', '')) - 1;
};
const idAt = (kind: Kind, index: number): string => {
	const year = Math.floor(index / perYear[kind]);
	const part = (index % perYear[kind]) + 1;
	return kind === 'year' ? String(year) : kind === 'quarter' ? `${year}-Q${part}` : `${year}-${String(part).padStart(2, '0')}`;
};

/** The period so many steps later. */
export const periodAfter = (kind: Kind, id: string, by: number): string => idAt(kind, indexOf(kind, id) + by);

/** Periods of the shown kind that are not shown: years before and after. */
export const periodsAround = ({ kind, periods }: Pick<TargetGrid, 'kind' | 'periods'>): string[] => {
	const [first, last] = [periods[0]?.id, periods[periods.length - 1]?.id];
	if (first === undefined || last === undefined) return [];
	const shown = new Set(periods.map(({ id }) => id));
	const around = yearsAround * perYear[kind];
	const start = indexOf(kind, first) - around;
	return Array.from({ length: indexOf(kind, last) + around - start + 1 }, (_, at) => idAt(kind, start + at)).filter((id) => !shown.has(id));
};

/** The columns that show these periods as well; null where they are shown, or more than can be shown at once. */
export function columnsFor({ kind, periods }: Pick<TargetGrid, 'kind' | 'periods'>, ids: readonly string[]): { from: string; count: number } | null {
	const [first, last] = [periods[0], periods[periods.length - 1]];
	if (!first || !last || ids.length === 0) return null;
	const wanted = ids.map((id) => indexOf(kind, id));
	const [low, high] = [Math.min(...wanted), Math.max(...wanted)];
	const [start, end] = [indexOf(kind, first.id), indexOf(kind, last.id)];
	if (low >= start && high <= end) return null;
	// What was shown stays in sight where there is room.
	const spans = [[Math.min(start, low), Math.max(end, high)], [low, high]] as const;
	const span = spans.find(([one, other]) => other - one < mostColumns);
	return span ? { from: addMonths(first.from.slice(0, 7), (span[0] - start) * lengths[kind]), count: span[1] - span[0] + 1 } : null;
}

/** Whether a period is another, or lies in it. */
export const isWithin = (id: string, whole: { id: string; from: string; to: string }): boolean => {
	if (id === whole.id) return true;
	if (id.includes('Q')) return id.slice(0, 4) === whole.id;
	return /^\d{4}-\d{2}$/.test(id) && `${id}-01` >= whole.from && `${id}-01` <= whole.to;
};
