/**
 * Deals that have just been won. A deal is celebrated at most once ever, by the entry that first won it, and only when that was live: it
 * came by no file and no back-fill, and was closed on the day it came. That it was won before is known from its replaced versions, so that a
 * later rise, a second winning or the same push again celebrates nothing, and an import of years leaves no notes behind.
 */
import { usualRules, type CelebrationRules } from '../../shared/celebration.ts';
import type { Db } from '../db/open.ts';
import { minorDigits, toMinor } from '../facts/money.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { FreshEntry } from './fresh-entries.ts';
import type { DealOccasion } from './occasion.ts';

const closedWithinMs = 12 * 3_600_000;

/** A deal that was won since the last look, as it stands, and when that was. */
export interface WonDeal {
	source: string;
	externalId: string;
	closerKey: string;
	amountMinor: number | null;
	type: string | null;
	account: string | null;
	/** Of the entry that won it. */
	at: number;
	/** It is worth a look: closed when it came. What is older is left without a note. */
	isNew: boolean;
	isLive: boolean;
}

export interface WonDeals {
	/** The deals that are won by these entries, all there are after `looked`. */
	among: (entries: readonly FreshEntry[], looked: number, calendar: Calendar) => WonDeal[];
	stillWon: (source: string, externalId: string) => boolean;
}

interface Closing {
	closed_at: number | null;
	closed_day: string | null;
}

interface Row extends Closing {
	source: string;
	external_id: string;
	closer_key: string;
	amount_minor: number | null;
	type: string | null;
	account: string | null;
	entry: number;
	/** The entry that wrote the first won version of those replaced; null when none was won. */
	won_before: number | null;
}

export const dealId = (source: string, externalId: string): string => `deal:${source}/${externalId}`;

export function createWonDeals(db: Db): WonDeals {
	const written = db.prepare<[number], Row>(
		`SELECT source, external_id, closer_key, amount_minor, type, account, closed_at, closed_day, entry,
			(SELECT min(r.row ->> '$.entry') FROM replaced_row r WHERE r.entity = 'deals' AND r.source = d.source AND r.external_id = d.external_id AND r.row ->> '$.status' = 'won') AS won_before
		FROM deal d WHERE status = 'won' AND counts = 1 AND entry > ?`,
	);
	const closingOf = db.prepare<[string, string, number], Closing>(
		`SELECT row ->> '$.closed_at' AS closed_at, row ->> '$.closed_day' AS closed_day FROM replaced_row WHERE entity = 'deals' AND source = ? AND external_id = ? AND row ->> '$.entry' = ?`,
	);
	const stillWon = db.prepare<[string, string], number>(`SELECT 1 FROM deal WHERE source = ? AND external_id = ? AND status = 'won' AND counts = 1`).pluck();

	return {
		among: (entries, looked, calendar) => {
			const byId = new Map(entries.map((entry) => [entry.id, entry]));
			// A deal may have been written again since: what counts is the entry that first won it.
			const won = written.all(looked).flatMap((row) => {
				const entry = byId.get(row.won_before ?? row.entry);
				return entry ? [{ row, entry }] : [];
			});
			const isNew = (row: Row, entry: FreshEntry): boolean => {
				const { closed_at, closed_day } = row.won_before === null ? row : (closingOf.get(row.source, row.external_id, entry.id) ?? row);
				return closed_day === calendar.dayOf(entry.at) || (closed_at !== null && closed_at <= entry.at && entry.at - closed_at <= closedWithinMs);
			};
			return won.map(({ row, entry }) => ({
				source: row.source,
				externalId: row.external_id,
				closerKey: row.closer_key,
				amountMinor: row.amount_minor,
				type: row.type,
				account: row.account,
				at: entry.at,
				isNew: isNew(row, entry),
				isLive: entry.isLive,
			}));
		},
		stillWon: (source, externalId) => stillWon.get(source, externalId) !== undefined,
	};
}

/** Whether ops want a deal celebrated. A credit is nobody's feast. */
export function isWanted({ amountMinor, type }: Pick<DealOccasion, 'amountMinor' | 'type'>, { on, threshold, types }: CelebrationRules['deals'], currency: string): boolean {
	if (!on || !types.some((wanted) => wanted === (type ?? usualRules.deals.types[0]))) return false;
	if (amountMinor !== null && amountMinor < 0) return false;
	return threshold === null || (amountMinor !== null && amountMinor >= toMinor(String(threshold), minorDigits(currency)));
}
