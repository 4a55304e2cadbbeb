/**
 * What ops changed, area by area, in sentences, and taking it back: by a new entry, itself undoable, refused with a reason when a later
 * change stands on it. Each area says for its kinds of entries what they did and how they are undone; the list is the journal's.
 */
import { z } from 'zod';
import type { AreaChange, AreaChanges, ChangeArea } from '../../shared/changes-api.ts';
import { changeAreas } from '../../shared/changes-api.ts';
import { changeWords } from '../../shared/words/changes.ts';
import { fill, languageOf, wordsIn } from '../../shared/words/language.ts';
import type { Language } from '../../shared/views.ts';
import { isoText } from '../clock.ts';
import { InputError } from '../errors.ts';
import type { EntryHead, Handlers, Journal, LoggedEntry } from '../journal/journal.ts';
import type { FloorSettings } from './settings.ts';

/** Why an entry cannot be taken back; the words say it. */
export type Hindrance = 'later' | 'nothing' | 'gone' | 'again' | 'sheet' | 'erased' | 'targets' | 'confirmed';

export interface Area {
	name: ChangeArea;
	kinds: readonly string[];
	/** What an entry did, as one sentence; null keeps it out of the list. */
	says: (entry: LoggedEntry, language: Language) => string | null;
	/** The entry that it took back, or null. */
	undoes: (entry: LoggedEntry) => number | null;
	hindrance: (entry: LoggedEntry) => Hindrance | null;
	/** People whose own figures taking it back may change, besides those of company and teams. */
	concerned?: (entry: LoggedEntry) => number[];
	/** Applies the entry that takes it back. */
	undo: (entry: LoggedEntry, head: EntryHead) => void;
}

export interface ChangeLog {
	/** Newest first; `before`: the number of an entry, and only those older than it. */
	list: (query: { of: ChangeArea; limit?: number; before?: number | undefined }) => AreaChanges;
	/** @throws InputError 404, or 409 with the reason. */
	undo: (id: number, author: string) => void;
	/** People whose own figures taking an entry back may change. */
	concerned: (id: number) => number[];
	/** The area that tells of a kind of entry. */
	areaOf: (kind: string) => ChangeArea | null;
}

const usualPage = 50;

/** What a list of changes is asked by. */
export const changesQuery = z.object({
	of: z.enum(changeAreas, { message: `expected ${changeAreas.join(', ')}` }),
	limit: z.coerce.number({ message: 'expected a whole number' }).int().min(1).max(200, { message: 'at most 200' }).default(usualPage),
	before: z.coerce.number({ message: 'expected a whole number' }).int().min(1).optional(),
});

export function createChangeLog(stages: { journal: Pick<Journal<Handlers>, 'entries' | 'entry'>; settings: FloorSettings; areas: readonly Area[]; now: () => number }): ChangeLog {
	const { journal, settings, areas, now } = stages;
	const language = (): Language => languageOf(settings.get().locale);
	const areaOf = ({ kind }: Pick<LoggedEntry, 'kind'>): Area | undefined => areas.find(({ kinds }) => kinds.includes(kind));

	const told = (entry: LoggedEntry): AreaChange[] => {
		const area = areaOf(entry);
		const says = area?.says(entry, language()) ?? null;
		if (!area || says === null) return [];
		const hindrance = area.hindrance(entry);
		const reason = hindrance === null ? '' : wordsIn(changeWords, language())[hindrance];
		return [{ entry: entry.id, at: isoText(entry.at), author: entry.author, says, undoes: area.undoes(entry), undo: { possible: hindrance === null, reason } }];
	};

	return {
		list: ({ of, limit = usualPage, before }) => {
			// Several parts of the product may speak of one area.
			const kinds = areas.filter(({ name }) => name === of).flatMap((area) => area.kinds);
			const entries = journal.entries({ kinds, limit: limit + 1, ...(before === undefined ? {} : { before }) });
			const here = entries.slice(0, limit);
			return { changes: here.flatMap(told), older: entries.length > limit ? (here.at(-1)?.id ?? null) : null };
		},
		undo: (id, author) => {
			const entry = journal.entry(id);
			const area = entry && areaOf(entry);
			if (!entry || !area) throw new InputError('There is no such change.', { status: 404, code: 'not_found', field: 'entry' });
			const hindrance = area.hindrance(entry);
			if (hindrance !== null) {
				const words = wordsIn(changeWords, language());
				throw new InputError(fill(words.noUndo, { reason: words[hindrance] }), { status: 409, code: 'conflict', field: 'entry' });
			}
			area.undo(entry, { at: now(), author });
		},
		concerned: (id) => {
			const entry = journal.entry(id);
			return (entry && areaOf(entry)?.concerned?.(entry)) ?? [];
		},
		areaOf: (kind) => areaOf({ kind })?.name ?? null,
	};
}
