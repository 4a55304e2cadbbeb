/** Who is celebrated: the person that an owner key means, and what may be shown of them. */
import type { Db } from '../db/open.ts';

export interface Whom {
	id: number;
	name: string;
	/** The id of a photo; null where there is none. */
	photo: string | null;
	/** False: left out of rankings, and not named but in a boardroom. */
	isRanked: boolean;
}

export interface Whoever {
	/** Null where the key means nobody, or several. */
	behindKey: (key: string) => Whom | null;
	/** Also of somebody who was merged into another: then that one. */
	person: (id: number) => Whom | null;
}

interface Row {
	id: number;
	name: string;
	photo: string | null;
	is_ranked: number;
}
const whom = (row: Row | undefined): Whom | null => (row ? { id: row.id, name: row.name, photo: row.photo, isRanked: row.is_ranked === 1 } : null);

export function createWhoever(db: Db): Whoever {
	const byKey = db.prepare<[string], Row>('SELECT p.id, p.name, p.photo, p.is_ranked FROM identity i JOIN person p ON p.id = i.person WHERE i.key = ?');
	const byId = db.prepare<[number], Row>(
		`WITH RECURSIVE same (id) AS (SELECT ? UNION SELECT merged_into FROM person JOIN same USING (id) WHERE merged_into IS NOT NULL)
		SELECT p.id, p.name, p.photo, p.is_ranked FROM same JOIN person p USING (id) WHERE p.merged_into IS NULL`,
	);
	return { behindKey: (key) => whom(byKey.get(key)), person: (id) => whom(byId.get(id)) };
}
