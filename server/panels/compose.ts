/**
 * Composes editions: of one board, what one privacy allows. What a panel shows is stale when a source that it rests on is, or when the
 * disk is full and nothing new can come in.
 */
import type { Privacy } from '../../shared/screen.ts';
import type { BoardView, PanelView } from '../../shared/views.ts';
import { boardFormat } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { SourceState } from '../facts/source-reports.ts';
import type { People } from '../floor/people.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { entityOf } from '../metrics/catalogue.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { scopeOrNull } from '../metrics/scope.ts';
import type { BoardConfig, PanelConfig } from './boards.ts';
import type { PanelBuilders } from './builders.ts';
import { duePanels } from './due.ts';
import { mayShow } from './privacy.ts';
import { titleOf } from './ready-made.ts';
import { createRounds, type BuildError, type RoundMoment } from './rounds.ts';

export interface Moment extends RoundMoment {
	revision: number;
}

export interface Composer {
	/** Composes boards as of one moment; a panel that several of them have is built once. */
	at: (moment: Moment) => (board: BoardConfig, privacy: Privacy) => Promise<BoardView>;
}

export interface ComposerOptions {
	settings: FloorSettings;
	people: People;
	metrics: Metrics;
	sources: (now: number) => SourceState[];
	builders: PanelBuilders;
	build: string;
	isDemo: boolean;
	/** Since when the disk takes no writes; null while it does. */
	fullSince: () => number | null;
	onError: (error: BuildError) => void;
}

export function createComposer({ settings, people, metrics, sources, builders, build, isDemo, fullSince, onError }: ComposerOptions): Composer {
	const begin = createRounds({
		builders,
		contextOf: (privacy, cut) => ({ metrics, calendar: settings.calendar(), rules: settings.get(), cut, privacy }),
		scopeOf: (scope) => scopeOrNull(scope, people),
		onError,
	});

	return {
		at: ({ revision, ...when }) => {
			const { now, cut, isReplay } = when;
			const round = begin(when);
			const { words, language } = metrics.numbers();
			const calendar = settings.calendar();
			const full = isReplay ? null : fullSince();
			const moment = (at: number): string => metrics.times().moment(at, now);
			const silent = isReplay ? [] : sources(now).filter(({ isSilent }) => isSilent);
			const marked = (config: PanelConfig, view: PanelView, lastGoodAt: number | null): PanelView => {
				// Key figures stand for themselves; what stands beside a panel's main form does not age it.
				const shown = config.kind === 'scorecard' ? [config, ...config.figures] : [config];
				const culprit = silent.find(({ facts }) => shown.some(({ metric }) => (facts[entityOf(metric)] ?? 0) > 0));
				return {
					...view,
					id: config.id,
					seconds: config.seconds,
					demo: isDemo ? words.demo : null,
					stale: full !== null ? fill(words.diskFull, { time: moment(full) }) : culprit ? fill(words.silent, { source: culprit.name, time: moment(culprit.lastReportedAt) }) : null,
					failed: lastGoodAt === null ? null : fill(words.failed, { time: moment(lastGoodAt) }),
				};
			};
			const { name, locale } = settings.get();
			const offset = calendar.offset(now);
			return async (board, privacy) => {
				const panels: PanelView[] = [];
				const allowed = board.panels.filter((panel) => mayShow(panel, privacy));
				const due = isReplay ? allowed : duePanels(allowed, now, calendar);
				for (const config of due) {
					const built = await round(config, privacy);
					if (built) panels.push(marked(config, built.view, built.lastGoodAt));
				}
				return {
					format: boardFormat,
					build,
					revision,
					id: board.id,
					title: titleOf(board, language),
					name,
					language,
					locale,
					seconds: board.seconds,
					replay: isReplay ? fill(words.replay, { time: metrics.times().full(cut.until) }) : null,
					clock: { offsetMinutes: offset.minutes, changesAt: offset.changesAt, offsetAfterMinutes: offset.after },
					empty: board.panels.length === 0 ? words.boardEmpty : allowed.length === 0 ? words.boardHidden : due.length === 0 ? words.boardRests : null,
					panels,
				};
			};
		},
	};
}
