/** Whether this display can show a board. Its server is trusted with what a view says; a view that is not one would stop more than itself. */
import { boardFormat, type BoardView } from '../../../shared/views.ts';

/** A board of another form is meant for another display. */
export const isOfThisForm = (board: { format?: unknown }): boolean => board.format === boardFormat;

export const hasViews = (board: Partial<BoardView>): boolean =>
	Array.isArray(board.panels) && board.panels.every((view: { id?: unknown } | null) => typeof view?.id === 'string');
