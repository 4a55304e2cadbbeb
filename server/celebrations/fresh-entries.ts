/** What has been written since the last look, and which of it may be celebrated. */
import { celebratedWithinMs } from '../../shared/celebration.ts';
import type { Db } from '../db/open.ts';
import { restatingKinds } from '../facts/restating.ts';
import { factEntities, type FactEntity } from '../facts/schema.ts';

/** More deals newly won in one entry are a back-fill, whatever their dates say. */
const mostWonAtOnce = 10;

export interface FreshEntry {
	id: number;
	at: number;
	/** The kinds of facts that it may have changed. */
	entities: readonly FactEntity[];
	changesTargets: boolean;
	/** It just came, from no file, and is no back-fill. */
	isLive: boolean;
}

export interface FreshEntries {
	/** Oldest first. */
	after: (entry: number, now: number) => FreshEntry[];
}

interface Row {
	id: number;
	kind: string;
	at: number;
	file: number | null;
	won: number | null;
	rows: string | null;
	deleted: number | null;
	entity: string | null;
}

/** Figures that read otherwise by a setting, or since a file was taken back, are nobody's doing: they are taken note of, and not celebrated. */
const isRestating = (kind: string): boolean => kind === 'import undone' || restatingKinds.some((restating) => restating === kind);
const isEntity = (name: string | null): name is FactEntity => factEntities.some((entity) => entity === name);

const entitiesOf = ({ kind, rows, deleted, entity }: Row): readonly FactEntity[] => {
	if (isEntity(entity)) return [entity];
	if (isRestating(kind)) return factEntities;
	if (kind !== 'facts arrived') return [];
	if (deleted) return factEntities;
	// The header of a batch, written by its handler.
	const counts = JSON.parse(rows ?? '{}') as Partial<Record<FactEntity, number>>;
	return factEntities.filter((each) => (counts[each] ?? 0) > 0);
};

export function createFreshEntries(db: Db): FreshEntries {
	// Only what is asked for is read of a body: one of targets may be long.
	const after = db.prepare<[number], Row>(
		`SELECT id, kind, at, body ->> '$.file' AS file, body ->> '$.won' AS won, body -> '$.rows' AS rows, body ->> '$.deleted' AS deleted, body ->> '$.entity' AS entity FROM entry WHERE id > ? ORDER BY id`,
	);
	return {
		after: (entry, now) =>
			after.all(entry).map((row) => ({
				id: row.id,
				at: row.at,
				entities: entitiesOf(row),
				changesTargets: row.kind.startsWith('targets '),
				isLive: !isRestating(row.kind) && !row.file && (row.won ?? 0) <= mostWonAtOnce && now - row.at <= celebratedWithinMs,
			})),
	};
}
