/** Taking out a person who was added, or made known by an import: merged into themselves, so that their number is never another's in any log. */
import type { Db } from '../db/open.ts';

export function createRemoving(db: Db): (person: number, entry: number) => void {
	const remove = db.prepare<[number, number]>(`UPDATE person SET merged_into = id, handle = 'removed/' || id, email = NULL, photo = NULL, entry = ? WHERE id = ?`);
	return (person, entry) => void remove.run(entry, person);
}
