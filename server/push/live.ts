/** The boards of a wall: the editions that are shown, kept up to date by the tick, and any other when it is asked for. */
import { z } from 'zod';
import { privacies } from '../../shared/screen.ts';
import type { BoardView } from '../../shared/views.ts';
import { InputError } from '../errors.ts';
import type { Edition } from '../floor/screens.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { parseAsOf } from '../metrics/explain.ts';
import type { BoardConfig, Boards } from '../panels/boards.ts';
import type { Composer } from '../panels/compose.ts';
import { patienceOf, type Patience } from '../panels/patience.ts';
import type { Cut } from '../rollups/read.ts';
import { usualEdition } from './editions.ts';
import { createTicker, type Ticker, type TickerOptions } from './ticker.ts';

export interface LiveOptions extends Omit<TickerOptions, 'build'> {
	/** Brings the rollups up to date. */
	behind: () => Promise<unknown>;
	boards: Boards;
	composer: Composer;
	settings: FloorSettings;
	cutAt: (until: number) => Cut;
	/** Editions that are no board of the floor's: what stands on them; null: it is one. */
	otherBoard?: (edition: Edition) => Promise<BoardView | null> | null;
	/** Told of each tick's moment before its boards are built, when the rollups are up to date. */
	onMoment?: (cut: Cut) => void;
	revision: () => number;
}

export interface Live extends Ticker {
	/** `asOf` (an ISO instant or date): the board as it would be then, else now; `board` and `privacy`, else the usual ones. @throws InputError */
	boardAt: (query: WallQuery) => Promise<BoardView>;
}

/** After a start the past of all figures is still to be worked out, which takes long on a large floor: no board waits longer for it. */
const pastWithinMs = 200;

/** Which board is asked for, as who may see it, and when. */
export const wallQuery = z.strictObject({
	asOf: z.string({ message: 'expected one date or time' }).optional().meta({ description: 'As what is known today had it at that moment; a date means the end of that day. Now unless given.' }),
	board: z.string().optional().meta({ description: 'The id of a board; the floor board unless given.' }),
	privacy: z.enum(privacies, { message: `expected one of ${privacies.join(', ')}` }).default(usualEdition.privacy).meta({ description: 'Who walks by the screen: what may not be seen there is left out.' }),
});
export type WallQuery = Partial<z.infer<typeof wallQuery>>;

export function createLive(options: LiveOptions): Live {
	const { clock, behind, boards, composer, settings, cutAt, revision } = options;

	/** Boards of one tick share what is read for it, as long as nothing comes in between. */
	let moment: { revision: number; patience: Patience; compose: ReturnType<Composer['at']> } | null = null;
	const ticker: Ticker = createTicker({
		...options,
		build: async (edition, isFirst) => {
			const { board, privacy } = edition;
			if (isFirst || !moment || moment.revision !== revision()) {
				const now = clock.now();
				const cut = cutAt(now);
				if (isFirst) options.onMoment?.(cut);
				const patience = patienceOf(pastWithinMs);
				moment = { revision: revision(), patience, compose: composer.at({ now, cut, revision: revision(), isReplay: false, patience }) };
			}
			const other = await options.otherBoard?.(edition);
			if (other) return other;
			const view = await moment.compose(boards.planOf(board), privacy);
			// What it had no time for comes with the next ones.
			if (moment.patience.isOver()) ticker.poke();
			return view;
		},
	});

	const boardNamed = (id: string): BoardConfig => {
		const found = boards.planOf(id);
		if (found.id !== id) throw new InputError(`there is no board called '${id.slice(0, 60)}'`, { field: 'board', code: 'unknown_board' });
		return found;
	};

	return {
		...ticker,
		boardAt: async ({ asOf, board: id, privacy = usualEdition.privacy }) => {
			const board = id === undefined ? boards.planOf(usualEdition.board) : boardNamed(id);
			const until = asOf === undefined ? clock.now() : parseAsOf(asOf, settings.calendar());
			await behind();
			return composer.at({ now: clock.now(), cut: cutAt(until), revision: revision(), isReplay: asOf !== undefined })(board, privacy);
		},
	};
}
