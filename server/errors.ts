import type { z } from 'zod';

/** The start cannot go on: every bad setting, in one message a person can act on. */
export class ConfigError extends Error {
	override name = 'ConfigError';
}

/** What came from outside is not what was expected: a 4xx that names the place. */
export class InputError extends Error {
	override name = 'InputError';
	readonly field: string | undefined;
	readonly status: number;
	readonly code: string;
	constructor(message: string, options: { field?: string; status?: number; code?: string } = {}) {
		super(message);
		this.field = options.field;
		this.status = options.status ?? 400;
		this.code = options.code ?? 'bad_input';
	}
}

/** Something outside that facts come from, or go to, failed: in a sentence that a person can act on. */
export class SourceError extends Error {
	override name = 'SourceError';
	readonly kind: 'unreachable' | 'refused' | 'unreadable';
	constructor(kind: SourceError['kind'], message: string) {
		super(message);
		this.kind = kind;
	}
}

/** What a zod schema found first, as a 400 that names the place. */
export function firstIssue(error: z.ZodError, fallback: string): InputError {
	const issue = error.issues[0];
	if (issue?.code === 'unrecognized_keys') return new InputError(`there is no such parameter; ${fallback}`, { field: issue.keys[0] ?? 'query' });
	return new InputError(issue?.message ?? fallback, { field: issue?.path.join('.') || 'query' });
}

/** The same of a body, or of what stands at a place in it: `plan.panels[0].metric`. */
export function badBody(error: z.ZodError, at = ''): InputError {
	const [issue] = error.issues;
	const field = issue?.path.reduce<string>((place, part) => (typeof part === 'number' ? `${place}[${part}]` : place === '' ? String(part) : `${place}.${String(part)}`), at);
	const message = issue?.message ?? 'not understood';
	if (field === undefined || field === '') return new InputError(`The body was not understood: ${message}.`, { field: 'body' });
	return new InputError(`${field}: ${message}`, { field });
}

/** Of the error itself, or of what it was made from. */
const sqliteCode = (error: unknown): string => {
	if (error instanceof ConfigError) return sqliteCode(error.cause);
	return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : '';
};

/**
 * The disk is full: nothing of the write was kept, and a later one may succeed. The index of the write-ahead log that cannot
 * grow is the same, whatever SQLite calls it.
 */
export const isDiskFull = (error: unknown): boolean => ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'].includes(sqliteCode(error));

/** The database file can no longer be trusted to hold what we acknowledge: stop, do not swallow. */
export const isDiskFailure = (error: unknown): boolean => /^SQLITE_(IOERR|CORRUPT|NOTADB|READONLY)/.test(sqliteCode(error)) && !isDiskFull(error);

/** What the file says is not what was written. */
const isDamaged = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error));

/** Another process holds the file. */
export const isLocked = (error: unknown): boolean => sqliteCode(error).startsWith('SQLITE_BUSY');

/** What is wrong with a database, or with the disk under it, and what to do about it; null when the error is of another kind. `place`: the file, or its folder. */
export function diskProblem(error: unknown, place: string): string | null {
	const code = sqliteCode(error);
	if (code === '') return null;
	const found = `${error instanceof Error ? error.message : String(error)} (${code})`;
	if (isDamaged(error)) return `The database ${place} cannot be read: ${found}. Restore a backup, or move the file away to start empty.`;
	if (isDiskFull(error)) return `The disk of ${place} is full. Nothing is lost: make room, then start again.`;
	if (isLocked(error)) return `The database ${place} is in use by another program. Stop that one, then start again.`;
	if (/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/.test(code)) return `${place} cannot be written: ${found}. Give this user the right to read and write there, or choose another folder.`;
	if (isDiskFailure(error)) return `The disk failed under ${place}: ${found}. What was acknowledged before is kept; see to the disk, then start again.`;
	return null;
}
