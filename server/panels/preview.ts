/** A board that is being planned, as a wall would show it now: every panel, whatever its times, and which of them are due. It changes nothing. */
import type { BoardPreview } from '../../shared/board-api.ts';
import type { Privacy } from '../../shared/screen.ts';
import type { BoardView } from '../../shared/views.ts';
import type { BoardDesk } from './board-desk.ts';
import type { BoardConfig, PanelConfig } from './boards.ts';

export interface PreviewStages {
	desk: Pick<BoardDesk, 'draft' | 'adviceOn'>;
	/** The whole board as of now, of which nothing is kept. Rejects with what a builder throws. */
	compose: (board: BoardConfig, privacy: Privacy) => Promise<BoardView>;
	due: (board: BoardConfig) => readonly PanelConfig[];
}

export type Preview = (plan: unknown, privacy: Privacy) => Promise<BoardPreview>;

export const createPreview =
	({ desk, compose, due }: PreviewStages): Preview =>
	async (plan, privacy) => {
		const config = desk.draft(plan);
		const board = await compose(config, privacy);
		// As on a wall, not as of a past moment.
		return { board: { ...board, replay: null }, due: due(config).map(({ id }) => id), advice: desk.adviceOn(config) };
	};
