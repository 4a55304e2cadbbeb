/** The cells of tables: the value as explain gives it, and the text as the wall writes it. */
import type { UnitName } from '../../shared/api.ts';
import type { TableCell } from '../../shared/review-api.ts';
import { fill } from '../../shared/words/language.ts';
import { jsonValue } from '../metrics/number-text.ts';
import { periodAround } from '../floor/period.ts';
import { ownerNamed } from '../metrics/figure-rows.ts';
import type { ListedDeal } from './deal-lists.ts';
import { wordsOf, type SectionContext } from './section.ts';

export const textCell = (text: string): TableCell => ({ value: text === '' ? null : text, text });

export const cellOf = (unit: UnitName, value: number | null, { metrics, currency }: SectionContext): TableCell => ({ value: jsonValue(unit, value, currency), text: metrics.numbers().text(unit, value) });

export const dayCell = (day: string, { metrics, rules }: SectionContext): TableCell => ({ value: day, text: metrics.times().period(periodAround('day', day, rules)) });

/** Of the deal, else of its account, else as its source numbers it. */
export const dealName = ({ name, account, externalId }: ListedDeal): string => name ?? account ?? externalId;

/** In full: who is erased is renamed by it. */
export const ownerOf = ({ person, ownerKey, source }: ListedDeal, { metrics }: SectionContext): string => (person === null ? undefined : metrics.roster.person(person)?.name) ?? ownerNamed(ownerKey, source) ?? '';

const rowsListed = 500;

/** So many rows, and one that says how many more. */
export function listed<T>(all: readonly T[], row: (one: T) => TableCell[], context: SectionContext): TableCell[][] {
	const rows = all.slice(0, rowsListed).map(row);
	const more = all.length - rows.length;
	const [first] = rows;
	if (more <= 0 || !first) return rows;
	return [...rows, first.map((_, index) => textCell(index === 0 ? fill(wordsOf(context).moreRows, { count: more }) : ''))];
}
