/** The routes of backups, as the admin page uses them. */
import type { BackupContents, BackupList, BackupRow } from '../../shared/backups-api.ts';
import { send } from './http.ts';

export const backupsApi = {
	list: () => send<BackupList>('GET', '/api/v1/backups'),
	make: () => send<BackupList>('POST', '/api/v1/backups', {}),
	/** As it is: the browser reads it from the disk while it sends it. */
	bring: (file: File) => send<BackupRow>('POST', '/api/v1/backups/upload', file.slice(0, file.size, 'application/vnd.sqlite3')),
	contents: (name: string) => send<BackupContents>('GET', `/api/v1/backups/${name}/contents`),
	restore: (name: string, workspace: string) => send<BackupList>('POST', `/api/v1/backups/${name}/restore`, { workspace }),
	remove: (name: string) => send<BackupList>('DELETE', `/api/v1/backups/${name}`),
};
export type BackupsApi = typeof backupsApi;

export const downloadOf = (name: string): string => `/api/v1/backups/${name}`;
