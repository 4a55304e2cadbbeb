/** The boards of a wall: the editions that are shown, kept up to date by the tick, and any other when it is asked for. */
import { privacies, type Privacy } from '../../shared/screen.ts';
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
	boardAt: (query: Record<string, unknown>) => Promise<BoardView>;
}

/** After a start the past of all figures is still to be worked out, which takes long on a large floor: no board waits longer for it. */
const pastWithinMs = 200;

const fields = ['asOf', 'board', 'privacy'];

const parsePrivacy = (text: unknown): Privacy => {
	if (text === undefined) return usualEdition.privacy;
	const found = privacies.find((privacy) => privacy === text);
	if (!found) throw new InputError(`expected one of ${privacies.join(', ')}, not '${String(text).slice(0, 60)}'`, { field: 'privacy' });
	return found;
};

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

	const boardNamed = (id: unknown): BoardConfig => {
		if (id === undefined) return boards.planOf(usualEdition.board);
		const found = typeof id === 'string' ? boards.planOf(id) : null;
		if (found?.id !== id) throw new InputError(`there is no board called '${String(id).slice(0, 60)}'`, { field: 'board', code: 'unknown_board' });
		return found;
	};

	return {
		...ticker,
		boardAt: async (query) => {
			const stray = Object.keys(query).find((name) => !fields.includes(name));
			if (stray !== undefined) throw new InputError(`expected ${fields.join(', ')} only`, { field: stray });
			const board = boardNamed(query['board']);
			const privacy = parsePrivacy(query['privacy']);
			const { asOf } = query;
			if (asOf !== undefined && typeof asOf !== 'string') throw new InputError('expected one date or time', { field: 'asOf' });
			const until = asOf === undefined ? clock.now() : parseAsOf(asOf, settings.calendar());
			await behind();
			return composer.at({ now: clock.now(), cut: cutAt(until), revision: revision(), isReplay: asOf !== undefined })(board, privacy);
		},
	};
}
