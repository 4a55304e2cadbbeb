/** Keys of people who were erased, taken from one database into another. */
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { giveFunctions, migrate } from '../../../server/db/forms.ts';
import { createErasedKeys } from '../../../server/floor/erased-keys.ts';

function givenKeys() {
	const db = new Database(':memory:');
	giveFunctions(db);
	migrate(db);
	return createErasedKeys(db);
}

test('[M18] who was erased in either of two databases, each with a salt of its own, is known as erased in both; nobody stands for two', () => {
	const [one, other, third] = [givenKeys(), givenKeys(), givenKeys()];
	for (const keys of [one, other, third]) expect(keys.standsFor('olga@x.example')).toBe(null);
	one.add('olga@x.example', 'erased:7:1', 'a salt');
	one.add('crm/u-7', 'erased:7:2', 'a salt');
	other.add('per@x.example', 'erased:7:1', 'another salt');
	expect([one.countBeside([]), one.countBeside(one.kept().hashes.map(({ hash }) => hash))]).toEqual([1, 0]);
	other.take(one);
	third.take(other);
	third.take(other);
	for (const keys of [other, third]) {
		const [olga, number, per] = [keys.standsFor('olga@x.example'), keys.standsFor('crm/u-7'), keys.standsFor('per@x.example')];
		expect(olga).toMatch(/^erased:[\w-]{22}:1$/);
		expect(number).toBe(olga?.replace(/1$/, '2'));
		expect([per === olga, per === null, keys.standsFor('eva@x.example'), keys.countBeside([])]).toEqual([false, false, null, 2]);
	}
	expect(other.standsFor('per@x.example')).toBe('erased:7:1');
	expect([third.isSwept(), third.kept().hashes.length]).toEqual([true, 3]);
	third.add('eva@x.example', 'erased:8:1', 'a third salt');
	expect([third.standsFor('eva@x.example'), third.salt()]).toEqual(['erased:8:1', 'another salt']);
});
