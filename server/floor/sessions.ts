/**
 * Who is signed in: the machine's own. A session is a random token kept as its SHA-256; it ends after 24 h without use, after 14 days, by
 * signing out here or everywhere, and with whatever ends all of an account's. Whatever stays open for it ends with it, and begins anew
 * when the account may do something else.
 */
import { accountRoles, type AccountRole } from '../../shared/account-roles.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { isDiskFull } from '../errors.ts';
import { hashToken, newToken } from './tokens.ts';

export interface Account {
	id: number;
	name: string;
	role: AccountRole;
}

/** Where a session is begun. */
export interface Visitor {
	address: string;
	/** Empty when it is not known. */
	browser: string;
}

export interface OpenSession extends Visitor {
	/** Epoch milliseconds. */
	since: number;
	usedAt: number;
	isThis: boolean;
}

export interface Sessions {
	/** Returns the token, which is nowhere else. */
	startSession: (account: number, from?: Visitor) => string;
	/** A session that was begun in another database goes on in this one, as one of the account's. */
	adoptSession: (token: string, account: number) => void;
	sessionAccount: (token: string) => Account | null;
	endSession: (token: string) => void;
	/** All of an account's, but for one. */
	endSessionsOf: (account: number, but?: string) => void;
	/** Those of an account that are open, the one used last first. */
	sessionsOf: (account: number, token?: string) => OpenSession[];
	/** Called once when the session is over, or its account has another role; to watch is no use of it. Returns what stops it. */
	whileSame: (token: string, over: () => void) => () => void;
	/** Tells those whose time is up; all else is told as it happens. */
	look: () => void;
}

/** For the journal: what an entry does to sessions is told once it is written. */
export interface SessionsOfAccounts extends Sessions {
	/** Within an entry. */
	dropSessions: (account: number) => void;
	/** Within an entry: an account has another role. */
	noteRole: () => void;
	/** After each entry. */
	afterEntry: () => void;
}

export const sessionIdleMs = 24 * 3_600_000;
export const sessionMs = 14 * 24 * 3_600_000;
const notedEveryMs = 60_000;

export const roleOf = (stored: string): AccountRole => {
	const known = accountRoles.find((one) => one === stored);
	if (!known) throw new Error(`an account has the unknown role '${stored}'`);
	return known;
};

interface SessionRow {
	id: number;
	name: string;
	role: string;
	created_at: number;
	seen_at: number;
}

export function createSessions(db: Db, clock: Clock): SessionsOfAccounts {
	const insert = db.prepare<[string, number, number, number, string, string]>('INSERT INTO session (token_hash, account, created_at, seen_at, address, browser) VALUES (?, ?, ?, ?, ?, ?)');
	const byHash = db.prepare<[string], SessionRow>('SELECT account.id, name, role, created_at, seen_at FROM session JOIN account ON account.id = session.account WHERE token_hash = ? AND is_disabled = 0');
	const ofAccount = db.prepare<[number], { token_hash: string; created_at: number; seen_at: number } & Visitor>('SELECT token_hash, created_at, seen_at, address, browser FROM session WHERE account = ? ORDER BY seen_at DESC, created_at DESC, token_hash');
	const noteSeen = db.prepare<[number, number, string]>('UPDATE session SET seen_at = ?, created_at = min(created_at, ?) WHERE token_hash = ?');
	const noteAccount = db.prepare<[number, number]>('INSERT INTO account_seen (account, at) VALUES (?, ?) ON CONFLICT (account) DO UPDATE SET at = excluded.at');
	const remove = db.prepare<[string]>('DELETE FROM session WHERE token_hash = ?');
	const removeOf = db.prepare<[number, string]>('DELETE FROM session WHERE account = ? AND token_hash <> ?');
	const removeExpired = db.prepare<[number, number]>('DELETE FROM session WHERE seen_at < ? OR created_at < ?');

	const watched = new Set<{ hash: string; role: string; over: () => void }>();
	let isToTell = false;
	const lasts = (row: Pick<SessionRow, 'seen_at' | 'created_at'>, now: number): boolean => now - row.seen_at < sessionIdleMs && now - row.created_at < sessionMs;
	const open = (hash: string): SessionRow | null => {
		const row = byHash.get(hash);
		return row && lasts(row, clock.now()) ? row : null;
	};
	const look = (): void => {
		for (const one of [...watched]) {
			if (open(one.hash)?.role === one.role) continue;
			watched.delete(one);
			one.over();
		}
	};
	const writeUse = db.transaction((hash: string, account: number, now: number): void => {
		noteSeen.run(now, now, hash);
		noteAccount.run(account, now);
	});
	const noteUse = (hash: string, account: number, now: number): void => {
		try {
			writeUse(hash, account, now);
		} catch (error) {
			// With a full disk people can still look; only the session ends a little early.
			if (!isDiskFull(error)) throw error;
		}
	};
	const start = db.transaction((account: number, { address, browser }: Visitor): string => {
		const now = clock.now();
		const token = newToken();
		removeExpired.run(now - sessionIdleMs, now - sessionMs);
		insert.run(hashToken(token), account, now, now, address, browser);
		noteAccount.run(account, now);
		return token;
	});

	return {
		startSession: (account, from = { address: '', browser: '' }) => start(account, from),
		adoptSession: (token, account) => void insert.run(hashToken(token), account, clock.now(), clock.now(), '', ''),
		sessionAccount: (token) => {
			const hash = hashToken(token);
			const row = open(hash);
			if (!row) return null;
			const now = clock.now();
			// The distance either way: one that began while the clock ran ahead must not last longer for it.
			if (Math.abs(now - row.seen_at) >= notedEveryMs) noteUse(hash, row.id, now);
			return { id: row.id, name: row.name, role: roleOf(row.role) };
		},
		endSession: (token) => {
			remove.run(hashToken(token));
			look();
		},
		endSessionsOf: (account, but) => {
			removeOf.run(account, but === undefined ? '' : hashToken(but));
			look();
		},
		sessionsOf: (account, token) => {
			const [now, own] = [clock.now(), token === undefined ? '' : hashToken(token)];
			return ofAccount.all(account).filter((row) => lasts(row, now)).map(({ token_hash, created_at, seen_at, address, browser }) => ({ address, browser, since: created_at, usedAt: seen_at, isThis: token_hash === own }));
		},
		whileSame: (token, over) => {
			const hash = hashToken(token);
			const one = { hash, role: open(hash)?.role ?? '', over };
			watched.add(one);
			return () => void watched.delete(one);
		},
		look,
		dropSessions: (account) => {
			removeOf.run(account, '');
			isToTell = true;
		},
		noteRole: () => {
			isToTell = true;
		},
		afterEntry: () => {
			if (!isToTell) return;
			isToTell = false;
			look();
		},
	};
}
