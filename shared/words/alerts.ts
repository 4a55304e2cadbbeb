/** What is said outside the wall when a screen or a source is dead. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	offline: '{name} has been offline since {time}.',
	frozen: '{name} has been frozen since {time}: it is connected, but paints nothing new.',
	never: '{name} has not come since it was paired at {time}.',
	silent: 'The source {name} has not reported since {time}.',
	disk: 'The server’s disk has little room left since {time}.',
	'full disk': 'The server’s disk is full since {time}: nothing new is taken in.',
	backup: 'No backup has come about since {time}.',
	certificate: 'The server’s certificate has to be renewed; noticed {time}.',
	part_disk: 'The room on the disk',
	'part_full disk': 'The disk',
	part_backup: 'Backups',
	part_certificate: 'The certificate',
	partBack: '{name}: in order again. It was not, from {from} to {to}.',
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
	disk: 'Serverns disk har lite plats kvar sedan {time}.',
	'full disk': 'Serverns disk är full sedan {time}: inget nytt tas emot.',
	backup: 'Ingen säkerhetskopia har blivit av sedan {time}.',
	certificate: 'Serverns certifikat måste förnyas; upptäckt {time}.',
	part_disk: 'Platsen på disken',
	'part_full disk': 'Disken',
	part_backup: 'Säkerhetskopior',
	part_certificate: 'Certifikatet',
	partBack: '{name}: i ordning igen. Det var fel från {from} till {to}.',
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
