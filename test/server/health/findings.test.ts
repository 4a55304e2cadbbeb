/** What is wrong follows from the states alone, has words in every language, and says what to do. */
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../server/health/findings.ts';
import { createTeller } from '../../../server/health/told.ts';
import { nothingOutside, type HealthInputs, type Known } from '../../../server/health/inputs.ts';
import { findingCodes, healthWords, type FindingCode } from '../../../shared/words/health.ts';
import { givenWall } from '../../support/wall.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Temporal.Instant.from('2026-09-15T09:00:00Z').epochMilliseconds;
const unknown = Object.fromEntries(Object.entries(nothingOutside).map(([name, ask]) => [name, ask()])) as Known;
const channel = { kind: 'email', to: '1 × x.example', lastError: null };
const fine: HealthInputs = {
	now,
	isDemo: false,
	tick: { state: 'ok', computedAt: now - 1_000, intervalMs: 5_000, lastMs: 4, p99Ms: 8, count: 500 },
	lastError: null,
	disk: { freeBytes: 50e9, wantedBytes: 1e9, growthBytes: 2e6, fullSince: null, tightSince: null, lowSince: null, backupFreeBytes: 50e9, backupLowSince: null },
	database: { bytes: 60e6, walBytes: 4e6, heldSince: null },
	memory: { usedBytes: 120e6, machineBytes: 2e9 },
	sources: [{ name: 'crm', lastReportedAt: now - 60_000, isSilent: false }],
	rejected: [],
	screens: { paired: 2, live: 1, dark: 1, dead: [] },
	clock: { stepped: null, behindMs: 0 },
	alerts: { channels: [channel] },
	floor: { unassigned: 0, unrated: [], ahead: 0, holidaysMissing: [], retentionWaiting: [] },
	outside: { ...unknown, backup: { lastGoodAt: now - 9 * hour, failing: null }, backupFolder: { trouble: null, freeBytes: 50e9 }, certificate: { validUntil: now + 80 * day, problem: null }, isRoot: false, keys: [], feeds: [] },
};
const outside = (part: Partial<Known>): Partial<HealthInputs> => ({ outside: { ...fine.outside, ...part } });
const disk = (part: Partial<HealthInputs['disk']>): Partial<HealthInputs> => ({ disk: { ...fine.disk, ...part } });
const floor = (part: Partial<HealthInputs['floor']>): Partial<HealthInputs> => ({ floor: { ...fine.floor, ...part } });
const dead = (kind: 'offline' | 'frozen' | 'never') => ({ screens: { ...fine.screens, dead: [{ kind, name: 'Lobby', place: 'Ground floor', since: now - hour }] } });
const tick = (part: Partial<HealthInputs['tick']>): Partial<HealthInputs> => ({ tick: { ...fine.tick, ...part } });
const failed = (isLasting: boolean): Partial<HealthInputs> => ({ lastError: { at: now - hour, panel: 'leaders', message: 'a bug', isLasting } });

const cases: [FindingCode, Partial<HealthInputs>, string, RegExp][] = [
	['tick_stalled', tick({ state: 'stalled' }), 'trouble', /not computed any more/],
	['tick_slow', tick({ p99Ms: 3_000 }), 'warning', /takes 3 s of every 5 s/],
	['panel_failing', failed(true), 'trouble', /“leaders” cannot be built: a bug/],
	['panel_failed', failed(false), 'note', /for a moment/],
	['disk_full', disk({ fullSince: now - hour, lowSince: now - day }), 'trouble', /nothing new is taken in/],
	['disk_tight', disk({ freeBytes: 200e6, tightSince: now, lowSince: now - day }), 'trouble', /^Only 200 MB are free/],
	['disk_low_growing', disk({ freeBytes: 700e6, lowSince: now - day, growthBytes: 70e6 }), 'warning', /^700 MB are free on the disk; 1 GB should be\. The database grows by 70 MB a day: it is full in 10 days\.$/],
	['disk_low', disk({ freeBytes: 700e6, lowSince: now - day, growthBytes: null }), 'warning', /so that a backup has room/],
	['wal_large', { database: { bytes: 60e6, walBytes: 900e6, heldSince: now - hour } }, 'warning', /grown to 900 MB/],
	['database_large', { database: { bytes: 3.2e9, walBytes: 0, heldSince: null } }, 'note', /3\.2 GB.*2 GB/],
	['backup_failing', outside({ backup: { lastGoodAt: now - day, failing: { since: now - hour, message: 'No room.' } } }), 'trouble', /: No room\.$/],
	['backup_folder', outside({ backup: { lastGoodAt: null, failing: null }, backupFolder: { trouble: '/mnt/nas cannot be read.', freeBytes: null } }), 'trouble', /cannot be reached: \/mnt\/nas cannot be read\.$/],
	['backup_disk_low', disk({ backupFreeBytes: 700e6, backupLowSince: now - day }), 'warning', /^700 MB are free on the disk of the backups; 1 GB should be/],
	['backup_old', outside({ backup: { lastGoodAt: now - 4 * day, failing: null } }), 'trouble', /is of Fri 11:00/],
	['backup_none', outside({ backup: { lastGoodAt: null, failing: null } }), 'warning', /no backup yet/],
	['source_silent', { sources: [{ name: 'dialer', lastReportedAt: now - 5 * hour, isSilent: true }] }, 'trouble', /source dialer/],
	['feed_failing', outside({ feeds: [{ name: 'Forecast', since: now - hour, message: 'answered 404' }] }), 'trouble', /Forecast cannot be fetched: answered 404/],
	['rows_rejected', { rejected: [{ source: 'crm', rows: 1_200, since: now - hour }] }, 'warning', /^Rows of crm that were rejected within a day: 1,200\./],
	['screen_offline', dead('offline'), 'trouble', /Lobby \(Ground floor\) is offline/],
	['screen_frozen', dead('frozen'), 'trouble', /paints nothing new/],
	['screen_never', dead('never'), 'trouble', /has not come since/],
	['clock_behind', { clock: { stepped: null, behindMs: 3 * hour } }, 'warning', /3 hours behind/],
	['clock_forward', { clock: { stepped: { at: now - hour, byMs: 2 * day }, behindMs: 0 } }, 'note', /forward by 2 days/],
	['clock_back', { clock: { stepped: { at: now - hour, byMs: -5 * 60_000 }, behindMs: 0 } }, 'note', /back by 5 minutes/],
	['certificate_over', outside({ certificate: { validUntil: now - 1, problem: null } }), 'trouble', /has expired/],
	['certificate_ending', outside({ certificate: { validUntil: now + 20 * day, problem: null } }), 'warning', /in 20 days/],
	['certificate_refused', outside({ certificate: { validUntil: now + 60 * day, problem: 'The key is another one’s.' } }), 'warning', /The key is another one’s\./],
	['key_ending', outside({ keys: [{ name: 'dialer', expiresAt: now + 3 * day }] }), 'warning', /key dialer ends on .* in 3 days/],
	['runs_as_root', outside({ isRoot: true }), 'warning', /as root/],
	['alerts_nowhere', { alerts: { channels: [] } }, 'note', /^Nobody is told/],
	['alerts_failing', { alerts: { channels: [{ ...channel, lastError: { at: now - hour, message: 'mail.x.example answered 550' } }] } }, 'warning', /1 × x\.example did not arrive: mail\.x\.example answered 550/],
	['unassigned', floor({ unassigned: 3 }), 'note', /mean nobody: 3\./],
	['no_rate', floor({ unrated: [{ currency: 'USD', amounts: 4 }] }), 'warning', /no rate for USD\. .*: 4\.$/],
	['facts_ahead', floor({ ahead: 2 }), 'note', /than now: 2\.$/],
	['holidays_missing', floor({ holidaysMissing: [2026, 2027] }), 'note', /known for 2026, 2027/],
	['retention_waiting', floor({ retentionWaiting: ['activities'] }), 'warning', /not taken out/],
];

const teller = (language: 'en' | 'sv') => {
	const { wall } = givenWall({ locale: language });
	return createTeller({ language, locale: language, times: wall.watched.times() }, now);
};

test('of a server that is well nothing is found, and of what nobody knows nothing is said', () => {
	expect(findingsOf(fine)).toEqual([]);
	expect(findingsOf({ ...fine, outside: unknown })).toEqual([]);
});

test('every finding has a case here', () => {
	expect(cases.map(([code]) => code).sort()).toEqual([...findingCodes].sort());
});

describe.each(cases)('%s', (code, part, severity, says) => {
	const found = findingsOf({ ...fine, ...part });
	test('follows from its state alone', () => {
		expect(found.map((one) => [one.code, one.severity])).toEqual([[code, severity]]);
	});
	test('says what is wrong and what to do, with every place in it filled', () => {
		for (const language of ['en', 'sv'] as const) {
			for (const { text, todo, sinceText } of teller(language).findings(found)) {
				expect(`${text} ${todo} ${sinceText}`).not.toMatch(/[{}]|undefined|NaN|null/);
				expect(todo).not.toBe('');
			}
		}
		expect(teller('en').findings(found)[0]?.text).toMatch(says);
	});
});

test('what is worst comes first, and no kind fills the page', () => {
	const codes = findingsOf({
		...fine,
		...floor({ unassigned: 1, unrated: [{ currency: 'USD', amounts: 1 }] }),
		sources: Array.from({ length: 90 }, (_, index) => ({ name: `s${index}`, lastReportedAt: now, isSilent: true })),
	}).map(({ severity }) => severity);
	expect([codes.length, codes.at(0), codes.at(-2), codes.at(-1)]).toEqual([22, 'trouble', 'warning', 'note']);
});

test('a demo is not asked for backups, alerts or holidays', () => {
	expect(findingsOf({ ...fine, isDemo: true, alerts: { channels: [] }, ...floor({ holidaysMissing: [2026] }), ...outside({ backup: { lastGoodAt: null, failing: null } }) })).toEqual([]);
});

test.each([
	[50, 8 * 60_000, 0],
	[10, 3_000, 0],
	[500, 2_400, 0],
	[500, 2_600, 1],
])('of %i ticks, the longest %i ms long, %i is told', (count, p99Ms, told) => {
	expect(findingsOf({ ...fine, ...tick({ count, p99Ms }) })).toHaveLength(count === 50 ? 1 : told);
});

test.each([
	[22 * day, null],
	[20 * day, 'warning'],
	[3 * day, 'trouble'],
	[0, 'trouble'],
])('a certificate that ends in %i ms is %s', (left, severity) => {
	expect(findingsOf({ ...fine, ...outside({ certificate: { validUntil: now + left, problem: null } }) }).map((one) => one.severity)).toEqual(severity === null ? [] : [severity]);
});

test('how it stands is said for everything that is looked at', () => {
	const { states, findings } = teller('en').page(fine);
	expect(findings).toEqual([]);
	expect(states.map(({ label, text, isWell }) => [label, text, isWell])).toEqual([
		['Figures', 'computed every 5 s, the last time in 4 ms', true],
		['Sources', 'crm 10:59', true],
		['Screens', '1 of 2 live, 1 dark by their hours', true],
		['Last backup', '02:00', true],
		['Disk', '50 GB free; the database grows by 2 MB a day', true],
		['Database', '60 MB, and 4 MB in its log', true],
		['Memory', '120 MB of the machine’s 2 GB', true],
	]);
	const lacking = teller('en').page({ ...fine, sources: [], screens: { paired: 0, live: 0, dark: 0, dead: [] }, outside: unknown, ...disk({ freeBytes: null }) }).states;
	expect(lacking.filter(({ isWell }) => isWell === null).map(({ code, text }) => [code, text])).toEqual([
		['sources', 'none has reported yet'], ['screens', 'none is paired'], ['backup', 'not known here'], ['disk', 'not known'],
	]);
	expect(teller('en').page({ ...fine, ...disk({ lowSince: now }) }).states.find(({ code }) => code === 'disk')?.isWell).toBe(false);
});

test('both languages have the same placeholders', () => {
	const marks = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([mark]) => mark).sort();
	for (const [key, text] of Object.entries(healthWords.en)) expect([key, marks(healthWords.sv[key as keyof typeof healthWords.en])]).toEqual([key, marks(text)]);
});
