/** The words of what a change did to the figures. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	title: 'What it does to the figures',
	line: '{label} of {name}, {period}: {before} → {after}',
	more: 'And {count} more.',
	oneMore: 'And one more.',
	mixed: 'Figures that came in meanwhile are among these.',
	none: 'The figures of this month, quarter and year read as before.',
} as const;

const sv: Translation<typeof en> = {
	title: 'Vad det gör med siffrorna',
	line: '{label}, {name}, {period}: {before} → {after}',
	more: 'Och {count} till.',
	oneMore: 'Och en till.',
	mixed: 'Siffror som kom in under tiden är med bland dessa.',
	none: 'Siffrorna för månaden, kvartalet och året är som förut.',
};

export const consequenceWords: Catalogue<typeof en> = { en, sv };
