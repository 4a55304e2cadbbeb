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
	none: 'The figures of this week, month, quarter and year read as before.',
	moved_week: 'this week ({before} → {after})',
	moved_month: 'this month ({before} → {after})',
	moved_quarter: 'this quarter ({before} → {after})',
	moved_year: 'this fiscal year ({before} → {after})',
} as const;

const sv: Translation<typeof en> = {
	title: 'Vad det gör med siffrorna',
	figure: '{name} · {label} · {period}',
	change: '{before} → {after}',
	more: 'Visa {count} till',
	oneMore: 'Visa en till',
	fewer: 'Visa färre',
	mixed: 'Siffror som kom in under tiden är med bland dessa.',
	none: 'Siffrorna för veckan, månaden, kvartalet och året är som förut.',
	moved_week: 'den här veckan ({before} → {after})',
	moved_month: 'den här månaden ({before} → {after})',
	moved_quarter: 'det här kvartalet ({before} → {after})',
	moved_year: 'det här räkenskapsåret ({before} → {after})',
};

export const consequenceWords: Catalogue<typeof en> = { en, sv };
