/** Databases as earlier versions left them. */
import Database from 'better-sqlite3';
import { formOf, giveFunctions, migrate } from '../../server/db/forms.ts';
import type { Db } from '../../server/db/open.ts';

export const olderDeals = 300;

/** With a workspace and facts, at a form in which there are accounts of customers already. */
export function makeOlderDatabase(file: string, form: number): void {
	const db = new Database(file);
	db.pragma('journal_mode = WAL');
	giveFunctions(db);
	migrate(db, form);
	const at = Temporal.Instant.from('2026-09-01T08:00:00Z').epochMilliseconds;
	db.transaction(() => {
		db.prepare(`INSERT INTO entry (id, kind, at, author, body) VALUES (1, 'workspace created', ?, 'ops', '{"name":"Sales floor","currency":"EUR","timeZone":"Europe/Stockholm","locale":"en"}'), (2, 'facts arrived', ?, 'key', '{}')`).run(at, at);
		for (const [name, value] of Object.entries({ name: 'Sales floor', currency: 'EUR', timeZone: 'Europe/Stockholm', locale: 'en' })) db.prepare('INSERT INTO setting (name, value, entry) VALUES (?, ?, 1)').run(name, JSON.stringify(value));
		const deal = db.prepare(`INSERT INTO deal (source, external_id, owner_key, closer_key, status, amount, currency, amount_minor, created_at, created_day, closed_at, closed_day, arrived_at, entry) VALUES ('crm', ?, 'a', 'a', 'won', '50', 'EUR', 5000, ?, '2026-08-20', ?, '2026-09-01', ?, 2)`);
		for (let index = 0; index < olderDeals; index += 1) deal.run(`D-${index}`, at - 10 * 86_400_000, at, at);
		db.prepare(`INSERT INTO source (name, last_reported_at, reports) VALUES ('crm', ?, 1)`).run(at);
		db.prepare(`INSERT INTO source_entity (source, entity, facts) VALUES ('crm', 'deals', ?)`).run(olderDeals);
	})();
	db.close();
}

/** What the tables hold and how they are made, in a form that can be compared. */
export function contentOf(db: Db): string {
	const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all();
	const schema = db.prepare<[], string>(`SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY type, name`).pluck().all();
	return JSON.stringify([formOf(db), schema, tables.map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).raw().all()])]);
}
