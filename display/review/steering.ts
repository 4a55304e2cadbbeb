/** What the keys of the full screen wish for: of the meeting that it follows, or of a page that is alone, which is as one. */
import type { Meeting, MeetingWish, SlidePlace } from '../../shared/review-api.ts';
import type { Reply } from '../admin/http.ts';
import { nextCompared, reviewWishOf, screenStepWish, sectionStart } from './meeting-place.ts';
import type { ReviewApi } from './review-http.ts';
import type { ReviewWish } from './slides.ts';

const slideSteps: Partial<Record<ReviewWish, number>> = { 'slide back': -1, 'slide on': 1, 'slide first': -Infinity, 'slide last': Infinity };

/** The start of the section at this place of the agenda, from 0. */
function sectionAt(slides: readonly SlidePlace[], index: number): SlidePlace | undefined {
	const section = [...new Set(slides.map((slide) => slide.section))][index];
	return section && sectionStart(slides, section);
}

/** A number: the section at that place. */
export function meetingWish(state: Pick<Meeting, 'at' | 'held' | 'compared' | 'isBlank'>, slides: readonly SlidePlace[], wish: ReviewWish | number): MeetingWish | null {
	if (typeof wish === 'number') {
		const at = sectionAt(slides, wish);
		return at ? { at, held: null } : null;
	}
	const by = slideSteps[wish];
	if (by !== undefined) return screenStepWish(state, slides, by);
	if (wish === 'blank') return { isBlank: !state.isBlank };
	return wish === 'compare' ? reviewWishOf({ compared: nextCompared(state.compared) }) : null;
}

/** Another month, as it was closed, where it was. */
export async function monthWish(api: Pick<ReviewApi, 'review'>, month: string, scope: string): Promise<Reply<MeetingWish>> {
	const reply = await api.review({ month, scope });
	return reply.ok ? { ok: true, value: reviewWishOf({ month, close: reply.value.document.close?.id ?? null, compared: 'none' }) } : reply;
}
