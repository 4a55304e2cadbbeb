/** Backups are files in one folder whose names the server gives: when, and why. Whatever is called otherwise is none. */
import { backupReasons, type BackupReason } from '../../shared/backups-api.ts';

export interface BackupName {
	/** When what is in it was so, in epoch milliseconds. */
	at: number;
	why: BackupReason;
	/** The form that it has, of one made before an upgrade. */
	form: number | null;
}

const pattern = /^floorcast-(\d{4}-\d\d-\d\dT)(\d\d)(\d\d)(\d\d)Z(?:-([a-z]+(?:-[a-z]+)*))?(?:-(\d{1,6}))?\.sqlite$/;

/** 'floorcast-2026-11-27T021500Z.sqlite', 'floorcast-2026-11-27T091203Z-before-upgrade-19.sqlite'. */
export function nameOfBackup({ at, why, form }: BackupName): string {
	const stamp = Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' }).replaceAll(':', '');
	return `floorcast-${stamp}${why === 'daily' ? '' : `-${why}`}${form === null ? '' : `-${form}`}.sqlite`;
}

/** Null for a name that none of ours has. */
export function readBackupName(name: string): BackupName | null {
	const [, day, hour, minute, second, told = 'daily', form] = pattern.exec(name) ?? [];
	const why = backupReasons.find((one) => one === told);
	if (day === undefined || why === undefined) return null;
	try {
		const found = { at: Temporal.Instant.from(`${day}${hour}:${minute}:${second}Z`).epochMilliseconds, why, form: form === undefined ? null : Number(form) };
		return nameOfBackup(found) === name ? found : null;
	} catch {
		return null; // no moment that there is
	}
}
