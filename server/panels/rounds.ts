/**
 * Builds the panels of one moment, each distinct one once however many boards have it. A panel whose builder throws, or does not answer
 * in time, keeps its last good view and the moment of that; the others are not held up.
 */
import type { Privacy } from '../../shared/screen.ts';
import type { PanelKind, PanelView, PanelViews } from '../../shared/views.ts';
import { isDiskFailure } from '../errors.ts';
import { company, type Scope } from '../metrics/scope.ts';
import type { Cut } from '../rollups/read.ts';
import type { PanelConfig } from './boards.ts';
import { retiredView, unknownView } from './blank.ts';
import type { PanelBuilders } from './builders.ts';
import type { PanelContext } from './context.ts';
import { endless, type Patience } from './patience.ts';

export interface BuildError {
	at: number;
	panel: string;
	error: unknown;
}

export interface Built {
	view: PanelView;
	/** Null while it is fresh. */
	lastGoodAt: number | null;
}

export interface RoundOptions {
	builders: PanelBuilders;
	/** All that a builder works from but whose numbers they are. */
	contextOf: (privacy: Privacy, cut: Cut) => Omit<PanelContext, 'scope' | 'patience'>;
	/** Null: nobody is known by it, or no longer. */
	scopeOf: (scope: string) => Scope | null;
	onError: (error: BuildError) => void;
}

export interface RoundMoment {
	/** By the clock. */
	now: number;
	/** The moment that is shown. */
	cut: Cut;
	/** Keeps no last views, throws what builders throw, and shows every panel: a review is not a clock. */
	isReplay: boolean;
	/** Keeps no last views, and says nothing of errors: what nobody shows is no fault of a wall. */
	isDraft?: boolean;
	/** Endless unless given. */
	patience?: Patience;
}

/** Null: it never could be built. */
export type Round = (config: PanelConfig, privacy: Privacy) => Promise<Built | null>;

const patienceMs = 2_000;
/** More than the panels of all boards that are shown at once. */
const lastGoodKept = 1_000;

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

export function createRounds({ builders, contextOf, scopeOf, onError }: RoundOptions): (of: RoundMoment) => Round {
	const lastGood = new Map<string, { view: PanelView; at: number }>();
	const names = new WeakMap<PanelConfig, string>();
	/** Two panels of one name show the same, wherever and whenever they do. */
	const nameOf = (config: PanelConfig): string => {
		const known = names.get(config) ?? JSON.stringify({ ...config, id: '', seconds: null, pinned: false, times: null });
		names.set(config, known);
		return known;
	};
	const keep = (name: string, view: PanelView, at: number): void => {
		lastGood.delete(name);
		lastGood.set(name, { view, at });
		const [oldest] = lastGood.keys();
		if (lastGood.size > lastGoodKept && oldest !== undefined) lastGood.delete(oldest);
	};

	const build = async <K extends PanelKind>(config: PanelConfig<K>, privacy: Privacy, cut: Cut, patience: Patience): Promise<PanelViews[K]> => {
		const scope = scopeOf(config.scope);
		const context = { ...contextOf(privacy, cut), scope: scope ?? company, patience };
		return scope ? (retiredView(config, context) ?? inTime(builders[config.kind](config, context))) : unknownView(config, context);
	};

	return ({ now, cut, isReplay, isDraft = false, patience = endless }) => {
		const built = new Map<string, Promise<Built | null>>();
		const attempt = async (name: string, config: PanelConfig, privacy: Privacy): Promise<Built | null> => {
			try {
				const view = await build(config, privacy, cut, patience);
				if (!isReplay && !isDraft) keep(name, view, now);
				return { view, lastGoodAt: null };
			} catch (error) {
				// Of a disk that fails, whoever asked is told, and so is who runs the server.
				if (isReplay || (isDraft && isDiskFailure(error))) throw error;
				if (!isDraft) onError({ at: now, panel: config.id, error });
				const last = lastGood.get(name);
				return last ? { view: last.view, lastGoodAt: last.at } : null;
			}
		};
		return (config, privacy) => {
			const name = `${privacy} ${nameOf(config)}`;
			const found = built.get(name) ?? attempt(name, config, privacy);
			built.set(name, found);
			return found;
		};
	};
}
