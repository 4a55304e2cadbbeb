/** What the record of who did what says: each kind of event by its name. */
import type { AuditRow } from '../accounts-api.ts';
import { keyNameIn } from '../keys-api.ts';
import type { Language } from '../views.ts';
import { accountWords } from './accounts.ts';
import { fill, wordsIn, type Catalogue, type Translation } from './language.ts';

const en = {
	'signed in': 'signed in',
	'sign-in failed': 'sign-in failed',
	'sign-in throttled': 'sign-in refused: too many attempts',
	'signed out': 'signed out',
	'signed out everywhere': 'signed out everywhere',
	'link refused': 'link to an account refused',
	'set-up code refused': 'set-up code refused',
	'password refused': 'wrong current password',
	'more failures not noted': 'more failures than are noted in a minute',

	'account created': 'account made',
	'account disabled': 'account disabled',
	'account enabled': 'account enabled',
	'account removed': 'account removed',
	'password changed': 'password changed',
	'role changed': 'role changed',
	'invitation made': 'invitation made',
	'invitation used': 'invitation used',
	'invitation revoked': 'link taken back',
	'reset link made': 'reset link made',
	'reset link used': 'password reset by link',

	'api key made': 'API key made',
	'api key revoked': 'API key revoked',
	'backup made': 'backup made by hand',
	'backup brought': 'backup uploaded',
	'backup downloaded': 'backup downloaded',
	'backup deleted': 'backup deleted',
	'backup restored': 'backup put back',
	'screen paired': 'screen paired',
	'screen renamed': 'screen renamed',
	'screen revoked': 'screen removed',
	'screen set up': 'screen set up',
	'link given': 'review link given',
	'link revoked': 'review link taken back',
	'feed saved': 'published sheet added or changed',
	'feed removed': 'published sheet removed',

	'workspace created': 'workspace made',
	'settings changed': 'settings changed',
	'calendar saved': 'calendar changed',
	'holidays changed': 'holidays changed',
	'leave changed': 'leave changed',
	'week changed': 'working week changed',
	'rates set': 'exchange rates set',
	'authority set': 'source that counts set',
	'time zone set': 'time zone set',
	'stages ordered': 'stages put in order',
	'stalled days set': 'days until a deal counts as stalled set',
	'currency set': 'currency set',
	'celebrations set': 'celebrations changed',
	'targets locked': 'targets locked',
	'targets unlocked': 'targets unlocked',
	'person erased': 'person erased',
	'retention set': 'retention set',
	'retention lifted': 'retention lifted',

	environment: 'the server’s environment',
	command: 'a command on the server',
	key: 'API key {name}',
	demo: 'the demo',
	meeting: 'a meeting that ended',

	columnAt: 'Time (UTC)',
	columnWhat: 'What',
	columnWho: 'Who',
	columnAbout: 'Concerning',
	columnAddress: 'Address',
} as const;

const sv: Translation<typeof en> = {
	'signed in': 'loggade in',
	'sign-in failed': 'inloggning misslyckades',
	'sign-in throttled': 'inloggning nekad: för många försök',
	'signed out': 'loggade ut',
	'signed out everywhere': 'utloggad överallt',
	'link refused': 'länk till ett konto nekad',
	'set-up code refused': 'installationskod nekad',
	'password refused': 'fel nuvarande lösenord',
	'more failures not noted': 'fler misslyckanden än som noteras på en minut',

	'account created': 'konto skapat',
	'account disabled': 'konto avstängt',
	'account enabled': 'konto påslaget',
	'account removed': 'konto borttaget',
	'password changed': 'lösenord bytt',
	'role changed': 'roll ändrad',
	'invitation made': 'inbjudan skapad',
	'invitation used': 'inbjudan använd',
	'invitation revoked': 'länk återtagen',
	'reset link made': 'återställningslänk skapad',
	'reset link used': 'lösenord återställt med länk',

	'api key made': 'API-nyckel skapad',
	'api key revoked': 'API-nyckel återkallad',
	'backup made': 'säkerhetskopia gjord för hand',
	'backup brought': 'säkerhetskopia uppladdad',
	'backup downloaded': 'säkerhetskopia nedladdad',
	'backup deleted': 'säkerhetskopia raderad',
	'backup restored': 'säkerhetskopia återställd',
	'screen paired': 'skärm parkopplad',
	'screen renamed': 'skärm bytte namn',
	'screen revoked': 'skärm borttagen',
	'screen set up': 'skärm inställd',
	'link given': 'länk till genomgång given',
	'link revoked': 'länk till genomgång återtagen',
	'feed saved': 'publicerat blad tillagt eller ändrat',
	'feed removed': 'publicerat blad borttaget',

	'workspace created': 'arbetsyta skapad',
	'settings changed': 'inställningar ändrade',
	'calendar saved': 'kalender ändrad',
	'holidays changed': 'helgdagar ändrade',
	'leave changed': 'ledighet ändrad',
	'week changed': 'arbetsvecka ändrad',
	'rates set': 'växelkurser angivna',
	'authority set': 'källa som räknas angiven',
	'time zone set': 'tidszon angiven',
	'stages ordered': 'steg ordnade',
	'stalled days set': 'dagar tills en affär räknas som stillastående angivna',
	'currency set': 'valuta angiven',
	'celebrations set': 'firanden ändrade',
	'targets locked': 'mål låsta',
	'targets unlocked': 'mål upplåsta',
	'person erased': 'person raderad',
	'retention set': 'lagringstid angiven',
	'retention lifted': 'lagringstid upphävd',

	environment: 'serverns miljövariabler',
	command: 'ett kommando på servern',
	key: 'API-nyckel {name}',
	demo: 'demot',
	meeting: 'ett möte som tog slut',

	columnAt: 'Tid (UTC)',
	columnWhat: 'Vad',
	columnWho: 'Vem',
	columnAbout: 'Gäller',
	columnAddress: 'Adress',
};

export const auditWords: Catalogue<typeof en> = { en, sv };

const ownAuthors = ['environment', 'command', 'demo', 'meeting'] as const;

export interface AuditText {
	columns: string[];
	/** The cells of a row; `fields`: with what of a setting it changed, by its name in the interface. */
	cellsOf: (row: AuditRow, fields?: 'fields') => string[];
}

/** A kind that has no words here says itself. */
export function auditText(language: Language): AuditText {
	const words = wordsIn(auditWords, language);
	const kinds: Record<string, string> = words;
	const roles: Record<string, string> = wordsIn(accountWords, language);
	return {
		columns: [words.columnAt, words.columnWhat, words.columnWho, words.columnAbout, words.columnAddress],
		cellsOf: (row, fields) => {
			const own = ownAuthors.find((one) => one === row.who);
			const key = keyNameIn(row.who);
			const who = own ? words[own] : key === null ? row.who : fill(words.key, { name: key }).trim();
			const about = [row.about, row.roles.map((role) => roles[role] ?? role).join(' → '), ...(fields ? row.fields : [])].filter((part) => part !== '');
			return [row.at.slice(0, 19).replace('T', ' '), kinds[row.what] ?? row.what, who, about.join(', '), row.address];
		},
	};
}
