/** Imports taken back, in the area "imports" of the log of changes. */
import { changeWords } from '../../shared/words/changes.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import type { Area } from '../floor/change-log.ts';
import type { LoggedEntry } from '../journal/journal.ts';
import type { LoggedImportUndone } from './import-undo.ts';

/** Log bodies of this kind are written by its handler in import-undo.ts and nowhere else. */
const undone = (entry: LoggedEntry): LoggedImportUndone => entry.body as LoggedImportUndone;

export const importUndoChanges: Area = {
	name: 'imports',
	kinds: ['import undone'],
	says: (entry, language) => {
		const { name, taken, kept, isDone } = undone(entry);
		if (!isDone) return null;
		const words = wordsIn(changeWords, language);
		return fill(kept > 0 ? words.importUndoneBut : words.importUndone, { name, taken: taken.toLocaleString(language === 'sv' ? 'sv' : 'en'), kept });
	},
	undoes: () => null,
	hindrance: () => 'again',
	undo: () => {
		throw new Error('refused before');
	},
};
