/** What was agreed, as it is shown; and the hand-out. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	earlier: 'From earlier reviews',
	agreed: 'Agreed in this review',
	by: 'by {day}',
	late: 'late since {day}',
	done: 'done {day}',
	nobody: 'nobody yet',
	none: 'What you agree on is written down on the phone that steers the review, or on its page: what, who, until when.',
	doneOf: '{done} of {count} from earlier reviews are done.',
	lateOf: '{late} of {count} that are open are late, the longest since {day}: {what}.',
	what: 'What',
	who: 'Who',
	until: 'Until',
	state: 'State',
	review: 'Review',
	open: 'open',
	more: 'and {count} more',
	actionsAbout: 'What was agreed in the reviews, and how it stands today.',

	expires: 'This link works until {day}.',
	gone: 'This link does not work any more: it has expired, or was taken back. Ask whoever gave it to you for another.',
	away: 'The server cannot be reached just now.',
	tryAgain: 'Try again',
	loading: 'Fetching the review…',
	print: 'Print or save as PDF',
	allNumbers: 'All numbers as CSV',
	page: 'Page',
} as const;

const sv: Translation<typeof en> = {
	earlier: 'Från tidigare genomgångar',
	agreed: 'Bestämt i den här genomgången',
	by: 'till {day}',
	late: 'försenat sedan {day}',
	done: 'klart {day}',
	nobody: 'ingen ännu',
	none: 'Det ni bestämmer skrivs upp på telefonen som styr genomgången, eller på dess sida: vad, vem, till när.',
	doneOf: '{done} av {count} från tidigare genomgångar är klara.',
	lateOf: '{late} av {count} öppna är försenade, längst sedan {day}: {what}.',
	what: 'Vad',
	who: 'Vem',
	until: 'Till',
	state: 'Läge',
	review: 'Genomgång',
	open: 'öppet',
	more: 'och {count} till',
	actionsAbout: 'Det som bestämdes i genomgångarna, och hur det står till i dag.',

	expires: 'Den här länken gäller till {day}.',
	gone: 'Den här länken gäller inte längre: den har gått ut eller tagits tillbaka. Be den som gav dig den om en ny.',
	away: 'Servern kan inte nås just nu.',
	tryAgain: 'Försök igen',
	loading: 'Hämtar genomgången…',
	print: 'Skriv ut eller spara som PDF',
	allNumbers: 'Alla siffror som CSV',
	page: 'Sida',
};

export const handoutWords: Catalogue<typeof en> = { en, sv };
export type HandoutWords = Translation<typeof en>;
