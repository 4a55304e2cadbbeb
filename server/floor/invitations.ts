/**
 * Ways in by link: to a new account, or to a new password of one that there is. The link's token has 256 bits and is kept as its SHA-256;
 * it is good once, until it expires or is taken back. Whatever is wrong with one is said in the same words.
 */
import type { AccountRole } from '../../shared/account-roles.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';
import { noSuchAccount, type Accounts } from './accounts.ts';
import { roleOf } from './sessions.ts';
import { hashToken } from './tokens.ts';

interface Offer {
	tokenHash: string;
	/** Epoch milliseconds. */
	expiresAt: number;
}

export type InvitationHandlers = {
	/** Answers with its number. */
	'invitation made': Handler<Offer & { role: AccountRole; note: string }, number>;
	/** In place of an earlier one for the same account. Answers with its number. @throws InputError 404, or 409 for a disabled account. */
	'reset link made': Handler<Offer & { account: number }, number>;
	/** Makes the account, and answers with its id. @throws InputError 404, or 409 when the name is taken. */
	'invitation used': Handler<{ invitation: number; name: string; passwordHash: string }, number>;
	/** Sets the password, ends every session of the account, and answers with its id. @throws InputError 404 */
	'reset link used': Handler<{ invitation: number; passwordHash: string }, number>;
	/** @throws InputError 404 */
	'invitation revoked': Handler<{ invitation: number }, null>;
};

export interface Invitation {
	id: number;
	/** The account whose password it resets; null: it makes one. */
	account: { id: number; name: string } | null;
	/** Of the account that it makes, or resets. */
	role: AccountRole;
	note: string;
	author: string;
	/** Epoch milliseconds. */
	at: number;
	expiresAt: number;
}

export interface Invitations {
	handlers: InvitationHandlers;
	/** Those that still work, newest first. */
	list: (now: number) => Invitation[];
	/** The one that a token opens. @throws InputError 404, in the same words for one that never was, was used, taken back, or has expired. */
	opened: (token: string, now: number) => Invitation;
}

const hourMs = 3_600_000;
export const invitationMs = 72 * hourMs;
export const resetMs = 24 * hourMs;

interface Row {
	id: number;
	account: number | null;
	name: string | null;
	role: string;
	note: string;
	author: string;
	at: number;
	expiresAt: number;
}

const noUse = (): InputError => new InputError('This link does not work: it was mistyped, has been used, was taken back, or has expired. Ask for another one.', { status: 404, code: 'link_invalid', field: 'token' });

export function createInvitations(db: Db, accounts: Accounts): Invitations {
	const insert = db.prepare<[Offer & { account: number | null; role: AccountRole | null; note: string; author: string; at: number; entry: number }]>(
		'INSERT INTO invitation (id, account, role, note, token_hash, expires_at, author, at, entry) VALUES (@entry, @account, @role, @note, @tokenHash, @expiresAt, @author, @at, @entry)',
	);
	const columns = `i.id, i.account, a.name, coalesce(i.role, a.role) AS role, i.note, i.author, i.at, i.expires_at AS expiresAt
		FROM invitation i LEFT JOIN account a ON a.id = i.account WHERE i.expires_at > ? AND coalesce(a.is_disabled, 0) = 0`;
	const listed = db.prepare<[number], Row>(`SELECT ${columns} ORDER BY i.id DESC`);
	const byHash = db.prepare<[number, string], Row>(`SELECT ${columns} AND i.token_hash = ?`);
	const byId = db.prepare<[number, number], Row>(`SELECT ${columns} AND i.id = ?`);
	const remove = db.prepare<[number]>('DELETE FROM invitation WHERE id = ?');
	const removeFor = db.prepare<[number]>('DELETE FROM invitation WHERE account = ?');
	const removeExpired = db.prepare<[number]>('DELETE FROM invitation WHERE expires_at <= ?');

	const told = ({ account, name, role, ...row }: Row): Invitation => ({ ...row, account: account === null ? null : { id: account, name: name ?? '' }, role: roleOf(role) });
	const take = (id: number, at: number): Invitation => {
		const row = byId.get(at, id);
		if (!row) throw noUse();
		remove.run(id);
		return told(row);
	};

	return {
		handlers: {
			'invitation made': ({ role, note, ...offer }, { id, at, author }) => {
				removeExpired.run(at);
				insert.run({ ...offer, account: null, role, note, author, at, entry: id });
				return { reply: id, logged: { role, note, expiresAt: offer.expiresAt } };
			},
			'reset link made': ({ account, ...offer }, { id, at, author }) => {
				const state = accounts.one(account);
				if (!state) throw noSuchAccount();
				if (state.isDisabled) throw new InputError('This account is disabled; enable it first.', { status: 409, code: 'disabled', field: 'id' });
				removeExpired.run(at);
				removeFor.run(account);
				insert.run({ ...offer, account, role: null, note: '', author, at, entry: id });
				return { reply: id, logged: { account, name: state.name, expiresAt: offer.expiresAt } };
			},
			'invitation used': ({ invitation, name, passwordHash }, entry) => {
				const { account, role, note } = take(invitation, entry.at);
				if (account) throw noUse();
				return { ...accounts.handlers['account created']({ name, role, passwordHash, note }, entry), logged: { invitation, account: entry.id, name, role, note } };
			},
			'reset link used': ({ invitation, passwordHash }, entry) => {
				const { account } = take(invitation, entry.at);
				if (!account) throw noUse();
				accounts.handlers['password changed']({ account: account.id, passwordHash }, entry);
				return { reply: account.id, logged: { invitation, account: account.id, name: account.name } };
			},
			'invitation revoked': ({ invitation }, { at }) => {
				const row = byId.get(at, invitation);
				if (!row) throw new InputError('There is no such link, or no longer.', { status: 404, code: 'not_found', field: 'id' });
				remove.run(invitation);
				return { reply: null, logged: { invitation, name: row.name ?? row.note, role: row.role } };
			},
		},
		list: (now) => listed.all(now).map(told),
		opened: (token, now) => {
			const row = byHash.get(now, hashToken(token));
			if (!row) throw noUse();
			return told(row);
		},
	};
}
