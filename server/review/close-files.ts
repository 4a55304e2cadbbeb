/**
 * Every close as a file beside the database, so that it outlives a restored one. The file says which workspace and which month it is of,
 * and carries the sum of its content: what is damaged or of another workspace is left alone. What counts is the database: a file that
 * cannot be written is written later.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import { z } from 'zod';
import { syncFolder } from '../db/sync.ts';
import type { Log } from '../log.ts';
import type { CloseKept, ClosePart, Closes, StoredClose } from './closes.ts';

export interface CloseFiles {
	/** Also over an older one. What goes wrong is logged. */
	write: (close: StoredClose) => void;
	/** Those of closes that the database has: they are to be written anew. */
	drop: () => void;
	/** Writes what is missing or older than the newest erasure, one a turn. */
	complete: () => Promise<void>;
	/** Whole files of this workspace that the database lacks. */
	lacking: () => CloseKept[];
}

export interface CloseFileStages {
	/** Null: none are kept, as of a database in memory. */
	folder: string | null;
	closes: Closes;
	/** When the workspace was created: that is who it is. Null: there is none. */
	workspace: () => number | null;
	/** The entry that erased somebody last; 0: none ever did. */
	erasure: () => number;
	log: Log;
	isStopped: () => boolean;
}

const headSchema = z.strictObject({
	format: z.literal(1),
	workspace: z.number(),
	uid: z.string().regex(/^[0-9a-f]{16,64}$/),
	month: z.string().regex(/^\d{4}-\d{2}$/),
	closedAt: z.number(),
	author: z.string(),
	erasure: z.number(),
	sha256: z.string(),
});
type Head = z.infer<typeof headSchema>;
const fileSchema = z.object({ parts: z.array(z.object({ scope: z.string(), sections: z.array(z.unknown()), figures: z.array(z.unknown()) })) });

const sumOf = (head: Omit<Head, 'sha256'>, parts: string): string => createHash('sha256').update(JSON.stringify(head)).update('\n').update(parts).digest('hex');
/** The head stands alone on the first line, so that it is read without the rest. */
const opening = '{"head":';
const middle = ',\n"parts":';

export function createCloseFiles({ folder, closes, workspace, erasure, log, isStopped }: CloseFileStages): CloseFiles {
	const nameOf = ({ month, uid }: Pick<StoredClose, 'month' | 'uid'>): string => `${month}-${uid}.json`;

	const headIn = (text: string): Head | null => {
		const end = text.indexOf(middle);
		if (!text.startsWith(opening) || end === -1) return null;
		try {
			return headSchema.parse(JSON.parse(text.slice(opening.length, end)));
		} catch {
			return null; // no file of ours, or a damaged one
		}
	};
	const headOf = (path: string): Head | null => {
		const bytes = Buffer.alloc(4_096);
		const file = openSync(path, 'r');
		try {
			return headIn(bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0)));
		} finally {
			closeSync(file);
		}
	};

	const put = (place: string, close: StoredClose, of: number): void => {
		mkdirSync(place, { recursive: true, mode: 0o700 });
		const { uid, month, closedAt, author } = close;
		const parts = closes.partsText(close.id);
		const head = { format: 1 as const, workspace: of, uid, month, closedAt, author, erasure: erasure() };
		const path = join(place, nameOf(close));
		const file = openSync(`${path}.new`, 'w', 0o600);
		try {
			const bytes = Buffer.from(`${opening}${JSON.stringify({ ...head, sha256: sumOf(head, parts) })}${middle}${parts}}\n`);
			for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
		renameSync(`${path}.new`, path);
		syncFolder(place);
	};

	const write: CloseFiles['write'] = (close) => {
		const of = workspace();
		if (folder === null || of === null) return;
		try {
			put(folder, close, of);
		} catch (error) {
			log.warn({ err: error, month: close.month }, 'the file of a closed month could not be written; it is tried again');
			const begun = join(folder, `${nameOf(close)}.new`);
			if (existsSync(begun)) rmSync(begun);
		}
	};

	const names = (): string[] => (folder !== null && existsSync(folder) ? readdirSync(folder).sort() : []);

	const read = (name: string, of: number): CloseKept | null => {
		const text = readFileSync(join(folder ?? '', name), 'utf8');
		const head = headIn(text);
		const parts = text.slice(text.indexOf(middle) + middle.length, -2);
		if (!head || !text.endsWith('}\n')) {
			log.warn({ file: name }, 'the file of a closed month is damaged; it is left alone');
			return null;
		}
		const { sha256, ...rest } = head;
		if (sumOf(rest, parts) !== sha256 || nameOf(head) !== name) {
			log.warn({ file: name }, 'the file of a closed month is damaged; it is left alone');
			return null;
		}
		if (head.workspace !== of) {
			log.warn({ file: name }, 'the file of a closed month is of another workspace; it is left alone');
			return null;
		}
		const { parts: found } = fileSchema.parse(JSON.parse(text));
		// Whole as it was written, by `put` above.
		return { uid: head.uid, month: head.month, closedAt: head.closedAt, author: head.author, parts: found as ClosePart[] };
	};

	return {
		write,
		drop: () => {
			if (folder === null) return;
			for (const close of closes.all()) rmSync(join(folder, nameOf(close)), { force: true });
		},
		complete: async () => {
			const place = folder;
			if (place === null || workspace() === null) return;
			for (const name of names()) if (name.endsWith('.new')) rmSync(join(place, name), { force: true });
			for (const close of closes.all()) {
				if (isStopped()) return;
				const path = join(place, nameOf(close));
				const head = existsSync(path) ? headOf(path) : null;
				if (head?.erasure !== erasure() || head.uid !== close.uid) write(close);
				await breath();
			}
		},
		lacking: () => {
			const of = workspace();
			if (of === null) return [];
			const known = new Set(closes.all().map(nameOf));
			return names()
				.filter((name) => name.endsWith('.json') && !known.has(name))
				.flatMap((name) => read(name, of) ?? []);
		},
	};
}
