/**
 * All facts to look through, newest first, page by page. A day and a source are found by index; what else is asked for is looked for among
 * the newest, so that it costs the same however many there are.
 */
import type { Db } from '../db/open.ts';
import { labelColumns, type FactLabel } from './fact-labels.ts';
import type { FactEntity } from './schema.ts';
import { factEntities } from './schema.ts';
import { factTables } from './streams.ts';

export interface FactRowListed extends FactLabel {
	id: number;
	source: string;
	externalId: string;
	/** '' when unknown. */
	day: string;
	at: number | null;
	ownerKey: string;
	person: number | null;
	personName: string | null;
	personHandle: string | null;
	entry: number;
	counts: 0 | 1;
}

export interface FactsWanted {
	entity: FactEntity;
	words: string;
	/** A person's number, nobody known, or anybody. */
	person: number | 'nobody' | null;
	source: string | null;
	from: string | null;
	to: string | null;
	import: number | null;
}

export interface FactPlaceInList {
	day: string;
	id: number;
}

interface Bound {
	words: string | null;
	person: number | null;
	nobody: number;
	source: string | null;
	from: string;
	to: string;
	import: number | null;
	most: number;
	limit: number;
	day: string;
	id: number;
}

/** By which day and instant each kind is listed, and who is credited. */
const listedBy: Record<FactEntity, { day: string; at: string; owner: string }> = {
	deals: { day: `coalesce(f.closed_day, f.created_day, '')`, at: 'coalesce(f.closed_at, CASE WHEN f.closed_day IS NULL THEN f.created_at END)', owner: `CASE WHEN f.status = 'open' THEN f.owner_key ELSE f.closer_key END` },
	meetings: { day: 'f.booked_day', at: 'f.booked_at', owner: 'f.due_key' },
	activities: { day: 'f.day', at: 'f.at', owner: 'f.owner_key' },
	proposals: { day: 'f.sent_day', at: 'f.sent_at', owner: 'f.owner_key' },
	accounts: { day: `coalesce(f.created_day, '')`, at: 'f.created_at', owner: 'f.owner_key' },
	leads: { day: 'f.created_day', at: 'f.created_at', owner: 'f.owner_key' },
	movements: { day: 'f.day', at: 'f.at', owner: 'f.owner_key' },
	surveys: { day: 'f.day', at: 'f.at', owner: 'f.owner_key' },
	figures: { day: 'f.day', at: 'NULL', owner: `''` },
	positions: { day: 'f.opened_day', at: 'NULL', owner: `''` },
};
const mostRead = { words: 20_000, other: 100_000 };
const latest = '~';

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

export interface FactList {
	page: (wanted: FactsWanted, limit: number, after: FactPlaceInList | null) => FactRowListed[];
	count: (wanted: FactsWanted) => { count: number; isPartial: boolean };
	one: (entity: FactEntity, source: string, externalId: string) => FactRowListed | undefined;
	/** What all its columns say, and the entries that wrote it, the newest first. */
	columns: (entity: FactEntity, source: string, externalId: string) => Record<string, string | number | null>;
	writes: (entity: FactEntity, source: string, externalId: string) => number[];
	sources: () => string[];
}

export function createFactList(db: Db): FactList {
	db.function('fact_matches', { deterministic: true }, (words: unknown, text: unknown) => {
		const folded = fold(String(text));
		return String(words).split(' ').every((word) => folded.includes(word)) ? 1 : 0;
	});

	const statementsOf = (entity: FactEntity) => {
		const { day, at, owner } = listedBy[entity];
		const table = factTables.get(entity) ?? '';
		const columns = `f.id, f.source, f.external_id AS externalId, ${labelColumns[entity]}, ${day} AS day, ${at} AS at, ${owner} AS ownerKey, f.entry, f.counts`;
		const inRange = `${day} BETWEEN @from AND @to AND (@source IS NULL OR f.source = @source)`;
		const newest = `SELECT ${columns} FROM ${table} f WHERE ${inRange} ORDER BY ${day} DESC, f.id DESC`;
		const people = 'LEFT JOIN identity i ON i.key = l.ownerKey LEFT JOIN person p ON p.id = i.person';
		const wanted = `
			(@person IS NULL OR i.person = @person) AND (@nobody = 0 OR i.person IS NULL)
			AND (@import IS NULL OR EXISTS (SELECT 1 FROM import_before b WHERE b.import = @import AND b.entity = '${entity}' AND b.source = l.source AND b.external_id = l.externalId))
			AND (@words IS NULL OR fact_matches(@words, l.externalId || ' ' || coalesce(l.name, '') || ' ' || coalesce(l.account, '') || ' ' || coalesce(l.kind, '') || ' ' || coalesce(l.outcome, '') || ' ' || coalesce(p.name, '') || ' ' || l.ownerKey))`;
		const person = 'i.person, p.name AS personName, p.handle AS personHandle';
		return {
			page: db.prepare<[Bound], FactRowListed>(
				`SELECT l.*, ${person} FROM (${newest} LIMIT @most) l ${people} WHERE ${wanted} AND (l.day, l.id) < (@day, @id) ORDER BY l.day DESC, l.id DESC LIMIT @limit`,
			),
			// Nothing but a day and a source: the index gives the page.
			plain: db.prepare<[Bound], FactRowListed>(
				`SELECT l.*, ${person} FROM (SELECT ${columns} FROM ${table} f WHERE ${inRange} AND ${day} <= @day AND (${day}, f.id) < (@day, @id) ORDER BY ${day} DESC, f.id DESC LIMIT @limit) l ${people} ORDER BY l.day DESC, l.id DESC`,
			),
			count: db.prepare<[Bound], { count: number; read: number }>(`SELECT coalesce(sum(${wanted}), 0) AS count, count(*) AS read FROM (${newest} LIMIT @most) l ${people}`),
			plainCount: db.prepare<[Bound], number>(`SELECT count(*) FROM ${table} f WHERE ${inRange}`).pluck(),
			one: db.prepare<[string, string], FactRowListed>(`SELECT l.*, ${person} FROM (SELECT ${columns} FROM ${table} f WHERE f.source = ? AND f.external_id = ?) l ${people}`),
			columns: db.prepare<[string, string], Record<string, string | number | null>>(`SELECT * FROM ${table} WHERE source = ? AND external_id = ?`),
			writes: db.prepare<[string, string, string, string, string], number>(
				`SELECT entry FROM ${table} WHERE source = ? AND external_id = ?
				UNION SELECT row ->> '$.entry' FROM replaced_row WHERE entity = ? AND source = ? AND external_id = ? ORDER BY 1 DESC LIMIT 50`,
			).pluck(),
		};
	};
	const statements = Object.fromEntries(factEntities.map((entity) => [entity, statementsOf(entity)])) as Record<FactEntity, ReturnType<typeof statementsOf>>; // one for each of them
	const sources = db.prepare<[], string>('SELECT DISTINCT source FROM source_entity ORDER BY source').pluck();

	const isPlain = ({ words, person, import: of }: FactsWanted): boolean => words === '' && person === null && of === null;
	const bound = ({ words, person, source, from, to, import: of }: FactsWanted, limit: number, after: FactPlaceInList | null): Bound => ({
		words: words === '' ? null : fold(words).trim().split(/\s+/).join(' '),
		person: typeof person === 'number' ? person : null,
		nobody: person === 'nobody' ? 1 : 0,
		source,
		from: from ?? '',
		to: to ?? latest,
		import: of,
		most: words === '' ? mostRead.other : mostRead.words,
		limit,
		day: after?.day ?? latest,
		id: after?.id ?? 0,
	});

	return {
		page: (wanted, limit, after) => statements[wanted.entity][isPlain(wanted) ? 'plain' : 'page'].all(bound(wanted, limit, after)),
		count: (wanted) => {
			const { count, plainCount } = statements[wanted.entity];
			const bounds = bound(wanted, 0, null);
			if (isPlain(wanted)) return { count: plainCount.get(bounds) ?? 0, isPartial: false };
			const found = count.get(bounds);
			return { count: found?.count ?? 0, isPartial: found?.read === bounds.most };
		},
		one: (entity, source, externalId) => statements[entity].one.get(source, externalId),
		columns: (entity, source, externalId) => statements[entity].columns.get(source, externalId) ?? {},
		writes: (entity, source, externalId) => statements[entity].writes.all(source, externalId, entity, source, externalId),
		sources: () => sources.all(),
	};
}
