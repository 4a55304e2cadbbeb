/**
 * The file that is being decided on, and the import that is running: one of each. A file lies in the data folder until its import is over;
 * what a restart interrupts is stopped where it was, and can be gone on with, since the rows that are in change nothing.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PushReply } from '../../shared/api.ts';
import type { FeedDraft } from '../../shared/feeds-api.ts';
import type { ImportChoices, ImportDraft, ImportList, ImportRecord, ImportUndoPreview, ImportWish } from '../../shared/imports-api.ts';
import { isoText } from '../clock.ts';
import { InputError, isDiskFailure, isDiskFull } from '../errors.ts';
import type { People } from '../floor/people.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import { columnsKey } from '../sources/sheet/proposals.ts';
import type { SheetReader } from '../sources/sheet/sheet-reader.ts';
import { createSheetReader } from '../sources/sheet/sheet-reader.ts';
import { shippedMapping, shippedNames } from '../sources/sheet/shipped.ts';
import { check } from './import-check.ts';
import { bring } from './import-run.ts';
import type { Imports, KnownImport } from './imports.ts';

/** Takes an import back; written beside the facts. */
export interface ImportUndo {
	preview: (id: number) => ImportUndoPreview;
	any: (id: number) => boolean;
	run: (id: number, author: string, name: string) => Promise<unknown>;
}

export interface ImportDeskStages {
	imports: Imports;
	journal: Journal<Imports['handlers']>;
	settings: FloorSettings;
	people: Pick<People, 'isKnownKey'>;
	push: (body: unknown, author: string, of: number, through?: number) => PushReply;
	rehearse: (body: unknown, author: string) => PushReply;
	now: () => number;
	log: Log;
	/** Where files lie. */
	folder: string;
	onFatal: (error: unknown) => void;
	undo: ImportUndo;
}

/** A file as it came. */
export interface Received {
	path: string;
	size: number;
	digest: string;
}

const listed = 30;
/** A file that nobody decides on is given up after so long. */
const patienceMs = 60 * 60_000;

/** A file that is a published sheet: how it is followed already, or is to be. */
export interface OfFeed {
	feed: FeedDraft;
	/** Null: nothing was chosen for it yet. */
	choices: ImportChoices | null;
}

const missing = (): InputError => new InputError('There is no file to import.', { status: 404, code: 'not_found', field: 'file' });
const busy = (message: string): InputError => new InputError(message, { status: 409, code: 'conflict', field: 'file' });

export function createImportDesk(stages: ImportDeskStages) {
	const { imports, journal, settings, people, push, rehearse, now, log, folder, onFatal, undo } = stages;
	let draft: ImportDraft | null = null;
	let received: Received | null = null;
	let reader: SheetReader | null = null;
	/** Grows with each change of the draft; a check of an earlier one ends. */
	let edition = 0;
	let running: { id: number; isCancelled: boolean; reader: SheetReader } | null = null;
	/** One that is being taken back. */
	let undoing: number | null = null;
	let isClosed = false;
	let idle: NodeJS.Timeout | null = null;
	const fileOf = (id: number): string => join(folder, `${id}.file`);

	/** Somebody was erased since: their name may be in its file. */
	const isTainted = (id: number): boolean => (journal.entries({ kinds: ['person erased'], limit: 1 })[0]?.id ?? 0) > id;

	/** What an earlier run of the server left: the import that it interrupted, and files of nobody. */
	const begin = (): void => {
		for (const id of imports.running()) journal.apply('import ended', { import: id, state: 'stopped' }, { at: now(), author: 'restart' });
		const [newest] = imports.list(1);
		const kept = newest?.state === 'stopped' && !isTainted(newest.id) && !imports.one(newest.id)?.isTakenBack ? `${newest.id}.file` : '';
		for (const name of existsSync(folder) ? readdirSync(folder) : []) if (name !== kept) rmSync(join(folder, name), { force: true });
	};
	begin();

	const open = (path: string, name: string): SheetReader =>
		createSheetReader({
			file: path,
			name,
			shipped: shippedNames().map((one) => ({ name: one, json: shippedMapping(one) })),
			remembered: imports.remembered(),
			currency: settings.get().currency,
			today: settings.calendar().dayOf(now()),
		});
	const clear = (): void => {
		if (idle) clearTimeout(idle);
		idle = null;
		edition += 1;
		reader?.close();
		if (received) rmSync(received.path, { force: true });
		[draft, received, reader] = [null, null, null];
	};
	/** Whoever goes away leaves nothing behind for long. */
	const touched = (): void => {
		if (idle) clearTimeout(idle);
		idle = setTimeout(clear, patienceMs).unref();
	};
	const current = (): { draft: ImportDraft; reader: SheetReader; received: Received } => {
		if (!draft || !reader || !received) throw missing();
		touched();
		return { draft, reader, received };
	};
	/** As it has been read so far, where that still fits; else as its columns are called now. */
	const proposed = async (mine: SheetReader, known: ImportChoices | null): Promise<Pick<ImportDraft, 'choices' | 'mapping' | 'outlook'>> => {
		if (!known) return mine.ask('propose', { kind: null, keep: null });
		try {
			const { outlook } = await mine.ask('plan', { choices: known });
			return { choices: known, mapping: { kind: 'remembered', name: known.source }, outlook };
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			const anew = await mine.ask('propose', { kind: known.kind, keep: null });
			return { ...anew, choices: { ...anew.choices, source: known.source } };
		}
	};
	/** Nothing is open about it. @throws InputError */
	const demandDecided = ({ outlook }: ImportDraft): void => {
		if (outlook.questions.length > 0) throw new InputError('Something has to be said first.', { status: 409, code: 'questions', field: 'choices' });
	};
	const requireIdle = (): void => {
		if (running) throw busy('An import is running; wait for its end, or stop it.');
		if (undoing !== null) throw busy('An import is being taken back; wait until it is.');
	};

	const canGoOn = (id: number): boolean => {
		const one = imports.one(id);
		return one?.state === 'stopped' && !one.isTakenBack && !isTainted(id) && existsSync(fileOf(id));
	};
	const shown = (known: KnownImport): ImportRecord => ({ ...known, canGoOn: known.state === 'stopped' && canGoOn(known.id), canUndo: known.state !== 'running' && !known.undone && undo.any(known.id) });
	const record = (id: number): ImportRecord => {
		const found = imports.one(id);
		if (!found) throw new InputError('There is no such import.', { status: 404, code: 'not_found', field: 'id' });
		const { choices: _choices, digest: _digest, isTakenBack: _isTakenBack, ...known } = found;
		return shown(known);
	};

	const bringIn = async (id: number, file: SheetReader, from: number): Promise<void> => {
		const one = imports.one(id);
		if (!one) return;
		const mine = { id, isCancelled: false, reader: file };
		running = mine;
		const over = (): boolean => isClosed || mine.isCancelled;
		try {
			const found = await file.ask('understand', null);
			/** Those of the file, and those that the facts have refused so far, before a restart too. */
			const keepRejected = async (): Promise<void> => {
				const refused = imports.refused(id);
				if (isClosed || found.rejected + refused.length === 0) return;
				const text = await file.ask('rejectedFile', { refused });
				if (!isClosed) imports.keepRejected(id, text);
			};
			await keepRejected();
			if (isClosed) return;
			const isThrough = await bring({
				reader: file, choices: one.choices, good: found.good, introduced: found.introduced, from,
				isStopped: over,
				take: (body, place) =>
					journal.together(() => {
						const reply = push(body, one.author, id, place?.through);
						if (place) imports.refuse(id, reply.rejected.map(({ index, field, message }) => ({ index: place.from + index, field, message })));
						return reply;
					}),
				onBrought: () => undefined,
			});
			if (isClosed) return;
			await keepRejected();
			if (isClosed) return;
			journal.apply('import ended', { import: id, state: isThrough ? 'done' : 'cancelled' }, { at: now(), author: one.author });
			rmSync(fileOf(id), { force: true });
		} catch (error) {
			if (isClosed) return;
			if (isDiskFailure(error)) onFatal(error);
			else if (!isDiskFull(error)) log.error({ err: error, import: id }, 'an import stopped');
			stopped(id, one.author);
		} finally {
			running = null;
			file.close();
		}
	};
	/** A disk without room takes not even this; the next start says it then. */
	const stopped = (id: number, author: string): void => {
		try {
			journal.apply('import ended', { import: id, state: 'stopped' }, { at: now(), author });
		} catch (error) {
			log.error({ err: error, import: id }, 'that an import stopped could not be written');
		}
	};

	return {
		/** Where a file may be put; it is the desk's from `receive` on. */
		folder: (): string => {
			mkdirSync(folder, { recursive: true, mode: 0o700 });
			return folder;
		},
		/** Refuses before anything is sent. @throws InputError 409 */
		requireFree: (author: string): void => {
			requireIdle();
			if (draft && draft.author !== author) throw busy(`${draft.author} is deciding on ${draft.name}; wait until it is imported or put away.`);
		},
		/** @throws InputError when it cannot be read. */
		receive: async (file: Received, name: string, author: string, of: OfFeed | null = null): Promise<ImportDraft> => {
			clear();
			received = file;
			const mine = open(file.path, name);
			reader = mine;
			const begun = edition;
			touched();
			try {
				const { choices, mapping, outlook } = await proposed(mine, of?.choices ?? null);
				if (begun !== edition) throw busy('Another file has taken its place.');
				// A sheet is a source of its own, unless files like it have come from one.
				const source = of && mapping.kind !== 'remembered' && !of.choices ? of.feed.name : choices.source;
				draft = { name, size: file.size, author, at: isoText(now()), choices: { ...choices, source }, outlook, mapping, check: null, feed: of?.feed ?? null };
				return draft;
			} catch (error) {
				if (begun === edition) clear();
				throw error;
			}
		},
		/** Plans anew by what was chosen. */
		choose: async (choices: ImportChoices): Promise<ImportDraft> => {
			const { reader: mine } = current();
			const wanted = (edition += 1);
			const { outlook } = await mine.ask('plan', { choices });
			// A later choice has been planned since, or will be.
			if (draft && wanted === edition) draft = { ...draft, choices, outlook, check: null };
			return current().draft;
		},
		/** Proposes anew, as rows of another kind, or since the file is to be read otherwise. */
		propose: async ({ kind, ...reading }: ImportWish): Promise<ImportDraft> => {
			const { draft: before, reader: mine } = current();
			const wanted = (edition += 1);
			const { choices, mapping, outlook } = await mine.ask('propose', { kind, keep: { ...before.choices, ...reading } });
			if (draft && wanted === edition) draft = { ...draft, choices: mapping.kind === 'matched' ? { ...choices, source: before.choices.source } : choices, mapping, outlook, check: null };
			return current().draft;
		},
		/** Begins the dry run; its state is the draft's. */
		check: (author: string): ImportDraft => {
			const { draft: before, reader: mine } = current();
			demandDecided(before);
			const wanted = (edition += 1);
			void check(before, {
				reader: mine,
				people,
				rehearse: (body) => rehearse(body, author),
				isStopped: () => isClosed || wanted !== edition,
				onError: (error) => log.error({ err: error }, 'a dry run failed'),
				show: (state) => {
					if (draft && wanted === edition) draft = { ...draft, check: state };
				},
			});
			return current().draft;
		},
		rejectedOfDraft: (): Promise<string> => current().reader.ask('rejectedFile', { refused: [] }),
		discard: clear,
		/** The draft, once nothing is open about it. @throws InputError */
		drafted: (): ImportDraft => {
			const { draft: chosen } = current();
			demandDecided(chosen);
			return chosen;
		},
		/** Begins the import of the draft. */
		run: async (author: string): Promise<ImportRecord> => {
			requireIdle();
			const { draft: chosen, reader: mine, received: file } = current();
			demandDecided(chosen);
			if (chosen.feed) throw busy('This is a published sheet, to be followed and not to be imported.');
			const wanted = (edition += 1);
			const found = await mine.ask('understand', null);
			if (wanted !== edition) throw busy('The choices have changed meanwhile.');
			requireIdle();
			const { choices, outlook, name } = chosen;
			const head = { at: now(), author };
			const columns = columnsKey(outlook.columns.map((column) => column.name));
			const isNews = !imports.remembered().some(({ key, choices: known }) => key === columns && known.kind === choices.kind && JSON.stringify(known) === JSON.stringify(choices));
			const id = journal.together(() => {
				if (outlook.form.headerLine !== null && isNews) journal.apply('mapping saved', { columns, choices }, head);
				return journal.apply('import started', { name, size: file.size, digest: file.digest, choices, good: found.good, rejected: found.rejected, repeated: found.repeated, blank: outlook.form.blank }, head);
			});
			renameSync(file.path, fileOf(id));
			// From here on the file and its reader are the import's.
			[draft, received, reader] = [null, null, null];
			clear();
			void bringIn(id, mine, 0);
			return record(id);
		},
		/** @throws InputError 409 while one is running or being taken back */
		requireIdle,
		/** Ends the import that is running; what is in stays. */
		stop: (): void => {
			if (!running) throw new InputError('No import is running.', { status: 409, code: 'conflict', field: 'id' });
			running.isCancelled = true;
		},
		/** Goes on with one that a restart or the disk stopped. */
		goOn: async (id: number, author: string): Promise<ImportRecord> => {
			requireIdle();
			const one = imports.one(id);
			if (one?.isTakenBack) throw new InputError('This import was taken back; bring the file in again.', { status: 409, code: 'conflict', field: 'id' });
			if (!one || !canGoOn(id)) throw new InputError('The file of this import is gone; bring it in again, which changes nothing about the rows that are in.', { status: 409, code: 'conflict', field: 'id' });
			const mine = open(fileOf(id), one.name);
			try {
				await mine.ask('plan', { choices: one.choices });
				requireIdle();
				if (!canGoOn(id)) throw new InputError('This import cannot be gone on with any more.', { status: 409, code: 'conflict', field: 'id' });
			} catch (error) {
				mine.close();
				throw error;
			}
			journal.apply('import resumed', { import: id }, { at: now(), author });
			void bringIn(id, mine, one.done);
			return record(id);
		},
		rejectedOf: (id: number): string => {
			const text = imports.rejected(id);
			if (text === null) throw new InputError('The rejected rows of this import are not kept any more, or there are none.', { status: 404, code: 'not_found', field: 'id' });
			return text;
		},
		undoPreview: (id: number): ImportUndoPreview => undo.preview(record(id).id),
		/** Takes back what it wrote. */
		undo: async (id: number, author: string): Promise<ImportRecord> => {
			requireIdle();
			const { name } = record(id);
			undoing = id;
			try {
				const done = undo.run(id, author, name);
				// From its first step on it is not gone on with.
				if (imports.one(id)?.isTakenBack) rmSync(fileOf(id), { force: true });
				await done;
			} finally {
				undoing = null;
			}
			return record(id);
		},
		record,
		list: (): Omit<ImportList, 'stayed'> => ({ draft, imports: imports.list(listed).map(shown) }),
		/** Somebody was erased, whose name may be in any file. One that is running keeps its file until its end, and cannot be gone on with. */
		dropFiles: (): void => {
			clear();
			for (const name of existsSync(folder) ? readdirSync(folder) : []) if (name.endsWith('.file') && name !== `${running?.id ?? ''}.file`) rmSync(join(folder, name), { force: true });
		},
		close: (): void => {
			isClosed = true;
			clear();
			running?.reader.close();
		},
	};
}

export type ImportDesk = ReturnType<typeof createImportDesk>;
