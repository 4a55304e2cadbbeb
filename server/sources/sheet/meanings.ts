/** What the usual words in a column mean, in the languages that sheets come in. */
import type { SheetKind } from './mapping.ts';
import { nameKey } from './own-words.ts';

/** The meaning of a text, or null when it has none that we know. */
export type Recognise = (text: string) => string | null;

const keys = (text: string): string[] => text.split(' ').map(nameKey);
const won = new Set(keys('won closedwon gewonnen gewonnene gewonnener gewonnenes vunnen vunnet vunna vundet gagné gagnée ganado ganada vinto vinta ganho ganha'));
const lost = new Set(keys('lost closedlost verloren verlorene verlorener verlorenes förlorad förlorat förlorade tabt tapt perdu perdue perdido perdida perso persa'));
const not = new Set(keys('not never nicht nie ej inte ikke ikkje non pas niet no não'));
const closed = new Set(keys('closed abgeschlossen geschlossen avslutad avslutat stängd stängt lukket clos fermé cerrado cerrada gesloten chiuso fechado cancelled canceled annullerad annullerat abgebrochen storniert disqualified abandoned done'));
/** Beside won they change nothing; with any other word it may be won by somebody else, or not yet. */
const harmless = new Set(keys('deal deals opportunity contract order signed paid and und och et y affär affären avtal avtalet order geschäft vertrag unterschrieben underskrivet signerat betald betalt stage'));
const wholes = new Map([...keys('win gewinn').map((key) => [key, 'won'] as const), ...keys('loss lose').map((key) => [key, 'lost'] as const), ...keys('open active inprogress ongoing offen öppen pågående ouvert abierto').map((key) => [key, 'open'] as const)]);

// An apostrophe is of its word: what won't come is not won.
const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{M}'’]+/u).flatMap((word) => nameKey(word) || []);

const says = (words: readonly string[], known: ReadonlySet<string>): boolean =>
	words.some((word, index) => known.has(word) && !words.slice(Math.max(0, index - 2), index).some((before) => not.has(before)));

/** `7. Closed - Won (signed)` is won, `Lost - price` lost; `Not yet won` and `Won by a competitor` are neither. */
export const dealStatus: Recognise = (text) => {
	const words = wordsOf(text);
	const isLost = says(words, lost);
	const isWon = says(words, won);
	if (isLost && !isWon) return 'lost';
	if (isWon && !isLost && words.every((word) => won.has(word) || closed.has(word) || harmless.has(word))) return 'won';
	return wholes.get(words.join('')) ?? null;
};

/** Over, or spoken of as won: but is it? */
export const isClosedSomehow = (text: string): boolean => {
	const words = wordsOf(text);
	return dealStatus(text) === null && (says(words, closed) || says(words, won));
};

/** @param words that mean something, each list by its meaning; those of several words have them joined. */
const byName = (words: Record<string, string>): Recognise => {
	const meanings = new Map(Object.entries(words).flatMap(([meaning, list]) => [meaning, ...list.split(' ')].map((word) => [nameKey(word), meaning] as const)));
	return (text) => meanings.get(nameKey(text)) ?? null;
};

export const meanings: Partial<Record<SheetKind, Record<string, Recognise>>> = {
	deals: {
		status: dealStatus,
		type: byName({ new_business: 'new newlogo newcustomer neugeschäft neukunde nyförsäljning nykund', expansion: 'existingbusiness existing upsell crosssell upgrade merförsäljning', renewal: 'renew verlängerung förnyelse' }),
	},
	activities: {
		kind: byName({ call: 'phonecall phone calls samtal telefonat anruf', email: 'mail mejl epost', linkedin: 'linkedinmessage', note: 'anteckning notiz' }),
		direction: byName({ outbound: 'outgoing out dialled dialed utgående ausgehend', inbound: 'incoming in received missed inkommande eingehend' }),
		outcome: byName({ connected: 'answered completed attended besvarat angenommen', no_answer: 'noanswer missed unanswered notanswered ejsvar obesvarat nichterreicht', voicemail: 'leftvoicemail', wrong_number: 'wrongnumber' }),
	},
	meetings: {
		status: byName({ held: 'completed done attended genomfört genomförd hölls stattgefunden durchgeführt', no_show: 'noshow uteblev nichterschienen', cancelled: 'canceled inställt avbokat avbokad abgesagt', scheduled: 'planned booked bokat bokad geplant', rescheduled: 'moved ombokat ombokad verschoben' }),
	},
	leads: {
		rating: byName({ likely: 'hot high het trolig wahrscheinlich', possible: 'warm medium varm möjlig möglich', unlikely: 'cold low kall kalt osannolik unwahrscheinlich' }),
	},
	movements: {
		kind: byName({ new: 'newbusiness newlogo newcustomer nyförsäljning neugeschäft', expansion: 'upsell upgrade crosssell utökning merförsäljning', contraction: 'downsell downgrade minskning nedgradering', churn: 'churned cancelled canceled cancellation uppsägning uppsagd kündigung' }),
	},
	figures: {
		name: byName({ selling_cost: 'sellingcosts salescost salescosts costofsales säljkostnad säljkostnader vertriebskosten', marketing_cost: 'marketing marketingcosts marketingspend marknadskostnad marknadsföring marketingkosten', web_visits: 'visits webvisitors websitevisits webbesök', market_size: 'market marknadsstorlek marknadensstorlek marktgröße', largest_rival: 'rival largestcompetitor störstakonkurrent' }),
	},
};
