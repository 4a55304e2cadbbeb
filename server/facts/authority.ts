/** Which source counts for a kind of fact (M17). None chosen: all of them do. What ops enter by hand always counts. */
import type { Db } from '../db/open.ts';
import type { FactEntity } from './schema.ts';
import { byHand } from './schema.ts';

export interface Authority {
	/** Null: all count. */
	of: (entity: FactEntity) => string | null;
	counts: (entity: FactEntity, source: string) => boolean;
	put: (entity: FactEntity, source: string | null, entry: number) => void;
	/** What was read is read anew: the entry that changed it may not have been kept. */
	forget: () => void;
}

export function createAuthority(db: Db): Authority {
	const read = db.prepare<[], { entity: FactEntity; source: string | null }>('SELECT entity, source FROM authority');
	const write = db.prepare<[string, string | null, number]>('INSERT INTO authority (entity, source, entry) VALUES (?, ?, ?) ON CONFLICT (entity) DO UPDATE SET source = excluded.source, entry = excluded.entry');
	let known: Map<FactEntity, string | null> | null = null;
	const chosen = () => (known ??= new Map(read.all().map(({ entity, source }) => [entity, source])));
	const of: Authority['of'] = (entity) => chosen().get(entity) ?? null;
	return {
		of,
		counts: (entity, source) => {
			const authority = of(entity);
			return authority === null || authority === source || source === byHand;
		},
		put: (entity, source, entry) => {
			write.run(entity, source, entry);
			known = null;
		},
		forget: () => {
			known = null;
		},
	};
}
