import type { Catalogue, Translation } from './language.ts';

const en = {
	title: 'Monthly review',
	badMonth: '“{month}” is not a month. The address should end like this: {example}',
	futureMonth: '{month} has not begun yet. Choose a month that has.',
	loading: 'Fetching {month}…',
	noBoard: 'The figures of {month} could not be fetched. {reason}',
	tryAgain: 'Try again',
	demoOnly: 'The review needs an account. Set up the wall first.',
	toAdmin: 'Go to the set-up',
	latestMonth: 'Show {month}',
	earlier: 'Month before',
	later: 'Month after',
	previousPanel: 'Previous panel',
	nextPanel: 'Next panel',
	fullScreen: 'Full screen',
	position: '{at} of {of}',
	keys: '← → panel · ↑ ↓ month · F full screen',
} as const;

const sv: Translation<typeof en> = {
	title: 'Månadsgenomgång',
	badMonth: '”{month}” är ingen månad. Adressen ska sluta så här: {example}',
	futureMonth: '{month} har inte börjat ännu. Välj en månad som har det.',
	loading: 'Hämtar {month}…',
	noBoard: 'Siffrorna för {month} kunde inte hämtas. {reason}',
	tryAgain: 'Försök igen',
	demoOnly: 'Genomgången kräver ett konto. Kom i gång med tavlan först.',
	toAdmin: 'Till uppstarten',
	latestMonth: 'Visa {month}',
	earlier: 'Föregående månad',
	later: 'Nästa månad',
	previousPanel: 'Föregående panel',
	nextPanel: 'Nästa panel',
	fullScreen: 'Helskärm',
	position: '{at} av {of}',
	keys: '← → panel · ↑ ↓ månad · F helskärm',
};

export const reviewWords: Catalogue<typeof en> = { en, sv };
export type ReviewWords = Translation<typeof en>;
