/** That a backup was put back is an entry of the database that it became. */
import type { Handler, Journal } from '../journal/journal.ts';

/** Who puts a backup back. */
export interface Restorer {
	account: string;
	/** Of the session. */
	token: string;
}

export interface BackupRestored {
	/** Of its file. */
	name: string;
	/** The newest entry of what it replaced. */
	replaced: number;
}

// An alias and not an interface: only those fit where any handlers do.
export type RestoreHandlers = { 'backup restored': Handler<BackupRestored, null> };

export const restoreHandlers: RestoreHandlers = { 'backup restored': () => ({ reply: null }) };

/** The last that was put back here; null when none was. */
export function lastRestored(journal: Pick<Journal<RestoreHandlers>, 'entries'>): { at: number; author: string; name: string } | null {
	const [entry] = journal.entries({ kinds: ['backup restored'], limit: 1 });
	if (!entry) return null;
	// As the one that wrote it says.
	const { name } = entry.body as BackupRestored;
	return { at: entry.at, author: entry.author, name };
}
