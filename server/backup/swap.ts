/**
 * A prepared database takes the place of the one that there is. Renaming it to the decided one is the decision: before it a kill leaves the old
 * database as it was, after it the next start goes on here. The old one's log must go before the new one has its name, since SQLite would
 * take it for the new one's.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFile, syncFolder } from '../db/sync.ts';
import { removeDatabase } from './folder.ts';

/** Where a database is prepared, beside the one that it is to replace. */
export const preparedFile = (file: string): string => `${file}.preparing`;
const decidedFile = (file: string): string => `${file}.prepared`;

/** To be called while nobody has either open. The prepared one must be closed, so that it has no log. */
export function decide(file: string): void {
	const prepared = preparedFile(file);
	if (existsSync(`${prepared}-wal`)) throw new Error('the prepared database has a log still');
	syncFile(prepared);
	renameSync(prepared, decidedFile(file));
	syncFolder(dirname(file));
}

/** Goes on where a kill may have interrupted it. Returns whether there was anything to go on with. */
export function finish(file: string): boolean {
	removeDatabase(preparedFile(file));
	const decided = decidedFile(file);
	if (!existsSync(decided)) return false;
	for (const ending of ['-wal', '-shm', '.suspect']) rmSync(file + ending, { force: true });
	// Of imports that were under way in what is replaced: their numbers may mean others now.
	rmSync(`${file}-imports`, { recursive: true, force: true });
	renameSync(decided, file);
	syncFolder(dirname(file));
	return true;
}
