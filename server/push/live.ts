/** The boards of a wall: the editions that are shown, kept up to date by the tick, and any other when it is asked for. */
import { privacies, type Privacy } from '../../shared/screen.ts';
import type { BoardView } from '../../shared/views.ts';
import { InputError } from '../errors.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { parseAsOf } from '../metrics/explain.ts';
import type { BoardConfig, Boards } from '../panels/boards.ts';
import type { Composer } from '../panels/compose.ts';
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
	/** Told of each tick's moment before its boards are built, when the rollups are up to date. */
	onMoment?: (cut: Cut) => void;
	revision: () => number;
}

export interface Live extends Ticker {
	/** `asOf` (an ISO instant or date): the board as it would be then, else now; `board` and `privacy`, else the usual ones. @throws InputError */
	boardAt: (query: Record<string, unknown>) => Promise<BoardView>;
}

const fields = ['asOf', 'board', 'privacy'];

const parsePrivacy = (text: unknown): Privacy => {
	if (text === undefined) return usualEdition.privacy;
	const found = privacies.find((privacy) => privacy === text);
	if (!found) throw new InputError(`expected one of ${privacies.join(', ')}, not '${String(text).slice(0, 60)}'`, { field: 'privacy' });
	return found;
};

export function createLive(options: LiveOptions): Live {
	const { clock, behind, boards, composer, settings, cutAt, revision } = options;

	const ticker = createTicker({
		...options,
		build: async (editions, isThrough) => {
			const now = clock.now();
			const cut = cutAt(now);
			if (isThrough) options.onMoment?.(cut);
			const compose = composer.at({ now, cut, revision: revision(), isReplay: false });
			const built: BoardView[] = [];
			for (const { board, privacy } of editions) built.push(await compose(boards.planOf(board), privacy));
			return built;
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
