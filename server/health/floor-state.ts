/** What the floor lacks so that its figures would be whole: asked of the facts. */
import type { Db } from '../db/open.ts';
import type { MoneyFacts } from '../facts/money-facts.ts';
import { yearsWithoutHolidays } from '../floor/holidays.ts';
import { addDays } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { RetentionDesk } from '../metrics/retention-desk.ts';
import type { FloorState } from './inputs.ts';

export interface FloorStages {
	settings: FloorSettings;
	money: Pick<MoneyFacts, 'unrated'>;
	retention: Pick<RetentionDesk, 'waiting'>;
	/** Brings the sums up to date, or nearly. */
	drain: () => unknown;
	now: () => number;
}

/** A source's clock may be a little ahead. */
const leewayMs = 5 * 60_000;
const daysBack = 60;

export function createFloorState(db: Db, { settings, money, retention, drain, now }: FloorStages): () => FloorState {
	// Of the sums of late and not of the facts, all of which the page of the unassigned goes through.
	const unassigned = db.prepare<[string], number>(
		`SELECT count(DISTINCT owner_key) FROM rollup
		WHERE measure IN ('deals_created', 'deals_decided', 'meetings_booked', 'activities', 'proposals_sent', 'new_accounts', 'new_leads') AND slice = '' AND day >= ?
			AND owner_key <> '' AND owner_key NOT LIKE 'erased:%' AND owner_key NOT IN (SELECT key FROM identity WHERE person IS NOT NULL OR by_hand = 1)`,
	).pluck();
	const ahead = db.prepare<[string, number], number>('SELECT count(*) FROM activity WHERE day >= ? AND at > ? AND counts = 1').pluck();
	return () => {
		drain();
		const today = settings.calendar().dayOf(now());
		return {
			unassigned: unassigned.get(addDays(today, -daysBack)) ?? 0,
			unrated: money.unrated(today).map(({ currency, amounts }) => ({ currency, amounts })),
			ahead: ahead.get(today, now() + leewayMs) ?? 0,
			holidaysMissing: yearsWithoutHolidays(settings.holidays.list(), today),
			retentionWaiting: retention.waiting(),
		};
	};
}
