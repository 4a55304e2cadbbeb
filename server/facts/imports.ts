/**
 * Imports of files, as the journal tells them: one begins, each batch of its rows adds to its counts in the batch's own transaction, it ends.
 * What was chosen for a file is remembered for the next with the same columns.
 */
import type { ImportChoices, ImportKind, ImportRecord, ImportState } from '../../shared/imports-api.ts';
import { isoText } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';
import type { Remembered } from '../sources/sheet/proposals.ts';

export interface ImportStarted {
	name: string;
	size: number;
	/** Of its bytes. */
	digest: string;
	choices: ImportChoices;
	good: number;
	rejected: number;
	repeated: number;
	blank: number;
}

export interface ImportEnded {
	import: number;
	state: Exclude<ImportState, 'running'>;
}

export interface MappingSaved {
	columns: string;
	choices: ImportChoices;
}

/** What a batch of an import came to. */
export interface ArrivedOf {
	/** Good rows of the file that are done with it. */
	through: number;
	isPeople: boolean;
	inserted: number;
	updated: number;
	unchanged: number;
}

/** A row that the facts refused, by its place among the good ones. */
export interface Refused {
	index: number;
	field: string;
	message: string;
}

export type KnownImport = Omit<ImportRecord, 'canUndo' | 'canGoOn'>;

export interface Imports {
	handlers: {
		'import started': Handler<ImportStarted, number>;
		'import resumed': Handler<{ import: number }, void>;
		'import ended': Handler<ImportEnded, void>;
		'mapping saved': Handler<MappingSaved, void>;
	};
	/** Called by the handler of the batch. */
	arrived: (id: number, arrived: ArrivedOf) => void;
	/** Called with each batch, in its transaction. */
	refuse: (id: number, rows: readonly Refused[]) => void;
	/** All of them, in the order of the file. */
	refused: (id: number) => Refused[];
	/** Called by the handler of each step that takes it back. */
	takenBack: (id: number, author: string, at: number, isDone: boolean) => void;
	/** Newest first. */
	list: (limit: number) => KnownImport[];
	/** `isTakenBack`: wholly or in part. */
	one: (id: number) => (KnownImport & { choices: ImportChoices; digest: string; isTakenBack: boolean }) | null;
	running: () => number[];
	remembered: () => Remembered[];
	keepRejected: (id: number, file: string) => void;
	rejected: (id: number) => string | null;
}

interface Stored {
	id: number;
	name: string;
	size: number;
	digest: string;
	kind: string;
	source: string;
	author: string;
	choices: string;
	started_at: number;
	ended_at: number | null;
	state: ImportState;
	good: number;
	rejected: number;
	repeated: number;
	blank: number;
	done: number;
	inserted: number;
	updated: number;
	unchanged: number;
	refused: number;
	people_inserted: number;
	people_updated: number;
	undone_by: string | null;
	undone_at: number | null;
	has_rejected: number;
}

/** Of so many imports rejected rows are kept. */
const rejectedKept = 20;

// Choices are parsed on their way into the journal, and written by its handlers alone.
const choicesIn = (text: string): ImportChoices => JSON.parse(text) as ImportChoices;

export function createImports(db: Db): Imports {
	const insert = db.prepare<[Omit<Stored, 'ended_at' | 'state' | 'done' | 'inserted' | 'updated' | 'unchanged' | 'refused' | 'people_inserted' | 'people_updated' | 'undone_by' | 'undone_at' | 'has_rejected'>]>(
		`INSERT INTO import (id, name, size, digest, kind, source, author, choices, started_at, state, good, rejected, repeated, blank)
		VALUES (@id, @name, @size, @digest, @kind, @source, @author, @choices, @started_at, 'running', @good, @rejected, @repeated, @blank)`,
	);
	const end = db.prepare<[ImportState, number, number]>('UPDATE import SET state = ?, ended_at = ? WHERE id = ?');
	const resume = db.prepare<[number]>(`UPDATE import SET state = 'running', ended_at = NULL WHERE id = ?`);
	const add = db.prepare<[ArrivedOf['through'], number, number, number, number, number, number]>(
		`UPDATE import SET done = max(done, ?), inserted = inserted + ?, updated = updated + ?, unchanged = unchanged + ?,
		people_inserted = people_inserted + ?, people_updated = people_updated + ? WHERE id = ?`,
	);
	const refuseOne = db.prepare<[number, number, string, string]>('INSERT OR REPLACE INTO import_refused (import, row, field, message) VALUES (?, ?, ?, ?)');
	const countRefused = db.prepare<[{ id: number }]>('UPDATE import SET refused = (SELECT count(*) FROM import_refused WHERE import = @id) WHERE id = @id');
	const refusedOf = db.prepare<[number], Refused>('SELECT row AS "index", field, message FROM import_refused WHERE import = ? ORDER BY row');
	const takeBack = db.prepare<[string, number | null, number]>('UPDATE import SET undone_by = ?, undone_at = ? WHERE id = ?');
	const columns = '*, EXISTS (SELECT 1 FROM import_rejected r WHERE r.import = import.id) AS has_rejected';
	const newest = db.prepare<[number], Stored>(`SELECT ${columns} FROM import ORDER BY id DESC LIMIT ?`);
	const byId = db.prepare<[number], Stored>(`SELECT ${columns} FROM import WHERE id = ?`);
	const running = db.prepare<[], number>(`SELECT id FROM import WHERE state = 'running'`).pluck();
	const save = db.prepare<[string, string, string, number]>('INSERT INTO import_mapping (columns, kind, choices, entry) VALUES (?, ?, ?, ?) ON CONFLICT (columns, kind) DO UPDATE SET choices = excluded.choices, entry = excluded.entry');
	const saved = db.prepare<[], { columns: string; choices: string }>('SELECT columns, choices FROM import_mapping ORDER BY entry DESC');
	const keep = db.prepare<[number, string]>('INSERT INTO import_rejected (import, file) VALUES (?, ?) ON CONFLICT (import) DO UPDATE SET file = excluded.file');
	const forget = db.prepare<[number]>('DELETE FROM import_rejected WHERE import NOT IN (SELECT import FROM import_rejected ORDER BY import DESC LIMIT ?)');
	const forgetRefused = db.prepare<[number]>('DELETE FROM import_refused WHERE import NOT IN (SELECT id FROM import ORDER BY id DESC LIMIT ?)');
	const rejected = db.prepare<[number], string>('SELECT file FROM import_rejected WHERE import = ?').pluck();

	const recordOf = (row: Stored): KnownImport => ({
		id: row.id,
		name: row.name,
		size: row.size,
		// Written by the handler, from choices.
		kind: row.kind as ImportKind,
		source: row.source,
		author: row.author,
		started: isoText(row.started_at),
		ended: row.ended_at === null ? null : isoText(row.ended_at),
		state: row.state,
		done: row.done,
		good: row.good,
		counts: { inserted: row.inserted, updated: row.updated, unchanged: row.unchanged, rejected: row.rejected + row.refused, repeated: row.repeated, blank: row.blank },
		people: { inserted: row.people_inserted, updated: row.people_updated },
		hasRejected: row.has_rejected === 1,
		undone: row.undone_at === null ? null : { at: isoText(row.undone_at), author: row.undone_by ?? '' },
	});
	const standing = (id: number): Stored => {
		const row = byId.get(id);
		if (!row) throw new InputError('There is no such import.', { status: 404, code: 'not_found', field: 'id' });
		return row;
	};

	return {
		handlers: {
			'import started': ({ choices, ...file }, { id, at, author }) => {
				insert.run({ ...file, id, kind: choices.kind, source: choices.source, author, choices: JSON.stringify(choices), started_at: at });
				return { reply: id };
			},
			'import resumed': ({ import: id }) => {
				resume.run(standing(id).id);
				return { reply: undefined };
			},
			'import ended': ({ import: id, state }, { at }) => {
				end.run(state, at, standing(id).id);
				return { reply: undefined };
			},
			'mapping saved': ({ columns: key, choices }, { id }) => {
				save.run(key, choices.kind, JSON.stringify(choices), id);
				return { reply: undefined };
			},
		},
		arrived: (id, { through, isPeople, inserted, updated, unchanged }) => void (isPeople ? add.run(0, 0, 0, 0, inserted, updated, id) : add.run(through, inserted, updated, unchanged, 0, 0, id)),
		refuse: (id, rows) => {
			if (rows.length === 0) return;
			for (const { index, field, message } of rows) refuseOne.run(id, index, field, message);
			countRefused.run({ id });
		},
		refused: (id) => refusedOf.all(id),
		takenBack: (id, author, at, isDone) => void takeBack.run(author, isDone ? at : null, id),
		list: (limit) => newest.all(limit).map(recordOf),
		one: (id) => {
			const row = byId.get(id);
			return row ? { ...recordOf(row), choices: choicesIn(row.choices), digest: row.digest, isTakenBack: row.undone_by !== null } : null;
		},
		running: () => running.all(),
		remembered: () => saved.all().map(({ columns: key, choices }) => ({ key, choices: choicesIn(choices) })),
		keepRejected: (id, file) => {
			keep.run(id, file);
			forget.run(rejectedKept);
			forgetRefused.run(rejectedKept);
		},
		rejected: (id) => rejected.get(id) ?? null,
	};
}
