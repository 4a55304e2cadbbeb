import type { BackupProblemCode } from '../../shared/backups-api.ts';

/** A backup that could not be made, or a file that is none: why, in a sentence that a person can act on. */
export class BackupError extends Error {
	override name = 'BackupError';
	readonly code: BackupProblemCode;
	constructor(code: BackupProblemCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** What the disk or SQLite said, of a copy at `place`; null when it is another kind of error. */
export function asBackupError(error: unknown, place: string): BackupError | null {
	if (error instanceof BackupError) return error;
	const code = codeOf(error);
	const said = error instanceof Error ? error.message : String(error);
	if (code === 'ENOSPC' || code === 'SQLITE_FULL') return new BackupError('no_room', `The disk of ${place} is full.`, { cause: error });
	// Of a form that SQLite itself does not know, or with something in it that is not what it is to be.
	if (error instanceof SyntaxError || /^SQLITE_(CORRUPT|NOTADB|ERROR|FORMAT|SCHEMA|MISMATCH|CONSTRAINT)/.test(code)) return new BackupError('damaged', `It cannot be read: ${said}.`, { cause: error });
	if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new BackupError('locked', 'The database is held by one connection alone.', { cause: error });
	if (/^(ENOENT|EACCES|EPERM|EROFS|ENOTDIR|EIO|ESTALE|ENODEV|EHOSTDOWN|ETIMEDOUT|SQLITE_(CANTOPEN|READONLY|IOERR).*)$/.test(code)) return new BackupError('no_folder', `${place} cannot be read or written: ${said}.`, { cause: error });
	return null;
}
