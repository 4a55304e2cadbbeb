/** What a database holds, in one word: two are the same when no row of it is otherwise. */
import { createHash } from 'node:crypto';
import type { Db } from '../../server/db/open.ts';

/** What the machine notes for itself: it comes and goes with every call. */
export const notes = ['session', 'screen_seen', 'rollup', 'dirty', 'celebration', 'celebration_look', 'alert', 'link_opened', 'account_seen', 'access_note', 'entry_address', 'api_key_used', 'feed_state', 'disk_use'];

/** Worked out anew only when something was written since. */
export function digestOf(db: Db, but: readonly string[] = notes): () => string {
	const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").pluck().all().filter((table) => !but.includes(table));
	const rows = tables.map((table) => db.prepare(`SELECT * FROM "${table}"`).raw());
	const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
	let last = { changes: -1, digest: '' };
	return () => {
		const count = changes.get() ?? 0;
		if (count !== last.changes) {
			const hash = createHash('sha256');
			for (const [index, statement] of rows.entries()) hash.update(`${tables[index] ?? ''} ${JSON.stringify(statement.all())}\n`);
			last = { changes: count, digest: hash.digest('hex') };
		}
		return last.digest;
	};
}
