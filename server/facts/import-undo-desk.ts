/** The desk at which ops take back a whole import: what would go and what would stay, and doing it step by step. */
import { InputError } from '../errors.ts';
import type { TargetEdit, Targets } from '../floor/targets.ts';
import type { Journal } from '../journal/journal.ts';
import type { ImportNotes } from './import-notes.ts';
import type { ImportUndo, KeptThing, UndoPlace } from './import-undo.ts';
import { factEntities } from './schema.ts';

export interface KeptRow {
	/** A kind of fact, `people`, `teams` or `targets`. */
	entity: string;
	source: string;
	/** Of people and teams their name; of a target its metric, scope and period. */
	externalId: string;
	/** Who changed it since; null: something else uses it. */
	by: string | null;
}

export interface ImportUndoPreview {
	/** Facts that go, or are as they were before. */
	rows: number;
	people: number;
	targets: number;
	/** What has been changed since, or is used by something else, and stays: the first of it, and how much there is. */
	kept: KeptRow[];
	keptCount: number;
}

export interface ImportUndoResult {
	/** Of everything: facts, people and targets. */
	taken: number;
	kept: KeptRow[];
	keptCount: number;
}

export interface ImportUndoDesk {
	preview: (of: number) => ImportUndoPreview;
	/** `name`: what ops call the import. Can be run again for what was left. @throws InputError 409 when there is nothing to take back, or it is being taken back. */
	run: (of: number, author: string, name: string) => Promise<ImportUndoResult>;
	/** How far a run has come; null while there is none. */
	progress: (of: number) => { taken: number; of: number } | null;
	/** Begins no further step. What is left can be taken back by another run. */
	close: () => void;
}

const mostListed = 1_000;
/** Facts in a step: they hold the loop for about a tenth of a second. With fewer, the same days would be added up anew too often. */
const factsAtOnce = 5_000;

export interface ImportUndoDeskStages {
	notes: ImportNotes;
	undo: ImportUndo;
	targets: Pick<Targets, 'list'>;
	journal: Journal<ImportUndo['handlers'] & Pick<Targets['handlers'], 'targets set'>>;
	now: () => number;
}

export function createImportUndoDesk({ notes, undo, targets, journal, now }: ImportUndoDeskStages): ImportUndoDesk {
	let isClosed = false;
	const running = new Map<number, { taken: number; of: number }>();
	const authors = new Map<number, string | null>();
	const authorOf = (entry: number): string | null => {
		const known = authors.get(entry) ?? journal.entry(entry)?.author ?? null;
		authors.set(entry, known);
		return known;
	};
	const named = ({ entity, source, externalId, entry }: KeptThing): KeptRow => ({ entity, source, externalId, by: entry === 0 ? null : authorOf(entry) });

	/** Targets that stand as the import set them, with what they were before, and those that do not. */
	const weighTargets = (of: number): { edits: TargetEdit[]; taken: { source: string; place: string }[]; kept: KeptRow[] } => {
		const noted = notes.targets(of);
		if (noted.length === 0) return { edits: [], taken: [], kept: [] };
		const stands = new Map(targets.list().map((target) => [`${target.metric} ${target.scope} ${target.period}`, target]));
		const found = { edits: [] as TargetEdit[], taken: [] as { source: string; place: string }[], kept: [] as KeptRow[] };
		for (const { place, source, before, entry } of noted) {
			const [metric = '', scope = '', period = ''] = place.split(' ');
			const target = stands.get(place);
			if (target && target.entry === entry) {
				found.edits.push({ metric, scope, period, value: before, was: target.value });
				found.taken.push({ source, place });
			} else found.kept.push({ entity: 'targets', source, externalId: place, by: target ? authorOf(target.entry) : null });
		}
		return found;
	};

	const demand = (of: number): void => {
		if (!notes.any(of)) throw new InputError('There is nothing of this import left to take back.', { status: 409, code: 'nothing', field: 'id' });
		if (running.has(of)) throw new InputError('This import is being taken back.', { status: 409, code: 'conflict', field: 'id' });
	};

	return {
		close: () => {
			isClosed = true;
		},
		progress: (of) => running.get(of) ?? null,
		preview: (of) => {
			const facts = factEntities.flatMap((entity) => notes.touched(of, entity, mostListed).map(({ source, externalId, newest }) => named({ entity, source, externalId, entry: newest })));
			const people = undo.newcomers(of);
			const ofTargets = weighTargets(of);
			return {
				rows: factEntities.reduce((sum, entity) => sum + notes.untouched(of, entity), 0),
				people: people.taken,
				targets: ofTargets.edits.length,
				kept: [...facts, ...people.kept.map(named), ...ofTargets.kept].slice(0, mostListed),
				keptCount: factEntities.reduce((sum, entity) => sum + notes.countTouched(of, entity), 0) + people.kept.length + ofTargets.kept.length,
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
			const step = (after: UndoPlace | null): UndoPlace | null =>
				journal.together(() => {
					const head = { at: now(), author };
					const ofTargets = after === null ? weighTargets(of) : { edits: [], taken: [], kept: [] };
					if (ofTargets.edits.length > 0) journal.apply('targets set', { cells: ofTargets.edits }, head);
					const sofar = { taken: result.taken + ofTargets.edits.length, kept: result.keptCount + ofTargets.kept.length };
					const reply = journal.apply('import undone', { import: of, name, after, limit: factsAtOnce, sofar, targets: ofTargets.taken }, head);
					keep([...ofTargets.kept, ...reply.kept.map(named)]);
					result.taken = sofar.taken + reply.taken;
					return reply.next;
				});
			try {
				for (let after = step(null); after !== null; after = step(after)) {
					state.taken = result.taken;
					await new Promise((resolve) => setImmediate(resolve));
					if (isClosed) throw new InputError('The server is stopping.', { status: 503, code: 'stopping' });
				}
				return result;
			} finally {
				running.delete(of);
			}
		},
	};
}
