/**
 * Who is calling the interface: a holder of the key, someone signed in, a screen, or nobody. Being on the same machine, or the demo, opens what
 * the wall shows, as on its page, and nothing else. Each route names who may call it; whoever is not named is refused.
 */
import type { Request, Response } from 'express';
import { InputError } from '../errors.ts';
import type { AccountRole } from '../../shared/account-roles.ts';
import { sessionMs, type Account } from '../floor/sessions.ts';
import { isSameSecret } from '../floor/tokens.ts';
import { keyScopes, type KeyScope, type KeyView } from '../../shared/keys-api.ts';
import type { Privacy } from '../../shared/screen.ts';
import { hidesPeople } from '../panels/privacy.ts';
import { originOf, readPeer } from '../push/peer.ts';
import type { AppContext } from './context.ts';

export type Caller = { kind: 'nobody' } | { kind: 'key'; key: KeyRights } | { kind: 'screen'; privacy: Privacy } | { kind: 'session'; account: Account; token: string } | { kind: 'link'; token: string };

/** What a key may. */
export interface KeyRights {
	/** Null: the key of the environment, which may all that a key can. */
	id: number | null;
	name: string | null;
	scopes: readonly KeyScope[];
	/** The only source that it may push as; null: any. */
	source: string | null;
}
const environmentKey: KeyRights = { id: null, name: null, scopes: keyScopes, source: null };

/**
 * `key`: a key that may push. `reader`: a key that may read, or anyone signed in. `session`: anyone signed in. `desk`: who may look at the admin page. `ops`: who may change things
 * there. `steer`: who may go through the review with others. `admin`: an administrator. `wall`: whoever may see the people on the wall.
 * `link`: a link to a closed review.
 */
export type Who = 'all' | 'key' | 'reader' | 'session' | 'desk' | 'ops' | 'steer' | 'admin' | 'wall' | 'link';

const cookieName = (isTls: boolean): string => (isTls ? '__Host-floorcast_session' : 'floorcast_session');

const readCookie = (request: Request, name: string): string | undefined =>
	request.headers.cookie
		?.split(';')
		.map((pair) => pair.trim())
		.find((pair) => pair.startsWith(`${name}=`))
		?.slice(name.length + 1);

/** Whoever holds the key may know why it works no more. @throws InputError 401 */
function demandValid({ name, state, until, revoked }: KeyView): void {
	if (state === 'valid') return;
	const why = state === 'expired' ? `expired: ${until} was its last day` : `was revoked by ${revoked?.by} on ${revoked?.at.slice(0, 10)}`;
	throw new InputError(`The API key "${name}" ${why}. An administrator can make another one in the admin page, under System.`, { status: 401, code: 'unauthorized', field: 'Authorization' });
}

/** @throws InputError 401 for a credential that is not valid (any more). */
export function readCaller(request: Request, { config, wall }: AppContext, who?: Who): Caller {
	const { authorization } = request.headers;
	const privacyOf = (screen: number | null): Privacy => wall.screens.setupStanding(screen).chosen.privacy;
	const peer = readPeer(request, config.trustProxy);
	if (authorization !== undefined) {
		const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
		if (token !== undefined && config.apiKey !== null && isSameSecret(token, config.apiKey)) return { kind: 'key', key: environmentKey };
		const key = token === undefined ? null : wall.apiKeys.keyOf(token);
		if (key !== null) {
			demandValid(key);
			wall.apiKeys.noteUse(key.id);
			return { kind: 'key', key };
		}
		const screen = token === undefined ? null : wall.screens.screenOf(token);
		if (screen !== null) return { kind: 'screen', privacy: privacyOf(screen) };
		if (token !== undefined && wall.handingOut.links.isLink(token)) return { kind: 'link', token };
		if (who === 'link') throw new InputError('This link does not work any more: it has expired, or was taken back.', { status: 401, code: 'unauthorized', field: 'Authorization' });
		throw new InputError('The key is not valid. Expected the header "Authorization: Bearer <key>".', { status: 401, code: 'unauthorized', field: 'Authorization' });
	}
	const token = readCookie(request, cookieName(peer.isTls));
	const account = token === undefined ? null : wall.accounts.sessionAccount(token);
	if (token !== undefined && account !== null) return { kind: 'session', account, token };
	return who === 'wall' && (wall.options.demo || peer.isSameMachine) ? { kind: 'screen', privacy: privacyOf(null) } : { kind: 'nobody' };
}

const isOneOf =
	(...roles: AccountRole[]) =>
	(caller: Caller): boolean =>
		caller.kind === 'session' && roles.includes(caller.account.role);

/** A key that may one of these. */
const holdsKey = (caller: Caller, ...scopes: KeyScope[]): boolean => caller.kind === 'key' && scopes.some((scope) => caller.key.scopes.includes(scope));

const allows: Record<Who, (caller: Caller) => boolean> = {
	all: () => true,
	key: (caller) => holdsKey(caller, 'ingest', 'targets'),
	reader: (caller) => holdsKey(caller, 'read') || caller.kind === 'session',
	session: ({ kind }) => kind === 'session',
	desk: isOneOf('admin', 'ops', 'viewer'),
	ops: isOneOf('admin', 'ops'),
	steer: isOneOf('admin', 'ops', 'manager'),
	admin: isOneOf('admin'),
	link: ({ kind }) => kind === 'link',
	wall: (caller) => caller.kind === 'session' || (caller.kind === 'screen' && !hidesPeople(caller.privacy)),
};

/** In words; what a refusal says. */
export const whoMay: Record<Who, string> = {
	all: 'This is open to everybody.',
	key: 'This needs an API key that may push.',
	reader: 'This needs someone signed in, or an API key that may read.',
	session: 'This needs someone signed in.',
	desk: 'This needs someone signed in who may use the admin page.',
	ops: 'This needs someone signed in who may change things.',
	steer: 'This needs someone signed in who may lead the review.',
	admin: 'This needs an administrator.',
	link: 'This needs a link to a closed review.',
	wall: 'This needs someone signed in, or a paired screen that may show people.',
};

const admitted = new WeakMap<Request, Caller>();

/** Whose request it is, once the route has let them in. */
export const callerOf = (request: Request): Caller => admitted.get(request) ?? { kind: 'nobody' };

export const admit = (request: Request, caller: Caller): void => void admitted.set(request, caller);

/** @throws InputError 401 for nobody, 403 for someone else. */
export function requireCaller(caller: Caller, who: Who): void {
	if (allows[who](caller)) return;
	if (caller.kind === 'nobody') throw new InputError(whoMay[who], { status: 401, code: 'unauthorized' });
	throw new InputError(whoMay[who], { status: 403, code: 'forbidden' });
}

/** What a route for who is signed in knows of them. */
export function demandSession(caller: Caller): Extract<Caller, { kind: 'session' }> {
	if (caller.kind !== 'session') throw new Error('the route is for sessions only');
	return caller;
}

/**
 * A change must come from our own page: another site's page could use the browser's cookie, or sign the browser in as someone else.
 * @throws InputError 403
 */
export function requireOwnPage(request: Request, caller: Caller, { config }: AppContext): void {
	if (caller.kind === 'key' || caller.kind === 'screen' || caller.kind === 'link' || request.method === 'GET' || request.method === 'HEAD') return;
	const origin = originOf(request, readPeer(request, config.trustProxy));
	if (origin === 'foreign' || (origin === 'absent' && caller.kind === 'session')) {
		throw new InputError('Changes are taken from our own pages only: Origin must equal Host.', { status: 403, code: 'foreign_origin', field: 'Origin' });
	}
}

export function giveSession(request: Request, response: Response, token: string | null, { config }: AppContext): void {
	const { isTls } = readPeer(request, config.trustProxy);
	const flags = { httpOnly: true, sameSite: 'strict', path: '/', secure: isTls } as const;
	if (token === null) response.clearCookie(cookieName(isTls), flags);
	else response.cookie(cookieName(isTls), token, { ...flags, maxAge: sessionMs });
}
