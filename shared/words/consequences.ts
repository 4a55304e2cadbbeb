/** The words of what a change did to the figures. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	title: 'What it does to the figures',
	figure: '{name} · {label} · {period}',
	change: '{before} → {after}',
	more: 'Show {count} more',
	oneMore: 'Show one more',
	fewer: 'Show fewer',
	mixed: 'Figures that came in meanwhile are among these.',
	none: 'The figures of this month, quarter and year read as before.',
} as const;

const sv: Translation<typeof en> = {
	title: 'Vad det gör med siffrorna',
	figure: '{name} · {label} · {period}',
	change: '{before} → {after}',
	more: 'Visa {count} till',
	oneMore: 'Visa en till',
	fewer: 'Visa färre',
	mixed: 'Siffror som kom in under tiden är med bland dessa.',
	none: 'Siffrorna för månaden, kvartalet och året är som förut.',
};

export const consequenceWords: Catalogue<typeof en> = { en, sv };
