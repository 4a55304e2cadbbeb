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

const sqliteCode = (error: unknown): string =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : '';

/** The disk is full: nothing of the write was kept, and a later one may succeed. */
export const isDiskFull = (error: unknown): boolean => sqliteCode(error) === 'SQLITE_FULL';

/** The database file can no longer be trusted to hold what we acknowledge: stop, do not swallow. */
export const isDiskFailure = (error: unknown): boolean => /^SQLITE_(IOERR|CORRUPT|NOTADB)/.test(sqliteCode(error));

/** Another process holds the file. */
export const isLocked = (error: unknown): boolean => sqliteCode(error).startsWith('SQLITE_BUSY');
