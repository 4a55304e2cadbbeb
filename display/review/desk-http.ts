/** The routes that only the review at a desk uses. */
import type { Agenda, ChangedSince, CloseHead, LinkMade, LinkView, PresentCode } from '../../shared/review-api.ts';
import { query, send } from '../admin/http.ts';

export interface LinkWish {
	close: number;
	scope: string;
	label: string;
	days: number;
}

export const deskApi = {
	saveAgenda: (agenda: Agenda) => send<Agenda>('PUT', '/api/v1/review/agenda', agenda),
	/** `again`: the newest close that whoever closes has seen; null: there is none. */
	close: (month: string, again: number | null) => send<CloseHead>('POST', '/api/v1/review/closes', again === null ? { month } : { month, again }),
	changes: (close: number) => send<ChangedSince>('GET', `/api/v1/review/changes?${query({ close })}`),
	present: (meeting: number) => send<PresentCode>('POST', `/api/v1/review/meetings/${meeting}/present`, {}),
	links: () => send<{ links: LinkView[] }>('GET', '/api/v1/review/links'),
	giveLink: (wish: LinkWish) => send<LinkMade>('POST', '/api/v1/review/links', wish),
	revokeLink: (id: number) => send<unknown>('DELETE', `/api/v1/review/links/${id}`),
};
