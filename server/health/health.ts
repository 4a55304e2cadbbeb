/** How one floor's server is doing: asks everybody who knows something, and says what is wrong, in data and in words. */
import { totalmem } from 'node:os';
import type { HealthFinding, SystemHealth } from '../../shared/health-api.ts';
import { alertWords } from '../../shared/words/alerts.ts';
import { languageOf, wordsIn } from '../../shared/words/language.ts';
import type { Alerts } from '../alerts/alerts.ts';
import { standingOf, type PartStanding, type ScreenStanding } from '../alerts/incidents.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { isDiskFailure } from '../errors.ts';
import type { Sources } from '../facts/source-reports.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Log } from '../log.ts';
import type { PushNotes } from '../metrics/push-notes.ts';
import type { TimeWriter } from '../metrics/time-text.ts';
import type { TickStats } from '../push/ticker.ts';
import type { Durations } from '../tally.ts';
import { createClockWatch } from './clock-watch.ts';
import { createDiskWatch } from './disk.ts';
import { findingsOf, type Finding } from './findings.ts';
import type { FloorState, HealthInputs, Outside } from './inputs.ts';
import { nothingOutside } from './inputs.ts';
import { createTeller } from './told.ts';

/** The part of a wall that health looks at. */
export interface WatchedFloor {
	options: { db: Db; clock: Clock; log: Log; demo: boolean };
	settings: FloorSettings;
	sources: Pick<Sources, 'list'>;
	journal: { newestAt: () => number; revision: () => number };
	times: () => TimeWriter;
	tickStats: () => TickStats;
	/** `ok` while the tick is alive. */
	status: () => HealthInputs['tick']['state'];
	lastError: () => { at: number; panel: string; message: string } | null;
	fullSince: () => number | null;
	logHeld: () => { since: number } | null;
	tickDurations: () => Durations;
	pushNotes: Pick<PushNotes, 'rejected' | 'totals'>;
	/** Asks the facts; not quick. */
	floorState: () => FloorState;
}

export interface Health {
	inputs: () => HealthInputs;
	findings: () => Finding[];
	/** In the workspace's language; empty before there is one. */
	told: () => HealthFinding[];
	page: () => SystemHealth;
	/** What alerts are to tell of. */
	parts: () => PartStanding[];
	/** Looks now; every minute from the start on. */
	look: () => void;
	close: () => void;
}

export interface HealthOptions {
	floor: WatchedFloor;
	screens: () => ScreenStanding[];
	alerts: () => Pick<Alerts, 'channels'>;
	outside?: Partial<Outside>;
	/** Bytes that are free, unless the disk is asked. */
	free?: () => number | null;
	onFatal: (error: unknown) => void;
}

const lookEveryMs = 60_000;
/** What the facts are asked for is good for so long, and where something was changed for so long. */
const goodForMs = 60_000;
const changedGoodForMs = 5_000;

export function createHealth({ floor, screens, alerts, outside = {}, free, onFatal }: HealthOptions): Health {
	const { options, settings, sources, journal } = floor;
	const { db, clock, log } = options;
	const others: Outside = { ...nothingOutside, ...outside };
	const dayOf = (at: number): string => (settings.current() ? settings.calendar().dayOf(at) : Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').toPlainDate().toString());
	const disk = createDiskWatch({ db, clock, dayOf, fullSince: floor.fullSince, backupFree: () => others.backupFolder()?.freeBytes ?? null, ...(free ? { free } : {}) });
	const watch = createClockWatch({ clock, newestAt: journal.newestAt });
	const memoryOfMachine = totalmem();

	const nothingKnown: FloorState = { unassigned: 0, unrated: [], ahead: 0, holidaysMissing: [], retentionWaiting: [] };
	let asked: { at: number; revision: number; state: FloorState } | null = null;
	const floorState = (): FloorState => {
		const age = asked ? performance.now() - asked.at : Number.POSITIVE_INFINITY;
		if (asked && age < (asked.revision === journal.revision() ? goodForMs : changedGoodForMs)) return asked.state;
		asked = { at: performance.now(), revision: journal.revision(), state: settings.current() ? floor.floorState() : nothingKnown };
		return asked.state;
	};

	const inputs = (lacks: () => FloorState = floorState): HealthInputs => {
		const now = clock.now();
		const { intervalMs, lastMs, p99Ms, computedAt } = floor.tickStats();
		const last = floor.lastError();
		const standings = screens();
		const calendar = settings.current() ? settings.calendar() : null;
		const count = (state: ScreenStanding['state']): number => standings.filter((one) => one.state === state).length;
		return {
			now,
			isDemo: options.demo,
			tick: { state: floor.status(), computedAt, intervalMs, lastMs, p99Ms, count: floor.tickDurations().counts.at(-1) ?? 0 },
			// Where the disk is full, that is told by itself.
			lastError: last && floor.fullSince() === null ? { at: last.at, panel: last.panel === '' ? null : last.panel, message: last.message, isLasting: computedAt !== null && last.at >= computedAt - intervalMs } : null,
			disk: disk.state(),
			database: { ...disk.bytes(), heldSince: floor.logHeld()?.since ?? null },
			memory: { usedBytes: process.memoryUsage.rss(), machineBytes: memoryOfMachine },
			sources: calendar ? sources.list(now, calendar) : [],
			rejected: floor.pushNotes.rejected(),
			screens: { paired: standings.length, live: count('live'), dark: count('dark'), dead: calendar ? standingOf(standings, [], now, calendar).dead : [] },
			clock: watch.state(),
			alerts: { channels: alerts().channels() },
			floor: lacks(),
			outside: { backup: others.backup(), backupFolder: others.backupFolder(), feeds: others.feeds(), certificate: others.certificate(), keys: others.keys(), isRoot: others.isRoot() },
		};
	};
	const teller = () => {
		const { locale } = settings.get();
		return createTeller({ language: languageOf(locale), locale, times: floor.times() }, clock.now());
	};

	let certificateNoticedAt: number | null = null;
	const parts = (): PartStanding[] => {
		const current = settings.current();
		if (!current) return [];
		const words = wordsIn(alertWords, languageOf(current.locale));
		const { fullSince, tightSince, lowSince } = disk.state();
		// What the facts lack is nobody's alarm.
		const found = findingsOf(inputs(() => nothingKnown));
		const needsCertificate = found.some(({ code }) => code === 'certificate_ending' || code === 'certificate_over');
		certificateNoticedAt = needsCertificate ? (certificateNoticedAt ?? clock.now()) : null;
		const backup = found.find(({ code }) => code === 'backup_failing' || code === 'backup_old');
		const since: Record<PartStanding['id'], number | null> = { disk: tightSince ?? lowSince, 'full disk': fullSince, backup: backup?.since ?? null, certificate: certificateNoticedAt };
		return (['disk', 'full disk', 'backup', 'certificate'] as const).map((id) => ({ id, name: words[`part_${id}`], since: since[id] }));
	};

	const look = (isNoted = true): void => {
		try {
			watch.look();
			disk.look();
			if (isNoted) disk.note();
		} catch (error) {
			if (isDiskFailure(error)) onFatal(error);
			else log.error({ err: error }, 'could not look how the server is doing');
		}
	};
	const timer = setInterval(() => look(), lookEveryMs);
	timer.unref();
	// A start writes nothing.
	look(false);

	return {
		inputs: () => inputs(),
		findings: () => findingsOf(inputs()),
		told: () => (settings.current() ? teller().findings(findingsOf(inputs())) : []),
		page: () => teller().page(inputs()),
		parts,
		look: () => look(),
		close: () => clearInterval(timer),
	};
}
