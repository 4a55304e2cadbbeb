/** First set-up, signing in and out, and the password. */
import { z } from 'zod';
import type { SessionInfo } from '../../../shared/api.ts';
import { InputError } from '../../errors.ts';
import type { Account } from '../../floor/accounts.ts';
import { hashPassword, parsePassword } from '../../floor/passwords.ts';
import { giveSession } from '../caller.ts';
import type { AppContext } from '../context.ts';
import { failuresPerAccount, failuresPerAddress } from '../limits.ts';
import { authorOf, parse, type Call, type Route } from '../route.ts';
import { sessionInfo } from '../session-info.ts';
import { setUp } from '../setup.ts';

const words = z.string({ message: 'expected text' }).max(1000, { message: 'at most 1000 characters' });
const signInRequest = z.object({ account: words, password: words });
const passwordRequest = z.object({ current: words, next: words });

export function accountRoutes(context: AppContext): Route[] {
	const { wall, clock, setupCode } = context;
	const tooManyFailures = failuresPerAddress(context);

	const signedIn = ({ request, response }: Call, account: Account): SessionInfo => {
		giveSession(request, response, wall.accounts.startSession(account.id), context);
		return sessionInfo(wall, account, setupCode.isOpen(), context);
	};

	return [
		{
			method: 'get',
			path: '/api/v1/session',
			who: 'all',
			answer: ({ caller }) => sessionInfo(wall, caller.kind === 'session' ? caller.account : null, setupCode.isOpen(), context),
		},
		{ method: 'post', path: '/api/v1/setup', who: 'all', before: [failuresPerAddress(context)], answer: setUp(context) },
		{
			method: 'post',
			path: '/api/v1/session',
			who: 'all',
			before: [tooManyFailures],
			after: [failuresPerAccount()],
			answer: async (call) => {
				const wish = parse(signInRequest, call.body);
				const account = await wall.accounts.check(wish.account, wish.password);
				if (!account) throw new InputError('The account or the password is wrong.', { status: 401, code: 'wrong_credentials' });
				// A browser holds one session: signing in again ends the one before.
				if (call.caller.kind === 'session') wall.accounts.endSession(call.caller.token);
				return signedIn(call, account);
			},
		},
		{
			method: 'delete',
			path: '/api/v1/session',
			who: 'session',
			answer: ({ caller, request, response }) => {
				if (caller.kind === 'session') wall.accounts.endSession(caller.token);
				giveSession(request, response, null, context);
				return {};
			},
		},
		{
			method: 'put',
			path: '/api/v1/password',
			who: 'session',
			before: [tooManyFailures],
			answer: async (call) => {
				const wish = parse(passwordRequest, call.body);
				if (call.caller.kind !== 'session') throw new Error('the route is for sessions only');
				const { account } = call.caller;
				const next = parsePassword(wish.next, 'next');
				if (!(await wall.accounts.check(account.name, wish.current))) throw new InputError('The current password is wrong.', { status: 403, code: 'wrong_password', field: 'current' });
				const passwordHash = await hashPassword(next);
				wall.journal.apply('password changed', { account: account.id, passwordHash }, { at: clock.now(), author: authorOf(call.caller) });
				return signedIn(call, account);
			},
		},
	];
}
