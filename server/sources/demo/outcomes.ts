/**
 * Which deals are won. The chance of each leans on how the month is going, for the company and for the team, so that
 * every month ends near its quota: some teams ahead, some behind. It depends on what closed earlier in that month alone.
 */
import type { CastMember } from './cast.ts';
import { teamOn } from './cast.ts';
import type { Happening } from './happening.ts';
import type { Closing } from './pursuit.ts';
import { isoAt } from './office.ts';
import type { Office } from './office.ts';
import { quota } from './quotas.ts';
import { createRandom } from './random.ts';

const usualChance = 0.34;

interface Month {
	quotas: Map<string, number>;
	won: Map<string, number>;
	/** Attainment each scope is heading for. */
	aims: Map<string, number>;
}

export function endings(closings: readonly Closing[], cast: readonly CastMember[], office: Office): Map<Closing, Happening<'deals'>> {
	const months = new Map<string, Month>();
	const ends = new Map<Closing, Happening<'deals'>>();
	for (const closing of [...closings].sort((one, other) => one.at - other.at)) {
		const day = office.dayAt(closing.at);
		const name = day.day.slice(0, 7);
		const month = months.get(name) ?? openMonth(name, cast);
		months.set(name, month);

		const gap = (scope: string) => (month.aims.get(scope) ?? 1) * office.monthShare(day) - (month.won.get(scope) ?? 0) / Math.max(1, month.quotas.get(scope) ?? 1);
		const chance = usualChance * closing.owner.skill * Math.exp(2 * gap('company') + 9 * gap(closing.team));
		const isWon = closing.isStrong && closing.luck < Math.min(0.85, Math.max(0.04, chance));
		if (isWon) for (const scope of ['company', closing.team]) month.won.set(scope, (month.won.get(scope) ?? 0) + closing.amount);

		const at = isoAt(closing.at);
		const end = isWon ? ({ status: 'won', stage: 'Won' } as const) : ({ status: 'lost', stage: 'Lost', lost_reason: closing.lostReason } as const);
		ends.set(closing, { at: closing.at, entity: 'deals', row: { ...closing.deal, ...end, closed: at, changed: at, expected_close: day.day } });
	}
	return ends;
}

function openMonth(month: string, cast: readonly CastMember[]): Month {
	const quotas = new Map<string, number>();
	for (const member of cast) {
		const amount = quota(member, 'sales', month);
		for (const scope of ['company', teamOn(member, `${month}-01`)]) quotas.set(scope, (quotas.get(scope) ?? 0) + amount);
	}
	const aims = new Map<string, number>();
	for (const scope of quotas.keys()) {
		const random = createRandom(`aim ${month} ${scope}`);
		aims.set(scope, scope === 'company' ? random.between(0.96, 1.06) : random.between(0.88, 1.13));
	}
	return { quotas, won: new Map(), aims };
}
