/** A board that is being planned, as a wall would show it now: every panel that such a screen may show, whatever its times, and which are due. It leaves nothing behind. */
import type { BoardPreview } from '../../shared/board-api.ts';
import type { Privacy } from '../../shared/screen.ts';
import type { Clock } from '../clock.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Cut } from '../rollups/read.ts';
import type { BoardDesk } from './board-desk.ts';
import type { Composer } from './compose.ts';
import { duePanels } from './due.ts';
import type { PlanWish } from './plans.ts';
import { mayShow } from './privacy.ts';

export interface PreviewStages {
	desk: Pick<BoardDesk, 'draft' | 'adviceOn'>;
	composer: Composer;
	/** Brings the rollups up to date. */
	behind: () => Promise<unknown>;
	clock: Clock;
	settings: FloorSettings;
	cutAt: (until: number) => Cut;
	revision: () => number;
}

/** @throws InputError that names the field. */
export type Preview = (plan: PlanWish, privacy: Privacy) => Promise<BoardPreview>;

export function createPreview({ desk, composer, behind, clock, settings, cutAt, revision }: PreviewStages): Preview {
	return async (plan, privacy) => {
		const config = desk.draft(plan);
		const panels = config.panels.map((panel) => ({ ...panel, times: null, pinned: false }));
		await behind();
		const now = clock.now();
		const board = await composer.at({ now, cut: cutAt(now), revision: revision(), isReplay: false, isDraft: true })({ ...config, panels }, privacy);
		const allowed = config.panels.filter((panel) => mayShow(panel, privacy));
		return { board, due: duePanels(allowed, now, settings.calendar()).map(({ id }) => id), advice: desk.adviceOn(config) };
	};
}
