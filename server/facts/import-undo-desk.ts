/** The desk at which ops take back a whole import: what would go and what would stay, and doing it step by step. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportUndoPreview } from '../../shared/imports-api.ts';
import { InputError } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import { heirIn, type ImportNotes } from './import-notes.ts';
import type { ImportUndo, KeptThing, UndoPlace } from './import-undo.ts';
import { factEntities } from './schema.ts';

type KeptRow = ImportUndoPreview['kept'][number];

export interface ImportUndoResult {
	/** Of everything: facts and people. */
	taken: number;
	kept: KeptRow[];
	keptCount: number;
}

export interface ImportUndoDesk {
	preview: (of: number) => ImportUndoPreview;
	/** Whether it wrote anything that is not taken back. */
	any: (of: number) => boolean;
	/** `name`: what ops call the import. Can be run again for what was left. @throws InputError 409 when there is nothing to take back, or it is being taken back. */
	run: (of: number, author: string, name: string) => Promise<ImportUndoResult>;
	/** How far a run has come; null while there is none. */
	progress: (of: number) => { taken: number; of: number } | null;
	/** Begins no further step. What is left can be taken back by another run. */
	close: () => void;
}

const mostListed = 1_000;
/** Facts in a step: they hold the loop for about a twentieth of a second on a small box. */
const factsAtOnce = 250;
const leastPauseMs = 4;

export interface ImportUndoDeskStages {
	notes: ImportNotes;
	undo: ImportUndo;
	journal: Journal<ImportUndo['handlers']>;
	now: () => number;
}

export function createImportUndoDesk({ notes, undo, journal, now }: ImportUndoDeskStages): ImportUndoDesk {
	let isClosed = false;
	const running = new Map<number, { taken: number; of: number }>();
	const authors = new Map<number, string | null>();
	const authorOf = (entry: number): string | null => {
		const known = authors.get(entry) ?? journal.entry(entry)?.author ?? null;
		authors.set(entry, known);
		return known;
	};
	const named = ({ entity, source, externalId, entry, why }: KeptThing): KeptRow => ({ entity, source, externalId, by: entry === 0 ? null : authorOf(entry), why });

	const demand = (of: number): void => {
		if (!notes.any(of)) throw new InputError('There is nothing of this import left to take back.', { status: 409, code: 'nothing', field: 'id' });
		if (running.has(of)) throw new InputError('This import is being taken back.', { status: 409, code: 'conflict', field: 'id' });
	};

	return {
		close: () => {
			isClosed = true;
		},
		any: notes.any,
		progress: (of) => running.get(of) ?? null,
		preview: (of) => {
			// What is touched is counted first: it means looking at every row, which is done once where there is none.
			const counts = factEntities.map((entity) => ({ entity, all: notes.count(of, entity), touched: notes.countTouched(of, entity) }));
			const facts = counts.filter(({ touched }) => touched > 0).flatMap(({ entity }) => notes.touched(of, entity, mostListed).map(({ source, externalId, newest, entry, heir: said }) => {
				const heir = newest === entry ? heirIn(said) : null;
				return named({ entity, source, externalId, entry: heir?.entry ?? newest, why: heir ? 'again' : 'changed' });
			}));
			const people = undo.newcomers(of);
			return {
				rows: counts.reduce((sum, { all, touched }) => sum + all - touched, 0),
				people: people.taken,
				kept: [...facts, ...people.kept.map(named)].slice(0, mostListed),
				keptCount: counts.reduce((sum, { touched }) => sum + touched, 0) + people.kept.length,
			};
		},
		run: async (of, author, name) => {
			demand(of);
			const state = { taken: 0, of: factEntities.reduce((sum, entity) => sum + notes.count(of, entity), 0) };
			running.set(of, state);
			const result: ImportUndoResult = { taken: 0, kept: [], keptCount: 0 };
			const keep = (rows: KeptRow[]): void => {
				result.kept.push(...rows.slice(0, mostListed - result.kept.length));
				result.keptCount += rows.length;
			};
			const step = (after: UndoPlace | null): UndoPlace | null => {
				const reply = journal.apply('import undone', { import: of, name, after, limit: factsAtOnce, sofar: { taken: result.taken, kept: result.keptCount } }, { at: now(), author });
				keep(reply.kept.map(named));
				result.taken += reply.taken;
				return reply.next;
			};
			try {
				let since = performance.now();
				for (let after = step(null); after !== null; after = step(after)) {
					state.taken = result.taken;
					// As long a pause as the step took: half of the time is everybody else's.
					await sleep(Math.max(leastPauseMs, performance.now() - since));
					since = performance.now();
					if (isClosed) throw new InputError('The server is stopping.', { status: 503, code: 'stopping' });
				}
				return result;
			} finally {
				running.delete(of);
			}
		},
	};
}
