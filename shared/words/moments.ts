/** The words of what comes over the wall for a moment; its sentences come from whoever says them. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	now: 'Now',
} as const;

const sv: Translation<typeof en> = {
	now: 'Nu',
};

export const momentWords: Catalogue<typeof en> = { en, sv };
