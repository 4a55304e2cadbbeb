/** Photos and being left out of rankings, in the journal and beside it. */
import { expect, test } from 'vitest';
import type { Photo } from '../../../server/floor/photos.ts';
import { ana, bo, cy, dumpOf, givenWall, people, type GivenWall } from '../../support/wall.ts';

const now = '2026-09-15T09:00';
const photo = (...bytes: number[]): Photo => ({ type: 'image/png', bytes: Uint8Array.from(bytes) });
const give = ({ wall, idOf, head }: GivenWall, handle: string, given: Photo | null): string | null =>
	wall.journal.together(() => {
		const id = given && wall.photos.keep(given);
		wall.journal.apply('photo set', { person: idOf(handle), photo: id }, head());
		return id;
	});
const kept = ({ db }: GivenWall): unknown[] => db.prepare('SELECT hex(bytes) FROM photo ORDER BY bytes').pluck().all();
const leaveOut = ({ wall, idOf, head }: GivenWall, handle: string): void => wall.journal.apply('person ranked', { person: idOf(handle), isRanked: false }, head());
const merge = ({ wall, idOf, head }: GivenWall, from: string, into: string): void => wall.journal.apply('people merged', { from: idOf(from), into: idOf(into) }, head());
const standing = ({ wall }: GivenWall) => wall.people.list().map(({ name, photo: id, isRanked }) => [name, id, isRanked]);

test('a photo is known by its bytes and goes with the last person who has it', () => {
	const given = givenWall({ now, people: [...people] });
	const first = give(given, ana, photo(1));
	// echo -ne '\x01' | sha256sum
	expect(first).toBe('4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a');
	expect(give(given, bo, photo(1))).toBe(first);
	expect(kept(given)).toEqual(['01']);
	give(given, ana, photo(2));
	expect(kept(given)).toEqual(['01', '02']);
	give(given, bo, null);
	expect(kept(given)).toEqual(['02']);
	give(given, ana, null);
	expect(kept(given)).toEqual([]);
});

test('what is refused or fails leaves neither bytes nor a change', () => {
	const given = givenWall({ now, people: [...people] });
	const before = [given.wall.journal.revision(), standing(given)];
	expect(() => given.wall.journal.together(() => {
		const id = given.wall.photos.keep(photo(1));
		given.wall.journal.apply('photo set', { person: 999, photo: id }, given.head());
	})).toThrow('There is no such person.');
	expect(() => given.wall.journal.apply('person ranked', { person: 999, isRanked: false }, given.head())).toThrow('There is no such person.');
	expect([[given.wall.journal.revision(), standing(given)], kept(given)]).toEqual([before, []]);
});

test('merged, the photo that there is stays, one’s own before the other’s, and the other’s is kept for being told apart', () => {
	const given = givenWall({ now, people: [...people] });
	const ofCy = give(given, cy, photo(3));
	merge(given, cy, bo);
	expect(standing(given)).toEqual([['Ana', null, true], ['Bo', ofCy, true]]);
	const ofAna = give(given, ana, photo(1));
	expect(kept(given)).toEqual(['01', '03']);
	merge(given, bo, ana);
	expect([standing(given), kept(given)]).toEqual([[['Ana', ofAna, true]], ['01', '03']]);
});

test('merged, who was left out under either name stays left out', () => {
	const given = givenWall({ now, people: [...people] });
	leaveOut(given, cy);
	merge(given, cy, bo);
	expect(standing(given)).toEqual([['Ana', null, true], ['Bo', null, false]]);
	merge(given, ana, bo);
	expect(standing(given)).toEqual([['Bo', null, false]]);
});

test('a push of the same people changes neither', () => {
	const given = givenWall({ now, people: [...people] });
	leaveOut(given, cy);
	const id = give(given, cy, photo(1));
	given.push({ people: [{ email: cy, name: 'Cyrus', team: 'North', role: 'sdr' }] });
	expect(standing(given).at(-1)).toEqual(['Cyrus', id, false]);
});

test('the same entries give the same database, but for the bytes, which are beside the journal', () => {
	const entries = (given: GivenWall, withBytes: boolean): Record<string, unknown[]> => {
		if (withBytes) give(given, ana, photo(1));
		else given.wall.journal.apply('photo set', { person: given.idOf(ana), photo: '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a' }, given.head());
		leaveOut(given, bo);
		merge(given, ana, bo);
		return dumpOf(given.db, ['session', 'photo']);
	};
	const setting = { now, people: [...people] };
	expect(entries(givenWall(setting), false)).toEqual(entries(givenWall(setting), true));
});
