/**
 * Which figures are not known (M3) since facts that they rest on were taken out: those of a period that begins before the day from which on
 * they are kept, and states of a moment before it. Whatever began before it would be a smaller number and look like a whole one.
 */
import type { Retired } from '../facts/retired.ts';
import type { FactEntity } from '../facts/schema.ts';
import { addDays } from '../floor/period.ts';
import { retirable } from '../../shared/retention-api.ts';
import type { Cut, Range } from '../rollups/read.ts';
import { entityOfQuantity, isMeasure, type QuantityId } from './quantities.ts';
import { isRowSet, rowSetOf } from './row-sets.ts';

/** Whether what is counted so rests on facts of a kind. */
export const restsOn = (id: QuantityId, entity: FactEntity): boolean => (isMeasure(id) ? entityOfQuantity(id) === entity : isRowSet(id) && rowSetOf(id).reads.includes(entity));

export type IsRetired = (ids: readonly QuantityId[], period: Range, cut: Cut) => boolean;

/** `stalledDays`: how far back a state of deals looks. */
export function createRetiredFigures(retired: Pick<Retired, 'before'>, stalledDays: () => number): IsRetired {
	const isLost = (id: QuantityId, { from, to }: Range, cut: Cut): boolean => {
		if (isMeasure(id)) return from < (retired.before(entityOfQuantity(id)) ?? '');
		if (!isRowSet(id)) return false;
		const { reads, taken } = rowSetOf(id);
		return reads.some((entity) => {
			const before = retired.before(entity);
			if (before === null) return false;
			if (taken === 'period') return from < before;
			const day = to < cut.untilDay ? to : cut.untilDay;
			// Of a state only what has come since can matter, bar what happened on deals of late.
			return (id === 'stalled_deals' ? addDays(day, -stalledDays()) : day) < before;
		});
	};
	return (ids, period, cut) => retirable.some((entity) => retired.before(entity) !== null) && ids.some((id) => isLost(id, period, cut));
}
