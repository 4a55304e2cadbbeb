/** Accounts, sessions, links and the record of who did what, as the admin page asks for them. */
import type { SessionInfo } from '../../shared/api.ts';
import type { AccountChange, AccountList, AccountView, AuditPage, InvitationMade, InvitationSeen, InvitationUse, InvitationWish, SessionView } from '../../shared/accounts-api.ts';
import { query, send } from './http.ts';

/** What stands in the address of a way in by link; null: it is none. */
export const secretIn = (hash: string): string | null => /^#(?:invite|reset)=(.*)$/.exec(hash)?.[1] ?? null;

export const accountsApi = {
	list: () => send<AccountList>('GET', '/api/v1/accounts'),
	change: (id: number, change: AccountChange) => send<AccountView>('PUT', `/api/v1/accounts/${id}`, change),
	remove: (id: number) => send<unknown>('DELETE', `/api/v1/accounts/${id}`),
	signOut: (id: number) => send<unknown>('DELETE', `/api/v1/accounts/${id}/sessions`),
	reset: (id: number) => send<InvitationMade>('POST', `/api/v1/accounts/${id}/reset`, {}),
	invite: (wish: InvitationWish) => send<InvitationMade>('POST', '/api/v1/invitations', wish),
	revoke: (id: number) => send<unknown>('DELETE', `/api/v1/invitations/${id}`),
	look: (token: string) => send<InvitationSeen>('POST', '/api/v1/invitations/look', { token }),
	use: (wish: InvitationUse) => send<SessionInfo>('POST', '/api/v1/invitations/use', wish),
	sessions: () => send<SessionView[]>('GET', '/api/v1/sessions'),
	endOthers: () => send<unknown>('DELETE', '/api/v1/sessions'),
	audit: (limit: number, before: string | null) => send<AuditPage>('GET', `/api/v1/audit?${query({ limit, ...(before === null ? {} : { before }) })}`),
};
