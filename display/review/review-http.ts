/** The routes of the monthly review. */
import type { ReviewReply } from '../../shared/review-api.ts';
import { query, send } from '../admin/http.ts';

export interface ReviewQuery {
	month: string;
	scope?: string;
	close?: number | 'none';
}

export const reviewApi = {
	review: (wish: ReviewQuery) => send<ReviewReply>('GET', `/api/v1/review?${query({ ...wish })}`),
};
export type ReviewApi = typeof reviewApi;
