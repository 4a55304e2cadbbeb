/**
 * What the server says of files and fields, for whoever reads the page in another language: sentences are known by their English form,
 * which the command prints, and what stands in their gaps is put into the other's. An unknown one stays as it is.
 */
import type { Language } from '../views.ts';
import { fill, pseudoText, type Catalogue, type Translation } from './language.ts';

const en = {
	emptyFile: 'The file is empty.',
	oldWorkbook: 'This is an old workbook, or one with a password. Save it as XLSX without a password, or as CSV.',
	notText: 'This is no table but {what}. Save the sheet as CSV or XLSX.',
	noWorkbook: 'This is no workbook that can be read. Save it anew as XLSX, or as CSV.',
	unpackedTooLarge: 'Unpacked, this workbook is too large. Save only the sheet that is needed, or as CSV.',
	farCell: 'There is something in the cell {cell}, far outside the rest. Delete it, or save the sheet as CSV.',
	tooSlow: 'This file takes too long to read here. Bring it in with npm run import, or split it.',
	tooMuchMemory: 'This file needs more memory than there is for it here. Bring it in with npm run import, or split it.',
	tooManyColumns: 'The file has more than {count} columns. Bring it in with npm run import, or split it.',
	tooManyRows: 'The file has more than {count} rows. Bring it in with npm run import, or split it.',
	picture: 'a picture',
	pdf: 'a PDF',
	archive: 'a packed archive',
	bytes: 'bytes of something else',
	cannotBeRead: 'The file cannot be read: {sentence}.',
	noWorkbookInside: 'this is no workbook that can be read; save it anew as XLSX, or as CSV',
	noSuchSheet: "there is no sheet '{name}'; there are {names}",
	workbookEmpty: 'the workbook is empty',
	sheetEmpty: "the sheet '{name}' is empty",
	fileEmpty: 'the file is empty',
	noTextFile: 'this is no text file; save the sheet as CSV',
	openQuoteLine: 'a quotation mark is opened and never closed (noticed in line {line})',
	openQuote: 'a quotation mark is opened and never closed',
	noFile: 'There is no file to import.',
	saidFirst: 'Something has to be said first.',
	notKept: 'The rejected rows of this import are not kept any more, or there are none.',
	nothingLeft: 'There is nothing of this import left to take back.',

	numberPoint: 'no number with a decimal point',
	numberComma: 'no number with a decimal comma',
	noDate: 'no date or time',
	noDateYear: 'no date or time with the year first',
	noDateDay: 'no date or time with the day first',
	noDateMonth: 'no date or time with the month first',
	tooManyCells: 'has {cells} cells, the file has {columns} columns',
	holdsRows: 'a cell holds what looks like further rows: a quotation mark is opened and not closed',
	needsThis: 'a row of {kind} needs this',
	needsField: 'a row of {kind} needs {field}',
	tellsNothing: 'nothing tells this row from others: it has none of {fields}',
	otherCurrency: 'the amount is in {mark}, the currency {code}',
	dealStatus: 'expected open, won or lost',
	dealType: 'expected new_business, expansion or renewal',
	meetingStatus: 'expected scheduled, held, no_show, cancelled or rescheduled',
	movedBy: 'expected seller or buyer',
	activityKind: 'expected call, email, linkedin or note',
	direction: 'expected outbound or inbound',
	isoTime: 'expected an ISO 8601 date or time',
	isoDay: 'expected a date as YYYY-MM-DD',
	suchDay: 'expected a date such as 2026-11-23',
	suchDecimal: 'expected a decimal number such as 12500.00',
	currencyCode: 'expected a three-letter currency code',
	address: 'expected an e-mail address',
	textOrNumber: 'expected a text or a number',
	seconds: 'expected a number of seconds',
	wholeSeconds: 'expected whole seconds',
	noLessThanZero: 'expected no less than 0 seconds',
	notEmpty: 'must not be empty',
	atMost: 'at most {count} characters',
	personNeeds: 'a person needs an e-mail address or a name',
	closedNeeded: 'a won or lost deal needs the day on which it was closed',
	period: "expected a day (2026-11-23), week (2026-W47), month (2026-11), quarter (2026-Q4) or year (2026), not '{id}'",

	sameId: 'the same id stands in several rows; the newest counts, else the last',
	standsFor: '{column} is empty; {other} stands for it',
	noneOf: "{column} '{value}' is none of {words}; it is left out",
	fewerCells: 'the row has fewer cells than the file has columns; the rest is taken as empty',
	manyLines: 'the row goes over more than {count} lines; is a quotation mark missing?',
	farDate: '{column} lies before 1970 or more than two years ahead',
	closedInFuture: 'closed on {day}, which is yet to come; it counts from that day',
	heldInFuture: 'held or missed on {day}, which is yet to come; it counts from that day',
	heldUnknown: 'held or missed on an unknown day; it counts as booked only',
	noRate: 'there is no rate for {currency}; the deal counts, its amount does not',
	beforeCreation: 'closed on {day}, before it began on {began}; its sales cycle is unknown',
	erased: 'this person was erased here; the row is not taken, and their facts count without a name',
	leftOutByHand: 'ops have left this out by hand; it is kept and does not count',
	setByHand: 'ops have set this by hand; what the source says is kept and does not count',
	accountUnknownDay: 'created on an unknown day; it is not counted among the new accounts',
	deals: 'deals',
	activities: 'activities',
	meetings: 'meetings',
	proposals: 'proposals',
	accounts: 'accounts',
	people: 'people',
} as const;

const sv: Translation<typeof en> = {
	emptyFile: 'Filen är tom.',
	oldWorkbook: 'Det här är en gammal arbetsbok, eller en med lösenord. Spara den som XLSX utan lösenord, eller som CSV.',
	notText: 'Det här är ingen tabell utan {what}. Spara bladet som CSV eller XLSX.',
	noWorkbook: 'Det här är ingen arbetsbok som kan läsas. Spara den på nytt som XLSX, eller som CSV.',
	unpackedTooLarge: 'Uppackad är arbetsboken för stor. Spara bara det blad som behövs, eller som CSV.',
	farCell: 'Det står något i cellen {cell}, långt utanför resten. Ta bort det, eller spara bladet som CSV.',
	tooSlow: 'Filen tar för lång tid att läsa här. Läs in den med npm run import, eller dela den.',
	tooMuchMemory: 'Filen kräver mer minne än vad som finns för den här. Läs in den med npm run import, eller dela den.',
	tooManyColumns: 'Filen har fler än {count} kolumner. Läs in den med npm run import, eller dela den.',
	tooManyRows: 'Filen har fler än {count} rader. Läs in den med npm run import, eller dela den.',
	picture: 'en bild',
	pdf: 'en PDF',
	archive: 'ett packat arkiv',
	bytes: 'bytes av något annat',
	cannotBeRead: 'Filen kan inte läsas: {sentence}.',
	noWorkbookInside: 'det här är ingen arbetsbok som kan läsas; spara den på nytt som XLSX, eller som CSV',
	noSuchSheet: 'det finns inget blad ”{name}”; det finns {names}',
	workbookEmpty: 'arbetsboken är tom',
	sheetEmpty: 'bladet ”{name}” är tomt',
	fileEmpty: 'filen är tom',
	noTextFile: 'det här är ingen textfil; spara bladet som CSV',
	openQuoteLine: 'ett citattecken öppnas och stängs aldrig (märktes på rad {line})',
	openQuote: 'ett citattecken öppnas och stängs aldrig',
	noFile: 'Det finns ingen fil att importera.',
	saidFirst: 'Något måste sägas först.',
	notKept: 'De avvisade raderna i denna import finns inte kvar, eller så finns det inga.',
	nothingLeft: 'Det finns inget kvar av denna import att ta tillbaka.',

	numberPoint: 'inget tal med decimalpunkt',
	numberComma: 'inget tal med decimalkomma',
	noDate: 'inget datum och ingen tid',
	noDateYear: 'inget datum och ingen tid med året först',
	noDateDay: 'inget datum och ingen tid med dagen först',
	noDateMonth: 'inget datum och ingen tid med månaden först',
	tooManyCells: 'har {cells} celler, filen har {columns} kolumner',
	holdsRows: 'en cell innehåller vad som ser ut som fler rader: ett citattecken öppnas och stängs inte',
	needsThis: 'det här behövs på varje rad av {kind}',
	needsField: '{field} behövs på varje rad av {kind}',
	tellsNothing: 'inget skiljer raden från andra: den har inget av {fields}',
	otherCurrency: 'beloppet är i {mark}, valutan {code}',
	dealStatus: 'väntade open, won eller lost (öppen, vunnen eller förlorad)',
	dealType: 'väntade new_business, expansion eller renewal (ny affär, utökning eller förnyelse)',
	meetingStatus: 'väntade scheduled, held, no_show, cancelled eller rescheduled (planerat, hölls, uteblev, inställt eller ombokat)',
	movedBy: 'väntade seller eller buyer (säljaren eller köparen)',
	activityKind: 'väntade call, email, linkedin eller note (samtal, e-post, LinkedIn eller anteckning)',
	direction: 'väntade outbound eller inbound (utgående eller inkommande)',
	isoTime: 'väntade ett datum eller en tid enligt ISO 8601',
	isoDay: 'väntade ett datum som ÅÅÅÅ-MM-DD',
	suchDay: 'väntade ett datum som 2026-11-23',
	suchDecimal: 'väntade ett decimaltal som 12500.00',
	currencyCode: 'väntade en valutakod med tre bokstäver',
	address: 'väntade en e-postadress',
	textOrNumber: 'väntade en text eller ett tal',
	seconds: 'väntade ett antal sekunder',
	wholeSeconds: 'väntade hela sekunder',
	noLessThanZero: 'väntade minst 0 sekunder',
	notEmpty: 'får inte vara tomt',
	atMost: 'högst {count} tecken',
	personNeeds: 'en person behöver en e-postadress eller ett namn',
	closedNeeded: 'en vunnen eller förlorad affär behöver dagen då den avslutades',
	period: 'väntade en dag (2026-11-23), vecka (2026-W47), månad (2026-11), ett kvartal (2026-Q4) eller år (2026), inte ”{id}”',

	sameId: 'samma id står på flera rader; den nyaste räknas, annars den sista',
	standsFor: '{column} är tom; {other} står för den',
	noneOf: '{column} ”{value}” är inget av {words}; det utelämnas',
	fewerCells: 'raden har färre celler än filen har kolumner; resten tas som tomt',
	manyLines: 'raden går över mer än {count} rader; saknas ett citattecken?',
	farDate: '{column} ligger före 1970 eller mer än två år framåt',
	closedInFuture: 'avslutad {day}, som ännu inte har varit; den räknas från den dagen',
	heldInFuture: 'hölls eller uteblev {day}, som ännu inte har varit; det räknas från den dagen',
	heldUnknown: 'hölls eller uteblev en okänd dag; det räknas bara som bokat',
	noRate: 'det finns ingen kurs för {currency}; affären räknas, men inte beloppet',
	beforeCreation: 'avslutad {day}, innan den började {began}; säljcykeln är okänd',
	erased: 'personen har raderats här; raden tas inte, och personens fakta räknas utan namn',
	leftOutByHand: 'ops har utelämnat detta för hand; det behålls och räknas inte',
	setByHand: 'ops har angett detta för hand; vad källan säger behålls och räknas inte',
	accountUnknownDay: 'skapat en okänd dag; det räknas inte bland de nya kontona',
	deals: 'affärer',
	activities: 'aktiviteter',
	meetings: 'möten',
	proposals: 'offerter',
	accounts: 'konton',
	people: 'personer',
};

export const serverWords: Catalogue<typeof en> = { en, sv };

interface Form {
	key: keyof typeof en;
	pattern: RegExp;
}

const patternOf = (text: string): RegExp => new RegExp(`^${text.split(/\{(\w+)\}/).map((part, at) => (at % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : `(?<${part}>.+?)`)).join('')}$`, 's');
// Object.keys forgets that they are the catalogue's own.
const forms: Form[] = (Object.keys(en) as (keyof typeof en)[]).map((key) => ({ key, pattern: patternOf(en[key]) }));

function known(sentence: string, language: Language): string | null {
	for (const { key, pattern } of forms) {
		const match = pattern.exec(sentence);
		if (!match) continue;
		const values = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, ['sentence', 'what', 'kind'].includes(name) ? saidIn(value, language) : value]));
		return fill(language === 'sv' ? sv[key] : pseudoText(en[key]), values);
	}
	return null;
}

/** A sentence of the server, in another language if it is known there; with the field before it too, as in `amount: must not be empty`. */
export function saidIn(sentence: string, language: Language): string {
	if (language === 'en') return sentence;
	const whole = known(sentence, language);
	if (whole !== null) return whole;
	const [, place = '', rest = ''] = /^([\w.[\]]{1,60}: )(.+)$/s.exec(sentence) ?? [];
	const said = known(rest, language);
	return said === null ? sentence : place + said;
}
