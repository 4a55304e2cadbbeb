/** The editions that walls show, and the last issue of each. The usual one is always among them: health stands on it. */
import { defaultBoard } from '../../shared/board.ts';
import type { BoardView } from '../../shared/views.ts';
import type { Edition } from '../floor/screens.ts';

/** A board of an edition that differs from the one before. */
export interface Issue {
	edition: Edition;
	board: BoardView;
	/** Counts the issues of the edition for as long as it is shown. */
	number: number;
}

/** `before`: the board of the last issue; null for the first. */
export type IssueListener = (issue: Issue, before: BoardView | null) => void;

export const usualEdition: Edition = { board: defaultBoard, privacy: 'floor' };

/** Of the same name, the same edition. Privacy first: a board may be called anything. */
export const editionName = ({ board, privacy }: Edition): string => `${privacy}/${board}`;

export interface Editions {
	/** A wall shows it until it calls what it gets back. */
	hold: (edition: Edition) => () => void;
	shown: () => readonly Edition[];
	latest: (edition: Edition) => Issue | null;
	/** The board that was just built; listeners are told when it differs from the last. Answers whether it does, and then how to tell them. */
	take: (edition: Edition, board: BoardView) => (() => void) | null;
	onIssue: (listener: IssueListener) => () => void;
}

/** The same board, whatever entries came between that changed nothing on it. */
const shownOf = (board: BoardView): string => JSON.stringify({ ...board, revision: 0 });

export function createEditions(): Editions {
	interface Shown {
		edition: Edition;
		walls: number;
		last: Issue | null;
		shows: string;
	}
	const unseen = (edition: Edition): Shown => ({ edition, walls: 0, last: null, shows: '' });
	const usual = unseen(usualEdition);
	const all = new Map<string, Shown>([[editionName(usualEdition), usual]]);
	const listeners = new Set<IssueListener>();
	return {
		hold: (edition) => {
			const name = editionName(edition);
			const shown = all.get(name) ?? unseen(edition);
			all.set(name, shown);
			shown.walls += 1;
			let isHeld = true;
			return () => {
				if (!isHeld) return;
				isHeld = false;
				shown.walls -= 1;
				// Nobody keeps it up to date from now on.
				if (shown.walls === 0 && shown !== usual) all.delete(name);
			};
		},
		shown: () => [...all.values()].map(({ edition }) => edition),
		latest: (edition) => all.get(editionName(edition))?.last ?? null,
		take: (edition, board) => {
			const shown = all.get(editionName(edition));
			const shows = shownOf(board);
			if (!shown || shows === shown.shows) return null;
			const before = shown.last;
			const issue = { edition, board, number: (before?.number ?? 0) + 1 };
			shown.last = issue;
			shown.shows = shows;
			return () => {
				for (const listener of listeners) listener(issue, before?.board ?? null);
			};
		},
		onIssue: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
