import type { Catalogue, Translation } from './language.ts';

const en = {
	live: 'Live',
	waiting: 'Waiting',
	asOf: 'as of {time}',
	paused: 'Paused',
	silentSince: 'No connection since {time}',
	silentEver: 'No sign of life from the server yet',
	panelBroken: 'Panel “{title}” could not be shown',
	emptyBoard: 'This board has no panels yet. They appear here as soon as it has.',
	allBroken: 'None of the panels of this board could be shown. They are tried again with the next figures.',
	connecting: 'Connecting to Floorcast…',
	unanswered: 'Floorcast does not answer. It is tried again and again; nothing needs to be done here.',
	pairTitle: 'Pair this screen',
	pairHow: 'In the admin page at {address} → Screens, type this code:',
	pairWaiting: 'The floor appears here as soon as the code is approved.',
	pairStarting: 'Asking the server for a code…',
	pairTrouble: 'The server cannot be reached right now. It is tried again every few seconds.',
	leave: 'Press Back again to leave',
	notLoaded: 'Not possible right now: the server does not answer',
} as const;

const sv: Translation<typeof en> = {
	live: 'Live',
	waiting: 'Väntar',
	asOf: 'per {time}',
	paused: 'Pausad',
	silentSince: 'Ingen kontakt sedan {time}',
	silentEver: 'Inget livstecken från servern ännu',
	panelBroken: 'Panelen ”{title}” kunde inte visas',
	emptyBoard: 'Den här tavlan har inga paneler ännu. De visas här så snart de finns.',
	allBroken: 'Ingen av tavlans paneler kunde visas. Nya försök görs när nästa siffror kommer.',
	connecting: 'Ansluter till Floorcast…',
	unanswered: 'Floorcast svarar inte. Nya försök görs hela tiden; du behöver inte göra något här.',
	pairTitle: 'Koppla den här skärmen',
	pairHow: 'Gå till adminsidan {address} → Skärmar och skriv in koden:',
	pairWaiting: 'Säljgolvet visas här så snart koden har godkänts.',
	pairStarting: 'Hämtar en kod från servern…',
	pairTrouble: 'Servern kan inte nås just nu. Ett nytt försök görs med några sekunders mellanrum.',
	leave: 'Tryck på Tillbaka en gång till för att lämna',
	notLoaded: 'Går inte just nu: servern svarar inte',
};

/** Every word a wall says by itself; what its panels say comes from the server with them. */
export const tvWords: Catalogue<typeof en> = { en, sv };
