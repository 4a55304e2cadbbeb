/** The page shows the review that its meeting does. */
import { untrack } from 'svelte';
import type { Meeting } from '../../shared/review-api.ts';
import { reviewOf } from './meeting-place.ts';
import type { ReviewPage } from './review.svelte.ts';

/** To be called in an effect: asks for another review only where it is another. */
export function showMeeting(page: ReviewPage, meeting: Meeting | null): void {
	if (!meeting) return;
	const { close, ...wanted } = reviewOf(meeting);
	untrack(() => {
		const isAsked = page.month === wanted.month && page.scope === wanted.scope && (close === undefined || page.close === close);
		const isShown = page.document?.month === wanted.month && page.document.scope === wanted.scope && (close === undefined || (page.document.close?.id ?? 'none') === close);
		if (isAsked || (isShown && page.month === wanted.month && page.scope === wanted.scope)) return;
		void page.open({ ...wanted, ...(close === undefined ? {} : { close }) });
	});
}
