/**
 * How each connected screen is: judged by what it paints, never by its socket, which looks open long after the page behind it has stopped.
 * A screen that says nothing, paints nothing or paints an old board is frozen. Ages are by a clock that no one can set.
 */
import type { FrozenWhy, ScreenHealth, Standing, UnpairedScreen } from '../../shared/fleet.ts';
import type { ScreenReport } from '../../shared/report.ts';
import { silentAfterMs } from '../../shared/wire.ts';
import { reportSchema, type KeptReport, type Sent } from '../floor/screen-report.ts';

/** What says how a connected screen is. Times are on the clock that no one can set. */
export interface Signs {
	connectedAt: number;
	/** Null before the first report. */
	reportedAt: number | null;
	/** When it last said that it had painted; the time of connecting before that. */
	paintedAt: number;
	/** Since when it has shown an older board than it held half a minute ago; null: it does not. */
	behindSince: number | null;
	isHidden: boolean;
	/** It should be lit, by its hours. */
	isOn: boolean;
}

/** What makes a screen report is fetched a little after its page has started. */
const firstReportMs = 30_000;
const framelessMs = 20_000;
const behindMs = 30_000;

/** Null: it is well. */
export function frozenAt(now: number, { connectedAt, reportedAt, paintedAt, behindSince, isHidden, isOn }: Signs): { since: number; why: FrozenWhy } | null {
	const isSilent = reportedAt === null ? now - connectedAt >= firstReportMs : now - reportedAt >= silentAfterMs;
	if (isSilent && !isHidden) return { since: reportedAt ?? connectedAt, why: 'silent' };
	// A dark screen has nothing to paint. Browsers let a page that is not to be seen speak once a minute, so its silence means nothing.
	if (!isOn) return null;
	if (isHidden || now - paintedAt > framelessMs) return { since: paintedAt, why: isHidden ? 'hidden' : 'no frames' };
	return behindSince === null ? null : { since: behindSince, why: 'old board' };
}

interface Connection {
	id: string;
	/** Null: it needs no pairing. */
	screen: number | null;
	address: string;
	connectedAt: number;
	paintedAt: number;
	last: { report: ScreenReport; at: number; kept: KeptReport } | null;
	/** Since when it has reported the board that it reports. */
	boardSince: number | null;
	/** What it held at its last reports, oldest first: the one before those of the last half minute, and those. */
	held: { at: number; number: number | null }[];
}

export interface FleetOptions {
	/** Epoch milliseconds, for what people read. */
	now: () => number;
	/** Milliseconds on a clock that no one can set. */
	uptime: () => number;
	/** Whether a screen is on by its hours. */
	isOn: (screen: number | null) => boolean;
}

/** What is known of a paired screen that need not be connected. */
export interface Kept {
	id: number;
	seenAt: number | null;
	report: KeptReport | null;
}

export type Fleet = ReturnType<typeof createFleet>;

export function createFleet({ now, uptime, isOn }: FleetOptions) {
	const connections = new Map<string, Connection>();
	/** The same by screen, oldest first; null for those that need no pairing. */
	const ofScreen = new Map<number | null, Connection[]>();
	/** Paired screens that were frozen when they went. */
	const froze = new Map<number, { since: number; why: FrozenWhy }>();
	const connectionsOf = (screen: number | null): Connection[] => ofScreen.get(screen) ?? [];

	const instant = (at: number): string => Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toString({ smallestUnit: 'second' });
	/** When something was on the clock that no one can set, as people read it. */
	const when = (at: number): string => instant(now() - (uptime() - at));

	const behindSince = ({ last, held }: Connection): number | null => {
		const shown = last?.report.board ?? -1;
		const before = held.findLast(({ at }) => uptime() - at >= behindMs);
		if (before?.number == null || shown >= before.number) return null;
		return held.find(({ number }) => number !== null && number > shown)?.at ?? before.at;
	};
	const frozen = (one: Connection): { since: number; why: FrozenWhy } | null =>
		frozenAt(uptime(), {
			connectedAt: one.connectedAt,
			reportedAt: one.last?.at ?? null,
			paintedAt: one.paintedAt,
			behindSince: behindSince(one),
			isHidden: one.last?.report.isHidden ?? false,
			isOn: isOn(one.screen),
		});
	const told = ({ since, why }: { since: number; why: FrozenWhy }): { since: string; why: FrozenWhy } => ({ since: when(since), why });
	const standingOf = (one: Connection): Standing => {
		const found = frozen(one);
		if (found) return { state: 'frozen', ...told(found) };
		return { state: isOn(one.screen) ? 'live' : 'dark' };
	};
	const seen = (kept: KeptReport | null): ScreenHealth['report'] => kept && { ...kept.report, at: instant(kept.at) };
	const healthOf = (one: Connection): ScreenHealth => ({
		standing: standingOf(one),
		connections: 1,
		address: one.address,
		report: seen(one.last?.kept ?? null),
		sent: one.held.at(-1)?.number ?? null,
		boardSince: one.boardSince === null ? null : when(one.boardSince),
	});

	return {
		connected: (id: string, screen: number | null, address: string): void => {
			const at = uptime();
			const one: Connection = { id, screen, address, connectedAt: at, paintedAt: at, last: null, boardSince: null, held: [] };
			connections.set(id, one);
			ofScreen.set(screen, [...connectionsOf(screen), one]);
			if (screen !== null) froze.delete(screen);
		},
		/** `holds`: the number of the board that it was last sent. */
		reported: (id: string, sent: Sent, holds: number | null): void => {
			const one = connections.get(id);
			if (!one) return;
			const { success, data: report } = reportSchema.safeParse({ ...one.last?.report, ...sent });
			// The whole one before it was lost on the way: another comes within a minute.
			if (!success) return;
			const at = uptime();
			if (one.last?.report.board !== report.board) one.boardSince = report.board === null ? null : at;
			if (report.frames > 0) one.paintedAt = at;
			one.last = { report, at, kept: { at: now(), report } };
			// Another board than before is counted anew.
			if ((one.held.at(-1)?.number ?? 0) > (holds ?? 0)) one.held = [];
			// Of what is older than half a minute, only the newest says what it should show by now.
			const oldest = one.held.findLastIndex((before) => at - before.at >= behindMs);
			one.held = [...one.held.slice(Math.max(0, oldest)), { at, number: holds }];
		},
		disconnected: (id: string): void => {
			const one = connections.get(id);
			if (!one) return;
			const all = connectionsOf(one.screen);
			const found = one.screen !== null && all.at(-1) === one ? frozen(one) : null;
			connections.delete(id);
			const left = all.filter((other) => other !== one);
			if (left.length > 0) ofScreen.set(one.screen, left);
			else ofScreen.delete(one.screen);
			if (one.screen !== null && found) froze.set(one.screen, found);
		},
		/** The last report of a connection. */
		reportOf: (id: string): KeptReport | null => connections.get(id)?.last?.kept ?? null,
		/** How a paired screen is. */
		health: ({ id, seenAt, report }: Kept): ScreenHealth => {
			const all = connectionsOf(id);
			const newest = all.at(-1);
			if (newest) {
				const health = healthOf(newest);
				return { ...health, connections: all.length, report: health.report ?? seen(report) };
			}
			const found = froze.get(id);
			const standing: Standing = seenAt === null ? { state: 'never' } : { state: 'offline', since: instant(seenAt), froze: found ? told(found) : null };
			return { standing, connections: 0, address: null, report: seen(report), sent: null, boardSince: null };
		},
		unpaired: (): UnpairedScreen[] => connectionsOf(null).map((one) => ({ id: one.id, ...healthOf(one) })),
	};
}
