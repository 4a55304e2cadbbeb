/** A review as a series of pictures: section by section its panels in order, long lists page by page. */
import type { ReviewDocument, SlidePlace } from '../../shared/review-api.ts';
import type { ShownView } from '../../shared/views.ts';
import { pageCount } from '../tv/rotation/pages.ts';

export type Slide = Pick<SlidePlace, 'panel' | 'page'>;

export const picturesOf = (panels: readonly ShownView[]): Slide[] => panels.flatMap((view) => Array.from({ length: pageCount(view) }, (_, page) => ({ panel: view.id, page })));

export const slidesOf = ({ sections }: ReviewDocument): SlidePlace[] => sections.flatMap(({ id, panels }) => picturesOf(panels).map((slide) => ({ section: id, ...slide })));

/** Where the same picture is in another review, or the same panel, or its section, or the start. */
export const sameSlide = (slides: readonly SlidePlace[], wanted: SlidePlace | null | undefined): number => {
	if (!wanted) return 0;
	const exact = slides.findIndex(({ panel, page }) => panel === wanted.panel && page === wanted.page);
	if (exact >= 0) return exact;
	const near = slides.findIndex(({ panel }) => panel === wanted.panel);
	return near >= 0 ? near : Math.max(0, slides.findIndex(({ section }) => section === wanted.section));
};

export type ReviewWish = 'slide back' | 'slide on' | 'slide first' | 'slide last' | 'month back' | 'month on' | 'compare' | 'full' | 'blank' | 'leave' | 'keys';

const byKey: Record<string, ReviewWish> = {
	ArrowLeft: 'slide back',
	PageUp: 'slide back',
	ArrowRight: 'slide on',
	PageDown: 'slide on',
	' ': 'slide on',
	Home: 'slide first',
	End: 'slide last',
	ArrowUp: 'month back',
	p: 'month back',
	ArrowDown: 'month on',
	n: 'month on',
	c: 'compare',
	f: 'full',
	b: 'blank',
	'.': 'blank',
	'?': 'keys',
	Escape: 'leave',
};

/** What a key asks for; presenters' remote controls send PageUp, PageDown and a full stop or B for a black screen. */
export const reviewWish = (key: string): ReviewWish | null => byKey[key.length === 1 ? key.toLowerCase() : key] ?? null;

/** The section that a digit asks for, from 0; whoever is used to pressing G before it may. */
export const sectionWish = (key: string): number | null => (/^[1-9]$/.test(key) ? Number(key) - 1 : null);
