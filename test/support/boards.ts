/** Any board over a given wall, whether or not it could be planned. */
import type { Privacy } from '../../shared/screen.ts';
import type { BoardView } from '../../shared/views.ts';
import { createErasedKeys } from '../../server/floor/erased-keys.ts';
import { createPeople } from '../../server/floor/people.ts';
import { createPhotos } from '../../server/floor/photos.ts';
import { createRetired } from '../../server/facts/retired.ts';
import { createTargets } from '../../server/floor/targets.ts';
import { createMetrics } from '../../server/metrics/metrics.ts';
import type { BoardConfig, PanelConfig } from '../../server/panels/boards.ts';
import { panelBuilders, type PanelBuilders } from '../../server/panels/builders.ts';
import { createComposer, type Composer } from '../../server/panels/compose.ts';
import type { GivenWall } from './wall.ts';

export const boardOf = (panels: readonly PanelConfig[], part: Partial<BoardConfig> = {}): BoardConfig => ({ id: 'any', name: 'Any', seconds: 20, ...part, panels });

export const panelOf = (part: Partial<PanelConfig> = {}): PanelConfig => ({
	id: 'any', kind: 'leaderboard', metric: 'sales', scope: 'company', period: 'month', ranking: 'result', by: null, figures: [], seconds: null, pinned: false, times: null, ...part,
});

export interface GivenBoards {
	composer: Composer;
	/** As of `moment`, local. */
	show: (board: BoardConfig, privacy: Privacy, moment: string, isReplay?: boolean) => Promise<BoardView>;
}

/** Over what is in the database now; call it after the last push. */
export function givenBoards({ db, wall, ms }: GivenWall, builders: PanelBuilders = panelBuilders): GivenBoards {
	const people = createPeople(db, createPhotos(db), createErasedKeys(db), () => '');
	const metrics = createMetrics(db, { settings: wall.settings, people, targets: createTargets(db), rates: wall.rates, retired: createRetired(db), newestChange: () => 0, newestAt: () => Number.POSITIVE_INFINITY });
	wall.rollups.drain(Number.POSITIVE_INFINITY);
	const composer = createComposer({
		settings: wall.settings, people, metrics, builders, sources: () => [], build: 'test', isDemo: false, fullSince: () => null,
		onError: ({ error }) => {
			throw error;
		},
	});
	return {
		composer,
		show: (board, privacy, moment, isReplay = false) => composer.at({ now: ms(moment), cut: metrics.evaluator.cutAt(ms(moment)), revision: 1, isReplay })(board, privacy),
	};
}
