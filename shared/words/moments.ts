import type { Catalogue, Translation } from './language.ts';

const en = {
	soundHow: 'Press OK to turn sound on',
	soundOn: 'Sound is on',
} as const;

const sv: Translation<typeof en> = {
	soundHow: 'Tryck på OK för att slå på ljudet',
	soundOn: 'Ljudet är på',
};

/** What a wall says by itself beside what it celebrates; that comes from the server in words. */
export const momentWords: Catalogue<typeof en> = { en, sv };
