/** First set-up: with the code that the server printed, one administrator and, unless there is one, the workspace. Once, or not at all. */
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { SessionInfo } from '../../shared/api.ts';
import { isCurrency, isLocale, isTimeZone, timeZoneId } from '../config.ts';
import { InputError } from '../errors.ts';
import { accountName } from '../floor/accounts.ts';
import { hashPassword, parsePassword } from '../floor/passwords.ts';
import type { Wall, WorkspaceSettings } from '../wall.ts';
import { giveSession } from './caller.ts';
import { nameOf } from '../floor/plain-text.ts';
import type { AppContext } from './context.ts';
import type { Call } from './route.ts';
import { sessionInfo } from './session-info.ts';
import { visitorOf } from './visitor.ts';

const words = z.string({ message: 'expected text' }).max(1000, { message: 'at most 1000 characters' });
export const setupRequest = z.object({
	code: words,
	account: words,
	password: words,
	workspace: z.object(
		{
			name: nameOf('the workspace', 60),
			currency: words.transform((code) => code.trim().toUpperCase()).refine(isCurrency, { message: 'expected a three-letter currency code such as EUR' }),
			timeZone: words.refine(isTimeZone, { message: 'expected a time zone such as Europe/Stockholm' }).transform(timeZoneId),
			locale: words.refine(isLocale, { message: 'expected a language tag such as en or sv-SE' }),
		},
		{ message: 'expected the name, currency, timeZone and locale of the workspace' },
	),
});

const over = (): InputError => new InputError('The set-up is done; sign in instead.', { status: 404, code: 'not_found' });

const holdsNothing = (wall: Wall): boolean => wall.targets().length === 0 && Object.values(wall.health().facts).every((count) => count === 0);

/** Amounts are kept in the workspace's currency and days in its zone: what is there already holds. @throws InputError 409 */
const requireSame = (standing: WorkspaceSettings, wish: WorkspaceSettings): void => {
	for (const key of ['currency', 'timeZone'] as const) {
		if (standing[key] === wish[key]) continue;
		throw new InputError(`There are figures already, kept with ${standing[key]}; set up with that.`, { status: 409, code: 'already_set', field: `workspace.${key}` });
	}
};

const requireOpen = ({ wall, setupCode }: AppContext): void => {
	if (!setupCode.isOpen() || wall.accounts.hasAdministrator()) throw over();
};

/** What is over has no wrong requests. */
export const requireSetupOpen =
	(context: AppContext): RequestHandler =>
	(_request, _response, next) => {
		requireOpen(context);
		next();
	};

export function setUp(context: AppContext): (call: Call<z.infer<typeof setupRequest>>) => Promise<SessionInfo> {
	const { wall, clock, setupCode } = context;
	let isRunning = false;

	return async ({ body: wish, request, response }) => {
		requireOpen(context);
		const name = accountName(wish.account);
		const password = parsePassword(wish.password, { names: [name, wish.workspace.name] });
		const from = visitorOf(request, context);
		if (isRunning) throw new InputError('Somebody else is setting up at this moment.', { status: 409, code: 'busy' });
		if (!setupCode.matches(wish.code)) {
			wall.accessNotes.note({ what: 'set-up code refused', account: name, address: from.address });
			throw new InputError('The code is wrong, or older than an hour. The server printed it when it started, after five wrong tries, or after an hour.', { status: 403, code: 'wrong_code', field: 'code' });
		}
		isRunning = true;
		try {
			const passwordHash = await hashPassword(password);
			const home = context.openHome();
			try {
				const standing = home.wall.workspace();
				const wished = wish.workspace;
				if (standing && !holdsNothing(home.wall)) requireSame(standing, wished);
				const account = home.wall.audit.from({ author: name, address: from.address }, () =>
					home.wall.journal.together(() => {
						home.wall.createWorkspace(wished, name);
						return home.wall.journal.apply('account created', { name, role: 'admin', passwordHash }, { at: clock.now(), author: name });
					}),
				);
				setupCode.close();
				await home.start();
				giveSession(request, response, home.wall.accounts.startSession(account, from), context);
				home.wall.accessNotes.note({ what: 'signed in', account: name, address: from.address });
			} catch (error) {
				home.abandon();
				throw error;
			}
			if (home.wall !== wall) {
				// What the page asks next must not reach the demo on the connection that it has.
				response.set('Connection', 'close');
				response.once('close', home.settle);
			}
			return sessionInfo(home.wall, { name, role: 'admin' }, false, context);
		} finally {
			isRunning = false;
		}
	};
}
