/** First set-up, signing in and out, the own password and the own sessions. */
import { z } from 'zod';
import type { SessionView } from '../../../shared/accounts-api.ts';
import type { SessionInfo } from '../../../shared/api.ts';
import { isoText } from '../../clock.ts';
import { InputError } from '../../errors.ts';
import { hashPassword, parsePassword } from '../../floor/passwords.ts';
import { demandSession, giveSession } from '../caller.ts';
import type { AppContext } from '../context.ts';
import { accountIn, failuresPerAccount, failuresPerAddress } from '../limits.ts';
import { authorOf, route, type Route } from '../route.ts';
import { sessionInfo } from '../session-info.ts';
import { requireSetupOpen, setUp, setupRequest } from '../setup.ts';
import { visitorOf } from '../visitor.ts';

const words = z.string({ message: 'expected text' }).max(1000, { message: 'at most 1000 characters' });
const signInRequest = z.object({ account: words, password: words });
const passwordRequest = z.object({ current: words, next: words });

export function accountRoutes(context: AppContext): Route[] {
	const { wall, clock, setupCode } = context;
	const { accounts, accessNotes } = wall;
	const tooManyFailures = failuresPerAddress(context, (request) => accessNotes.note({ what: 'sign-in throttled', account: '', address: visitorOf(request, context).address }));

	return [
		route({
			method: 'get',
			path: '/api/v1/session',
			who: 'all',
			says: 'Tells who is signed in, and whether the server is still to be set up.',
			answer: ({ caller }) => {
				setupCode.freshen();
				return sessionInfo(wall, caller.kind === 'session' ? caller.account : null, setupCode.isOpen(), context);
			},
		}),
		route({ method: 'post', path: '/api/v1/setup', who: 'all', says: 'Sets the server up, once: the first administrator and the workspace.', body: setupRequest, before: [failuresPerAddress(context)], after: [requireSetupOpen(context)], answer: setUp(context) }),
		route({
			method: 'post',
			path: '/api/v1/session',
			who: 'all',
			says: 'Signs in.',
			before: [tooManyFailures],
			after: [failuresPerAccount((request) => accessNotes.note({ what: 'sign-in throttled', account: accountIn(request.body), address: visitorOf(request, context).address }))],
			body: signInRequest,
			answer: async ({ body, caller, request, response }): Promise<SessionInfo> => {
				const from = visitorOf(request, context);
				const account = await accounts.check(body.account, body.password);
				if (!account) {
					accessNotes.note({ what: 'sign-in failed', account: body.account, address: from.address });
					throw new InputError('The account or the password is wrong.', { status: 401, code: 'wrong_credentials' });
				}
				// A browser holds one session: signing in again ends the one before.
				if (caller.kind === 'session') accounts.endSession(caller.token);
				giveSession(request, response, accounts.startSession(account.id, from), context);
				accessNotes.note({ what: 'signed in', account: account.name, address: from.address });
				return sessionInfo(wall, account, setupCode.isOpen(), context);
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/session',
			who: 'session',
			says: 'Signs out.',
			answer: ({ caller, request, response }) => {
				const { account, token } = demandSession(caller);
				accounts.endSession(token);
				giveSession(request, response, null, context);
				accessNotes.note({ what: 'signed out', account: account.name, address: visitorOf(request, context).address });
				return {};
			},
		}),
		route({
			method: 'get',
			path: '/api/v1/sessions',
			who: 'session',
			says: 'Lists where one is signed in.',
			answer: ({ caller }): SessionView[] => {
				const { account, token } = demandSession(caller);
				return accounts.sessionsOf(account.id, token).map(({ since, usedAt, ...session }) => ({ ...session, since: isoText(since), usedAt: isoText(usedAt) }));
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/sessions',
			who: 'session',
			says: 'Signs out everywhere else.',
			answer: ({ caller, request }) => {
				const { account, token } = demandSession(caller);
				accounts.endSessionsOf(account.id, token);
				accessNotes.note({ what: 'signed out everywhere', account: account.name, address: visitorOf(request, context).address });
				return {};
			},
		}),
		route({
			method: 'put',
			path: '/api/v1/password',
			who: 'session',
			says: "Changes one's own password, and ends all of one's sessions but a new one.",
			before: [tooManyFailures],
			body: passwordRequest,
			answer: async ({ body, caller, request, response, stillMay }): Promise<SessionInfo> => {
				const { account } = demandSession(caller);
				const from = visitorOf(request, context);
				const next = parsePassword(body.next, { field: 'next', names: [account.name, wall.workspace()?.name ?? ''] });
				if (!(await accounts.check(account.name, body.current))) {
					accessNotes.note({ what: 'password refused', account: account.name, address: from.address });
					throw new InputError('The current password is wrong.', { status: 403, code: 'wrong_password', field: 'current' });
				}
				const passwordHash = await hashPassword(next);
				// Whoever ended the session meanwhile, by a reset of the password too, ended this with it. Nothing is awaited from here to the entry.
				stillMay();
				wall.journal.apply('password changed', { account: account.id, passwordHash }, { at: clock.now(), author: authorOf(caller) });
				giveSession(request, response, accounts.startSession(account.id, from), context);
				return sessionInfo(wall, account, setupCode.isOpen(), context);
			},
		}),
	];
}
