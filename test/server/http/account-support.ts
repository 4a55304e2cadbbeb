/** Accounts of every role, and links by which somebody comes to one. */
import type { AccountRole } from '../../../shared/account-roles.ts';
import { cookieOf, password, type Answer, type Given } from './support.ts';

export type Headers = Record<string, string>;

export interface Someone {
	id: number;
	name: string;
	/** Of a new session. */
	session: () => Headers;
}

let stored: string | null = null;

/** An account with the usual password. */
export async function givenAccount({ server, now, origin }: Given, role: AccountRole, name: string = role): Promise<Someone> {
	const { hashPassword } = await import('../../../server/floor/passwords.ts');
	const { accounts, journal } = server.wall();
	const id = journal.apply('account created', { name, role, passwordHash: (stored ??= await hashPassword(password)) }, { at: now.ms, author: 'test' });
	return { id, name, session: () => ({ Cookie: `floorcast_session=${accounts.startSession(id)}`, Origin: origin }) };
}

export const invite = ({ call }: Given, by: Headers, wish: Record<string, unknown> = { role: 'ops' }): Promise<Answer> => call('POST', '/api/v1/invitations', { body: wish, headers: by });
export const tokenOf = (answer: Answer): string => String(answer.json.path).replace(/^.*=/, '');
export const use = ({ call }: Given, token: string, more: Record<string, unknown> = {}): Promise<Answer> => call('POST', '/api/v1/invitations/use', { body: { token, account: 'Eva', password: 'a fine password', ...more } });
/** The headers of who was signed in by an answer. */
export const signedInBy = ({ origin }: Given, { headers }: Answer): Headers => ({ Cookie: cookieOf(headers), Origin: origin });
export const isIn = async ({ call }: Given, headers: Headers): Promise<boolean> => (await call('GET', '/api/v1/session', { headers })).json.account !== null;
