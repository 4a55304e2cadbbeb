/** One picture of a review as a board, as screens paint it. */
import type { ReviewDocument, SlidePlace } from './review-api.ts';
import type { BoardView } from './views.ts';

export function boardOf({ board, sections, title, whose }: ReviewDocument, { panel }: Pick<SlidePlace, 'panel'> & Partial<SlidePlace>): BoardView {
	const found = sections.flatMap((section) => section.panels).find(({ id }) => id === panel);
	return { ...board, title: [title, whose].filter((part) => part !== '').join(' · '), panels: found ? [found] : [] };
}
