/**
 * What stays as it is when a backup is put back: accounts; what was taken from somebody since, the rights of a screen, a link or a key; to whom a
 * screen may show what; the name of somebody who was erased. All of it is known by hashes, names or keys, not by numbers, which may mean others
 * by now; where the backup does not know it, it is kept for the next one that does. What the machine noted of who came in is not undone either.
 */
import type { BackupContents } from '../shared/backups-api.ts';
import type { Revocable } from './backup/carried.ts';
import type { Inspected } from './backup/inspect.ts';
import type { Restorer } from './backup/restored.ts';
import type { CelebrationStore } from './celebrations/celebration-store.ts';
import type { Stores } from './stores.ts';

export interface Carrying {
	/** When the workspace was created: that is who it is. */
	identity: () => number | null;
	/** What putting back this backup would come to. */
	outlook: (found: Inspected) => Pick<BackupContents, 'isOurs' | 'entriesSince' | 'administrators' | 'staysSignedIn' | 'gone' | 'comes' | 'stays'>;
	/** In a database that is to replace another: takes over from that one what stays, and notes that it was put back. */
	takeOver: (from: Carrying, by: Restorer, name: string, at: number) => void;
	/** For the carrying of the database that replaces this one. */
	stores: Stores;
	celebrated: CelebrationStore;
}

type Credentials = ReturnType<Stores['accounts']['credentials']>[number];

const isAdministrator = ({ role, isDisabled }: Credentials): boolean => role === 'admin' && !isDisabled;
/** Also what was revoked while it was not known. */
const revokedIn = (stores: Stores, kind: Revocable): string[] => [...new Set([...{ screen: stores.screens, link: stores.links, key: stores.apiKeys }[kind].revokedHashes(), ...stores.carried.revoked(kind)])];
const isOtherwise = (then: Inspected['accounts'][number], now: Credentials | undefined): boolean => !now || now.isDisabled || now.role !== then.role || now.passwordHash !== then.passwordHash;

export function createCarrying(stores: Stores, celebrated: CelebrationStore): Carrying {
	const { accounts, accessNotes, screens, links, apiKeys, feeds, people, identities, erased, erasure, carried, journal } = stores;
	const identity = (): number | null => journal.entries({ kinds: ['workspace created'], limit: 1 })[0]?.at ?? null;

	/**
	 * The newest entry that this database and a backup have in common. Numbers alone do not tell: where one was put back they begin lower again.
	 * From there on each is what the other is not. Where a database was copied by hand it may be taken for older than it is.
	 */
	const commonWith = ({ restores, revision, newestAt, newestKind }: Inspected): number => {
		const here = journal.entries({ kinds: ['backup restored'], limit: Number.MAX_SAFE_INTEGER }).reverse();
		const isSame = (at: number): boolean => here[at]?.id === restores[at]?.id && here[at]?.at === restores[at]?.at && JSON.stringify(here[at]?.body) === restores[at]?.body;
		const parted = Array.from({ length: Math.max(here.length, restores.length) }, (_, at) => at).find((at) => !isSame(at)) ?? here.length;
		const last = Math.min(here[parted]?.id ?? Infinity, restores[parted]?.id ?? Infinity) - 1;
		if (last < revision) return last;
		const entry = journal.entry(revision);
		return entry?.at === newestAt && entry.kind === newestKind ? revision : (here[parted - 1]?.id ?? 0);
	};

	const takeSecrets = (from: Stores, author: string, at: number): void => {
		const head = { at, author };
		const take = (kind: Revocable, known: { withHash: (hash: string) => number | null }, revoke: (id: number) => void): void => {
			for (const hash of revokedIn(from, kind)) {
				const id = known.withHash(hash);
				if (id === null) carried.revoke(kind, hash, at);
				else revoke(id);
			}
		};
		take('screen', screens, (id) => journal.apply('screen revoked', { id }, head));
		take('link', links, (id) => journal.apply('link revoked', { id }, head));
		take('key', apiKeys, (id) => journal.apply('api key revoked', { id }, head));
	};
	/** Sheets that were stopped or removed since, or are asked elsewhere by now, are not fetched. */
	const stopFeeds = (from: Stores, author: string, at: number): void => {
		const on = new Map(from.feeds.list().flatMap(({ name, isOn, sealed }) => (isOn ? [[name, sealed]] : [])));
		for (const { author: _author, ...feed } of feeds.list()) if (feed.isOn && on.get(feed.name) !== feed.sealed) journal.apply('feed saved', { ...feed, isOn: false }, { at, author });
	};
	/** They are as they are now, also those made since. First who may do most: at each step there is an administrator. */
	const takeAccounts = (from: Stores, author: string, at: number): void => {
		const head = { at, author };
		const then = new Map(accounts.credentials().map((account) => [account.name, account]));
		const now = from.accounts.credentials().sort((a, b) => Number(isAdministrator(b)) - Number(isAdministrator(a)));
		for (const { name, role, isDisabled, passwordHash, note } of now) {
			const known = then.get(name);
			const account = known?.id ?? journal.apply('account created', { name, role, passwordHash, note }, head);
			if (known && known.passwordHash !== passwordHash) journal.apply('password changed', { account, passwordHash }, head);
			if (known && known.role !== role) journal.apply('role changed', { account, role }, head);
			if ((known?.isDisabled ?? false) !== isDisabled) journal.apply(isDisabled ? 'account disabled' : 'account enabled', { account }, head);
			then.delete(name);
		}
		for (const { id } of then.values()) journal.apply('account removed', { account: id }, head);
	};
	/** What was a lobby's since is no floor's again. */
	const takePrivacy = (from: Stores, author: string, at: number): void => {
		const now = from.carried.privacies();
		for (const { hash } of from.screens.hashes()) now.set(hash, from.screens.setupStanding(from.screens.withHash(hash)).chosen.privacy);
		for (const [hash, privacy] of [[null, from.screens.setupStanding(null).chosen.privacy] as const, ...now]) {
			const id = hash === null ? null : screens.withHash(hash);
			if (hash !== null && id === null) {
				carried.setPrivacy(hash, privacy, at);
				continue;
			}
			const { chosen } = screens.setupStanding(id);
			if (chosen.privacy !== privacy) journal.apply('screen set up', { screen: id, setup: { ...chosen, privacy } }, { at, author });
		}
	};
	const eraseAgain = (from: Stores, author: string, at: number): void => {
		const salt = from.erased.salt();
		if (salt === null) return;
		for (const { id } of people.list()) {
			if (identities.keysOf(id).some(({ key }) => from.erased.standsFor(key) !== null && erased.standsFor(key) === null)) journal.apply('person erased', { person: id, salt: erased.salt() ?? salt }, { at, author });
		}
		// After that: what stands here for the keys of somebody who is known here is theirs.
		erased.take(from.erased);
	};

	return {
		stores,
		celebrated,
		identity,
		outlook: (found) => {
			const isOurs = found.createdAt === identity();
			const unknownTo = (list: Inspected['screens'], known: { name: string; hash: string }[]): string[] => {
				const then = new Set(list.map(({ hash }) => hash));
				return known.filter(({ hash }) => !then.has(hash)).map(({ name }) => name);
			};
			const revokedOf = (list: Inspected['screens'], hashes: string[]): string[] => {
				const revoked = new Set(hashes);
				return list.filter(({ hash }) => revoked.has(hash)).map(({ name }) => name);
			};
			const now = accounts.credentials();
			const sheets = feeds.list();
			const takenLinks = new Set(revokedIn(stores, 'link'));
			/** Of another floor all comes: what was revoked here is not taken over there. */
			const comesOf = (kind: Revocable, list: Inspected['screens'], known: { withHash: (hash: string) => number | null }): string[] => {
				const revoked = new Set(isOurs ? revokedIn(stores, kind) : []);
				return list.filter(({ hash }) => known.withHash(hash) === null && !revoked.has(hash)).map(({ name }) => name);
			};
			return {
				isOurs,
				entriesSince: isOurs ? journal.revision() - commonWith(found) : 0,
				administrators: isOurs ? now.filter(isAdministrator).map(({ name }) => name) : found.accounts.filter(({ role }) => role === 'admin').map(({ name }) => name),
				staysSignedIn: isOurs,
				gone: {
					screens: unknownTo(found.screens, screens.hashes()),
					keys: unknownTo(found.keys, apiKeys.hashes()),
					feeds: sheets.filter(({ name }) => found.feeds.every((one) => one.name !== name)).map(({ name }) => name),
				},
				comes: {
					screens: comesOf('screen', found.screens, screens),
					keys: comesOf('key', found.keys, apiKeys),
					links: comesOf('link', found.links.map((hash) => ({ name: '', hash })), links).length,
				},
				stays: isOurs
					? {
							accounts: found.accounts.filter((then) => isOtherwise(then, now.find(({ name }) => name === then.name))).map(({ name }) => name),
							screens: revokedOf(found.screens, revokedIn(stores, 'screen')),
							keys: revokedOf(found.keys, revokedIn(stores, 'key')),
							feeds: found.feeds.filter((then) => then.isOn && !sheets.some(({ name, isOn, sealed }) => isOn && name === then.name && sealed === then.sealed)).map(({ name }) => name),
							links: found.links.filter((hash) => takenLinks.has(hash)).length,
							erased: erased.countBeside(found.erased),
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
				takePrivacy(from.stores, by.account, at);
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
