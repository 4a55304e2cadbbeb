/** What the floor lacks so that its figures would be whole: asked of the facts. */
import type { Db } from '../db/open.ts';
import type { MoneyFacts } from '../facts/money-facts.ts';
import { yearsWithoutHolidays } from '../floor/holidays.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { RetentionDesk } from '../metrics/retention-desk.ts';
import type { UnassignedDesk } from '../metrics/unassigned.ts';
import type { FloorState } from './inputs.ts';

export interface FloorStages {
	settings: FloorSettings;
	unassigned: Pick<UnassignedDesk, 'count'>;
	money: Pick<MoneyFacts, 'unrated'>;
	retention: Pick<RetentionDesk, 'waiting'>;
	now: () => number;
}

/** A source's clock may be a little ahead. */
const leewayMs = 5 * 60_000;

export function createFloorState(db: Db, { settings, unassigned, money, retention, now }: FloorStages): () => FloorState {
	const ahead = db.prepare<[string, number], number>('SELECT count(*) FROM activity WHERE day >= ? AND at > ? AND counts = 1').pluck();
	return () => {
		const today = settings.calendar().dayOf(now());
		return {
			unassigned: unassigned.count(),
			unrated: money.unrated(today).map(({ currency, amounts }) => ({ currency, amounts })),
			ahead: ahead.get(today, now() + leewayMs) ?? 0,
			holidaysMissing: yearsWithoutHolidays(settings.holidays.list(), today),
			retentionWaiting: retention.waiting(),
		};
	};
}
