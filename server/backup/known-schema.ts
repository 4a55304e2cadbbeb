/**
 * What stands in the schema of a database of ours, form by form: what the migrations make of an empty one. A file that has anything else, a
 * trigger or a view that runs when somebody reads, is none of ours.
 */
import Database from 'better-sqlite3';
import { giveFunctions, migrate } from '../db/forms.ts';
import type { Db } from '../db/open.ts';

/** SQLite's own, which come and go with ANALYZE. */
const statistics = [
	['table', 'sqlite_stat1', 'sqlite_stat1', 'CREATE TABLE sqlite_stat1(tbl,idx,stat)'],
	['table', 'sqlite_stat4', 'sqlite_stat4', 'CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)'],
].map((row) => JSON.stringify(row));

/** One line for each table, index, view and trigger, to the letter; only how lines end may differ, since a checkout may change it. */
const linesOf = (db: Db): string[] =>
	db
		.prepare<[], (string | null)[]>('SELECT type, name, tbl_name, sql FROM sqlite_schema')
		.raw()
		.all()
		.map((row) => JSON.stringify(row.map((text) => text?.replaceAll('\r\n', '\n') ?? null)))
		.filter((line) => !statistics.includes(line));

const known = new Map<number, string[]>();

function knownOf(form: number): string[] {
	const found = known.get(form);
	if (found) return found;
	const db = new Database(':memory:');
	try {
		giveFunctions(db);
		migrate(db, form);
		const lines = linesOf(db);
		known.set(form, lines);
		return lines;
	} finally {
		db.close();
	}
}

/** What is in the schema and does not belong there, or is missing: the first of it, or null. */
export function strangeIn(db: Db, form: number): string | null {
	const [expected, found] = [knownOf(form), linesOf(db)];
	const strange = found.find((line, index) => !expected.includes(line) || found.indexOf(line) !== index) ?? expected.find((line) => !found.includes(line));
	if (strange === undefined) return null;
	const [type, name]: unknown[] = JSON.parse(strange);
	return `${String(type)} ${String(name)}`.slice(0, 200);
}
