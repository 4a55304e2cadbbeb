/**
 * The moments that a floor lives for, each celebrated once ever. A look follows every tick that followed entries: what it finds is noted
 * on the disk first and told after, so that no restart loses or doubles anything. Whatever is reversed within the hour is taken back.
 */
import { randomUUID } from 'node:crypto';
import { celebratedWithinMs, type CelebratedRow, type CelebrationKind, type CelebrationView } from '../../shared/celebration.ts';
import type { Privacy } from '../../shared/screen.ts';
import { isoText, type Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { isQuiet, type RulesStore } from '../floor/celebration-rules.ts';
import { periodAround } from '../floor/period.ts';
import type { People } from '../floor/people.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Targets } from '../floor/targets.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { company, teamScope } from '../metrics/scope.ts';
import { targetVerdict } from '../panels/standing.ts';
import type { Cut } from '../rollups/read.ts';
import { createCelebrationStore, type Celebrated } from './celebration-store.ts';
import { createCelebrationViews, shownId } from './celebration-view.ts';
import { createFreshEntries, type FreshEntry } from './fresh-entries.ts';
import type { DealOccasion, Found, Occasion, Standing } from './occasion.ts';
import { createProgressWatch, type Changed } from './progress.ts';
import { createWonDeals, dealId, isWanted, type WonDeal } from './won-deals.ts';

const withdrawnWithinMs = 3_600_000;
/**
 * Where nothing was found, how far it has looked is written down at most so often: looking twice finds nothing twice. Only what would make
 * it unsure, after a start, what came live is written down at once.
 */
const writtenEveryMs = 60_000;
const mostListed = 200;

/** What the walls are told: something to celebrate, or the shown id of what was taken back. */
export type Tidings = { celebrated: Celebrated } | { withdrawn: string };

export interface Celebrations {
	/** Looks for occasions among what was written since the last look; the rollups are drained. `cut`: now. */
	look: (cut: Cut) => void;
	/** What stands so far is none: a floor that was just seeded. */
	pass: () => void;
	/** Told once it is noted. Returns its own removal. */
	onTidings: (listener: (tidings: Tidings) => void) => () => void;
	/** Told by a look when quiet hours may have begun or ended since the last. Returns its own removal. */
	onQuiet: (listener: () => void) => () => void;
	/** What a screen that connects now still shows, oldest first. */
	recent: () => Celebrated[];
	/** As a screen shows it now: quietly in quiet hours, whenever it was. */
	view: (celebrated: Celebrated, privacy: Privacy) => CelebrationView;
	/** A sample for one screen, noted nowhere. */
	sample: (kind: CelebrationKind, privacy: Privacy) => CelebrationView;
	/** Newest first. */
	list: (since: number) => CelebratedRow[];
	close: () => void;
}

export interface CelebrationStages {
	clock: Clock;
	settings: FloorSettings;
	people: People;
	targets: Targets;
	metrics: Metrics;
	rules: RulesStore;
	/** Number of the newest entry. */
	revision: () => number;
}

export function createCelebrations(db: Db, { clock, settings, people, targets, metrics, rules, revision }: CelebrationStages): Celebrations {
	const store = createCelebrationStore(db);
	const wonDeals = createWonDeals(db);
	const fresh = createFreshEntries(db);
	const views = createCelebrationViews({ metrics, settings: settings.get, people });
	const watch = () => createProgressWatch({ metrics, targets, settings, rules: rules.get, nextId: store.nextId, isRanked: (person) => people.personNow(person)?.isRanked ?? false });
	const listeners = new Set<(tidings: Tidings) => void>();
	const quietListeners = new Set<() => void>();

	const isQuietAt = (at: number): boolean => isQuiet(rules.get(), at, settings.calendar());
	let seenHours: { quiet: unknown; isQuiet: boolean } | null = null;
	const lookAtHours = (now: number): void => {
		const before = seenHours;
		const { quiet } = rules.get();
		seenHours = { quiet, isQuiet: isQuietAt(now) };
		// Other hours may have begun or ended in between as well.
		if (before && (before.isQuiet !== seenHours.isQuiet || before.quiet !== quiet)) for (const listener of quietListeners) listener();
	};

	let progress = watch();
	let looked: number | null = null;
	let written = { entry: -1, at: Number.NEGATIVE_INFINITY };
	const write = (entry: number): void => {
		if (entry !== written.entry) store.lookedUpTo(entry);
		written = { entry, at: clock.now() };
	};

	/** The team's target of the month, if it has one, else the company's. */
	const standingOf = (team: number | null, cut: Cut): Standing | null => {
		const { evaluator, roster } = metrics;
		const month = periodAround('month', cut.untilDay, settings.get());
		const own = team === null ? undefined : roster.team(team);
		for (const scope of [...(own ? [teamScope(own)] : []), company]) {
			const target = evaluator.target('sales', scope, month);
			if (!target || target.incomplete || target.value <= 0) continue;
			const verdict = targetVerdict('sales', scope, month, { metrics, cut });
			return { team: scope.kind === 'team' ? scope.id : null, value: evaluator.value('sales', 'sales', scope, month, cut).value ?? 0, target: target.value, verdict: verdict?.text ?? '' };
		}
		return null;
	};
	const aboutDeal = ({ source, externalId, closerKey, amountMinor, account, type }: WonDeal, cut: Cut): DealOccasion => {
		const person = people.behindKey(closerKey)?.id ?? null;
		const team = person === null ? null : metrics.roster.teamOn(person, cut.untilDay);
		return { kind: 'deal', person, team, quiet: false, source, externalId, amountMinor, account, type, standing: standingOf(team, cut) };
	};

	const foundDeals = (deals: readonly WonDeal[], cut: Cut): Found[] =>
		deals
			.filter(({ isNew, source, externalId }) => isNew && !store.isNoted(dealId(source, externalId)))
			.map((deal) => ({
				id: dealId(deal.source, deal.externalId),
				at: deal.at,
				about: deal.isLive && isWanted(deal, rules.get().deals, settings.get().currency) ? aboutDeal(deal, cut) : null,
			}));

	const changedBy = (entries: readonly FreshEntry[]): Changed => {
		const entities = new Set(entries.flatMap((entry) => entry.entities));
		const stale = new Set(entries.flatMap((entry) => (entry.isLive ? [] : entry.entities)));
		return { entities, live: new Set([...entities].filter((entity) => !stale.has(entity))), targets: entries.some(({ changesTargets }) => changesTargets) };
	};

	/** Celebrated within the hour, and no longer so. */
	const reversed = (changed: Changed, cut: Cut): Celebrated[] =>
		changed.entities.size === 0
			? []
			: store.since(cut.until - withdrawnWithinMs, mostListed).filter(({ withdrawnAt, about }) => {
					if (withdrawnAt !== null) return false;
					return about.kind === 'deal' ? !wonDeals.stillWon(about.source, about.externalId) : !progress.stands(about, cut);
				});

	const note = db.transaction((found: readonly Found[], taken: readonly Celebrated[], newest: number, now: number): Tidings[] => {
		const news: Tidings[] = [];
		for (const { id } of taken) {
			store.withdraw(id, now);
			news.push({ withdrawn: shownId(id) });
		}
		for (const { id, at, about } of found) {
			const quietly: Occasion | null = about && { ...about, quiet: isQuietAt(at) };
			if (store.note(id, at, quietly) && quietly) news.push({ celebrated: { id, at, withdrawnAt: null, about: quietly } });
		}
		store.lookedUpTo(newest);
		return news;
	});

	const lookUpTo = (newest: number, from: number, cut: Cut): void => {
		const now = cut.until;
		const entries = newest === from ? [] : fresh.after(from, now);
		const deals = entries.some(({ entities }) => entities.includes('deals')) ? wonDeals.among(entries, from, settings.calendar()) : [];
		const changed = changedBy(entries);
		const taken = reversed(changed, cut);
		const found = [...foundDeals(deals, cut), ...progress.look(changed, cut)];
		if (found.length + taken.length > 0) {
			const news = note(found, taken, newest, now);
			written = { entry: newest, at: now };
			looked = newest;
			for (const tidings of news) for (const listener of listeners) listener(tidings);
		} else {
			looked = newest;
			const isUnsure = changed.targets || changed.live.size < changed.entities.size;
			if (isUnsure || Math.abs(now - written.at) >= writtenEveryMs) write(newest);
		}
	};

	return {
		look: (cut) => {
			if (!settings.current()) return;
			lookAtHours(cut.until);
			const newest = revision();
			const from = looked ?? store.looked();
			if (newest === looked) return;
			try {
				lookUpTo(newest, from, cut);
			} catch (error) {
				// What was seen and could not be noted is looked at again, as after a start.
				progress = watch();
				throw error;
			}
		},
		pass: () => {
			looked = null;
			progress = watch();
			write(revision());
		},
		onTidings: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		onQuiet: (listener) => {
			quietListeners.add(listener);
			return () => void quietListeners.delete(listener);
		},
		recent: () => store.since(clock.now() - celebratedWithinMs, mostListed).filter(({ withdrawnAt }) => withdrawnAt === null).reverse(),
		view: (celebrated, privacy) => ({ ...views.view(celebrated, privacy), quiet: isQuietAt(clock.now()) }),
		sample: (kind, privacy) => {
			const now = clock.now();
			return views.sample(kind, privacy, { id: `trial-${randomUUID()}`, at: now, quiet: isQuietAt(now) });
		},
		list: (since) =>
			store.since(since, mostListed).map((celebrated) => ({
				view: views.view(celebrated, 'boardroom'),
				withdrawn: celebrated.withdrawnAt === null ? null : isoText(celebrated.withdrawnAt),
			})),
		close: () => {
			if (looked !== null) write(looked);
		},
	};
}
