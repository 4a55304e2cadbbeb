/** The words of the System tab that its sections share. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	tab: 'System',
	sections: 'Sections of the system',
	health: 'Health',
	accounts: 'Accounts',
	keys: 'API keys',
	backups: 'Backups',
	retention: 'Retention',
} as const;

const sv: Translation<typeof en> = {
	tab: 'System',
	sections: 'Systemets avsnitt',
	health: 'Hälsa',
	accounts: 'Konton',
	keys: 'API-nycklar',
	backups: 'Säkerhetskopior',
	retention: 'Lagringstid',
};

export type SystemWords = Translation<typeof en>;
export const systemWords: Catalogue<typeof en> = { en, sv };
