/**
 * What stands in the schema of a database of ours, form by form: what the migrations make of an empty one. A file that has anything else, a
 * trigger or a view that runs when somebody reads, is none of ours.
 */
import Database from 'better-sqlite3';
import { giveFunctions, migrate } from '../db/forms.ts';
import type { Db } from '../db/open.ts';

/** SQLite's own, which come and go with ANALYZE. */
const statistics = /^sqlite_stat[14]$/;

interface SchemaRow {
	type: string;
	name: string;
	tbl_name: string;
	sql: string | null;
}

/** One line for each table, index, view and trigger; how it is spaced and quoted is left out. */
function linesOf(db: Db): Set<string> {
	const rows = db.prepare<[], SchemaRow>('SELECT type, name, tbl_name, sql FROM sqlite_schema').all();
	const plain = (sql: string): string => sql.replace(/--[^\n]*/g, ' ').replace(/["\s]+/g, ' ').replace(/ ?([(),]) ?/g, '$1').trim();
	return new Set(rows.filter(({ name }) => !statistics.test(name)).map(({ type, name, tbl_name, sql }) => [type, name, tbl_name, plain(sql ?? '')].join(' | ')));
}

const known = new Map<number, Set<string>>();

function knownOf(form: number): Set<string> {
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
	const strange = [...found].find((line) => !expected.has(line)) ?? [...expected].find((line) => !found.has(line));
	return strange?.split(' | ').slice(0, 2).join(' ') ?? null;
}
