/** The routes of what was agreed. */
import type { ActionWish, ReviewAction } from '../../shared/review-api.ts';
import { send } from '../admin/http.ts';

/** What is not said stays as it is. */
export type ActionChange = Partial<Pick<ReviewAction, 'what' | 'who' | 'until'> & { isDone: boolean }>;

const place = '/api/v1/review/actions';

export const actionApi = {
	write: (wish: ActionWish) => send<ReviewAction>('POST', place, wish),
	change: (id: number, change: ActionChange) => send<ReviewAction>('PUT', `${place}/${id}`, change),
	remove: (id: number) => send('DELETE', `${place}/${id}`),
};
export type ActionApi = typeof actionApi;
