/** The files that stand beside a database. */
import { rmSync } from 'node:fs';

/** SQLite's own: what is not in the file yet, or not for good. */
const logs = ['-journal', '-wal', '-shm'];

export const databaseFilesOf = (file: string): string[] => ['', ...logs].map((ending) => file + ending);

const drop = (file: string): void => rmSync(file, { force: true });

export const removeDatabase = (file: string): void => databaseFilesOf(file).forEach(drop);
export const removeLogs = (file: string): void => logs.forEach((ending) => drop(file + ending));

/** There after the disk has failed: the next start reads all of the database. */
export const suspicion = (file: string): string => `${file}.suspect`;
