/**
 * A prepared database takes the place of the one that there is. Renaming it to the decided one is the decision: before it a kill leaves the old
 * database as it was, after it the next start goes on here. The old one's log must go before the new one has its name, since SQLite would
 * take it for the new one's.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { removeLogs, suspicion } from '../db/beside.ts';
import { syncFile, syncFolder } from '../db/sync.ts';

const preparing = (file: string): string => `${basename(file)}.preparing-`;
/** Where a database is prepared, beside the one that it is to replace. Another each time: a process that outlived its server may write there still. */
export const preparedFile = (file: string): string => join(dirname(file), preparing(file) + randomBytes(4).toString('hex'));
const decidedFile = (file: string): string => `${file}.prepared`;

/** To be called while nobody has either open. The prepared one must be closed, so that it has no log. */
export function decide(file: string, prepared: string): void {
	if (existsSync(`${prepared}-wal`)) throw new Error('the prepared database has a log still');
	syncFile(prepared);
	renameSync(prepared, decidedFile(file));
	syncFolder(dirname(file));
}

/** Goes on where a kill may have interrupted it, and clears away what was prepared and not decided. Returns whether there was anything to go on with. */
export function finish(file: string): boolean {
	const folder = dirname(file);
	for (const name of readdirSync(folder)) if (name.startsWith(preparing(file))) rmSync(join(folder, name), { force: true });
	const decided = decidedFile(file);
	if (!existsSync(decided)) return false;
	removeLogs(file);
	rmSync(suspicion(file), { force: true });
	// Of imports that were under way in what is replaced: their numbers may mean others now.
	rmSync(`${file}-imports`, { recursive: true, force: true });
	renameSync(decided, file);
	syncFolder(folder);
	return true;
}
