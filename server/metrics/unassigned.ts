/** Facts whose owner nobody here is known as: whom they may mean, what they are worth, and giving them to somebody. */
import { z } from 'zod';
import type { Unassigned, UnassignedKey } from '../../shared/identities-api.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { KeyFactsReader, NamedKey } from '../facts/key-facts.ts';
import { countOf, noFacts } from '../facts/key-facts.ts';
import type { Identities, IdentityHandlers, Meaning } from '../floor/identities.ts';
import { likenessOf, spelled, strength } from '../floor/likeness.ts';
import type { People } from '../floor/people.ts';
import { periodAround } from '../floor/period.ts';
import { nameOf } from '../floor/plain-text.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { EntryHead, Journal } from '../journal/journal.ts';
import { nameIn, sourceOf } from './identity-desk.ts';
import type { NumberWriter } from './number-text.ts';
import type { Roster } from './roster.ts';

export interface UnassignedDesk {
	list: () => Promise<Unassigned>;
	count: () => number;
	/** @throws InputError 400, or 409 when a key means somebody by now. */
	assign: (wish: AssignWish, head: EntryHead) => void;
}

export interface UnassignedStages {
	people: People;
	identities: Identities;
	keyFacts: KeyFactsReader;
	roster: Roster;
	settings: FloorSettings;
	numbers: () => NumberWriter;
	journal: Journal<IdentityHandlers>;
	/** Resolves when the sums are up to date, or cannot be brought so. */
	behind: () => Promise<unknown>;
	now: () => number;
}

const keys = z.array(z.string().min(1, { message: 'must not be empty' }).max(400), { message: 'expected a list of keys' }).min(1, { message: 'choose at least one' }).max(1_000, { message: 'at most 1000 at once' });
export const assignRequest = z.union(
	[
		z.strictObject({ keys, person: z.int({ message: 'expected the number of a person' }).nullable() }),
		z.strictObject({ keys, name: nameOf('a person', 200) }),
		z.strictObject({ keys, back: z.literal(true) }),
	],
	{ message: 'expected keys with a person, a name, or back' },
);
export type AssignWish = z.infer<typeof assignRequest>;

export function createUnassignedDesk(db: Db, stages: UnassignedStages): UnassignedDesk {
	const { people, identities, keyFacts, roster, settings, numbers, journal, behind, now } = stages;
	const worth = db.prepare<[string, string], { key: string; sales: number | null; facts: number }>(
		`SELECT owner_key AS key, sum(CASE WHEN measure = 'sales' THEN amount END) AS sales,
			total(CASE WHEN measure <> 'sales' THEN amount END) AS facts
		FROM rollup WHERE measure IN ('sales', 'deals_decided', 'meetings_booked', 'calls_made', 'emails_sent', 'proposals_sent', 'new_accounts')
			AND slice = '' AND day BETWEEN ? AND ? AND owner_key NOT IN (SELECT key FROM identity WHERE person IS NOT NULL) GROUP BY 1`,
	);

	const read = () => {
		const left = new Set(identities.leftOut());
		const named = keyFacts.ofNobody();
		// What stands for a key of somebody who was erased is nobody's for good.
		return { left, named: named.filter(({ key }) => key !== '' && !key.startsWith('erased:')), unowned: named.find(({ key }) => key === '')?.facts ?? noFacts };
	};

	return {
		count: () => {
			const { left, named } = read();
			return named.filter(({ key }) => !left.has(key)).length;
		},
		list: async () => {
			await behind();
			const { left, named, unowned } = read();
			const today = settings.calendar().dayOf(now());
			const month = periodAround('month', today, settings.get());
			const values = new Map(worth.all(month.from, month.to).map((row) => [row.key, row]));
			const all = people.list().filter(({ isErased }) => !isErased);
			const spellings = all.map((person) => ({ person, spelling: spelled(person) }));
			const propose = (key: string): UnassignedKey['proposal'] => {
				const name = nameIn(key);
				const asked = spelled({ name, email: null });
				let best: UnassignedKey['proposal'] = null;
				let isUnsure = false;
				for (const { person, spelling } of spellings) {
					const likeness = likenessOf(asked, spelling);
					if (likeness === null || (best && strength(likeness) < strength(best.likeness))) continue;
					isUnsure = best?.likeness === likeness;
					best = { person: person.id, name: person.name, likeness };
				}
				// Where two are as likely, proposing one would be guessing.
				return isUnsure ? null : best;
			};
			const put = ({ key, facts, sources }: NamedKey): UnassignedKey => {
				const value = values.get(key);
				return {
					key,
					source: sourceOf(key),
					sources,
					name: nameIn(key),
					isAmbiguous: identities.meaningOf(key)?.byHand === false,
					facts,
					sales: value?.sales ? numbers().text('money', value.sales) : '',
					thisMonth: value?.facts ?? 0,
					proposal: propose(key),
				};
			};
			const sorted = named.sort((a, b) => countOf(b.facts) - countOf(a.facts) || (a.key < b.key ? -1 : 1)).map(put);
			return {
				keys: sorted.filter(({ key }) => !left.has(key)),
				leftOut: sorted.filter(({ key }) => left.has(key)),
				unowned,
				people: all.map(({ id, name }) => {
					const team = roster.teamOn(id, today);
					return { id, name, team: team === null ? null : (roster.team(team)?.name ?? null) };
				}),
			};
		},
		assign: (wish, head) => {
			const taken = wish.keys.find((key) => identities.meaningOf(key)?.person != null);
			if (taken !== undefined) throw new InputError(`${taken.slice(0, 100)} means somebody by now.`, { status: 409, code: 'conflict', field: 'keys' });
			if ('person' in wish && wish.person !== null && !people.person(wish.person)) throw new InputError('There is no such person.', { status: 404, code: 'not_found', field: 'person' });
			// Put back, nothing is known of a key: the next one whom a source calls so gets it.
			const to: Meaning | null = 'person' in wish ? { person: wish.person, byHand: true } : null;
			const address = wish.keys.find((key) => key.includes('@'));
			const heir = 'person' in wish && wish.person !== null ? people.person(wish.person) : undefined;
			const addresses = heir && heir.email === null && address !== undefined && identities.whoHasAddress(address) === null ? [{ person: heir.id, to: address }] : [];
			journal.apply('identities set', { keys: wish.keys.map((key) => ({ key, to })), addresses, ...('name' in wish ? { make: wish.name } : {}) }, head);
		},
	};
}
