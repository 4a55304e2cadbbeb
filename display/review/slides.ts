/** A board as a series of pictures: its panels in order, long lists page by page. */
import type { BoardView } from '../../shared/views.ts';
import { pageCount } from '../tv/rotation/pages.ts';

export interface Slide {
	panel: string;
	page: number;
}

export const slidesOf = (board: BoardView): Slide[] =>
	board.panels.flatMap((view) => Array.from({ length: pageCount(view) }, (_, page) => ({ panel: view.id, page })));

/** Where the same picture is on another month's board, or the same panel, or the start. */
export const sameSlide = (slides: readonly Slide[], wanted: Slide | undefined): number => {
	if (!wanted) return 0;
	const exact = slides.findIndex(({ panel, page }) => panel === wanted.panel && page === wanted.page);
	return exact >= 0 ? exact : Math.max(0, slides.findIndex(({ panel }) => panel === wanted.panel));
};

export type ReviewWish = 'slide back' | 'slide on' | 'month back' | 'month on' | 'full';

const byKey: Record<string, ReviewWish> = {
	ArrowLeft: 'slide back',
	PageUp: 'slide back',
	ArrowRight: 'slide on',
	PageDown: 'slide on',
	' ': 'slide on',
	ArrowUp: 'month back',
	p: 'month back',
	ArrowDown: 'month on',
	n: 'month on',
	f: 'full',
};

/** What a key asks for; presenters' remote controls send PageUp and PageDown. */
export const reviewWish = (key: string): ReviewWish | null => byKey[key.length === 1 ? key.toLowerCase() : key] ?? null;
