/**
 * Which backups go, once a new one is there. Of the daily ones the newest of each of the last seven days, five weeks and twelve months stay; of
 * those made before an upgrade, a restore, or facts were taken out, the last three of each. What somebody made or brought by hand stays until somebody deletes it.
 */
import { dayIn } from './due.ts';
import type { BackupName } from './names.ts';

export interface KeptBackup extends BackupName {
	name: string;
}

const keptDays = 7;
const keptWeeks = 5;
const keptMonths = 12;
const keptBefore = 3;

/** Names of those that go. @param timeZone the workspace's; null while it is not known: then the daily ones stay */
export function outdated(backups: readonly KeptBackup[], timeZone: string | null): string[] {
	const newestFirst = [...backups].sort((a, b) => b.at - a.at);
	const of = (why: KeptBackup['why']): KeptBackup[] => newestFirst.filter((one) => one.why === why);
	const stays = new Set<string>();
	const keepNewestOfEach = (most: number, spanOf: (day: Temporal.PlainDate) => string, zone: string): void => {
		const spans = new Set<string>();
		for (const { name, at } of of('daily')) {
			const span = spanOf(dayIn(zone, at));
			if (spans.has(span) || spans.size === most) continue;
			spans.add(span);
			stays.add(name);
		}
	};
	if (timeZone !== null) {
		keepNewestOfEach(keptDays, (day) => day.toString(), timeZone);
		keepNewestOfEach(keptWeeks, (day) => `${day.yearOfWeek} ${day.weekOfYear}`, timeZone);
		keepNewestOfEach(keptMonths, (day) => day.toPlainYearMonth().toString(), timeZone);
	}
	const daily = timeZone === null ? [] : of('daily').filter(({ name }) => !stays.has(name));
	const before = (['before-upgrade', 'before-restore', 'before-retention'] as const).flatMap((why) => of(why).slice(keptBefore));
	return [...daily, ...before].map(({ name }) => name);
}
