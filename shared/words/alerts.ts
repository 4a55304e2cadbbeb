/** What is said outside the wall when a screen or a source is dead. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	offline: '{name} has been offline since {time}.',
	frozen: '{name} has been frozen since {time}: it is connected, but paints nothing new.',
	never: '{name} has not come since it was paired at {time}.',
	silent: 'The source {name} has not reported since {time}.',
	screenBack: '{name} is back. It was gone from {from} to {to}.',
	sourceBack: 'The source {name} reports again. It was silent from {from} to {to}.',
	placed: '{name} ({place})',
	test: 'This is a test: alerts from Floorcast arrive here.',
	subjectOne: 'needs a look: {name}',
	subjectMany: '{count} things need a look',
	subjectBack: 'is well again: {name}',
	subjectTest: 'a test',
} as const;

const sv: Translation<typeof en> = {
	offline: '{name} har varit borta sedan {time}.',
	frozen: '{name} har stått still sedan {time}: den är ansluten men ritar inget nytt.',
	never: '{name} har inte hörts av sedan den kopplades {time}.',
	silent: 'Källan {name} har inte hörts av sedan {time}.',
	screenBack: '{name} är tillbaka. Den var borta från {from} till {to}.',
	sourceBack: 'Källan {name} hörs av igen. Den var tyst från {from} till {to}.',
	placed: '{name} ({place})',
	test: 'Det här är ett test: larm från Floorcast kommer fram hit.',
	subjectOne: 'behöver ses till: {name}',
	subjectMany: '{count} saker behöver ses till',
	subjectBack: 'är i ordning igen: {name}',
	subjectTest: 'ett test',
};

export const alertWords: Catalogue<typeof en> = { en, sv };
