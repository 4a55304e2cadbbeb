/** The one word of a countdown; the rest is said by whoever counts down. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	now: 'Now',
} as const;

const sv: Translation<typeof en> = {
	now: 'Nu',
};

export const countdownWords: Catalogue<typeof en> = { en, sv };
