/**
 * Keys of scripts and services: each has a name and says what it may, perhaps for one source only, perhaps until a day. A key is shown
 * once, when it is made; kept are what it begins with, by which it is found, and its SHA-256.
 */
import { keyScopes, type KeyScope, type KeyView } from '../../shared/keys-api.ts';
import { isoText, type Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError, isDiskFull } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';
import { hashToken, isSameSecret, newCode, newToken } from './tokens.ts';

export interface KeyGiven {
	prefix: string;
	/** SHA-256 of the whole key. */
	hash: string;
	name: string;
	scopes: readonly KeyScope[];
	source: string | null;
	until: string | null;
}

export type ApiKeyHandlers = {
	/** Answers with its number. @throws InputError 409 while another that was not revoked has the name. */
	'api key made': Handler<KeyGiven, number>;
	/** @throws InputError 404 when there is no such key, or no longer. */
	'api key revoked': Handler<{ id: number }, null>;
};

export interface ApiKeys {
	handlers: ApiKeyHandlers;
	/** Those that work first, then the newest; of the revoked ones the last. */
	list: () => KeyView[];
	one: (id: number) => KeyView | undefined;
	/** The key that this is, also when it works no more; null for none. */
	keyOf: (token: string) => KeyView | null;
	/** Hashes of the keys that were revoked, and the key that still works with one: what was revoked stays so when a backup is put back. */
	revokedHashes: () => string[];
	withHash: (hash: string) => number | null;
	/** Of those not revoked. */
	hashes: () => { name: string; hash: string }[];
	/** The machine's own note: at most once a minute. */
	noteUse: (id: number) => void;
}

/** A new key, and what is kept of it: 256 random bits after eight letters by which people know it again. */
export function newKey(): { secret: string; prefix: string; hash: string } {
	const prefix = `fc_${newCode(8).toLowerCase()}`;
	const secret = `${prefix}_${newToken()}`;
	return { secret, prefix, hash: hashToken(secret) };
}

const notedEveryMs = 60_000;
const mostRevokedShown = 50;

interface KeyRow {
	id: number;
	prefix: string;
	hash: string;
	name: string;
	scopes: string;
	source: string | null;
	until_day: string | null;
	made_at: number;
	made_by: string;
	revoked_at: number | null;
	revoked_by: string | null;
	used_at: number | null;
}

/** `today`: of the workspace. */
export function createApiKeys(db: Db, clock: Clock, today: () => string): ApiKeys {
	const insert = db.prepare<[{ prefix: string; hash: string; name: string; scopes: string; source: string | null; until: string | null; at: number; author: string; id: number }]>(
		'INSERT INTO api_key (prefix, hash, name, scopes, source, until_day, made_at, made_by, entry) VALUES (@prefix, @hash, @name, @scopes, @source, @until, @at, @author, @id)',
	);
	const revoke = db.prepare<[number, string, number, number]>('UPDATE api_key SET revoked_at = ?, revoked_by = ?, entry = ? WHERE id = ? AND revoked_at IS NULL');
	const isTaken = db.prepare<[string], number>('SELECT 1 FROM api_key WHERE name_key(name) = name_key(?) AND revoked_at IS NULL').pluck();
	const stored = 'SELECT k.*, u.at AS used_at FROM api_key k LEFT JOIN api_key_used u ON u.key = k.id';
	const standing = db.prepare<[], KeyRow>(`${stored} WHERE revoked_at IS NULL ORDER BY id DESC`);
	const revoked = db.prepare<[number], KeyRow>(`${stored} WHERE revoked_at IS NOT NULL ORDER BY revoked_at DESC, id DESC LIMIT ?`);
	const byId = db.prepare<[number], KeyRow>(`${stored} WHERE k.id = ?`);
	const byPrefix = db.prepare<[string], KeyRow>(`${stored} WHERE prefix = ?`);
	const revokedHashes = db.prepare<[], string>('SELECT hash FROM api_key WHERE revoked_at IS NOT NULL').pluck();
	const withHash = db.prepare<[string], number>('SELECT id FROM api_key WHERE hash = ? AND revoked_at IS NULL').pluck();
	const note = db.prepare<[number, number]>('INSERT INTO api_key_used (key, at) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET at = excluded.at');
	const usedAt = db.prepare<[number], number>('SELECT at FROM api_key_used WHERE key = ?').pluck();

	const view = (row: KeyRow): KeyView => ({
		id: row.id,
		name: row.name,
		prefix: row.prefix,
		scopes: keyScopes.filter((scope) => row.scopes.split(' ').includes(scope)),
		source: row.source,
		until: row.until_day,
		state: row.revoked_at !== null ? 'revoked' : row.until_day !== null && row.until_day < today() ? 'expired' : 'valid',
		madeAt: isoText(row.made_at),
		by: row.made_by,
		lastUsed: row.used_at === null ? null : isoText(row.used_at),
		revoked: row.revoked_at === null ? null : { at: isoText(row.revoked_at), by: row.revoked_by ?? '' },
	});

	return {
		handlers: {
			'api key made': (given, { at, author, id }) => {
				if (isTaken.get(given.name) !== undefined) throw new InputError(`There is already a key called ${given.name}.`, { status: 409, code: 'taken', field: 'name' });
				const reply = Number(insert.run({ ...given, scopes: given.scopes.join(' '), at, author, id }).lastInsertRowid);
				return { reply, logged: { ...given, hash: '' } };
			},
			'api key revoked': ({ id }, entry) => {
				if (revoke.run(entry.at, entry.author, entry.id, id).changes === 0) throw new InputError('There is no such key.', { status: 404, code: 'not_found', field: 'id' });
				return { reply: null, logged: { id, name: byId.get(id)?.name } };
			},
		},
		list: () => {
			const views = standing.all().map(view);
			const inState = (wanted: KeyView['state']): KeyView[] => views.filter(({ state }) => state === wanted);
			return [...inState('valid'), ...inState('expired'), ...revoked.all(mostRevokedShown).map(view)];
		},
		one: (id) => {
			const row = byId.get(id);
			return row && view(row);
		},
		keyOf: (token) => {
			const [, prefix] = /^(fc_[a-z]{8})_[\w-]{43}$/.exec(token) ?? [];
			const row = prefix === undefined ? undefined : byPrefix.get(prefix);
			return row && isSameSecret(hashToken(token), row.hash) ? view(row) : null;
		},
		revokedHashes: () => revokedHashes.all(),
		withHash: (hash) => withHash.get(hash) ?? null,
		hashes: () => standing.all().map(({ name, hash }) => ({ name, hash })),
		noteUse: (id) => {
			const now = clock.now();
			const before = usedAt.get(id);
			// The distance either way: a clock that ran ahead must not keep later uses from being seen.
			if (before !== undefined && Math.abs(now - before) < notedEveryMs) return;
			try {
				note.run(id, now);
			} catch (error) {
				// With a full disk scripts can still read.
				if (!isDiskFull(error)) throw error;
			}
		},
	};
}
