/**
 * Closes as files beside the database, so that restoring an older one loses none: each is written whole, and those that a database lacks
 * are taken in when it starts. Only of the same workspace, and only when they are as they were written.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { CloseKept, Closes } from './closes.ts';

export interface CloseFiles {
	/** Writes those that have no file yet. What cannot be written is logged: the database has it. */
	write: () => void;
	/** Writes all anew: something in them was changed. */
	rewrite: () => void;
	/** Those that the database lacks. */
	lacking: () => CloseKept[];
}

const format = 1;
const fileSchema = z.object({ format: z.literal(format), workspace: z.number(), digest: z.string(), content: z.string() });
const contentSchema = z.object({ uid: z.string(), month: z.string(), closedAt: z.number(), author: z.string(), parts: z.array(z.object({ scope: z.string(), sections: z.array(z.unknown()), figures: z.array(z.unknown()) })) });

const digestOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** @param folder null: the database is in memory. @param workspace when the workspace was created. */
export function createCloseFiles({ folder, closes, log, workspace }: { folder: string | null; closes: Closes; log: Log; workspace: () => number | null }): CloseFiles {
	const nameOf = ({ month, uid }: { month: string; uid: string }): string => `${month}-${uid}.json`;
	const put = (path: string, text: string): void => {
		const half = `${path}.half`;
		const file = openSync(half, 'w', 0o600);
		try {
			writeSync(file, text);
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
		renameSync(half, path);
	};
	const writeThose = (isWanted: (path: string) => boolean): void => {
		const created = workspace();
		if (folder === null || created === null) return;
		try {
			for (const close of closes.list()) {
				const path = join(folder, nameOf(close));
				if (!isWanted(path)) continue;
				mkdirSync(folder, { recursive: true, mode: 0o700 });
				const { id, uid, month, closedAt, author } = close;
				const content = JSON.stringify({ uid, month, closedAt, author, parts: closes.scopesOf(id).map((scope) => closes.part(id, scope)) });
				put(path, JSON.stringify({ format, workspace: created, digest: digestOf(content), content }));
			}
		} catch (error) {
			log.error({ err: error }, 'a close could not be written beside the database; it is in the database, and written at the next start');
		}
	};
	const read = (path: string): CloseKept | null => {
		try {
			const file = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
			if (file.workspace !== workspace()) return null;
			if (file.digest !== digestOf(file.content)) throw new Error('it is not as it was written');
			// Written by put() above, whole, as its digest says.
			return contentSchema.parse(JSON.parse(file.content)) as CloseKept;
		} catch (error) {
			log.warn({ err: error, file: path }, 'a file of a close cannot be read; it is left alone');
			return null;
		}
	};
	return {
		write: () => writeThose((path) => !existsSync(path)),
		rewrite: () => {
			writeThose(() => true);
			if (folder === null || !existsSync(folder)) return;
			for (const name of readdirSync(folder)) if (name.endsWith('.half')) rmSync(join(folder, name));
		},
		lacking: () => {
			if (folder === null || !existsSync(folder)) return [];
			const known = new Set(closes.list().map(nameOf));
			return readdirSync(folder)
				.filter((name) => name.endsWith('.json') && !known.has(name))
				.sort()
				.flatMap((name) => read(join(folder, name)) ?? []);
		},
	};
}
