/**
 * Builds a board. A panel whose builder throws, or does not answer in time, keeps its last good view and says since when;
 * the others are not held up. What a panel shows is stale when a source that it rests on is, or when the
 * disk is full and nothing new can come in.
 */
import type { BoardView, PanelKind, PanelView, PanelViews } from '../../shared/views.ts';
import { boardFormat } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { FactEntity } from '../facts/schema.ts';
import type { SourceState } from '../facts/source-reports.ts';
import { streams } from '../facts/streams.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { metricOf } from '../metrics/catalogue.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { measureOf } from '../rollups/measures.ts';
import type { Cut } from '../rollups/read.ts';
import type { BoardConfig, PanelConfig } from './boards.ts';
import type { PanelBuilders } from './builders.ts';
import type { PanelContext } from './context.ts';

export interface BuildError {
	at: number;
	panel: string;
	error: unknown;
}

export interface Composer {
	/** `now`: by the clock; `cut`: the moment that is shown. Replays keep no last views and throw what builders throw. */
	compose: (board: BoardConfig, now: number, cut: Cut, options: { isReplay: boolean; revision: number }) => Promise<BoardView>;
}

export interface ComposerOptions {
	settings: FloorSettings;
	metrics: Metrics;
	sources: (now: number) => SourceState[];
	builders: PanelBuilders;
	build: string;
	isDemo: boolean;
	/** Since when the disk takes no writes; null while it does. */
	fullSince: () => number | null;
	onError: (error: BuildError) => void;
}

const patienceMs = 2_000;

const entityOf = (config: PanelConfig): FactEntity => {
	const { formula } = metricOf(config.metric);
	return formula.kind === 'sum' ? streams[measureOf(formula.measure).stream].entity : formula.kind === 'ratio' ? streams[measureOf(formula.over).stream].entity : 'deals';
};

const inTime = async <T>(work: T | Promise<T>): Promise<T> => {
	if (!(work instanceof Promise)) return work;
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`the panel's builder did not answer within ${patienceMs} ms`)), patienceMs);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
};

export function createComposer({ settings, metrics, sources, builders, build, isDemo, fullSince, onError }: ComposerOptions): Composer {
	const lastGood = new Map<string, { view: PanelView; at: number }>();

	const buildPanel = async <K extends PanelKind>(config: PanelConfig<K>, context: PanelContext): Promise<PanelViews[K]> => inTime(builders[config.kind](config, context));

	return {
		compose: async (board, now, cut, { isReplay, revision }) => {
			const { words } = metrics.numbers();
			const calendar = settings.calendar();
			const context: PanelContext = { metrics, calendar, rules: settings.get(), cut };
			const full = isReplay ? null : fullSince();
			const moment = (at: number): string => metrics.times().moment(at, now);
			const silent = isReplay ? [] : sources(now).filter(({ isSilent }) => isSilent);
			const panels: PanelView[] = [];
			for (const config of board.panels) {
				const key = `${board.id}/${config.id}`;
				const entity = entityOf(config);
				const culprit = silent.find(({ facts }) => (facts[entity] ?? 0) > 0);
				const marks = {
					demo: isDemo ? words.demo : null,
					stale: full !== null ? fill(words.diskFull, { time: moment(full) }) : culprit ? fill(words.silent, { source: culprit.name, time: moment(culprit.lastReportedAt) }) : null,
				};
				try {
					const view = { ...(await buildPanel(config, context)), ...marks };
					if (!isReplay) lastGood.set(key, { view, at: now });
					panels.push(view);
				} catch (error) {
					if (isReplay) throw error;
					onError({ at: now, panel: config.id, error });
					const last = lastGood.get(key);
					if (last) panels.push({ ...last.view, ...marks, failed: fill(words.failed, { time: moment(last.at) }) });
				}
			}
			const { name, locale } = settings.get();
			const offset = calendar.offset(now);
			return {
				format: boardFormat,
				build,
				revision,
				id: board.id,
				name,
				language: metrics.numbers().language,
				locale,
				seconds: board.seconds,
				replay: isReplay ? fill(words.replay, { time: metrics.times().full(cut.until) }) : null,
				clock: { offsetMinutes: offset.minutes, changesAt: offset.changesAt, offsetAfterMinutes: offset.after },
				panels,
			};
		},
	};
}
