/**
 * Who may sign in. Accounts are made and changed by journal entries that carry only hashes, and the log keeps not even those. One
 * administrator who may sign in always stays.
 */
import type { AccountRole } from '../../shared/account-roles.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';
import { isPassword } from './passwords.ts';
import { createSessions, roleOf, type Account, type SessionsOfAccounts } from './sessions.ts';

export interface AccountCreated {
	name: string;
	role: AccountRole;
	passwordHash: string;
	note?: string;
}

export interface PasswordChanged {
	account: number;
	passwordHash: string;
}

export type AccountHandlers = {
	/** Answers with the account's id. @throws InputError 409 when the name is taken. */
	'account created': Handler<AccountCreated, number>;
	/** Ends every session of the account, as disabling and removing it do. @throws InputError 404 */
	'password changed': Handler<PasswordChanged, null>;
	/** Logged with the role before. @throws InputError 404, or 409 for the last administrator, as the two below. */
	'role changed': Handler<{ account: number; role: AccountRole }, null>;
	'account disabled': Handler<{ account: number }, null>;
	'account enabled': Handler<{ account: number }, null>;
	'account removed': Handler<{ account: number }, null>;
};

export interface AccountState extends Account {
	note: string;
	isDisabled: boolean;
	/** Epoch milliseconds; null: never. */
	seenAt: number | null;
}

export interface Accounts extends SessionsOfAccounts {
	handlers: AccountHandlers;
	/** Whether there is one who may sign in. */
	hasAdministrator: () => boolean;
	/** By name. */
	list: () => AccountState[];
	one: (id: number) => AccountState | undefined;
	/** With the hashes of their passwords. */
	credentials: () => (Account & { isDisabled: boolean; passwordHash: string; note: string })[];
	/** Null for a wrong name or password, and for a disabled account, alike, after the same work. */
	check: (name: string, password: string) => Promise<Account | null>;
}

/** As names are compared: without case or surrounding spaces. */
export const plainAccountName = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/** What the machine signs entries with, which nobody else is to be taken for. */
const ownNames = /^(?:command|demo|environment|feed|key|meeting|nobody|restart|api key(?: .*)?)$/;

/** As it is kept. @throws InputError */
export function accountName(text: string, field = 'account'): string {
	const name = plainAccountName(text);
	if (!/^[^\p{C}]{1,60}$/u.test(name)) throw new InputError('An account name has 1 to 60 characters.', { field });
	if (ownNames.test(name)) throw new InputError('The server itself writes under this name; choose another.', { field });
	return name;
}

interface AccountRow {
	id: number;
	name: string;
	role: string;
	note: string;
	is_disabled: number;
	seenAt: number | null;
}

interface SecretRow {
	id: number;
	name: string;
	role: string;
	note: string;
	password_hash: string;
	is_disabled: number;
}

export const noSuchAccount = (): InputError => new InputError('There is no such account.', { status: 404, code: 'not_found', field: 'id' });

export function createAccounts(db: Db, clock: Clock): Accounts {
	// Its number is its entry's, so that no number is ever another's.
	const insert = db.prepare<[AccountCreated & { note: string; entry: number }]>('INSERT INTO account (id, name, role, password_hash, note, entry) VALUES (@entry, @name, @role, @passwordHash, @note, @entry)');
	const setPassword = db.prepare<[string, number, number]>('UPDATE account SET password_hash = ?, entry = ? WHERE id = ?');
	const setRole = db.prepare<[string, number, number]>('UPDATE account SET role = ?, entry = ? WHERE id = ?');
	const setDisabled = db.prepare<[number, number, number]>('UPDATE account SET is_disabled = ?, entry = ? WHERE id = ?');
	const remove = db.prepare<[number]>('DELETE FROM account WHERE id = ?');
	const stored = 'SELECT id, name, role, note, is_disabled, account_seen.at AS seenAt FROM account LEFT JOIN account_seen ON account_seen.account = account.id';
	const listed = db.prepare<[], AccountRow>(`${stored} ORDER BY name`);
	const byId = db.prepare<[number], AccountRow>(`${stored} WHERE id = ?`);
	const secret = 'SELECT id, name, role, note, password_hash, is_disabled FROM account';
	const secrets = db.prepare<[], SecretRow>(`${secret} ORDER BY name`);
	const hashByName = db.prepare<[string], SecretRow>(`${secret} WHERE name = ?`);
	// With whoever made or was given them: links of somebody who is shut out, and to a password that has become another.
	const dropLinksOf = db.prepare<[string]>('DELETE FROM invitation WHERE author = ?');
	const dropResets = db.prepare<[number]>('DELETE FROM invitation WHERE account = ?');
	const administrators = db.prepare<[number], number>(`SELECT count(*) FROM account WHERE role = 'admin' AND is_disabled = 0 AND id <> ?`).pluck();

	const sessions = createSessions(db, clock);
	const stateOf = ({ id, name, role, note, is_disabled, seenAt }: AccountRow): AccountState => ({ id, name, role: roleOf(role), note, isDisabled: is_disabled === 1, seenAt });
	const demand = (id: number): AccountState => {
		const row = byId.get(id);
		if (!row) throw noSuchAccount();
		return stateOf(row);
	};
	const demandAnother = ({ id, role, isDisabled }: AccountState): void => {
		if (role !== 'admin' || isDisabled || (administrators.get(id) ?? 0) > 0) return;
		throw new InputError('This is the last administrator who may sign in; make somebody else one first.', { status: 409, code: 'last_administrator', field: 'id' });
	};
	const setting = (isDisabled: boolean): Handler<{ account: number }, null> => ({ account }, entry) => {
		const state = demand(account);
		if (isDisabled) {
			demandAnother(state);
			sessions.dropSessions(account);
			dropResets.run(account);
			dropLinksOf.run(state.name);
		}
		setDisabled.run(isDisabled ? 1 : 0, entry.id, account);
		return { reply: null, logged: { account, name: state.name } };
	};

	return {
		...sessions,
		handlers: {
			'account created': ({ name, role, passwordHash, note = '' }, entry) => {
				if (hashByName.get(name)) throw new InputError(`There is already an account called ${name}.`, { status: 409, code: 'taken', field: 'account' });
				insert.run({ name, role, passwordHash, note, entry: entry.id });
				return { reply: entry.id, logged: { account: entry.id, name, role, note } };
			},
			'password changed': ({ account, passwordHash }, entry) => {
				const { name } = demand(account);
				setPassword.run(passwordHash, entry.id, account);
				sessions.dropSessions(account);
				dropResets.run(account);
				return { reply: null, logged: { account, name } };
			},
			'role changed': ({ account, role }, entry) => {
				const state = demand(account);
				if (role !== 'admin') demandAnother(state);
				setRole.run(role, entry.id, account);
				sessions.noteRole();
				if (role !== 'admin') dropLinksOf.run(state.name);
				return { reply: null, logged: { account, name: state.name, role, before: state.role } };
			},
			'account disabled': setting(true),
			'account enabled': setting(false),
			'account removed': ({ account }) => {
				const state = demand(account);
				demandAnother(state);
				sessions.dropSessions(account);
				dropLinksOf.run(state.name);
				remove.run(account);
				return { reply: null, logged: { account, name: state.name, role: state.role } };
			},
		},
		hasAdministrator: () => (administrators.get(0) ?? 0) > 0,
		list: () => listed.all().map(stateOf),
		one: (id) => {
			const row = byId.get(id);
			return row && stateOf(row);
		},
		credentials: () => secrets.all().map(({ id, name, role, note, password_hash, is_disabled }) => ({ id, name, role: roleOf(role), note, isDisabled: is_disabled === 1, passwordHash: password_hash })),
		check: async (name, password) => {
			const row = hashByName.get(plainAccountName(name));
			const known = row?.is_disabled === 0 ? row : undefined;
			if (!(await isPassword(password, known?.password_hash ?? null)) || !known) return null;
			// It may have been disabled, removed or given another role meanwhile.
			const now = byId.get(known.id);
			return now && now.is_disabled === 0 && hashByName.get(now.name)?.password_hash === known.password_hash ? { id: now.id, name: now.name, role: roleOf(now.role) } : null;
		},
	};
}
