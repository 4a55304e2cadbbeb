/**
 * Finds deals and meetings for whoever wants to correct one: by number and account over everything, by an index; by name and owner
 * among the newest, so that a search costs the same however many there are. What is left out is in no table of facts: all of it is
 * looked through, since each was left out by somebody's hand.
 */
import type { CorrectableEntity, FactPlace } from '../../shared/corrections.ts';
import type { Db } from '../db/open.ts';
import { byHand } from './schema.ts';

export interface Found extends FactPlace {
	/** That it is listed by: closed, else created; booked. */
	day: string;
}

export interface FactSearch {
	/** Newest first. `personText`: what a person may be called who is known by this owner key. */
	find: (entity: CorrectableEntity, words: string, personText: (key: string) => string) => { found: Found[]; isPartial: boolean };
	/** Deals that count for one of these owner keys, or will when they close; newest first. */
	ownedBy: (keys: readonly string[], most: number) => Found[];
}

interface Candidate {
	source: string;
	external_id: string;
	name: string | null;
	account: string | null;
	one_key: string | null;
	other_key: string | null;
	day: string;
}

const newestRead = 10_000;
const mostByIndex = 200;
/** Behind every text that begins so. */
const after = (prefix: string): string => `${prefix}\u{10ffff}`;

const columns = {
	deals: `source, external_id, name, account, owner_key AS one_key, closer_key AS other_key, coalesce(closed_day, created_day, '') AS day FROM deal`,
	meetings: `source, external_id, kind AS name, account, owner_key AS one_key, booker_key AS other_key, booked_day AS day FROM meeting`,
};
/** As the source has it, with what is set by hand over it. */
const handed = (field: string, column: string): string => `coalesce(json_extract(hand, '$.fields.${field}'), json_extract(said, '$.fact.${column}'))`;
const leftOut = {
	deals: `${handed('name', 'name')} AS name, ${handed('account', 'account')} AS account, ${handed('owner', 'owner_key')} AS one_key, json_extract(said, '$.fact.closer_key') AS other_key,
		substr(coalesce(${handed('closed', 'closed_day')}, ${handed('created', 'created_day')}, ''), 1, 10) AS day`,
	meetings: `${handed('kind', 'kind')} AS name, ${handed('account', 'account')} AS account, ${handed('owner', 'owner_key')} AS one_key, ${handed('booked_by', 'booker_key')} AS other_key,
		substr(coalesce(${handed('booked_at', 'booked_day')}, ''), 1, 10) AS day`,
};
const dayColumn = { deals: 'closed_day', meetings: 'booked_day' };

export function createFactSearch(db: Db): FactSearch {
	const statementsOf = (entity: CorrectableEntity) => {
		const select = `SELECT ${columns[entity]}`;
		return {
			byDay: db.prepare<[number], Candidate>(`${select} WHERE ${dayColumn[entity]} IS NOT NULL ORDER BY ${dayColumn[entity]} DESC LIMIT ?`),
			byArrival: db.prepare<[number], Candidate>(`${select} ORDER BY id DESC LIMIT ?`),
			leftOut: db.prepare<[CorrectableEntity, number], Candidate>(
				`SELECT source, external_id, ${leftOut[entity]} FROM correction
				WHERE entity = ? AND hand IS NOT NULL AND (json_extract(hand, '$.excluded') OR (said IS NULL AND source <> '${byHand}')) ORDER BY entry DESC LIMIT ?`,
			),
			byNumber: db.prepare<[string, string, string, number], Candidate>(`${select} WHERE source = ? AND external_id >= ? AND external_id < ? LIMIT ?`),
		};
	};
	const statements = { deals: statementsOf('deals'), meetings: statementsOf('meetings') };
	const byAccount = db.prepare<[string, string, number], Candidate>(`SELECT ${columns.deals} WHERE account_key >= ? AND account_key < ? LIMIT ?`);
	const sources = db.prepare<[], string>('SELECT name FROM source').pluck();
	const owned = db.prepare<[string, number], Found>(
		`SELECT 'deals' AS entity, source, external_id AS externalId, coalesce(closed_day, created_day, '') AS day FROM deal
		WHERE CASE WHEN status = 'open' THEN owner_key ELSE closer_key END IN (SELECT value FROM json_each(?)) ORDER BY day DESC, id DESC LIMIT ?`,
	);

	return {
		ownedBy: (keys, most) => owned.all(JSON.stringify(keys), most),
		find: (entity, typed, personText) => {
			const wanted = typed.normalize('NFKC').trim();
			const words = wanted.toLowerCase().split(/\s+/).filter((word) => word !== '');
			const people = new Map<string, string>();
			const personOf = (key: string | null): string => {
				if (key === null) return '';
				const known = people.get(key) ?? personText(key);
				people.set(key, known);
				return known;
			};
			const matches = ({ external_id, name, account, one_key, other_key }: Candidate): boolean => {
				const text = `${external_id} ${name ?? ''} ${account ?? ''} ${personOf(one_key)} ${personOf(other_key)}`.normalize('NFKC').toLowerCase();
				return words.every((word) => text.includes(word));
			};
			const { byDay, byArrival, byNumber, leftOut } = statements[entity];
			const found = new Map<string, Found>();
			const take = (rows: Iterable<Candidate>): number => {
				let read = 0;
				for (const row of rows) {
					read += 1;
					if (matches(row)) found.set(`${row.source}\n${row.external_id}`, { entity, source: row.source, externalId: row.external_id, day: row.day });
				}
				return read;
			};
			let isPartial = false;
			take(leftOut.iterate(entity, words.length > 0 ? Number.MAX_SAFE_INTEGER : mostByIndex));
			if (words.length > 0) {
				for (const source of [byHand, ...sources.all()]) take(byNumber.iterate(source, wanted, after(wanted), mostByIndex));
				if (entity === 'deals') take(byAccount.iterate(wanted.toLowerCase(), after(wanted.toLowerCase()), mostByIndex));
				for (const newest of [byDay, byArrival]) isPartial = take(newest.iterate(newestRead)) === newestRead || isPartial;
			} else {
				for (const newest of [byDay, byArrival]) take(newest.iterate(mostByIndex));
			}
			return { found: [...found.values()].sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.externalId < b.externalId ? -1 : 1)), isPartial };
		},
	};
}
