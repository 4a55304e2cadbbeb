/** The words of the settings page that its sections share. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	tab: 'Settings',
	title: 'Settings',
	sections: 'Sections of the settings',
	general: 'General',
	calendar: 'Calendar',
	money: 'Money and sources',
	viewer: 'You may look at the settings; changing them takes an ops account.',
} as const;

const sv: Translation<typeof en> = {
	tab: 'Inställningar',
	title: 'Inställningar',
	sections: 'Inställningarnas avsnitt',
	general: 'Allmänt',
	calendar: 'Kalender',
	money: 'Pengar och källor',
	viewer: 'Du kan se inställningarna; att ändra dem kräver ett ops-konto.',
};

export type SettingsWords = Translation<typeof en>;
export const settingsWords: Catalogue<typeof en> = { en, sv };
