/**
 * What stays as it is when a backup is put back: what was taken from somebody since, the rights of a screen, a link, an account, an old password,
 * must not come back to life with it, nor the name of somebody who was erased. All of it is known by hashes, names or keys, not by numbers, which
 * may mean others by now. What the machine noted of who came in is not undone either.
 */
import type { BackupContents } from '../shared/backups-api.ts';
import type { Inspected } from './backup/inspect.ts';
import type { Restorer } from './backup/restored.ts';
import type { CelebrationStore } from './celebrations/celebration-store.ts';
import { InputError } from './errors.ts';
import type { Stores } from './stores.ts';

export interface Carrying {
	/** When the workspace was created: that is who it is. */
	identity: () => number | null;
	/** What putting back this backup would come to. */
	outlook: (found: Inspected, by: Restorer) => Pick<BackupContents, 'isOurs' | 'entriesSince' | 'administrators' | 'staysSignedIn' | 'gone' | 'stays'>;
	/** In a database that is to replace another: takes over from that one what stays, and notes that it was put back. */
	takeOver: (from: Carrying, by: Restorer, name: string, at: number) => void;
	/** For the carrying of the database that replaces this one. */
	stores: Stores;
	celebrated: CelebrationStore;
}

type Credentials = ReturnType<Stores['accounts']['credentials']>[number];

const isAdministrator = (account: Credentials | undefined): boolean => account?.role === 'admin' && !account.isDisabled;
const isOtherwise = (then: Inspected['accounts'][number], now: Credentials | undefined): boolean => !now || now.isDisabled || now.role !== then.role || now.passwordHash !== then.passwordHash;

/** An administrator who would be the last stays, whatever became of them since: somebody must be able to sign in. */
function unlessLast(work: () => void): void {
	try {
		work();
	} catch (error) {
		if (!(error instanceof InputError) || error.code !== 'last_administrator') throw error;
	}
}

/** Those of the backup who are administrators now; without any, those who were then. */
function administratorsAfter(found: Inspected, now: readonly Credentials[]): string[] {
	const then = new Set(found.accounts.map(({ name }) => name));
	const still = now.filter((account) => isAdministrator(account) && then.has(account.name)).map(({ name }) => name);
	return still.length > 0 ? still : found.accounts.filter(({ role }) => role === 'admin').map(({ name }) => name);
}

export function createCarrying(stores: Stores, celebrated: CelebrationStore): Carrying {
	const { accounts, accessNotes, screens, links, apiKeys, feeds, people, identities, erased, erasure, journal } = stores;
	const identity = (): number | null => journal.entries({ kinds: ['workspace created'], limit: 1 })[0]?.at ?? null;
	const erasedAfter = (revision: number): number => journal.entries({ kinds: ['person erased'], limit: 1_000 }).filter(({ id }) => id > revision).length;

	const takeSecrets = (from: Stores, author: string, at: number): void => {
		const head = { at, author };
		for (const hash of from.screens.revokedHashes()) {
			const id = screens.withHash(hash);
			if (id !== null) journal.apply('screen revoked', { id }, head);
		}
		for (const hash of from.links.revokedHashes()) {
			const id = links.withHash(hash);
			if (id !== null) journal.apply('link revoked', { id }, head);
		}
		for (const hash of from.apiKeys.revokedHashes()) {
			const id = apiKeys.withHash(hash);
			if (id !== null) journal.apply('api key revoked', { id }, head);
		}
	};
	/** Sheets that were stopped or removed since are not fetched. */
	const stopFeeds = (from: Stores, author: string, at: number): void => {
		const on = new Set(from.feeds.list().filter(({ isOn }) => isOn).map(({ name }) => name));
		for (const { author: _author, ...feed } of feeds.list()) if (feed.isOn && !on.has(feed.name)) journal.apply('feed saved', { ...feed, isOn: false }, { at, author });
	};
	/** Those that are gone go, the others may do what they may do now. */
	const takeAccounts = (from: Stores, author: string, at: number): void => {
		const head = { at, author };
		const known = new Map(from.accounts.credentials().map((account) => [account.name, account]));
		const pairs = accounts.credentials().map((then) => ({ then, now: known.get(then.name) }));
		// Who is an administrator now comes first: one that is gone may have been the last.
		pairs.sort((a, b) => Number(isAdministrator(b.now)) - Number(isAdministrator(a.now)));
		for (const { then, now } of pairs) {
			const account = then.id;
			if (!now) unlessLast(() => journal.apply('account removed', { account }, head));
			else {
				if (now.passwordHash !== then.passwordHash) journal.apply('password changed', { account, passwordHash: now.passwordHash }, head);
				if (now.role !== then.role) unlessLast(() => journal.apply('role changed', { account, role: now.role }, head));
				if (now.isDisabled !== then.isDisabled) unlessLast(() => journal.apply(now.isDisabled ? 'account disabled' : 'account enabled', { account }, head));
			}
		}
	};
	const eraseAgain = (from: Stores, author: string, at: number): void => {
		const salt = from.erased.salt();
		if (salt === null) return;
		for (const { id } of people.list()) {
			if (identities.keysOf(id).some(({ key }) => from.erased.standsFor(key) !== null && erased.standsFor(key) === null)) journal.apply('person erased', { person: id, salt: erased.salt() ?? salt }, { at, author });
		}
	};

	return {
		stores,
		celebrated,
		identity,
		outlook: (found, by) => {
			const isOurs = found.createdAt === identity();
			const unknownTo = (list: Inspected['screens'], known: { name: string; hash: string }[]): string[] => {
				const then = new Set(list.map(({ hash }) => hash));
				return known.filter(({ hash }) => !then.has(hash)).map(({ name }) => name);
			};
			const revokedOf = (list: Inspected['screens'], hashes: string[]): string[] => {
				const revoked = new Set(hashes);
				return list.filter(({ hash }) => revoked.has(hash)).map(({ name }) => name);
			};
			const [now, before] = [accounts.credentials(), new Map(found.accounts.map((account) => [account.name, account]))];
			const takenLinks = new Set(links.revokedHashes());
			return {
				isOurs,
				entriesSince: isOurs ? Math.max(0, journal.revision() - found.revision) : 0,
				administrators: isOurs ? administratorsAfter(found, now) : found.accounts.filter(({ role }) => role === 'admin').map(({ name }) => name),
				staysSignedIn: isOurs && before.has(by.account),
				gone: {
					accounts: now.filter(({ name }) => !before.has(name)).map(({ name }) => name),
					screens: unknownTo(found.screens, screens.hashes()),
					keys: unknownTo(found.keys, apiKeys.hashes()),
					feeds: feeds.list().filter(({ name }) => !found.feeds.includes(name)).map(({ name }) => name),
				},
				stays: isOurs
					? {
							accounts: found.accounts.filter((then) => isOtherwise(then, now.find(({ name }) => name === then.name))).map(({ name }) => name),
							screens: revokedOf(found.screens, screens.revokedHashes()),
							keys: revokedOf(found.keys, apiKeys.revokedHashes()),
							feeds: found.feeds.filter((one) => !feeds.list().some(({ name, isOn }) => isOn && name === one)),
							links: found.links.filter((hash) => takenLinks.has(hash)).length,
							erased: erasedAfter(found.revision),
						}
					: { accounts: [], screens: [], keys: [], feeds: [], links: 0, erased: 0 },
			};
		},
		takeOver: (from, by, name, at) => {
			const isOurs = from.identity() === identity();
			journal.together(() => {
				journal.apply('backup restored', { name, replaced: from.stores.journal.revision() }, { at, author: by.account });
				if (!isOurs) return;
				takeSecrets(from.stores, by.account, at);
				takeAccounts(from.stores, by.account, at);
				stopFeeds(from.stores, by.account, at);
				eraseAgain(from.stores, by.account, at);
				celebrated.take(from.celebrated.noted());
				accessNotes.replace(from.stores.accessNotes);
			});
			if (!isOurs) return;
			erasure.sweep();
			const own = accounts.credentials().find((account) => account.name === by.account && account.role === 'admin');
			// Unless they have signed out meanwhile.
			if (own && from.stores.accounts.sessionAccount(by.token) !== null) accounts.adoptSession(by.token, own.id);
		},
	};
}
