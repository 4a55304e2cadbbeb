/** A floor that kept amounts in other currencies before there were rates goes on with them. */
import Database from 'better-sqlite3';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../../server/db/migrations/', import.meta.url);
const numbered = readdirSync(folder).sort().map((name) => ({ number: Number.parseInt(name, 10), sql: readFileSync(new URL(name, folder), 'utf8') }));

test('[M5] of earlier states in another currency the last amount is held backwards, and said to be approximate; days are told from instants', () => {
	const db = new Database(':memory:');
	for (const { number, sql } of numbered) if (number < 14) db.exec(sql);
	db.exec(`
		INSERT INTO entry (id, kind, at, author, body) VALUES (1, 'facts arrived', 0, 'key', '{}');
		INSERT INTO deal (id, source, external_id, owner_key, closer_key, status, amount, currency, amount_minor, created_at, created_day, closed_at, closed_day, arrived_at, entry) VALUES
			(1, 'crm', 'A', 'a', 'a', 'open', '70', 'SEK', NULL, NULL, '2026-09-01', NULL, NULL, 0, 1),
			(2, 'crm', 'B', 'a', 'a', 'won', '50', 'EUR', 5000, 90, '1970-01-01', NULL, '2026-09-03', 0, 1);
		INSERT INTO deal_history (deal, from_at, until_at, status, day, owner_key, stage, amount_minor, expected_close_day, approximate) VALUES
			(1, 100, 200, 'open', '2026-09-01', 'a', NULL, NULL, NULL, 0),
			(1, 200, 9000000000000000, 'open', '2026-09-01', 'a', NULL, NULL, NULL, 0),
			(2, 90, 300, 'open', '1970-01-01', 'a', NULL, 5000, NULL, 1),
			(2, 300, 9000000000000000, 'won', '2026-09-03', 'a', NULL, 5000, NULL, 0);`);
	for (const { number, sql } of numbered) if (number === 14) db.exec(sql);
	expect(db.prepare('SELECT deal, from_at, amount, currency, amount_minor, approximate, dated, counts FROM deal_history ORDER BY 1, 2').all()).toEqual([
		{ deal: 1, from_at: 100, amount: '70', currency: 'SEK', amount_minor: null, approximate: 1, dated: 1, counts: 1 },
		{ deal: 1, from_at: 200, amount: '70', currency: 'SEK', amount_minor: null, approximate: 0, dated: 0, counts: 1 },
		{ deal: 2, from_at: 90, amount: null, currency: null, amount_minor: 5000, approximate: 1, dated: 0, counts: 1 },
		{ deal: 2, from_at: 300, amount: null, currency: null, amount_minor: 5000, approximate: 0, dated: 1, counts: 1 },
	]);
	db.close();
});
