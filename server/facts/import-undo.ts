/**
 * Takes back what an import wrote: what it brought goes, what it changed is as it was before. What anybody has changed since stays and is
 * listed, and so do people whom something else knows or uses by now. In steps, each whole, so that a large one keeps nobody waiting.
 */
import type { Db } from '../db/open.ts';
import type { KeptReason } from '../../shared/imports-api.ts';
import type { Newcomer, Newcomers } from '../floor/newcomers.ts';
import type { Handler } from '../journal/journal.ts';
import type { Corrections } from './corrections.ts';
import { gainOf, heirIn, type Heir, type ImportNotes, type Situation } from './import-notes.ts';
import type { Imports } from './imports.ts';
import type { Restorable } from './restorable.ts';
import type { FactEntity } from './schema.ts';
import { factEntities } from './schema.ts';
import type { Sources } from './source-reports.ts';
import { factTables } from './streams.ts';

/** Something that stays as it is. */
export interface KeptThing {
	entity: FactEntity | Newcomer;
	source: string;
	externalId: string;
	/** Whose it is; 0: of nobody in particular. */
	entry: number;
	why: KeptReason;
}

export interface UndoPlace {
	entity: FactEntity;
	source: string;
	externalId: string;
}

export interface ImportUndone {
	import: number;
	/** What the import is called, for the log. */
	name: string;
	/** Where the step before ended; null at the first. */
	after: UndoPlace | null;
	/** How many facts at most. */
	limit: number;
	/** What the steps before came to. */
	sofar: { taken: number; kept: number };
}

export interface UndoStep {
	taken: number;
	kept: KeptThing[];
	/** Where the next step begins; null when this was the last. */
	next: UndoPlace | null;
}

/** What the log keeps. */
export interface LoggedImportUndone {
	import: number;
	name: string;
	/** Of all steps so far. */
	taken: number;
	kept: number;
	/** The last step: it tells of the whole. */
	isDone: boolean;
}

export interface ImportUndo {
	handlers: { 'import undone': Handler<ImportUndone, UndoStep> };
	/** How many of the people that the import made known would go with its facts, and which people and teams would stay. */
	newcomers: (of: number) => { taken: number; kept: KeptThing[] };
}

export interface ImportUndoStages {
	notes: ImportNotes;
	newcomers: Newcomers;
	kinds: Record<FactEntity, Restorable>;
	corrections: Corrections;
	sources: Sources;
	takenBack: Imports['takenBack'];
	/** Forget which sums are marked as out of date: a new entry begins. */
	forget: () => void;
	/** Recomputes what depends on sibling deals. */
	settle: () => void;
}

export function createImportUndo(db: Db, stages: ImportUndoStages): ImportUndo {
	const { notes, newcomers, kinds, corrections, sources, takenBack, forget, settle } = stages;
	const ownerColumns: Record<FactEntity, string[]> = { deals: ['owner_key', 'closer_key', 'sdr_key'], meetings: ['owner_key', 'booker_key', 'due_key'], activities: ['owner_key'], proposals: ['owner_key'], accounts: ['owner_key'], leads: ['owner_key', 'sdr_key'], movements: ['owner_key'], surveys: ['owner_key'], figures: [], positions: [] };
	// A fact that the import wrote last goes with it, or has gone, unless another import says it too.
	const stays = (entity: FactEntity): string => `NOT EXISTS (SELECT 1 FROM import_before b WHERE b.import = @of AND b.entity = '${entity}' AND b.source = f.source AND b.external_id = f.external_id AND b.entry = f.entry
		AND NOT EXISTS (SELECT 1 FROM import_said s WHERE s.entity = b.entity AND s.source = b.source AND s.external_id = b.external_id AND s.rests = b.entry AND s.import <> b.import AND NOT EXISTS (SELECT 1 FROM import i WHERE i.id = s.import AND i.undone_by IS NOT NULL)))`;
	const keysInUse = [...factTables].flatMap(([entity, table]) => ownerColumns[entity].map((column) => `SELECT f.${column} FROM ${table} f WHERE f.${column} IN (SELECT value FROM json_each(@keys)) AND ${stays(entity)}`));
	const used = db.prepare<[{ keys: string; of: number }], string>(`${keysInUse.join(' UNION ')} UNION SELECT h.owner_key FROM deal_history h JOIN deal f ON f.id = h.deal WHERE h.owner_key IN (SELECT value FROM json_each(@keys)) AND ${stays('deals')}`).pluck();

	/** Everything as before the import; what it takes the place of is kept by this entry. */
	const putBack = (entity: FactEntity, source: string, externalId: string, before: Situation | null, now: Situation, entry: number): void => {
		const kind = kinds[entity];
		kind.restore(source, externalId, before?.version ?? null, entry);
		if (now.grave) kind.unbury(source, externalId);
		if (before?.grave) kind.bury(source, externalId, before.grave.deletedAt, before.grave.entry);
		if (now.hand?.isInForce && (entity === 'deals' || entity === 'meetings')) corrections.hearAgain({ entity, source, externalId }, before?.hand?.said ?? null);
	};

	/** Who stays, and why; the others are given to `leave`. */
	const sift = (of: number, { leave, inherit }: { leave: (kind: Newcomer, id: number, source: string) => void; inherit: (id: number, source: string, heir: Heir) => void }): KeptThing[] => {
		const kept: KeptThing[] = [];
		const people = notes.newcomers(of, 'people');
		const keys = people.flatMap(({ id }) => newcomers.keysOf(id));
		const inUse = new Set(keys.length > 0 ? used.all({ keys: JSON.stringify(keys), of }) : []);
		const goes = { own: new Set(people.map(({ id }) => id)), people: new Set<number>() };
		for (const kind of ['people', 'teams'] as const) {
			for (const { id, source, left } of kind === 'people' ? people : notes.newcomers(of, kind)) {
				const heir = kind === 'people' ? notes.personHeir(of, source, id) : null;
				if (heir) {
					kept.push({ entity: kind, source, externalId: newcomers.called(kind, id), entry: heir.entry, why: 'again' });
					inherit(id, source, heir);
					continue;
				}
				const now = newcomers.portrait(kind, id);
				const isKnown = now !== left || newcomers.isUsed(kind, id, goes) || (kind === 'people' && newcomers.keysOf(id).some((key) => inUse.has(key)));
				if (now !== null && isKnown) kept.push({ entity: kind, source, externalId: newcomers.called(kind, id), entry: 0, why: 'used' });
				else leave(kind, id, source);
				if (kind === 'people' && !isKnown) goes.people.add(id);
			}
		}
		for (const { id, source } of notes.changedPeople(of)) if (!goes.own.has(id)) kept.push({ entity: 'people', source, externalId: newcomers.called('people', id), entry: 0, why: 'known' });
		return kept;
	};

	return {
		newcomers: (of) => {
			let taken = 0;
			const kept = sift(of, {
				leave: (kind) => {
					if (kind === 'people') taken += 1;
				},
				inherit: () => undefined,
			});
			return { taken, kept };
		},
		handlers: {
			'import undone': ({ import: of, name, after, limit, sofar }, entry) => {
				forget();
				const reply: UndoStep = { taken: 0, kept: [], next: null };
				const gained = new Map<string, Map<FactEntity, number>>();
				let left = limit;
				for (const entity of factEntities.slice(after ? factEntities.indexOf(after.entity) : 0)) {
					if (left === 0) break;
					const found = notes.facts(of, entity, after?.entity === entity ? after : null, left);
					left -= found.length;
					for (const { source, externalId, newest, entry: own, before, heir: said } of found) {
						reply.next = { entity, source, externalId };
						if (newest !== own) {
							reply.kept.push({ entity, source, externalId, entry: newest, why: 'changed' });
							continue;
						}
						const heir = heirIn(said);
						if (heir) {
							notes.bequeath(of, entity, source, externalId, heir);
							reply.kept.push({ entity, source, externalId, entry: heir.entry, why: 'again' });
							continue;
						}
						// Written by the notes, whole and nowhere else.
						const stood = JSON.parse(before ?? 'null') as Situation | null;
						const now = notes.situation(entity, source, externalId);
						putBack(entity, source, externalId, stood, now, entry.id);
						const ofSource = gained.get(source) ?? new Map<FactEntity, number>();
						ofSource.set(entity, (ofSource.get(entity) ?? 0) + gainOf(now, stood));
						gained.set(source, ofSource);
						notes.drop(of, entity, source, externalId);
						reply.taken += 1;
					}
				}
				settle();
				for (const [source, counts] of gained) sources.recount(source, counts);
				const isDone = left > 0;
				if (isDone) {
					reply.next = null;
					reply.kept.push(
						...sift(of, {
							leave: (kind, id, source) => {
								newcomers.forget(kind, id, entry.id);
								notes.drop(of, kind, source, String(id));
								reply.taken += kind === 'people' ? 1 : 0;
							},
							inherit: (id, source, heir) => notes.bequeath(of, 'people', source, String(id), heir),
						}),
					);
				}
				takenBack(of, entry.author, entry.at, isDone);
				const logged: LoggedImportUndone = { import: of, name, taken: sofar.taken + reply.taken, kept: sofar.kept + reply.kept.length, isDone };
				return { reply, logged };
			},
		},
	};
}
