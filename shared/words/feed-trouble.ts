/** Why a published sheet was not taken, and what to do. */
import { largestFeed, type FeedTrouble } from '../feeds-api.ts';
import type { Language } from '../views.ts';
import { fill, wordsIn, type Catalogue, type Translation } from './language.ts';
import { saidIn } from './server-says.ts';

const en = {
	address: 'This is no address of a sheet. One begins with https://.',
	password: 'There is a name or a password in this address. Take it out; what the sheet’s server wants to know goes into the header.',
	unlisted: 'Sheets may not be fetched from {host}. Whoever runs the server can add it to FEED_HOSTS.',
	forbidden: '{host} leads into a private network, or to the server itself. Whoever runs the server can allow that in FEED_HOSTS.',
	unknown: 'There is no host {host}. Look at the address again.',
	unreachable: '{host} cannot be reached. See whether it is up, and whether the server has a way to it.',
	certificate: 'The certificate of {host} cannot be trusted, so nothing was fetched. Whoever runs {host} must renew it.',
	slow: '{host} takes too long to answer. It is tried again.',
	broken: 'The answer of {host} broke off half-way. It is tried again.',
	busy: '{host} asks to wait. It is tried again when it said, or at the next interval.',
	sign_in: '{host} asks people to sign in. Publish the sheet, or share it by a link that anyone may open.',
	elsewhere: 'The address leads on to {host}, where sheets may not be fetched from. Whoever runs the server can add it to FEED_HOSTS.',
	denied: '{host} lets nobody in ({status}). Share the sheet by a link that anyone may open, or give the header that is wanted.',
	gone: 'There is no sheet at this address ({status}). See whether it is still published, and give its address anew.',
	failed: '{host} answered with an error ({status}). It is tried again.',
	large: 'The sheet is larger than {size} MB. Publish only the tab that is needed.',
	circles: 'The address leads on and on, and not to a sheet. Give the address of the sheet itself.',
	page: 'There is a web page at this address, and no table. Publish the sheet as CSV, for everybody, and give that address.',
	json: 'There is data for programs (JSON) at this address, and no table. Give the address of the sheet as CSV.',
	empty: 'There is nothing in the sheet. When its rows are back, so are they here.',
	key: 'The address cannot be read any more: the key that it was sealed with is gone. Give the address again.',
	full: 'The server can write nothing now; what to do about it is under System. The sheet is fetched again once it can.',
	fault: 'Something went wrong here, on the server. Its log says what.',
	columns: 'Columns are gone or have another name: {columns}. Say what becomes of the columns now.',
	questions: 'Something in it can be read in two ways ({says}). Say which is right.',
	unreadable: 'It cannot be read. {says}',
	refused: 'None of its rows can be taken ({says}). Say what becomes of the columns now, or repair the sheet.',
	shrunk: '{gone} of {of} rows are gone from the sheet. Nothing was changed here until somebody says that they are to go.',
} as const;

const sv: Translation<typeof en> = {
	address: 'Det här är ingen adress till ett blad. En sådan börjar med https://.',
	password: 'Det står ett namn eller ett lösenord i adressen. Ta bort det; vad bladets server vill veta anges i huvudet.',
	unlisted: 'Blad får inte hämtas från {host}. Den som sköter servern kan lägga till den i FEED_HOSTS.',
	forbidden: '{host} leder in i ett privat nät, eller till servern själv. Den som sköter servern kan tillåta det i FEED_HOSTS.',
	unknown: 'Det finns ingen värd som heter {host}. Titta på adressen igen.',
	unreachable: '{host} kan inte nås. Se efter om den är igång och om servern har en väg dit.',
	certificate: 'Certifikatet för {host} går inte att lita på, så inget har hämtats. Den som sköter {host} måste förnya det.',
	slow: '{host} tar för lång tid på sig att svara. Ett nytt försök görs.',
	broken: 'Svaret från {host} avbröts halvvägs. Ett nytt försök görs.',
	busy: '{host} ber oss vänta. Ett nytt försök görs när den har sagt, eller vid nästa intervall.',
	sign_in: '{host} ber folk logga in. Publicera bladet, eller dela det med en länk som vem som helst kan öppna.',
	elsewhere: 'Adressen leder vidare till {host}, varifrån blad inte får hämtas. Den som sköter servern kan lägga till den i FEED_HOSTS.',
	denied: '{host} släpper inte in någon ({status}). Dela bladet med en länk som vem som helst kan öppna, eller ange huvudet som krävs.',
	gone: 'Det finns inget blad på den här adressen ({status}). Se efter om det fortfarande är publicerat och ange adressen på nytt.',
	failed: '{host} svarade med ett fel ({status}). Ett nytt försök görs.',
	large: 'Bladet är större än {size} MB. Publicera bara den flik som behövs.',
	circles: 'Adressen leder vidare och vidare och inte till något blad. Ange adressen till själva bladet.',
	page: 'På den här adressen finns en webbsida och ingen tabell. Publicera bladet som CSV, för alla, och ange den adressen.',
	json: 'På den här adressen finns data för program (JSON) och ingen tabell. Ange bladets adress som CSV.',
	empty: 'Det finns inget i bladet. När raderna är tillbaka där är de det här också.',
	key: 'Adressen kan inte läsas längre: nyckeln som den förseglades med är borta. Ange adressen igen.',
	full: 'Servern kan inte skriva något just nu; vad som kan göras åt det står under System. Bladet hämtas igen när den kan.',
	fault: 'Något gick fel här, på servern. Serverns logg säger vad.',
	columns: 'Kolumner saknas eller heter något annat: {columns}. Ange vad som blir av kolumnerna nu.',
	questions: 'Något i bladet kan läsas på två sätt ({says}). Ange vilket som är rätt.',
	unreadable: 'Det kan inte läsas. {says}',
	refused: 'Ingen av raderna kan tas ({says}). Ange vad som blir av kolumnerna nu, eller rätta bladet.',
	shrunk: '{gone} av {of} rader saknas i bladet. Inget har ändrats här förrän någon säger att de ska bort.',
};

export const feedTroubleWords: Catalogue<typeof en> = { en, sv };

/** The same where a sheet is only looked at, once, and nothing is tried again. */
const lookEn = {
	slow: '{host} takes too long to answer. Look at the sheet again later.',
	broken: 'The answer of {host} broke off half-way. Look at the sheet again.',
	busy: '{host} asks to wait. Look at the sheet again in some minutes.',
	failed: '{host} answered with an error ({status}). Look at the sheet again later.',
	empty: 'There is nothing in the sheet. Look at it again once there are rows in it.',
} as const;

const lookSv: Translation<typeof lookEn> = {
	slow: '{host} tar för lång tid på sig att svara. Titta på bladet igen senare.',
	broken: 'Svaret från {host} avbröts halvvägs. Titta på bladet igen.',
	busy: '{host} ber oss vänta. Titta på bladet igen om några minuter.',
	failed: '{host} svarade med ett fel ({status}). Titta på bladet igen senare.',
	empty: 'Det finns inget i bladet. Titta på det igen när det finns rader i det.',
};

const feedLookWords: Catalogue<typeof lookEn> = { en: lookEn, sv: lookSv };

const countIn = (count: number, language: Language): string => count.toLocaleString(language === 'sv' ? 'sv' : 'en');

function told(template: string, trouble: FeedTrouble, language: Language): string {
	const { code, ...values } = trouble;
	const counts = code === 'shrunk' ? { gone: countIn(trouble.gone, language), of: countIn(trouble.of, language) } : {};
	return fill(template, { ...values, ...counts, size: largestFeed / 1_000_000, ...('says' in trouble ? { says: saidIn(trouble.says, language) } : {}) });
}

/** In one sentence or two, which somebody can act on. */
export const feedTroubleText = (trouble: FeedTrouble, language: Language): string => told(wordsIn(feedTroubleWords, language)[trouble.code], trouble, language);

/** The same, for whoever looks at a sheet in order to decide on it. */
export function feedLookText(trouble: FeedTrouble, language: Language): string {
	const own: Partial<Record<FeedTrouble['code'], string>> = wordsIn(feedLookWords, language);
	return told(own[trouble.code] ?? wordsIn(feedTroubleWords, language)[trouble.code], trouble, language);
}
