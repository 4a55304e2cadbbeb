/** Keys as they are kept. */
import { expect, test } from 'vitest';
import type { Db } from '../../../server/db/open.ts';
import { openDatabase } from '../../../server/db/open.ts';
import { createApiKeys, newKey } from '../../../server/floor/api-keys.ts';
import { createJournal } from '../../../server/journal/journal.ts';

/** A database whose notes of last uses do not fit on the disk. */
function givenFullDisk(code: string): Db {
	const db = openDatabase(':memory:');
	const { prepare } = db;
	const full = Object.assign(new Error('the disk is full'), { code });
	db.prepare = ((sql: string) => {
		const statement = prepare.call(db, sql);
		if (sql.startsWith('INSERT INTO api_key_used')) statement.run = () => {
			throw full;
		};
		return statement;
	}) as typeof db.prepare;
	return db;
}

const given = (db: Db) => {
	const keys = createApiKeys(db, { now: () => 1_000_000 }, () => '2026-11-23');
	const journal = createJournal(db, keys.handlers);
	const { secret, prefix, hash } = newKey();
	const id = journal.apply('api key made', { prefix, hash, name: 'CRM', scopes: ['read', 'ingest'], source: null, until: null }, { at: 1, author: 'admin' });
	return { keys, id, secret };
};

test('[check 16] on a full disk a key still works, only its last use is not noted; any other fault of the disk is told', () => {
	const { keys, id, secret } = given(givenFullDisk('SQLITE_FULL'));
	expect(() => keys.noteUse(id)).not.toThrow();
	expect(keys.keyOf(secret)).toMatchObject({ id, state: 'valid', lastUsed: null, scopes: ['ingest', 'read'] });
	const broken = given(givenFullDisk('SQLITE_IOERR_WRITE'));
	expect(() => broken.keys.noteUse(broken.id)).toThrow('the disk is full');
});

test('[check 16] a key is found by its whole: what begins or ends alike, or is of another form, is none', () => {
	const { keys, secret } = given(openDatabase(':memory:'));
	expect(keys.keyOf(secret)?.name).toBe('CRM');
	const other = newKey().secret;
	for (const wrong of ['', 'fc_', secret.slice(0, 12) + other.slice(12), other.slice(0, 12) + secret.slice(12), `${secret} `, ` ${secret}`, secret.replace('fc_', 'FC_'), `${secret}${secret}`]) expect(keys.keyOf(wrong)).toBeNull();
});
