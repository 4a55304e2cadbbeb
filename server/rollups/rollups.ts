/**
 * Keeps rollup = what the facts say. A dirty (day, owner) of a stream is read from the facts anew and replaces what stood;
 * nothing is ever incremented, so nothing can drift. Rebuilding everything marks every pair and runs the same statements.
 */
import type { Db } from '../db/open.ts';
import type { StreamName } from '../facts/streams.ts';
import { streamNames, streams } from '../facts/streams.ts';
import { measureIds, measureOf, outcomes } from './measures.ts';

export interface Rollups {
	/** Works off dirty pairs for about so long; true when none are left. */
	drain: (budgetMs: number) => boolean;
	/** Resolves when every fact written before the call is in the rollups; lets other work run in between. */
	drained: () => Promise<void>;
	rebuild: () => void;
}

/** Pairs taken at once: small enough for a slice of a few milliseconds, large enough to be quick. */
const pairsAtOnce = 200;
const sliceMs = 20;

function statements(db: Db, name: StreamName): (() => number) & { markAll: () => void } {
	const { table, day, owner } = streams[name];
	const own = measureIds.filter((id) => measureOf(id).stream === name);
	const sliced = own.filter((id) => measureOf(id).slicedBy);
	const batch = `batch AS (SELECT day, owner_key FROM dirty WHERE stream = '${name}' ORDER BY day, owner_key LIMIT ${pairsAtOnce})`;
	// total() and not sum(): that fails for good once a sum outgrows 64 bits, and no amount pushed may stop the wall. Exact up to 2^53.
	const sum = (adds: string): string => `CASE WHEN count(${adds}) > 0 THEN CAST(total(${adds}) AS INTEGER) END`;
	const sums = (ids: string[]): string => ids.map((id) => `${sum(measureOf(id as (typeof own)[number]).adds)} AS ${id}`).join(', ');
	const pick = (ids: string[]): string => `CASE m.id ${ids.map((id) => `WHEN '${id}' THEN s.${id}`).join(' ')} END`;
	const part = (ids: string[], slice: string, groupBy: string, where: string): string => `
		SELECT m.id, ${slice}, s.day, s.owner_key, ${pick(ids)} AS amount
		FROM (
			SELECT b.day, b.owner_key, ${groupBy ? `f.${groupBy} AS slice_value,` : ''} ${sums(ids)}
			FROM batch b CROSS JOIN ${table} f ON f.${day} = b.day AND f.${owner} = b.owner_key AND f.counts = 1 ${where}
			GROUP BY b.day, b.owner_key${groupBy ? `, f.${groupBy}` : ''}
		) s CROSS JOIN (SELECT value AS id FROM json_each('${JSON.stringify(ids)}')) m
		WHERE amount IS NOT NULL`;
	const remove = db.prepare(`
		WITH ${batch}
		DELETE FROM rollup WHERE (measure, slice, day, owner_key) IN (
			SELECT r.measure, r.slice, r.day, r.owner_key
			FROM batch b CROSS JOIN (SELECT value AS id FROM json_each('${JSON.stringify(own)}')) m
			CROSS JOIN (SELECT '' AS slice ${sliced.length > 0 ? `UNION ALL SELECT 'outcome:' || value FROM json_each('${JSON.stringify(outcomes)}')` : ''}) k
			CROSS JOIN rollup r ON r.measure = m.id AND r.slice = k.slice AND r.day = b.day AND r.owner_key = b.owner_key
		)`);
	const insert = db.prepare(`
		WITH ${batch}
		INSERT INTO rollup (measure, slice, day, owner_key, amount)
		${part(own, `''`, '', '')}
		${sliced.length > 0 ? `UNION ALL ${part(sliced, `'outcome:' || s.slice_value`, 'outcome', `AND f.outcome IN (SELECT value FROM json_each('${JSON.stringify(outcomes)}'))`)}` : ''}`);
	const clean = db.prepare(`WITH ${batch} DELETE FROM dirty WHERE stream = '${name}' AND (day, owner_key) IN (SELECT day, owner_key FROM batch)`);
	const markAll = db.prepare(`INSERT INTO dirty (stream, day, owner_key) SELECT DISTINCT '${name}', ${day}, ${owner} FROM ${table} WHERE ${day} IS NOT NULL ON CONFLICT DO NOTHING`);
	const pass = db.transaction((): number => {
		remove.run();
		insert.run();
		return clean.run().changes;
	});
	return Object.assign(() => pass(), { markAll: () => void markAll.run() });
}

export function createRollups(db: Db): Rollups {
	const passes = streamNames.map((name) => statements(db, name));
	const anyDirty = db.prepare<[], number>('SELECT 1 FROM dirty LIMIT 1').pluck();
	const isClean = (): boolean => anyDirty.get() === undefined;

	const drain = (budgetMs: number): boolean => {
		if (isClean()) return true;
		const end = performance.now() + budgetMs;
		for (const pass of passes) {
			while (pass() === pairsAtOnce) if (performance.now() > end) return false;
		}
		return isClean();
	};

	return {
		drain,
		drained: async () => {
			while (!drain(sliceMs)) await new Promise((resolve) => setImmediate(resolve));
		},
		rebuild: () => {
			db.transaction(() => {
				db.exec('DELETE FROM rollup');
				for (const pass of passes) pass.markAll();
			})();
			drain(Number.POSITIVE_INFINITY);
		},
	};
}
