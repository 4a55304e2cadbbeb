/**
 * What is wrong, as data: from the states of the server alone, so that it can be said on a page, in an answer, in an alert and in a metric,
 * and never otherwise in one than in the others. Worst first.
 */
import type { Severity } from '../../shared/health-api.ts';
import { severities } from '../../shared/health-api.ts';
import type { FindingCode } from '../../shared/words/health.ts';
import type { HealthInputs } from './inputs.ts';

export interface Finding {
	code: FindingCode;
	severity: Severity;
	/** Epoch milliseconds; null where nobody knows. */
	since: number | null;
	/** What its sentences are filled with. Bytes, moments and days are written by whoever says them. */
	values: Record<string, Value>;
	/** Where in the admin page it is done; null: not there. */
	place: string | null;
}

export type Value = string | number | { bytes: number } | { at: number } | { ms: number };

type Rule = (inputs: HealthInputs) => Finding[];

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Half of the tick's interval leaves little for anything else. */
const slowShare = 0.5;
/** The first ones after a start work out the past. */
const fewestTicks = 50;
const errorsToldMs = dayMs;
/** SQLite keeps it below 64 MB unless somebody reads on and on. */
const largeWal = 256_000_000;
const backupOldMs = 2.5 * dayMs;
const certificateSoonMs = 21 * dayMs;
const certificateUrgentMs = 4 * dayMs;
const keySoonMs = 14 * dayMs;
const clockBehindMs = 2 * minuteMs;
const most = 20;

const places = { screens: '#screens', unassigned: '#people/unassigned', money: '#settings/money', calendar: '#settings/calendar', imports: '#imports/feeds', backups: '#system/backups', keys: '#system/keys', retention: '#system/retention' } as const;

const finding = (code: FindingCode, severity: Severity, since: number | null, values: Finding['values'] = {}, place: string | null = null): Finding => ({ code, severity, since, values, place });
const when = (isSo: boolean, make: () => Finding): Finding[] => (isSo ? [make()] : []);

const ofTick: Rule = ({ tick: { state, computedAt, intervalMs, p99Ms, count }, lastError, now }) => [
	...when(state === 'stalled', () => finding('tick_stalled', 'trouble', computedAt)),
	...when(state === 'ok' && count >= fewestTicks && p99Ms !== null && p99Ms > intervalMs * slowShare, () => finding('tick_slow', 'warning', null, { took: { ms: p99Ms ?? 0 }, every: { ms: intervalMs } })),
	...(lastError && now - lastError.at < errorsToldMs
		? [finding(lastError.isLasting ? 'panel_failing' : 'panel_failed', lastError.isLasting ? 'trouble' : 'note', lastError.at, { panel: lastError.panel ?? '–', message: lastError.message })]
		: []),
];

const ofDisk: Rule = ({ disk: { freeBytes, wantedBytes, growthBytes, fullSince, tightSince, lowSince }, database: { bytes, walBytes, heldSince }, memory: { machineBytes } }) => {
	const free = { bytes: freeBytes ?? 0 };
	const room =
		fullSince !== null
			? [finding('disk_full', 'trouble', fullSince, {}, places.retention)]
			: tightSince !== null
				? [finding('disk_tight', 'trouble', tightSince, { free }, places.retention)]
				: when(lowSince !== null, () =>
						growthBytes !== null && growthBytes > 0
							? finding('disk_low_growing', 'warning', lowSince, { free, wanted: { bytes: wantedBytes }, growth: { bytes: growthBytes }, left: { ms: (free.bytes / growthBytes) * dayMs } }, places.retention)
							: finding('disk_low', 'warning', lowSince, { free, wanted: { bytes: wantedBytes } }, places.retention),
					);
	return [
		...room,
		...when(heldSince !== null || walBytes > largeWal, () => finding('wal_large', 'warning', heldSince, { size: { bytes: walBytes } })),
		...when(bytes > machineBytes, () => finding('database_large', 'note', null, { size: { bytes }, memory: { bytes: machineBytes } }, places.retention)),
	];
};

const ofBackup: Rule = (inputs) => {
	const { outside: { backup }, disk: { backupFreeBytes, backupLowSince, wantedBytes }, isDemo } = inputs;
	if (backup === null || isDemo) return [];
	return [
		...whetherMade(inputs, backup),
		...when(backupLowSince !== null, () => finding('backup_disk_low', 'warning', backupLowSince, { free: { bytes: backupFreeBytes ?? 0 }, wanted: { bytes: wantedBytes } }, places.backups)),
	];
};

const whetherMade = ({ outside: { backupFolder }, now }: HealthInputs, { lastGoodAt, failing }: NonNullable<HealthInputs['outside']['backup']>): Finding[] => {
	if (failing) return [finding('backup_failing', 'trouble', failing.since, { message: failing.message }, places.backups)];
	// What lies in it is not known then.
	if (backupFolder?.trouble) return [finding('backup_folder', 'trouble', null, { message: backupFolder.trouble }, places.backups)];
	if (lastGoodAt === null) return [finding('backup_none', 'warning', null, {}, places.backups)];
	return when(now - lastGoodAt > backupOldMs, () => finding('backup_old', 'trouble', lastGoodAt, { time: { at: lastGoodAt } }, places.backups));
};

const ofSources: Rule = ({ sources, rejected, outside: { feeds } }) => [
	...sources.filter(({ isSilent }) => isSilent).map(({ name, lastReportedAt }) => finding('source_silent', 'trouble', lastReportedAt, { name })),
	...(feeds ?? []).map(({ name, since, message }) => finding('feed_failing', 'trouble', since, { name, message }, places.imports)),
	...rejected.map(({ source, rows, since }) => finding('rows_rejected', 'warning', since, { name: source, count: rows })),
];

const ofScreens: Rule = ({ screens: { dead } }) =>
	dead.flatMap(({ kind, name, place, since }) => (kind === 'offline' || kind === 'frozen' || kind === 'never' ? [finding(`screen_${kind}`, 'trouble', since, { name: place === '' ? name : `${name} (${place})` }, places.screens)] : []));

const ofFloor: Rule = ({ floor: { unassigned, unrated, ahead, holidaysMissing, retentionWaiting }, isDemo }) => [
	...when(unassigned > 0, () => finding('unassigned', 'note', null, { count: unassigned }, places.unassigned)),
	...unrated.map(({ currency, amounts }) => finding('no_rate', 'warning', null, { currency, count: amounts }, places.money)),
	...when(ahead > 0, () => finding('facts_ahead', 'note', null, { count: ahead })),
	...when(!isDemo && holidaysMissing.length > 0, () => finding('holidays_missing', 'note', null, { years: holidaysMissing.join(', ') }, places.calendar)),
	...when(retentionWaiting.length > 0, () => finding('retention_waiting', 'warning', null, {}, places.retention)),
];

const ofClock: Rule = ({ clock: { stepped, behindMs }, now }) => [
	...when(behindMs > clockBehindMs, () => finding('clock_behind', 'warning', null, { by: { ms: behindMs } })),
	...(stepped && now - stepped.at < dayMs ? [finding(stepped.byMs > 0 ? 'clock_forward' : 'clock_back', 'note', stepped.at, { by: { ms: Math.abs(stepped.byMs) } })] : []),
];

const ofSafety: Rule = ({ outside: { certificate, keys, isRoot }, now }) => [
	...(certificate?.problem ? [finding('certificate_refused', 'warning', null, { message: certificate.problem, time: { at: certificate.validUntil } })] : []),
	...(certificate && certificate.validUntil <= now
		? [finding('certificate_over', 'trouble', certificate.validUntil)]
		: when(certificate !== null && certificate.validUntil - now < certificateSoonMs, () =>
				finding('certificate_ending', (certificate?.validUntil ?? 0) - now < certificateUrgentMs ? 'trouble' : 'warning', null, { time: { at: certificate?.validUntil ?? 0 }, left: { ms: (certificate?.validUntil ?? 0) - now } }),
			)),
	...(keys ?? []).flatMap(({ name, expiresAt }) => {
		if (expiresAt <= now || expiresAt - now > keySoonMs) return [];
		return [finding('key_ending', 'warning', null, { name, time: { at: expiresAt }, left: { ms: expiresAt - now } }, places.keys)];
	}),
	...when(isRoot === true, () => finding('runs_as_root', 'warning', null)),
];

const ofAlerts: Rule = ({ alerts: { channels }, isDemo }) => [
	...when(!isDemo && channels.length === 0, () => finding('alerts_nowhere', 'note', null)),
	...channels.flatMap(({ to, lastError }) => (lastError ? [finding('alerts_failing', 'warning', lastError.at, { to, message: lastError.message }, places.screens)] : [])),
];

const rules: readonly Rule[] = [ofTick, ofDisk, ofSources, ofScreens, ofBackup, ofSafety, ofClock, ofAlerts, ofFloor];

/** Of one kind, so many at most: a hundred dead screens are one trouble. */
export function findingsOf(inputs: HealthInputs): Finding[] {
	const found = rules.flatMap((rule) => rule(inputs));
	const counts = new Map<FindingCode, number>();
	const listed = found.filter(({ code }) => {
		const before = counts.get(code) ?? 0;
		counts.set(code, before + 1);
		return before < most;
	});
	return severities.flatMap((severity) => listed.filter((one) => one.severity === severity));
}
