/** B1: durable ingest over HTTP, against the same rows inserted bare into the same tables. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Db } from '../../server/db/open.ts';
import type { Budget } from './budget.ts';
import { atLeast, atMost, median, ms, percentile, whole } from './budget.ts';
import { people, rowsOf } from './floor.ts';
import { startProcess } from './process.ts';

const batchSize = 500;
const batches = 120;
const rounds = 3;
const inFlight = 2;
const tables = ['activity', 'meeting', 'deal', 'proposal', 'lead', 'movement', 'survey'];

/** A floor's export in the order of time: five batches make a working day. */
const bodies = Array.from({ length: batches }, (_, index) => {
	const day = Date.UTC(2026, 0, 5) + Math.floor(index / 5) * 86_400_000;
	return JSON.stringify(rowsOf('b', index * batchSize, batchSize, day));
});

interface Pushed {
	perSecond: number;
	acknowledgedMs: number[];
}

async function push(send: (body: string) => Promise<number>): Promise<Pushed> {
	const acknowledgedMs: number[] = [];
	let next = 0;
	const from = performance.now();
	const sender = async (): Promise<void> => {
		for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) acknowledgedMs.push(await send(body));
	};
	await Promise.all(Array.from({ length: inFlight }, sender));
	return { perSecond: (batches * batchSize * 1000) / (performance.now() - from), acknowledgedMs };
}

interface Bare {
	columns: string[];
	rows: Record<string, unknown>[];
}

/** The rows that the server made of the facts, in the order in which it took them. */
const storedRows = (db: Db, table: string): Bare => {
	const rows = db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY id`).all();
	return { columns: Object.keys(rows[0] ?? {}), rows };
};

/** As durable as the product: one transaction a batch, each on the disk before the next. */
function insertBare(stored: Map<string, Bare>, folder: string): number {
	const db = openDatabase(join(folder, 'bare.sqlite'));
	// Rows name the entry that wrote them.
	db.exec(`WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ${2 * batches}) INSERT INTO entry (id, kind, at, author, body) SELECT id, '', 0, '', '' FROM n`);
	const inserts = tables.map((table) => {
		const { columns, rows } = stored.get(table) ?? { columns: [], rows: [] };
		return { insert: db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`), rows, perBatch: rows.length / batches };
	});
	let count = 0;
	const insertBatch = db.transaction((batch: number) => {
		for (const { insert, rows, perBatch } of inserts) {
			for (const row of rows.slice(Math.round(batch * perBatch), Math.round((batch + 1) * perBatch))) {
				insert.run(row);
				count += 1;
			}
		}
	});
	const from = performance.now();
	for (let batch = 0; batch < batches; batch += 1) insertBatch(batch);
	const perSecond = (count * 1000) / (performance.now() - from);
	db.close();
	return perSecond;
}

export const ingest: Budget = {
	id: 'B1',
	what: `durable ingest over HTTP, ${whole(batches * batchSize)} facts in batches of ${batchSize}, ${inFlight} in flight`,
	measure: async () => {
		const pushed: Pushed[] = [];
		const bare: number[] = [];
		for (let round = 0; round < rounds; round += 1) {
			const server = await startProcess();
			await server.push(JSON.stringify({ source: 'bench', people }));
			// The first few batches compile the code that all others run.
			for (let warm = 0; warm < 10; warm += 1) await server.push(JSON.stringify(rowsOf('w', warm * batchSize, batchSize, Date.UTC(2025, 11, 1))));
			pushed.push(await push(server.push));
			const stored = new Map<string, Bare>();
			const db = openDatabase(join(server.dataDir, 'floorcast.sqlite'));
			for (const table of tables) {
				const { columns, rows } = storedRows(db, table);
				stored.set(table, { columns, rows: rows.filter(({ external_id: id }) => String(id).startsWith('b-')) });
			}
			db.close();
			await server.close();
			const folder = mkdtempSync(join(tmpdir(), 'floorcast-bench-'));
			bare.push(insertBare(stored, folder));
			rmSync(folder, { recursive: true, force: true });
		}
		const perSecond = median(pushed.map((one) => one.perSecond));
		const perSecondBare = median(bare);
		const baseline = `bare prepared inserts ${whole(perSecondBare)}/s, median of ${rounds} rounds each`;
		return [
			{ what: 'facts a second', ...atLeast(perSecond, 20_000, (value) => `${whole(value)}/s`), baseline },
			{ what: 'of bare inserts into the same tables', ...atLeast(median(pushed.map((one, round) => one.perSecond / (bare[round] ?? Number.NaN))), 0.3, (value) => value.toFixed(2)), baseline },
			{ what: 'acknowledged, p99', ...atMost(percentile(pushed.flatMap((one) => one.acknowledgedMs), 0.99), 100, ms), baseline: `median ${ms(median(pushed.flatMap((one) => one.acknowledgedMs)))}` },
		];
	},
};
