/** Ways in by link: made and taken back by administrators, looked at and used by whoever was given one. */
import { z } from 'zod';
import { accountRoles } from '../../../shared/account-roles.ts';
import type { InvitationMade, InvitationSeen, InvitationView } from '../../../shared/accounts-api.ts';
import type { SessionInfo } from '../../../shared/api.ts';
import { isoText } from '../../clock.ts';
import { InputError } from '../../errors.ts';
import { accountName } from '../../floor/accounts.ts';
import { invitationMs, resetMs, type Invitation } from '../../floor/invitations.ts';
import { hashPassword, parsePassword } from '../../floor/passwords.ts';
import { plainName } from '../../floor/plain-text.ts';
import { hashToken, newToken } from '../../floor/tokens.ts';
import { giveSession } from '../caller.ts';
import type { AppContext } from '../context.ts';
import { failuresPerAddress } from '../limits.ts';
import { authorOf, idIn, nothing, route, type Call, type Route } from '../route.ts';
import { sessionInfo } from '../session-info.ts';
import { visitorOf } from '../visitor.ts';

export const roleSchema = z.enum(accountRoles, { message: `expected one of ${accountRoles.join(', ')}` });
const note = z
	.string({ message: 'expected text' })
	.refine((text) => text.trim() === '' || plainName(text, 100) !== null, { message: 'expected at most 100 characters in one line' })
	.transform((text) => plainName(text, 100) ?? '');
const wishSchema = z.strictObject({ role: roleSchema, note: note.default('') }, { message: 'expected role and, if wished, note' });
const token = z.string({ message: 'expected what stands in the link' }).min(1, { message: 'expected what stands in the link' }).max(200, { message: 'at most 200 characters' });
const text = z.string({ message: 'expected text' }).max(1000, { message: 'at most 1000 characters' });
const lookSchema = z.strictObject({ token }, { message: 'expected token' });
const useSchema = z.strictObject({ token, account: text.optional(), password: text }, { message: 'expected token, password and, for a new account, account' });

const refusedLink = (error: unknown): boolean => error instanceof InputError && error.code === 'link_invalid';

export const invitationView = ({ author, at, expiresAt, ...invitation }: Invitation): InvitationView => ({ ...invitation, by: author, at: isoText(at), expiresAt: isoText(expiresAt) });

export function invitationRoutes(context: AppContext): Route[] {
	const { wall, clock, setupCode } = context;
	const { invitations, accounts, accessNotes, journal } = wall;
	const tooManyFailures = failuresPerAddress(context);

	const standing = (id: number): InvitationView => {
		const made = invitations.list(clock.now()).find((one) => one.id === id);
		if (!made) throw new Error('an invitation is gone as it is made');
		return invitationView(made);
	};
	/** Whatever a link is refused for, it is noted. */
	const opening = async <T>({ request }: Pick<Call, 'request'>, work: () => T | Promise<T>): Promise<T> => {
		try {
			return await work();
		} catch (error) {
			if (refusedLink(error)) accessNotes.note({ what: 'link refused', account: '', address: visitorOf(request, context).address });
			throw error;
		}
	};

	return [
		route({
			method: 'post',
			path: '/api/v1/invitations',
			who: 'admin',
			says: 'Makes a link by which somebody makes an account for themselves; it is good once, for 72 hours, and shown in this answer only.',
			body: wishSchema,
			answer: ({ body, caller }): InvitationMade => {
				const secret = newToken();
				const id = journal.apply('invitation made', { ...body, tokenHash: hashToken(secret), expiresAt: clock.now() + invitationMs }, { at: clock.now(), author: authorOf(caller) });
				return { invitation: standing(id), path: `/admin#invite=${secret}` };
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/accounts/:id/reset',
			who: 'admin',
			says: 'Makes a link by which the owner of an account chooses a new password; it is good once, for 24 hours, and shown in this answer only.',
			body: nothing,
			answer: ({ params, caller }): InvitationMade => {
				const secret = newToken();
				const id = journal.apply('reset link made', { account: idIn(params['id'], 'an account'), tokenHash: hashToken(secret), expiresAt: clock.now() + resetMs }, { at: clock.now(), author: authorOf(caller) });
				return { invitation: standing(id), path: `/admin#reset=${secret}` };
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/invitations/:id',
			who: 'admin',
			says: 'Takes such a link back.',
			answer: ({ params, caller }) => {
				journal.apply('invitation revoked', { invitation: idIn(params['id'], 'an invitation') }, { at: clock.now(), author: authorOf(caller) });
				return {};
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/invitations/look',
			who: 'all',
			says: 'Tells what a link is good for; the token stands in it after = .',
			before: [tooManyFailures],
			body: lookSchema,
			answer: (call): Promise<InvitationSeen> =>
				opening(call, () => {
					const { account, role, expiresAt } = invitations.opened(call.body.token, clock.now());
					return { account: account?.name ?? null, role, expiresAt: isoText(expiresAt), workspace: wall.workspace()?.name ?? '' };
				}),
		}),
		route({
			method: 'post',
			path: '/api/v1/invitations/use',
			who: 'all',
			says: 'Makes the account that a link is good for, or gives it the new password, and signs in.',
			before: [tooManyFailures],
			body: useSchema,
			answer: (call): Promise<SessionInfo> =>
				opening(call, async () => {
					const { body, caller, request, response } = call;
					const invitation = invitations.opened(body.token, clock.now());
					const name = invitation.account?.name ?? accountName(body.account ?? '');
					const passwordHash = await hashPassword(parsePassword(body.password, { names: [name, wall.workspace()?.name ?? ''] }));
					const from = visitorOf(request, context);
					const head = { at: clock.now(), author: name };
					// It may have been used meanwhile: then the entry is refused.
					const id = wall.audit.from({ author: name, address: from.address }, () =>
						invitation.account ? journal.apply('reset link used', { invitation: invitation.id, passwordHash }, head) : journal.apply('invitation used', { invitation: invitation.id, name, passwordHash }, head),
					);
					if (caller.kind === 'session') accounts.endSession(caller.token);
					giveSession(request, response, accounts.startSession(id, from), context);
					accessNotes.note({ what: 'signed in', account: name, address: from.address });
					return sessionInfo(wall, accounts.one(id) ?? null, setupCode.isOpen(), context);
				}),
		}),
	];
}
