/** Accounts as administrators look after them, and the record of who did what. */
import { z } from 'zod';
import type { AccountList, AccountView, AuditPage } from '../../../shared/accounts-api.ts';
import { csvText } from '../../../shared/csv-text.ts';
import { auditText } from '../../../shared/words/audit.ts';
import { languages } from '../../../shared/views.ts';
import { isoText } from '../../clock.ts';
import type { AccountState } from '../../floor/accounts.ts';
import { noSuchAccount } from '../../floor/accounts.ts';
import type { AppContext } from '../context.ts';
import { authorOf, idIn, route, yesOrNo, type Route } from '../route.ts';
import { visitorOf } from '../visitor.ts';
import { invitationView, roleSchema } from './invitations.ts';

const changeSchema = z
	.strictObject({ role: roleSchema.exactOptional(), isDisabled: yesOrNo.exactOptional() }, { message: 'expected what is to be otherwise: role or isDisabled' })
	.refine((change) => Object.keys(change).length > 0, { message: 'expected at least one of role and isDisabled' });
const pageSchema = z.object({
	limit: z.coerce.number({ message: 'expected a whole number' }).int().min(1).max(200, { message: 'at most 200' }).default(50),
	before: z.string().max(40).optional(),
});
const csvSchema = z.object({ language: z.enum(languages, { message: `expected one of ${languages.join(', ')}` }).default('en') });
const mostInFile = 50_000;
const pageOfFile = 500;

export function accountAdminRoutes(context: AppContext): Route[] {
	const { wall, clock } = context;
	const { accounts, invitations, accessNotes, audit, journal } = wall;
	const idOf = (text?: string): number => idIn(text, 'an account');
	const demand = (id: number): AccountState => {
		const account = accounts.one(id);
		if (!account) throw noSuchAccount();
		return account;
	};
	const told = ({ seenAt, ...account }: AccountState): AccountView => ({ ...account, seenAt: seenAt === null ? null : isoText(seenAt), sessions: accounts.sessionsOf(account.id).length });

	return [
		route({
			method: 'get',
			path: '/api/v1/accounts',
			who: 'admin',
			says: 'Lists who may sign in, and the links by which somebody may come to.',
			answer: (): AccountList => ({ accounts: accounts.list().map(told), invitations: invitations.list(clock.now()).map(invitationView) }),
		}),
		route({
			method: 'put',
			path: '/api/v1/accounts/:id',
			who: 'admin',
			says: 'Gives an account another role, or disables or enables it; never the last administrator.',
			body: changeSchema,
			answer: ({ params, body, caller }): AccountView => {
				const { id, role, isDisabled } = demand(idOf(params['id']));
				const head = { at: clock.now(), author: authorOf(caller) };
				journal.together(() => {
					if (body.role !== undefined && body.role !== role) journal.apply('role changed', { account: id, role: body.role }, head);
					if (body.isDisabled !== undefined && body.isDisabled !== isDisabled) journal.apply(body.isDisabled ? 'account disabled' : 'account enabled', { account: id }, head);
				});
				return told(demand(id));
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/accounts/:id',
			who: 'admin',
			says: 'Removes an account; never the last administrator.',
			answer: ({ params, caller }) => {
				journal.apply('account removed', { account: idOf(params['id']) }, { at: clock.now(), author: authorOf(caller) });
				return {};
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/accounts/:id/sessions',
			who: 'admin',
			says: 'Signs an account out everywhere.',
			answer: ({ params, caller, request }) => {
				const { id, name } = demand(idOf(params['id']));
				accounts.endSessionsOf(id);
				accessNotes.note({ what: 'signed out everywhere', account: authorOf(caller), about: name, address: visitorOf(request, context).address });
				return {};
			},
		}),
		route({
			method: 'get',
			path: '/api/v1/audit',
			who: 'admin',
			says: 'Lists who signed in, was turned away, or changed accounts, keys, screens and settings, and from where; newest first, in UTC.',
			query: pageSchema,
			answer: ({ query }): AuditPage => audit.page(query),
		}),
		route({
			method: 'get',
			path: '/api/v1/audit/csv',
			who: 'admin',
			says: 'Gives the same as a file, the newest 50,000 lines.',
			gives: 'text/csv',
			query: csvSchema,
			answer: async ({ query: { language }, response }) => {
				const { columns, cellsOf } = auditText(language);
				const lines = [columns];
				let before: string | null = null;
				do {
					const page: AuditPage = audit.page({ limit: pageOfFile, ...(before === null ? {} : { before }) });
					lines.push(...page.rows.map((row) => cellsOf(row, 'fields')));
					before = page.older;
					// The wall goes on meanwhile.
					await new Promise(setImmediate);
				} while (before !== null && lines.length <= mostInFile);
				response.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="audit.csv"' });
				response.end(csvText(lines, language === 'sv' ? ';' : ','));
			},
		}),
	];
}
