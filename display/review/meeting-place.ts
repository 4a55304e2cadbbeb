/** Where a meeting is, and the wishes that take it elsewhere. */
import { comparisons, type Meeting, type MeetingWish, type MonthCompared, type ReviewDocument, type SectionId, type SlidePlace } from '../../shared/review-api.ts';
import { addMonths } from '../../shared/months.ts';
import { picturesOf, sameSlide } from './slides.ts';

const monthsBack: Record<MonthCompared, number> = { none: 0, before: 1, year: 12 };

export const comparedMonth = (month: string, compared: MonthCompared): string => addMonths(month, -monthsBack[compared]);

/** The month that it is compared with. */
export const comparingMonth = (month: string, compared: MonthCompared): string => addMonths(month, monthsBack[compared]);

/** The comparison that comes after this one. */
export const nextCompared = (compared: MonthCompared): MonthCompared => comparisons[(comparisons.indexOf(compared) + 1) % comparisons.length] ?? 'none';

/** The review that a meeting shows. Of a month that is only compared with, the newest close; `none`: as known now. */
export interface ReviewPlace {
	month: string;
	scope: string;
	close?: number | 'none';
}
export const reviewOf = ({ month, scope, close, compared }: Meeting): ReviewPlace => ({
	month: comparedMonth(month, compared),
	scope,
	...(compared === 'none' ? { close: close ?? ('none' as const) } : {}),
});

export const isSamePlace = (one: SlidePlace | null | undefined, other: SlidePlace | null | undefined): boolean =>
	one?.section === other?.section && one?.panel === other?.panel && one?.page === other?.page;

/** Whoever steers looks elsewhere than the screens do. */
export const looksAhead = ({ at, held }: Pick<Meeting, 'at' | 'held'>): boolean => held !== null && !isSamePlace(at, held);

/** By so many pictures from where whoever steers is; the screens come along unless they are held. */
export function stepWish({ at }: Pick<Meeting, 'at'>, slides: readonly SlidePlace[], by: number): MeetingWish | null {
	const found = sameSlide(slides, at);
	const to = Math.max(0, Math.min(slides.length - 1, found + by));
	const place = slides[to];
	return place && (to !== found || at === null) ? { at: place } : null;
}

/** The same, from what the screens show: whoever stands before one is not held by a phone. */
export function screenStepWish(meeting: Pick<Meeting, 'at' | 'held'>, slides: readonly SlidePlace[], by: number): MeetingWish | null {
	if (meeting.held === null) return stepWish(meeting, slides, by);
	return { ...(stepWish({ at: meeting.held }, slides, by) ?? { at: meeting.held }), held: null };
}

/** What the screens show changes as a whole: they are not held at what is gone. */
export const reviewWishOf = (part: Pick<MeetingWish, 'month' | 'scope' | 'close' | 'compared'>): MeetingWish => ({ ...part, held: null });

export const holdWish = (meeting: Pick<Meeting, 'at' | 'held'>, slides: readonly SlidePlace[]): MeetingWish => ({ held: meeting.held ? null : (slides[sameSlide(slides, meeting.at)] ?? null) });

export const sectionStart = (slides: readonly SlidePlace[], section: SectionId): SlidePlace | undefined => slides.find((slide) => slide.section === section);

export interface PlaceTitle {
	section: string;
	/** Empty where it says what the section says. */
	panel: string;
	page: number;
	pages: number;
}

export function titleOf({ sections }: ReviewDocument, place: SlidePlace): PlaceTitle {
	const section = sections.find(({ id }) => id === place.section);
	const panel = section?.panels.find(({ id }) => id === place.panel);
	const name = panel?.title ?? '';
	return { section: section?.title ?? '', panel: name === section?.title ? '' : name, page: place.page + 1, pages: panel ? picturesOf([panel]).length : 1 };
}
