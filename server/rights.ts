/** What the process may do, or lets others do, and need not: each in a sentence with what to do about it. Said at the start; it starts all the same. */
import { existsSync, statSync } from 'node:fs';

interface Standing {
	/** Null where there are no users of this kind, as on Windows. */
	uid: number | null;
	isContainer: boolean;
	/** Permissions of the data folder. */
	mode: number;
}

const standingIn = (dataDir: string): Standing => ({
	uid: process.getuid?.() ?? null,
	isContainer: ['/.dockerenv', '/run/.containerenv'].some((mark) => existsSync(mark)),
	mode: statSync(dataDir).mode & 0o777,
});

export function needlessRights(dataDir: string, { uid, isContainer, mode }: Standing = standingIn(dataDir)): string[] {
	if (uid === null) return [];
	const found: string[] = [];
	if (uid === 0 && !isContainer) found.push('The server runs as root, which it never needs. Give it a user of its own, as the README says.');
	// What it writes there is its own alone; what somebody else put there may not be.
	if ((mode & 0o077) !== 0) found.push(`Others on this machine may look into ${dataDir}. To keep them out: chmod 700 ${dataDir}`);
	return found;
}
