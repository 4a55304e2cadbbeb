/** The routes of published sheets, as the admin page uses them. */
import type { FeedEdit, FeedList, FeedState, FeedWish } from '../../shared/feeds-api.ts';
import type { ImportDraft } from '../../shared/imports-api.ts';
import { query, send } from './http.ts';

export const feedApi = {
	list: () => send<FeedList>('GET', '/api/v1/feeds'),
	look: (wish: FeedWish) => send<ImportDraft>('POST', '/api/v1/feeds/draft', wish),
	follow: () => send<FeedState>('POST', '/api/v1/feeds', {}),
	edit: (id: number, edit: FeedEdit) => send<FeedState>('PUT', `/api/v1/feeds/${id}`, edit),
	fetchNow: (id: number) => send<FeedState>('POST', `/api/v1/feeds/${id}/poll`, {}),
	confirm: (id: number, gone: number) => send<FeedState>('POST', `/api/v1/feeds/${id}/confirm`, { gone }),
	remove: (id: number, facts: 'keep' | 'take') => send<unknown>('DELETE', `/api/v1/feeds/${id}?${query({ facts })}`),
};
export type FeedApi = typeof feedApi;
