/**
 * What an import wrote over: for each thing it wrote, what stood before, so that all of it can be put back. A thing counts as untouched
 * while the newest entry that it rests on is still the import's.
 */
import type { Db } from '../db/open.ts';
import type { Newcomer, Newcomers } from '../floor/newcomers.ts';
import type { Corrections } from './corrections.ts';
import type { Grave } from './fact-table.ts';
import type { Restorable, Version } from './restorable.ts';
import type { FactEntity } from './schema.ts';
import { factTables } from './streams.ts';

/** A fact as it is: what counts, its deletion, and while something is set on it by hand what its source says. */
export interface Situation {
	version: Version | null;
	grave: Grave | null;
	hand: { entry: number; isInForce: boolean; said: Version | null } | null;
}

export interface Noted {
	source: string;
	externalId: string;
	/** The newest entry that it rests on, and the one it was left with. */
	newest: number;
	entry: number;
	/** JSON of a situation. */
	before: string | null;
	/** JSON of a heir: another import that says the same, and is not taken back. */
	heir: string | null;
}

/** An import that found a thing as it says it itself, and its entry. */
export interface Heir {
	import: number;
	entry: number;
}

export interface ImportNotes {
	/** Does the work that writes a fact, and keeps what stood before; of one that stays as it is, that the import says it too. */
	around: <T>(by: { of: number; entry: number }, entity: FactEntity, source: string, externalId: string, work: () => T) => T;
	/** Does the work that may make people known, and keeps who they are. */
	aroundPeople: <T>(of: number, source: string, entry: number, work: () => T) => T;
	/** Whom it says again though they were known, and whether it changed them. */
	saidPeople: (of: number, source: string, entry: number, met: ReadonlyMap<number, boolean>) => void;
	situation: (entity: FactEntity, source: string, externalId: string) => Situation;
	/** In the order of sources and ids, those behind a place. */
	facts: (of: number, entity: FactEntity, after: { source: string; externalId: string } | null, limit: number) => Noted[];
	/** How many facts it wrote and are not taken back. */
	count: (of: number, entity: FactEntity) => number;
	/** How many of them are not as it left them, or another import's too, and the first of these. */
	countTouched: (of: number, entity: FactEntity) => number;
	touched: (of: number, entity: FactEntity, limit: number) => Noted[];
	newcomers: (of: number, kind: Newcomer) => { id: number; source: string; left: string }[];
	/** Numbers of people whom it changed and had not made known. */
	changedPeople: (of: number) => { id: number; source: string }[];
	/** Another import, not taken back, that says the same person. */
	personHeir: (of: number, source: string, id: number) => Heir | null;
	/** It is the other import's from now on. */
	bequeath: (of: number, entity: string, source: string, externalId: string, heir: Heir) => void;
	drop: (of: number, entity: string, source: string, externalId: string) => void;
	/** Whether it wrote anything that is not taken back. */
	any: (of: number) => boolean;
}

const isPresent = ({ version, hand }: Situation): boolean => (hand?.isInForce ? hand.said : version) !== null;
/** What taking a fact back adds to the count of those that its source brought. */
export const gainOf = (now: Situation, before: Situation | null): number => (before && isPresent(before) ? 1 : 0) - (isPresent(now) ? 1 : 0);

const newestOf = ({ version, grave, hand }: Situation): number => Math.max(version?.fact.entry ?? 0, grave?.entry ?? 0, hand?.entry ?? 0, hand?.isInForce ? (hand.said?.fact.entry ?? 0) : 0);

// Written by the statements below, and nowhere else.
export const heirIn = (text: string | null): Heir | null => (text === null ? null : (JSON.parse(text) as Heir));

export function createImportNotes(db: Db, stages: { kinds: Record<FactEntity, Restorable>; corrections: Corrections; newcomers: Newcomers }): ImportNotes {
	const { kinds, corrections, newcomers } = stages;
	const put = db.prepare<[{ of: number; entity: string; source: string; id: string; entry: number; before: string | null; was: number }]>(
		// Whoever changed it between two parts of the import has the last word on what stood before.
		`INSERT INTO import_before (import, entity, source, external_id, entry, before) VALUES (@of, @entity, @source, @id, @entry, @before)
		ON CONFLICT (import, entity, source, external_id) DO UPDATE SET entry = excluded.entry, before = CASE WHEN import_before.entry = @was THEN import_before.before ELSE excluded.before END`,
	);
	const drop = db.prepare<[number, string, string, string]>('DELETE FROM import_before WHERE import = ? AND entity = ? AND source = ? AND external_id = ?');
	const any = db.prepare<[number], number>("SELECT 1 FROM import_before WHERE import = ? AND entity <> 'known people' LIMIT 1").pluck();
	const listed = db.prepare<[number, string], { source: string; external_id: string; entry: number; before: string | null }>('SELECT source, external_id, entry, before FROM import_before WHERE import = ? AND entity = ?');

	const say = db.prepare<[{ entity: string; source: string; id: string; rests: number; of: number; entry: number }]>('INSERT OR IGNORE INTO import_said (entity, source, external_id, rests, import, entry) VALUES (@entity, @source, @id, @rests, @of, @entry)');
	const bequeath = db.prepare<[number, number, string, string, string]>('UPDATE OR REPLACE import_before SET import = ? WHERE import = ? AND entity = ? AND source = ? AND external_id = ?');
	// Whoever of several said it first.
	const heirOf = (note: { entity: string; source: string; id: string; rests: string; import: string }): string =>
		`SELECT json_object('import', s.import, 'entry', s.entry) FROM import_said s WHERE s.entity = ${note.entity} AND s.source = ${note.source} AND s.external_id = ${note.id} AND s.rests = ${note.rests} AND s.import <> ${note.import}
			AND NOT EXISTS (SELECT 1 FROM import i WHERE i.id = s.import AND i.undone_by IS NOT NULL) ORDER BY s.import LIMIT 1`;
	const personHeir = db.prepare<[{ source: string; id: string; of: number }], string>(heirOf({ entity: `'people'`, source: '@source', id: '@id', rests: '0', import: '@of' })).pluck();

	const counted = db.prepare<[number, string], number>('SELECT count(*) FROM import_before WHERE import = ? AND entity = ?').pluck();
	const own = 'SELECT * FROM import_before WHERE import = ? AND entity = ?';
	const noted = (entity: FactEntity, notes = own): string => `
		SELECT b.source, b.external_id AS externalId, b.entry, b.before, (${heirOf({ entity: 'b.entity', source: 'b.source', id: 'b.external_id', rests: 'b.entry', import: 'b.import' })}) AS heir,
			max(coalesce(f.entry, 0), coalesce(t.entry, 0), coalesce(c.entry, 0), CASE WHEN c.hand IS NOT NULL THEN coalesce(json_extract(c.said, '$.fact.entry'), 0) ELSE 0 END) AS newest
		FROM (${notes}) b
		LEFT JOIN ${factTables.get(entity) ?? ''} f ON f.source = b.source AND f.external_id = b.external_id
		LEFT JOIN tombstone t ON t.entity = b.entity AND t.source = b.source AND t.external_id = b.external_id
		LEFT JOIN correction c ON c.entity = b.entity AND c.source = b.source AND c.external_id = b.external_id`;
	// First the page, then what stands at its rows: so that a step costs the same however large the import is.
	const page = `${own} AND (source, external_id) > (?, ?) ORDER BY source, external_id LIMIT ?`;
	const statements = new Map(
		[...factTables.keys()].map((entity) => [
			entity,
			{
				facts: db.prepare<[number, string, string, string, number], Noted>(`${noted(entity, page)} ORDER BY b.source, b.external_id`),
				countTouched: db.prepare<[number, string], number>(`SELECT count(*) FROM (${noted(entity)}) WHERE newest <> entry OR heir IS NOT NULL`).pluck(),
				touched: db.prepare<[number, string, number], Noted>(`SELECT * FROM (${noted(entity)}) WHERE newest <> entry OR heir IS NOT NULL ORDER BY source, externalId LIMIT ?`),
			},
		]),
	);

	const situation: ImportNotes['situation'] = (entity, source, externalId) => ({
		version: kinds[entity].standing(source, externalId),
		grave: kinds[entity].grave(source, externalId),
		hand: entity === 'deals' || entity === 'meetings' ? corrections.kept({ entity, source, externalId }) : null,
	});
	/** By these two states of a fact are told apart. */
	const signOf = ({ version, grave, hand }: Situation): string => JSON.stringify([version?.fact.entry, version?.fact.updated_at, grave, hand?.entry, hand?.said?.fact.entry, hand?.said?.fact.updated_at]);

	return {
		situation,
		around: ({ of, entry }, entity, source, externalId, work) => {
			const before = situation(entity, source, externalId);
			const result = work();
			const now = situation(entity, source, externalId);
			if (signOf(now) !== signOf(before)) {
				const stood = before.version || before.grave || before.hand ? JSON.stringify(before) : null;
				put.run({ of, entity, source, id: externalId, entry: newestOf(now), before: stood, was: newestOf(before) });
			} else if (isPresent(now)) say.run({ entity, source, id: externalId, rests: newestOf(now), of, entry });
			return result;
		},
		aroundPeople: (of, source, entry, work) => {
			const newest = newcomers.newest();
			const result = work();
			const own = [...newcomers.since(newest), ...(['people', 'teams'] as const).flatMap((kind) => listed.all(of, kind).map(({ external_id }) => ({ kind, id: Number(external_id) })))];
			// As they are left by now, also those of an earlier part of the import.
			for (const { kind, id } of own) put.run({ of, entity: kind, source, id: String(id), entry, before: newcomers.portrait(kind, id), was: -1 });
			return result;
		},
		saidPeople: (of, source, entry, met) => {
			const own = new Set(listed.all(of, 'people').map(({ external_id }) => external_id));
			for (const [person, isChanged] of met) {
				const id = String(person);
				if (own.has(id)) continue;
				say.run({ entity: 'people', source, id, rests: 0, of, entry });
				if (isChanged) put.run({ of, entity: 'known people', source, id, entry, before: null, was: -1 });
			}
		},
		facts: (of, entity, after, limit) => statements.get(entity)?.facts.all(of, entity, after?.source ?? '', after?.externalId ?? '', limit) ?? [],
		count: (of, entity) => counted.get(of, entity) ?? 0,
		countTouched: (of, entity) => statements.get(entity)?.countTouched.get(of, entity) ?? 0,
		touched: (of, entity, limit) => statements.get(entity)?.touched.all(of, entity, limit) ?? [],
		newcomers: (of, kind) => listed.all(of, kind).map(({ external_id, source, before }) => ({ id: Number(external_id), source, left: before ?? '' })),
		changedPeople: (of) => listed.all(of, 'known people').map(({ external_id, source }) => ({ id: Number(external_id), source })),
		personHeir: (of, source, id) => heirIn(personHeir.get({ of, source, id: String(id) }) ?? null),
		bequeath: (of, entity, source, externalId, heir) => {
			bequeath.run(heir.import, of, entity, source, externalId);
			// What the heir changed of them is its own.
			if (entity === 'people') put.run({ of: heir.import, entity, source, id: externalId, entry: heir.entry, before: newcomers.portrait(entity, Number(externalId)), was: -1 });
		},
		drop: (of, entity, source, externalId) => void drop.run(of, entity, source, externalId),
		any: (of) => any.get(of) !== undefined,
	};
}
