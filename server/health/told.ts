/** Findings and states in the words, the units and the time of the workspace. */
import type { HealthFinding, SystemHealth, WellState } from '../../shared/health-api.ts';
import type { Language } from '../../shared/views.ts';
import { healthWords } from '../../shared/words/health.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { isoText } from '../clock.ts';
import type { TimeWriter } from '../metrics/time-text.ts';
import { findingsOf, type Finding, type Value } from './findings.ts';
import type { HealthInputs } from './inputs.ts';

export interface Telling {
	language: Language;
	locale: string;
	times: TimeWriter;
}

export function createTeller({ language, locale, times }: Telling, now: number) {
	const words = wordsIn(healthWords, language);
	const number = (value: number, digits = 0): string => new Intl.NumberFormat(locale, { numberingSystem: 'latn', maximumFractionDigits: digits }).format(value);
	const bytes = (size: number): string => {
		const unit = size >= 1e9 ? (['GB', 1e9] as const) : (['MB', 1e6] as const);
		const value = size / unit[1];
		return `${number(value, value < 10 ? 1 : 0)} ${unit[0]}`;
	};
	/** In the largest unit of which there are two. */
	const duration = (ms: number): string => {
		for (const [unit, of] of [[words.days, 86_400_000], [words.hours, 3_600_000], [words.minutes, 60_000], [words.seconds, 1_000]] as const) if (ms >= 2 * of || (of === 1_000 && ms >= of)) return fill(unit, { count: number(ms / of, of === 1_000 && ms < 10_000 ? 1 : 0) });
		return fill(words.milliseconds, { count: number(ms) });
	};
	const moment = (at: number): string => times.moment(at, now);
	const written = (value: Value): string | number => {
		if (typeof value !== 'object') return typeof value === 'number' ? number(value) : value;
		if ('bytes' in value) return bytes(value.bytes);
		return 'at' in value ? moment(value.at) : duration(value.ms);
	};
	const finding = ({ code, severity, since, values, place }: Finding): HealthFinding => {
		const said = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(value)]));
		return { code, severity, since: since === null ? null : isoText(since), sinceText: since === null ? '' : fill(words.since, { time: moment(since) }), text: fill(words[code], said), todo: fill(words[`${code}_do`], said), place };
	};

	const states = ({ tick, sources, screens, outside: { backup }, disk, database, memory }: HealthInputs, found: readonly Finding[]): WellState[] => {
		const isWell = (pattern: RegExp): boolean => !found.some(({ code, severity }) => pattern.test(code) && severity !== 'note');
		const state = (code: WellState['code'], text: string, well: boolean | null): WellState => ({ code, label: words[`state_${code}`], text, isWell: well });
		const every = duration(tick.intervalMs);
		return [
			state('tick', tick.state === 'stalled' ? fill(words.tickStalled, { time: moment(tick.computedAt ?? now) }) : tick.lastMs === null ? words.tickNone : fill(words.tickFine, { every, took: duration(tick.lastMs) }), tick.state === 'starting' ? null : isWell(/^(tick|panel)/)),
			state('sources', sources.length === 0 ? words.sourcesNone : sources.map(({ name, lastReportedAt }) => fill(words.sourceLast, { name, time: moment(lastReportedAt) })).join(', '), sources.length === 0 ? null : isWell(/^(source|feed|rows)/)),
			state('screens', screens.paired === 0 ? words.screensNone : fill(screens.dark > 0 ? words.screensDark : words.screensFine, { live: screens.live, paired: screens.paired, dark: screens.dark }), screens.paired === 0 ? null : isWell(/^screen/)),
			state('backup', backup === null ? words.backupUnknown : backup.lastGoodAt === null ? words.backupNever : moment(backup.lastGoodAt), backup === null ? null : isWell(/^backup/)),
			state('disk', disk.freeBytes === null ? words.diskUnknown : fill(disk.growthBytes === null || disk.growthBytes < 1e6 ? words.diskFree : words.diskGrowing, { free: bytes(disk.freeBytes), growth: bytes(disk.growthBytes ?? 0) }), disk.freeBytes === null ? null : isWell(/^disk/)),
			state('database', database.walBytes > 1e6 ? fill(words.databaseWithLog, { size: bytes(database.bytes), log: bytes(database.walBytes) }) : fill(words.databaseSize, { size: bytes(database.bytes) }), isWell(/^wal/)),
			state('memory', fill(words.memoryUsed, { used: bytes(memory.usedBytes), machine: bytes(memory.machineBytes) }), true),
		];
	};

	return {
		findings: (found: readonly Finding[]): HealthFinding[] => found.map(finding),
		page: (inputs: HealthInputs): SystemHealth => {
			const found = findingsOf(inputs);
			return { at: isoText(now), findings: found.map(finding), states: states(inputs, found) };
		},
	};
}
