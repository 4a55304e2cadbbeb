/**
 * Who may sign in, and who is signed in. Accounts are made by journal entries that carry only hashes. Sessions are the machine's own:
 * a random token kept as its SHA-256, ended after 24 h without use, after 14 days, or when the account's password changes.
 */
import { accountRoles, type AccountRole } from '../../shared/account-roles.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError, isDiskFull } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';
import { isPassword } from './passwords.ts';
import { hashToken, newToken } from './tokens.ts';

export interface Account {
	id: number;
	name: string;
	role: AccountRole;
}

export interface AccountCreated {
	name: string;
	role: AccountRole;
	passwordHash: string;
}

export interface PasswordChanged {
	account: number;
	passwordHash: string;
}

export type AccountHandlers = {
	/** Answers with the account's id. @throws InputError 409 when the name is taken. */
	'account created': Handler<AccountCreated, number>;
	/** Ends every session of the account. */
	'password changed': Handler<PasswordChanged, null>;
};

export interface Accounts {
	handlers: AccountHandlers;
	hasAdministrator: () => boolean;
	/** Null for a wrong name or password alike, after the same work. */
	check: (name: string, password: string) => Promise<Account | null>;
	/** With the hashes of their passwords. */
	credentials: () => (Account & { passwordHash: string })[];
	/** A session that was begun in another database goes on in this one, as one of the account's. */
	adoptSession: (token: string, account: number) => void;
	/** Returns the token, which is nowhere else. */
	startSession: (account: number) => string;
	sessionAccount: (token: string) => Account | null;
	endSession: (token: string) => void;
	/** Whether a session lasts; to ask is no use of it. */
	isOpen: (token: string) => boolean;
	/** Called when someone signs out. Returns its own removal. */
	onEnded: (listener: () => void) => () => void;
}

export const sessionIdleMs = 24 * 3_600_000;
export const sessionMs = 14 * 24 * 3_600_000;
const notedEveryMs = 60_000;

/** Names are compared without case or surrounding spaces, and kept that way. @throws InputError */
export function accountName(text: string, field = 'account'): string {
	const name = text.normalize('NFC').trim().toLowerCase();
	if (!/^[^\p{C}]{1,60}$/u.test(name)) throw new InputError('An account name has 1 to 60 characters.', { field });
	return name;
}

interface AccountRow {
	id: number;
	name: string;
	role: string;
	password_hash: string;
}

interface SessionRow extends AccountRow {
	created_at: number;
	seen_at: number;
}

const asAccount = ({ id, name, role }: AccountRow): Account => {
	const known = accountRoles.find((one) => one === role);
	if (!known) throw new Error(`the account ${id} has the unknown role '${role}'`);
	return { id, name, role: known };
};

export function createAccounts(db: Db, clock: Clock): Accounts {
	const insert = db.prepare<[string, string, string, number]>('INSERT INTO account (name, role, password_hash, entry) VALUES (?, ?, ?, ?)');
	const setPassword = db.prepare<[string, number, number]>('UPDATE account SET password_hash = ?, entry = ? WHERE id = ?');
	const byName = db.prepare<[string], AccountRow>('SELECT id, name, role, password_hash FROM account WHERE name = ?');
	const administrators = db.prepare<[], number>(`SELECT count(*) FROM account WHERE role = 'admin'`).pluck();
	const all = db.prepare<[], AccountRow>('SELECT id, name, role, password_hash FROM account ORDER BY name');
	const insertSession = db.prepare<[string, number, number, number]>('INSERT INTO session (token_hash, account, created_at, seen_at) VALUES (?, ?, ?, ?)');
	const sessionByHash = db.prepare<[string], SessionRow>(
		'SELECT account.id, name, role, password_hash, created_at, seen_at FROM session JOIN account ON account.id = session.account WHERE token_hash = ?',
	);
	const noteSeen = db.prepare<[number, number, string]>('UPDATE session SET seen_at = ?, created_at = min(created_at, ?) WHERE token_hash = ?');
	const deleteSession = db.prepare<[string]>('DELETE FROM session WHERE token_hash = ?');
	const deleteSessionsOf = db.prepare<[number]>('DELETE FROM session WHERE account = ?');
	const deleteExpired = db.prepare<[number, number]>('DELETE FROM session WHERE seen_at < ? OR created_at < ?');

	const listeners = new Set<() => void>();
	const lasts = (row: SessionRow, now: number): boolean => now - row.seen_at < sessionIdleMs && now - row.created_at < sessionMs;
	const noteUse = (hash: string, now: number): void => {
		try {
			noteSeen.run(now, now, hash);
		} catch (error) {
			// With a full disk people can still look; only the session ends a little early.
			if (!isDiskFull(error)) throw error;
		}
	};

	return {
		handlers: {
			'account created': (body, entry) => {
				if (byName.get(body.name)) throw new InputError(`There is already an account called ${body.name}.`, { status: 409, code: 'taken', field: 'account' });
				return { reply: Number(insert.run(body.name, body.role, body.passwordHash, entry.id).lastInsertRowid) };
			},
			'password changed': (body, entry) => {
				if (setPassword.run(body.passwordHash, entry.id, body.account).changes === 0) throw new InputError('There is no such account.', { status: 404, code: 'not_found' });
				deleteSessionsOf.run(body.account);
				return { reply: null };
			},
		},
		hasAdministrator: () => (administrators.get() ?? 0) > 0,
		check: async (name, password) => {
			const row = byName.get(name.normalize('NFC').trim().toLowerCase());
			return (await isPassword(password, row?.password_hash ?? null)) && row ? asAccount(row) : null;
		},
		credentials: () => all.all().map((row) => ({ ...asAccount(row), passwordHash: row.password_hash })),
		adoptSession: (token, account) => void insertSession.run(hashToken(token), account, clock.now(), clock.now()),
		startSession: (account) => {
			const now = clock.now();
			const token = newToken();
			deleteExpired.run(now - sessionIdleMs, now - sessionMs);
			insertSession.run(hashToken(token), account, now, now);
			return token;
		},
		sessionAccount: (token) => {
			const hash = hashToken(token);
			const row = sessionByHash.get(hash);
			const now = clock.now();
			if (!row || !lasts(row, now)) return null;
			// The distance either way: one that began while the clock ran ahead must not last longer for it.
			if (Math.abs(now - row.seen_at) >= notedEveryMs) noteUse(hash, now);
			return asAccount(row);
		},
		endSession: (token) => {
			deleteSession.run(hashToken(token));
			for (const listener of listeners) listener();
		},
		isOpen: (token) => {
			const row = sessionByHash.get(hashToken(token));
			return row !== undefined && lasts(row, clock.now());
		},
		onEnded: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
