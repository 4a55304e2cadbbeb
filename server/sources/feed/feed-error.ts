/** A sheet could not be taken: why, for people, and when another try is worth it. */
import type { FeedTrouble } from '../../../shared/feeds-api.ts';

/** `soon`: it may pass by itself; `later`: when it is due again; or after so many milliseconds, as its server wishes. */
export type Retry = 'soon' | 'later' | number;

export class FeedError extends Error {
	override name = 'FeedError';
	readonly trouble: FeedTrouble;
	readonly retry: Retry;
	constructor(trouble: FeedTrouble, retry: Retry = 'later') {
		super(trouble.code);
		this.trouble = trouble;
		this.retry = retry;
	}
}
