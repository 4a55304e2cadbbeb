/** The routes of whom keys mean, as the admin page uses them. */
import type { FactView, FoundFacts } from '../../shared/corrections.ts';
import type { Assigned, AssignRequest, Doubles, Erased, ErasePreview, IdentityRequest, Merged, MergePreview, PersonIdentities, Recredited, Unassigned } from '../../shared/identities-api.ts';
import { query, send } from './http.ts';

export const identitiesApi = {
	of: (id: number) => send<PersonIdentities>('GET', `/api/v1/people/${id}/identities`),
	change: (id: number, request: IdentityRequest) => send<PersonIdentities>('POST', `/api/v1/people/${id}/identities`, request),
	mergePreview: (into: number, from: number) => send<MergePreview>('GET', `/api/v1/people/${into}/merge?${query({ from })}`),
	merge: (into: number, from: number) => send<Merged>('POST', `/api/v1/people/${into}/merge`, { from }),
	doubles: () => send<Doubles>('GET', '/api/v1/doubles'),
	tellApart: (a: number, b: number) => send<Doubles>('POST', '/api/v1/doubles/apart', { a, b }),
	unassigned: () => send<Unassigned>('GET', '/api/v1/unassigned'),
	unassignedCount: () => send<{ count: number }>('GET', '/api/v1/unassigned/count'),
	assign: (request: AssignRequest) => send<Assigned>('POST', '/api/v1/unassigned', request),
	dealsOf: (id: number) => send<FoundFacts>('GET', `/api/v1/people/${id}/deals`),
	dealsOfKey: (key: string) => send<FoundFacts>('GET', `/api/v1/unassigned/deals?${query({ key })}`),
	recredit: ({ source, externalId, seen }: FactView, owner: string, reason: string) => send<Recredited>('POST', '/api/v1/deals/recredit', { source, externalId, seen, owner, reason }),
	erasure: (id: number) => send<ErasePreview>('GET', `/api/v1/people/${id}/erasure`),
	erase: (id: number, name: string) => send<Erased>('POST', `/api/v1/people/${id}/erasure`, { name }),
};
