/** How many facts name an owner key, by kind and day; each fact once, also one that names the same person twice. */
import type { KeyFacts } from '../../shared/identities-api.ts';
import type { Db } from '../db/open.ts';
import type { FactEntity } from './schema.ts';
import { factEntities } from './schema.ts';

export interface NamedKey {
	key: string;
	facts: KeyFacts;
	/** Whose facts name it: all of them where it is an address. */
	sources: string[];
}

export interface KeyFactsReader {
	/** Of these keys, those that any fact names. */
	ofKeys: (keys: readonly string[]) => Map<string, NamedKey>;
	/** Of every key that means nobody; '' stands for facts that name nobody at all. */
	ofNobody: () => NamedKey[];
}

/** Of a closed deal whoever has the credit, of an open one its owner. Read off indexes where there is one. */
const owned: Record<FactEntity, string> = {
	deals: `SELECT CASE WHEN status = 'open' THEN owner_key ELSE closer_key END AS key, coalesce(closed_day, created_day) AS day, source FROM deal`,
	meetings: `SELECT booker_key AS key, booked_day AS day, source FROM meeting WHERE booker_key <> '' OR owner_key = ''
		UNION ALL SELECT owner_key, coalesce(due_day, booked_day), source FROM meeting WHERE owner_key NOT IN ('', booker_key)`,
	activities: 'SELECT owner_key AS key, day, source FROM activity',
	proposals: 'SELECT owner_key AS key, sent_day AS day, source FROM proposal',
	accounts: 'SELECT owner_key AS key, created_day AS day, source FROM customer_account',
	leads: `SELECT credited_key AS key, created_day AS day, source FROM lead UNION ALL SELECT owner_key, created_day, source FROM lead WHERE owner_key NOT IN ('', credited_key)`,
	movements: 'SELECT owner_key AS key, day, source FROM movement',
	surveys: 'SELECT owner_key AS key, day, source FROM survey',
	// Nobody is credited with these.
	figures: `SELECT '' AS key, day, source FROM figure WHERE 0`,
	positions: `SELECT '' AS key, opened_day AS day, source FROM position WHERE 0`,
};

interface Counted {
	key: string;
	count: number;
	first: string | null;
	last: string | null;
	sources: string;
}

export const noFacts: KeyFacts = { deals: 0, meetings: 0, activities: 0, proposals: 0, accounts: 0, leads: 0, movements: 0, surveys: 0, figures: 0, positions: 0, first: null, last: null };
export const countOf = (facts: KeyFacts): number => factEntities.reduce((sum, entity) => sum + facts[entity], 0);

export function createKeyFacts(db: Db): KeyFactsReader {
	const counting = (entity: FactEntity, which: string) => {
		const sources = (name: string): string => `CASE WHEN instr(key, '@') > 0 OR key = '' THEN ${name}(source) END`;
		return `SELECT key, count(*) AS count, min(day) AS first, max(day) AS last, json_array(${sources('min')}, ${sources('max')}) AS sources FROM (${owned[entity]}) WHERE ${which} GROUP BY key`;
	};
	const ofKeys = factEntities.map((entity) => ({ entity, read: db.prepare<[string], Counted>(counting(entity, 'key IN (SELECT value FROM json_each(?))')) }));
	const ofNobody = factEntities.map((entity) => ({ entity, read: db.prepare<[], Counted>(counting(entity, 'key NOT IN (SELECT key FROM identity WHERE person IS NOT NULL)')) }));

	const gather = (parts: { entity: FactEntity; rows: Counted[] }[]): Map<string, NamedKey> => {
		const found = new Map<string, NamedKey>();
		for (const { entity, rows } of parts) {
			for (const { key, count, first, last, sources } of rows) {
				const named = found.get(key) ?? { key, facts: { ...noFacts }, sources: [] };
				named.facts[entity] = count;
				if (first !== null && (named.facts.first === null || first < named.facts.first)) named.facts.first = first;
				if (last !== null && (named.facts.last === null || last > named.facts.last)) named.facts.last = last;
				// Made by json_array above of names of sources.
				for (const source of JSON.parse(sources) as (string | null)[]) if (source !== null && !named.sources.includes(source)) named.sources.push(source);
				found.set(key, named);
			}
		}
		return found;
	};

	return {
		ofKeys: (keys) => gather(ofKeys.map(({ entity, read }) => ({ entity, rows: read.all(JSON.stringify(keys)) }))),
		ofNobody: () => [...gather(ofNobody.map(({ entity, read }) => ({ entity, rows: read.all() }))).values()],
	};
}
