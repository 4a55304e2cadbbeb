/**
 * What a screen may show, in one place; whoever builds a view asks here.
 *
 * - `floor`: what the floor sees. Who is left out of rankings is not listed in them.
 * - `boardroom`: everything, also who is left out of rankings.
 * - `lobby`: no money and no personal names, whoever walks by. Money is shown as a share of its target, and where there is no target
 *   not at all; a leaderboard is of teams, all of them, and an attainment of teams alone; what is told apart is a share of the whole.
 *   A panel of one person is left out, and so is one that is told apart by person.
 *   Counts and rates are shown as they are.
 */
import type { UnitName } from '../../shared/api.ts';
import type { Privacy } from '../../shared/screen.ts';
import type { NumberText } from '../../shared/views.ts';
import type { Person } from '../floor/people.ts';
import type { MetricId } from '../metrics/catalogue.ts';
import type { NumberWriter } from '../metrics/number-text.ts';
import type { PanelConfig } from './boards.ts';
import { unitOfBase } from './context.ts';

export const hidesPeople = (privacy: Privacy): boolean => privacy === 'lobby';
export const hidesAmounts = (unit: UnitName, privacy: Privacy): boolean => unit === 'money' && privacy === 'lobby';

export const mayShow = ({ scope, by }: Pick<PanelConfig, 'scope' | 'by'>, privacy: Privacy): boolean => !(hidesPeople(privacy) && (scope.startsWith('person:') || by === 'person'));

/** Whether a person is listed among others, ranked or by attainment. */
export const isListed = ({ isRanked }: Pick<Person, 'isRanked'>, privacy: Privacy): boolean => !hidesPeople(privacy) && (isRanked || privacy === 'boardroom');

/** How a panel writes the amounts of its metric. What stands in a view, in numbers too, has gone through `of`. */
export interface Amounts {
	/** They are shares of their target, in hundredths of a per cent: whole numbers, as all that charts are drawn from. */
	areShares: boolean;
	unit: UnitName;
	/** Null: may not be shown, or is not known. `target`: of the same scope and period. */
	of: (value: number | null, target: number | null) => number | null;
	write: (amount: number | null) => NumberText;
	text: (amount: number | null) => string;
}

const whole = 10_000;

export function amountsOf(metric: MetricId, privacy: Privacy, { write }: NumberWriter): Amounts {
	const unit = unitOfBase(metric);
	if (!hidesAmounts(unit, privacy)) return { areShares: false, unit, of: (value) => value, write: (amount) => write(unit, amount), text: (amount) => write(unit, amount).text };
	const asShare = (amount: number | null): NumberText => write('share', amount === null ? null : amount / whole);
	return {
		areShares: true,
		unit: 'share',
		of: (value, target) => (value === null || target === null || target <= 0 ? null : (value / target) * whole),
		write: asShare,
		text: (amount) => asShare(amount).text,
	};
}
