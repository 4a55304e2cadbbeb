/** The words of the general settings. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	name: 'Name of the workspace',
	nameHint: 'Stands on the walls and on this page.',
	needName: 'Give a name of 1 to 60 characters.',
	locale: 'Language and region',
	localeHint: 'A tag such as en-GB or sv-SE: the language of the words, and how dates and numbers are written.',
	localeWrong: 'This is no language tag; en-GB and sv-SE are.',
	localeMeans: 'The walls and this page will speak it at once: {example}.',
	localeEnglish: 'There are no words in this language yet: they stay English; dates and numbers follow the region: {example}.',
	weekStart: 'Weeks begin on',
	weekStartHint: 'Decides which days make a week, and its number.',
	weekStartMeans: 'Weeks are cut and numbered anew, also past ones.',
	weekTargets: 'Targets set for weeks: {count}. They keep the numbers of their weeks, whose days become others.',
	fiscalYear: 'The fiscal year begins in',
	fiscalYearHint: 'Quarters and years follow it. A fiscal year is named after the calendar year in which it ends.',
	firstQuarter: 'Q1',
	fiscalYearMeans: '{quarter} will be {after}; it is {before} now.',
	fiscalTargets: 'Targets set for quarters and years: {count}. They stay with their names, so they then mean other months.',
	save: 'Save the settings',
	discard: 'Discard',
	unsaved: 'Not saved yet.',
	saving: 'Saving …',
	saved: 'Saved.',
	meanwhile: 'Somebody else changed this meanwhile: {now} stands now. Look again, then save.',

	saysName: 'The workspace is called {now} (was {before}).',
	saysLocale: 'Language and region are {now} (were {before}).',
	saysWeekStart: 'Weeks begin on {now} (began on {before}).',
	saysFiscalYear: 'The fiscal year begins in {now} (began in {before}).',
} as const;

const sv: Translation<typeof en> = {
	name: 'Arbetsytans namn',
	nameHint: 'Står på väggarna och på den här sidan.',
	needName: 'Ge ett namn på 1 till 60 tecken.',
	locale: 'Språk och region',
	localeHint: 'En tagg som en-GB eller sv-SE: ordens språk, och hur datum och tal skrivs.',
	localeWrong: 'Det är ingen språktagg; en-GB och sv-SE är det.',
	localeMeans: 'Väggarna och den här sidan talar det genast: {example}.',
	localeEnglish: 'Det finns inga ord på det språket än: de förblir engelska; datum och tal följer regionen: {example}.',
	weekStart: 'Veckan börjar på',
	weekStartHint: 'Avgör vilka dagar som är en vecka, och dess nummer.',
	weekStartMeans: 'Veckor delas in och numreras om, även de som har gått.',
	weekTargets: 'Mål satta för veckor: {count}. De behåller sina veckonummer, men dagarna blir andra.',
	fiscalYear: 'Räkenskapsåret börjar i',
	fiscalYearHint: 'Kvartal och år följer det. Ett räkenskapsår heter som kalenderåret det slutar i.',
	firstQuarter: 'Kv 1',
	fiscalYearMeans: '{quarter} blir {after}; nu är det {before}.',
	fiscalTargets: 'Mål satta för kvartal och år: {count}. De behåller sina namn, så de betyder sedan andra månader.',
	save: 'Spara inställningarna',
	discard: 'Kasta',
	unsaved: 'Inte sparat ännu.',
	saving: 'Sparar …',
	saved: 'Sparat.',
	meanwhile: 'Någon annan har ändrat det under tiden: nu gäller {now}. Titta igen och spara sedan.',

	saysName: 'Arbetsytan heter {now} (hette {before}).',
	saysLocale: 'Språk och region är {now} (var {before}).',
	saysWeekStart: 'Veckan börjar på {now} (började på {before}).',
	saysFiscalYear: 'Räkenskapsåret börjar i {now} (började i {before}).',
};

export type GeneralWords = Translation<typeof en>;
export const generalWords: Catalogue<typeof en> = { en, sv };
