/** What stayed when an import was taken back: kept with its record, so that it is known after the question is closed too. */
import { csvText } from '../../shared/csv-text.ts';
import type { ImportStayed, ImportUndoPreview } from '../../shared/imports-api.ts';
import { nameOfEntity, whyKept } from '../../shared/import-stayed.ts';
import { importWords } from '../../shared/words/imports.ts';
import { wordsIn } from '../../shared/words/language.ts';
import type { Language } from '../../shared/views.ts';
import type { Db } from '../db/open.ts';
import type { ImportUndoDesk } from './import-undo-desk.ts';

type Kept = ImportUndoPreview['kept'][number];

const mostKept = 1_000;

export function createImportsStayed(db: Db) {
	const put = db.prepare<[number, number]>('INSERT INTO import_stayed (import, count) VALUES (?, ?)');
	const forget = db.prepare<[number]>('DELETE FROM import_stayed WHERE import = ?');
	const forgetRows = db.prepare<[number]>('DELETE FROM import_stayed_row WHERE import = ?');
	const putRow = db.prepare<[{ of: number; place: number } & Kept]>('INSERT INTO import_stayed_row (import, place, entity, source, external_id, why, by) VALUES (@of, @place, @entity, @source, @externalId, @why, @by)');
	const counts = db.prepare<[], { import: number; count: number }>('SELECT import, count FROM import_stayed ORDER BY import DESC LIMIT 200');
	const groups = db.prepare<[number], ImportStayed['groups'][number]>('SELECT entity, why, count(*) AS count FROM import_stayed_row WHERE import = ? GROUP BY entity, why ORDER BY min(place)');
	const rows = db.prepare<[number], Kept>('SELECT entity, source, external_id AS externalId, why, by FROM import_stayed_row WHERE import = ? ORDER BY place');
	const keep = db.transaction((of: number, kept: readonly Kept[], count: number): void => {
		forgetRows.run(of);
		forget.run(of);
		if (count === 0) return;
		put.run(of, count);
		kept.slice(0, mostKept).forEach((one, place) => putRow.run({ of, place, ...one }));
	});

	return {
		/** Newest first. */
		list: (): ImportStayed[] => counts.all().map((one) => ({ ...one, groups: groups.all(one.import) })),
		/** The first of it, for a spreadsheet. */
		file: (of: number, language: Language): string => {
			const words = wordsIn(importWords, language);
			return csvText([[words.headKind, words.headId, words.source, words.headWhy], ...rows.all(of).map((one) => [nameOfEntity(words, one.entity), one.externalId, one.source, whyKept(words, one)])], language === 'sv' ? ';' : ',');
		},
		/** The same taking back, which notes what stayed. */
		noting: (undo: Pick<ImportUndoDesk, 'preview' | 'run' | 'any'>): Pick<ImportUndoDesk, 'preview' | 'run' | 'any'> => ({
			...undo,
			run: async (of, author, name) => {
				const result = await undo.run(of, author, name);
				keep(of, result.kept, result.keptCount);
				return result;
			},
		}),
	};
}
