/** API keys, as the interface and the admin page tell of them. */

/** What a key may: push people and facts, push targets, read figures. */
export const keyScopes = ['ingest', 'targets', 'read'] as const;
export type KeyScope = (typeof keyScopes)[number];

export interface KeyView {
	id: number;
	name: string;
	/** What the key begins with; the rest is known to nobody but whoever was shown it. */
	prefix: string;
	scopes: KeyScope[];
	/** The only source that it may push as; null: any. */
	source: string | null;
	/** The last day on which it works; null: it has no end. */
	until: string | null;
	state: 'valid' | 'expired' | 'revoked';
	madeAt: string;
	by: string;
	/** Noted once a minute; null: never used. */
	lastUsed: string | null;
	revoked: { at: string; by: string } | null;
}

export interface KeyList {
	/** Those that work first, then the newest. */
	keys: KeyView[];
	/** Whether API_KEY is set where the server is started: a key that may everything here and is not in the list. */
	hasEnvironmentKey: boolean;
	/** The first day that a key can end on. */
	today: string;
	/** Names of sources that have reported. */
	sources: string[];
}

export interface KeyRequest {
	name: string;
	scopes: KeyScope[];
	source: string | null;
	until: string | null;
}

export interface KeyMade {
	key: KeyView;
	/** The key itself, this once. */
	secret: string;
}

/** Who the journal says it was. Names of accounts have no capitals, so that none is like it. Without a name: the key of the environment. */
export const keyAuthor = (name: string | null): string => (name === null ? 'API key' : `API key ${name}`);

/** The name of the key that an author is, '' for the one of the environment; null: it is none. Older entries call that one `key`. */
export const keyNameIn = (author: string): string | null => (author === 'key' || author === 'API key' ? '' : author.startsWith('API key ') ? author.slice('API key '.length) : null);
