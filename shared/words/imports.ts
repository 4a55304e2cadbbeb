/** The words of the imports page. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	tab: 'Imports',
	title: 'Imports',
	noSources: 'Nothing has reported yet.',
	source: 'Source',
	lastReported: 'Last reported',
	facts: 'Facts',
} as const;

const sv: Translation<typeof en> = {
	tab: 'Importer',
	title: 'Importer',
	noSources: 'Inget har rapporterat ännu.',
	source: 'Källa',
	lastReported: 'Rapporterade senast',
	facts: 'Fakta',
};

export type ImportWords = Translation<typeof en>;
export const importWords: Catalogue<typeof en> = { en, sv };
