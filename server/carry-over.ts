/**
 * What stays as it is when a backup is put back: what was taken from somebody since, the rights of a screen, a link, an account, an old password,
 * must not come back to life with it, nor the name of somebody who was erased. All of it is known by hashes, names or keys, not by numbers, which
 * may mean others by now.
 */
import type { BackupContents } from '../shared/backups-api.ts';
import type { Inspected } from './backup/inspect.ts';
import type { Restorer } from './backup/restored.ts';
import type { CelebrationStore } from './celebrations/celebration-store.ts';
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

export function createCarrying(stores: Stores, celebrated: CelebrationStore): Carrying {
	const { accounts, screens, links, people, identities, erased, erasure, journal } = stores;
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
		const known = new Map(from.accounts.credentials().map((account) => [account.name, account]));
		for (const { id, name, passwordHash } of accounts.credentials()) {
			const now = known.get(name);
			if (now && now.passwordHash !== passwordHash) journal.apply('password changed', { account: id, passwordHash: now.passwordHash }, head);
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
			const then = new Set(found.screens.map(({ tokenHash }) => tokenHash));
			const revoked = new Set(screens.revokedHashes());
			const [now, before] = [accounts.credentials(), new Map(found.accounts.map((account) => [account.name, account]))];
			const takenLinks = new Set(links.revokedHashes());
			return {
				isOurs,
				entriesSince: isOurs ? Math.max(0, journal.revision() - found.revision) : 0,
				administrators: found.accounts.filter(({ role }) => role === 'admin').map(({ name }) => name),
				staysSignedIn: isOurs && before.get(by.account)?.role === 'admin',
				gone: {
					accounts: now.filter(({ name }) => !before.has(name)).map(({ name }) => name),
					screens: screens.tokenHashes().filter(({ hash }) => !then.has(hash)).map(({ name }) => name),
				},
				stays: isOurs
					? {
							accounts: now.filter(({ name, passwordHash }) => before.has(name) && before.get(name)?.passwordHash !== passwordHash).map(({ name }) => name),
							screens: found.screens.filter(({ tokenHash }) => revoked.has(tokenHash)).map(({ name }) => name),
							links: found.links.filter((hash) => takenLinks.has(hash)).length,
							erased: erasedAfter(found.revision),
						}
					: { accounts: [], screens: [], links: 0, erased: 0 },
			};
		},
		takeOver: (from, by, name, at) => {
			const isOurs = from.identity() === identity();
			journal.together(() => {
				journal.apply('backup restored', { name, replaced: from.stores.journal.revision() }, { at, author: by.account });
				if (!isOurs) return;
				takeSecrets(from.stores, by.account, at);
				eraseAgain(from.stores, by.account, at);
				celebrated.take(from.celebrated.noted());
			});
			if (!isOurs) return;
			erasure.sweep();
			const own = accounts.credentials().find((account) => account.name === by.account && account.role === 'admin');
			if (own) accounts.adoptSession(by.token, own.id);
		},
	};
}
