/** First set-up, signing in and out, and the password. */
import { z } from 'zod';
import type { SessionInfo } from '../../../shared/api.ts';
import { InputError } from '../../errors.ts';
import type { Account } from '../../floor/accounts.ts';
import { hashPassword, parsePassword } from '../../floor/passwords.ts';
import { giveSession } from '../caller.ts';
import type { AppContext } from '../context.ts';
import { failuresPerAccount, failuresPerAddress } from '../limits.ts';
import { authorOf, route, type Call, type Route } from '../route.ts';
import { sessionInfo } from '../session-info.ts';
import { requireSetupOpen, setUp, setupRequest } from '../setup.ts';

const words = z.string({ message: 'expected text' }).max(1000, { message: 'at most 1000 characters' });
const signInRequest = z.object({ account: words, password: words });
const passwordRequest = z.object({ current: words, next: words });

export function accountRoutes(context: AppContext): Route[] {
	const { wall, clock, setupCode } = context;
	const tooManyFailures = failuresPerAddress(context);

	const signedIn = ({ request, response }: Pick<Call, 'request' | 'response'>, account: Account): SessionInfo => {
		giveSession(request, response, wall.accounts.startSession(account.id), context);
		return sessionInfo(wall, account, setupCode.isOpen(), context);
	};

	return [
		route({
			method: 'get',
			path: '/api/v1/session',
			who: 'all',
			says: 'Tells who is signed in, and whether the server is still to be set up.',
			answer: ({ caller }) => sessionInfo(wall, caller.kind === 'session' ? caller.account : null, setupCode.isOpen(), context),
		}),
		route({ method: 'post', path: '/api/v1/setup', who: 'all', says: 'Sets the server up, once: the first administrator and the workspace.', body: setupRequest, before: [failuresPerAddress(context)], after: [requireSetupOpen(context)], answer: setUp(context) }),
		route({
			method: 'post',
			path: '/api/v1/session',
			who: 'all',
			says: 'Signs in.',
			body: signInRequest,
			before: [tooManyFailures],
			after: [failuresPerAccount()],
			answer: async (call) => {
				const account = await wall.accounts.check(call.body.account, call.body.password);
				if (!account) throw new InputError('The account or the password is wrong.', { status: 401, code: 'wrong_credentials' });
				// A browser holds one session: signing in again ends the one before.
				if (call.caller.kind === 'session') wall.accounts.endSession(call.caller.token);
				return signedIn(call, account);
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/session',
			who: 'session',
			says: 'Signs out.',
			answer: ({ caller, request, response }) => {
				if (caller.kind === 'session') wall.accounts.endSession(caller.token);
				giveSession(request, response, null, context);
				return {};
			},
		}),
		route({
			method: 'put',
			path: '/api/v1/password',
			who: 'session',
			says: "Changes one's own password, and ends all of one's sessions but a new one.",
			body: passwordRequest,
			before: [tooManyFailures],
			answer: async (call) => {
				if (call.caller.kind !== 'session') throw new Error('the route is for sessions only');
				const { account } = call.caller;
				const next = parsePassword(call.body.next, 'next');
				if (!(await wall.accounts.check(account.name, call.body.current))) throw new InputError('The current password is wrong.', { status: 403, code: 'wrong_password', field: 'current' });
				const passwordHash = await hashPassword(next);
				wall.journal.apply('password changed', { account: account.id, passwordHash }, { at: clock.now(), author: authorOf(call.caller) });
				return signedIn(call, account);
			},
		}),
	];
}
