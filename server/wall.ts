/** Joins the stages into one running wall over one database. */
import { dirname } from 'node:path';
import type { Health, TargetGrid } from '../shared/api.ts';
import type { Spread } from '../shared/targets-api.ts';
import { languageOf } from '../shared/words/language.ts';
import { createCarrying } from './carry-over.ts';
import { createCelebrationStore } from './celebrations/celebration-store.ts';
import { createCelebrations } from './celebrations/celebrations.ts';
import { isoText, type Clock } from './clock.ts';
import { createLogGrowth } from './db/log-growth.ts';
import type { Db } from './db/open.ts';
import { createRoom } from './db/room.ts';
import { isDiskFailure, isDiskFull } from './errors.ts';
import { createCorrectionDesk } from './facts/correction-desk.ts';
import { createFactBrowser } from './facts/fact-browser.ts';
import { createFeedDesk, type FeedOutside } from './facts/feed-desk.ts';
import { importUndoChanges } from './facts/import-changes.ts';
import { createImportDesk } from './facts/import-desk.ts';
import { createImportsStayed } from './facts/import-stayed.ts';
import { createImportUndoDesk } from './facts/import-undo-desk.ts';
import { mostRows } from './facts/push.ts';
import { factEntities } from './facts/schema.ts';
import { calendarChanges, settingsChanges } from './floor/calendar-changes.ts';
import { createChangeLog } from './floor/change-log.ts';
import { feedChanges } from './floor/feed-changes.ts';
import { identityChanges } from './floor/identity-changes.ts';
import { peopleChanges } from './floor/people-changes.ts';
import { createLockDesk } from './floor/target-locks.ts';
import { createFloorState } from './health/floor-state.ts';
import type { WatchedFloor } from './health/health.ts';
import type { Log } from './log.ts';
import { createConsequences } from './metrics/consequences.ts';
import { createDefinitions } from './metrics/definitions.ts';
import { createIdentifying } from './metrics/identifying.ts';
import { createIntake } from './metrics/intake.ts';
import { createMetrics } from './metrics/metrics.ts';
import { retentionChanges } from './metrics/retention-changes.ts';
import { createRetentionDesk } from './metrics/retention-desk.ts';
import { moneyChanges } from './metrics/money-changes.ts';
import { createMoneyDesk } from './metrics/money-desk.ts';
import { createTargetDesk } from './metrics/target-desk.ts';
import type { GridQuery } from './metrics/target-grid.ts';
import type { SpreadWish } from './metrics/target-spread.ts';
import { createWhyDesk } from './metrics/why-desk.ts';
import { createBoardDesk } from './panels/board-desk.ts';
import { createTargetImport } from './metrics/target-import.ts';
import type { PanelBuilders } from './panels/builders.ts';
import { panelBuilders } from './panels/builders.ts';
import { createComposer } from './panels/compose.ts';
import { createPreview } from './panels/preview.ts';
import type { BuildError } from './panels/rounds.ts';
import { createLive, type Live } from './push/live.ts';
import { createAgendaDesk } from './review/agenda-desk.ts';
import { createDealLists } from './review/deal-lists.ts';
import { createHandingOut } from './review/handing-out.ts';
import { createMeetings } from './review/meetings.ts';
import { createClosing } from './review/closing.ts';
import { createReview } from './review/review.ts';
import type { Cut } from './rollups/read.ts';
import { createRollups } from './rollups/rollups.ts';
import { createSealing } from './sealing.ts';
import { createStores } from './stores.ts';

export interface WorkspaceSettings {
	name: string;
	currency: string;
	timeZone: string;
	locale: string;
}

export interface WallOptions {
	db: Db;
	clock: Clock;
	log: Log;
	tickMs: number;
	demo: boolean;
	/** Identity of the display bundle. */
	build: string;
	version: string;
	builders?: PanelBuilders;
	/** Where published sheets may be fetched from, and what seals their addresses; nowhere unless given. */
	outside?: FeedOutside;
	/** The database can no longer be trusted. */
	onFatal?: (error: unknown) => void;
	/** Makes a backup; absent where there are none. */
	backUp?: () => Promise<unknown>;
}

type MeetingScreens = (shown: readonly (number | null)[], gone: readonly number[]) => void;

export type Wall = ReturnType<typeof createWall>;

const drainSliceMs = 20;

const statusOf = ({ isTicking, latest }: Live): Health['status'] => (isTicking() ? 'ok' : latest() ? 'stalled' : 'starting');

/**
 * Reads are asynchronous because every read first brings the rollups up to date, in slices that let the wall breathe.
 * Everything but `workspace` and `createWorkspace` needs a workspace.
 */
export function createWall(options: WallOptions) {
	const { db, clock, log } = options;
	const stores = createStores(db, clock, (screen) => meetings.on(screen));
	const { settings, photos, erased, people, identities, erasure, targets, targetLocks, sources, accounts, apiKeys, invitations, accessNotes, audit, messages, screens, boards: storedBoards, imports: imported, feeds: followed, facts, celebrationRules, agenda: agendaStore, closes, actions, links, journal } = stores;
	const corrections = createCorrectionDesk(db, { corrections: facts.corrections, journal, people, settings, now: clock.now });
	const factBrowser = createFactBrowser(db, { people, settings, journal, rates: facts.rates });
	const rollups = createRollups(db);
	const metrics = createMetrics(db, { settings, people, targets, rates: facts.rates, retired: facts.retired, newestChange: facts.newestChange, newestAt: journal.newestAt });
	const identifying = createIdentifying(db, { people, identities, erasure, erased, targets, metrics, settings, journal, log, behind: () => behind(), dropFiles: () => (imports.dropFiles(), void closing.rewrite()), now: clock.now });
	const boards = createBoardDesk({ stored: storedBoards, journal, people, metrics, now: clock.now });
	const locks = createLockDesk({ locks: targetLocks, journal, settings, now: clock.now });
	const targetDesk = createTargetDesk({ targets, locks, journal, people, metrics, settings, now: clock.now });
	const celebrations = createCelebrations(db, { clock, settings, people, targets, metrics, rules: celebrationRules, revision: journal.revision });

	let lastError: (BuildError & { message: string }) | null = null;
	const noteError = (found: BuildError): void => {
		lastError = { ...found, message: found.error instanceof Error ? found.error.message : String(found.error) };
		log.error({ err: found.error, panel: found.panel }, 'a panel could not be built');
		if (isDiskFailure(found.error)) options.onFatal?.(found.error);
	};

	const room = createRoom(db, {
		clock,
		log,
		onFull: (at, error) => {
			lastError = { at, panel: '', error, message: 'the disk is full' };
		},
		// What went wrong besides is not healed by room.
		onRoom: () => {
			if (isDiskFull(lastError?.error)) lastError = null;
		},
	});
	const growth = createLogGrowth(db, clock);
	const { push, pushFeed, take, rehearse, notes: pushNotes } = createIntake({ journal, targets: targetDesk, rollups, room, growth, now: clock.now });
	const importsStayed = createImportsStayed(db);
	const importUndo = createImportUndoDesk({ notes: facts.importNotes, undo: facts.importUndo, journal, now: clock.now });
	/** What cannot be written stays to be done: true when a read shows the sums there are, which lack something. */
	const behind = (): Promise<boolean> =>
		rollups.drained().then(
			() => false,
			(error: unknown) => {
				room.refused(error);
				return true;
			},
		);
	const imports = createImportDesk({ imports: imported, journal, settings, people, push, rehearse, now: clock.now, log, undo: importsStayed.noting(importUndo), folder: `${db.name}-imports`, onFatal: (error) => options.onFatal?.(error) });
	const feeds = createFeedDesk({ feeds: followed, journal, settings, sources, imports, push: pushFeed, outside: options.outside ?? { hosts: [], sealing: createSealing(dirname(db.name), []) }, now: clock.now, log, onFatal: (error) => options.onFatal?.(error) });
	const why = createWhyDesk(db, { metrics, settings, people, behind, fullSince: room.fullSince, now: clock.now });
	const definitions = createDefinitions({ metrics, settings, behind, now: clock.now });
	const consequences = createConsequences({ metrics, settings, behind, revision: journal.revision, now: clock.now });
	const money = createMoneyDesk({ journal, settings, facts, targets, celebrationRules, consequences, now: clock.now });
	const changes = createChangeLog({
		journal,
		settings,
		areas: [
			peopleChanges({ people, photos, journal, settings, hasTargets: (person) => targets.list().some(({ scope }) => scope === `person:${person}`), now: clock.now }),
			identityChanges({ people, identities, journal }),
			calendarChanges({ settings, people, journal }),
			settingsChanges({ settings, journal }),
			moneyChanges({ journal, settings, ...facts, isCurrencyFixed: money.isCurrencyFixed }),
			retentionChanges,
			importUndoChanges,
			feedChanges,
		],
		now: clock.now,
	});
	const drain = (): boolean => {
		try {
			room.look();
			growth.look();
			sources.correct(clock.now());
			followed.correct(clock.now());
			return rollups.drain(drainSliceMs);
		} catch (error) {
			room.refused(error);
			return true;
		}
	};
	const composer = createComposer({
		settings,
		people,
		metrics,
		sources: (now) => sources.list(now, settings.calendar()),
		builders: options.builders ?? panelBuilders,
		build: options.build,
		isDemo: options.demo,
		fullSince: room.fullSince,
		onError: noteError,
	});
	/** Nothing that goes wrong with a celebration or the end of a meeting keeps a board back. */
	const lookAround = (cut: Cut): void => {
		try {
			meetings.look();
			if (room.fullSince() === null) celebrations.look(cut);
		} catch (error) {
			if (isDiskFull(error)) room.refused(error);
			else noteError({ at: cut.until, panel: '', error });
		}
	};
	const live = createLive({
		clock,
		intervalMs: options.tickMs,
		drain,
		onMoment: lookAround,
		otherBoard: (edition) => meetings.board(edition),
		behind,
		boards,
		composer,
		settings,
		cutAt: metrics.evaluator.cutAt,
		revision: journal.revision,
		onError: (error) => noteError({ at: clock.now(), panel: '', error }),
	});
	const stopListening = journal.onApplied(live.poke);
	const previewBoard = createPreview({ desk: boards, composer, behind, clock, settings, cutAt: metrics.evaluator.cutAt, revision: journal.revision });

	const agenda = createAgendaDesk({ store: agendaStore, people, journal, now: clock.now });
	const review = createReview({ deals: createDealLists(db, facts.rates), composer, metrics, people, settings, agenda, closes, actions, build: options.build, isDemo: options.demo, behind, revision: journal.revision, now: clock.now });
	const closing = createClosing(db, { review, closes, agenda, metrics, people, settings, journal, behind, changes: changes.list, targetLog: targetDesk.log, log, now: clock.now, onFatal: (error) => options.onFatal?.(error) });
	const retention = createRetentionDesk(db, { facts, metrics, settings, journal, closed: () => closes.all().map(({ month }) => month), backUp: options.backUp ?? null, log, now: clock.now, onFatal: (error) => options.onFatal?.(error) });
	const toldOfMeetings = new Set<MeetingScreens>();
	const meetings = createMeetings(db, {
		clock,
		document: review.document,
		revision: journal.revision,
		agreed: () => actions.changes() + people.changes(),
		hasScope: review.hasScope,
		isScreen: (id) => screens.pairedOne(id) !== undefined,
		onScreens: (shown, gone) => {
			for (const id of gone) if (screens.pairedOne(id)) journal.apply('screen revoked', { id }, { at: clock.now(), author: 'meeting' });
			for (const listener of toldOfMeetings) listener(shown, gone);
			live.poke();
		},
		onError: (error) => noteError({ at: clock.now(), panel: 'review', error }),
	});

	return {
		options,
		review,
		handingOut: createHandingOut({ actions, links, closes, review, people, roster: metrics.roster, journal, now: clock.now }),
		meetings,
		/** Called with the screens that show another picture or board from now on, and with those that were made for a meeting that is over. */
		onMeetingScreens: (listener: MeetingScreens): void => void toldOfMeetings.add(listener),
		closing,
		carrying: createCarrying(stores, createCelebrationStore(db)),
		agenda,
		accounts,
		apiKeys,
		invitations,
		accessNotes,
		audit,
		screens,
		boards,
		previewBoard,
		celebrations,
		celebrationRules,
		imports,
		feeds,
		messages,
		changes,
		consequences,
		corrections,
		identifying,
		money,
		rates: facts.rates,
		retention,
		factBrowser,
		people,
		photos,
		roster: metrics.roster,
		journal,
		rollups,
		settings,
		sources,
		/** Null until the workspace has been created. */
		workspace: () => {
			const current = settings.current();
			if (!current) return null;
			const { name, currency, timeZone, locale } = current;
			const today = settings.calendar().dayOf(clock.now());
			return { name, currency, timeZone, locale, language: languageOf(locale), today, month: today.slice(0, 7) };
		},
		createWorkspace: (wished: WorkspaceSettings, author: string): void => journal.apply('workspace created', wished, { at: clock.now(), author }),
		push,
		/** A push that was understood already. */
		take,
		importUndo,
		importsStayed,
		mostRows,
		factsBeginning: facts.beginning,
		explain: why.explain,
		explainRows: why.rows,
		definitions,
		boardAt: live.boardAt,
		targets: targetDesk.list,
		setTargets: targetDesk.set,
		targetGrid: async (query: GridQuery): Promise<TargetGrid> => targetDesk.grid(query),
		spreadTargets: async (request: SpreadWish): Promise<Spread> => {
			await behind();
			return targetDesk.spread(request);
		},
		targetLog: targetDesk.log,
		readTargetFile: createTargetImport({ people, metrics, settings, targets, isLocked: locks.isLocked, now: clock.now }),
		lockTargets: locks.put,
		undo: targetDesk.undo,
		/** What says how it is doing, for whoever watches over it. */
		watched: {
			options, settings, sources, journal, pushNotes,
			times: metrics.times,
			tickStats: live.stats,
			tickDurations: live.durations,
			status: (): Health['status'] => statusOf(live),
			lastError: () => lastError,
			fullSince: room.fullSince,
			logHeld: growth.held,
			floorState: createFloorState(db, { settings, money: facts.money, retention, drain, now: clock.now }),
		} satisfies WatchedFloor,
		/** Without what the sockets, the backups and the watch over it know. */
		health: (): Omit<Health, 'screens' | 'backups' | 'findings'> => {
			const held = growth.held();
			const { computedAt, ...tick } = live.stats();
			const states = settings.current() ? sources.list(clock.now(), settings.calendar()) : [];
			const newest = sources.newestReport();
			const total = (entity: (typeof factEntities)[number]): number => states.reduce((sum, { facts: brought }) => sum + (brought[entity] ?? 0), facts.entered(entity));
			return {
				status: statusOf(live),
				version: options.version,
				build: options.build,
				revision: journal.revision(),
				currency: settings.current()?.currency ?? null,
				computedAt: computedAt === null ? null : isoText(computedAt),
				dataAsOf: newest === null ? null : isoText(newest),
				tick,
				lastError: lastError && { at: isoText(lastError.at), panel: lastError.panel === '' ? null : lastError.panel, message: lastError.message },
				facts: { people: people.count(), ...Object.fromEntries(factEntities.map((entity) => [entity, total(entity)])) },
				sources: states.map(({ name, lastReportedAt, isSilent, facts: brought }) => ({ name, lastReported: isoText(lastReportedAt), silent: isSilent, facts: { ...brought } })),
				logHeld: held && { since: isoText(held.since), bytes: held.bytes },
			};
		},
		/** True while the tick is alive and a first board has been built. */
		isTicking: live.isTicking,
		/** The last issue of an edition that is shown. */
		latest: live.latest,
		hold: live.hold,
		/** When a source last reported, as the wall writes it; empty when none ever did. */
		asOfText: (): string => {
			const at = sources.newestReport();
			return at === null ? '' : metrics.times().moment(at, clock.now());
		},
		/** Called with each board that differs from the one before of its edition. Returns its own removal. */
		onIssue: live.onIssue,
		/** Starts ticking; resolves when the first board is built. */
		start: (): ReturnType<typeof live.start> => {
			identifying.sweep();
			closing.start();
			retention.start();
			feeds.start();
			return live.start();
		},
		close: async (): Promise<void> => {
			stopListening();
			meetings.close();
			imports.close();
			importUndo.close();
			await feeds.close();
			await closing.stop();
			await retention.stop();
			await live.close();
			try {
				celebrations.close();
			} catch (error) {
				// How far it has looked is found out anew.
				if (!isDiskFull(error)) throw error;
			}
		},
	};
}
