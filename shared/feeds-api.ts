/** Published sheets that are fetched again and again: how each is, and why one cannot be taken. */
import type { ImportKind } from './imports-api.ts';

/** How often one may be fetched. */
export const leastMinutes = 1;
export const mostMinutes = 1_440;
export const usualMinutes = 5;
/** Bytes of a sheet at most, unpacked too. */
export const largestFeed = 20_000_000;
export const mostFeeds = 30;

/**
 * Why a sheet was not taken; what the wall shows stays as it was. `host` is a name alone: the rest of an address may be a secret.
 * `says`: a sentence of the reader of files, as `saidIn` knows them.
 */
export type FeedTrouble =
	| { code: 'unknown' | 'forbidden' | 'unlisted' | 'unreachable' | 'certificate' | 'slow' | 'broken' | 'busy' | 'sign_in' | 'elsewhere'; host: string }
	| { code: 'denied' | 'gone' | 'failed'; host: string; status: number }
	| { code: 'address' | 'password' | 'large' | 'circles' | 'page' | 'json' | 'empty' | 'key' | 'full' | 'fault' }
	| { code: 'columns'; columns: string }
	| { code: 'questions' | 'unreadable' | 'refused'; says: string }
	| { code: 'shrunk'; gone: number; of: number };

export interface FeedState {
	id: number;
	name: string;
	source: string;
	kind: ImportKind;
	/** Of its address nothing else is shown. */
	host: string;
	hasHeader: boolean;
	everyMinutes: number;
	isOn: boolean;
	isFetching: boolean;
	/** When it was last fetched whole, tried last, and will be next; null: never, or not until somebody says so. */
	reported: string | null;
	tried: string | null;
	next: string | null;
	/** Of the sheet as it was taken last. */
	rows: number;
	rejected: number;
	/** The first rejected row, in the words of `saidIn`; empty where there is none. */
	rejectedSays: string;
	trouble: FeedTrouble | null;
	savedBy: string;
}

export interface FeedList {
	feeds: FeedState[];
	/** Hosts that may be asked, as FEED_HOSTS has them; empty: none. */
	hosts: string[];
}

/** A header that the sheet's server wants. */
export interface FeedHeader {
	name: string;
	value: string;
}

/** A sheet to be looked at before it is followed; of one that there is, what is left out stays as it is. */
export interface FeedWish {
	id?: number | undefined;
	name?: string | undefined;
	address?: string | undefined;
	/** Null: none. */
	header?: FeedHeader | null | undefined;
	everyMinutes?: number | undefined;
}

export interface FeedEdit {
	name?: string | undefined;
	everyMinutes?: number | undefined;
	isOn?: boolean | undefined;
}

/** The part of a draft that tells that it is no file but a sheet to be followed; null id: a new one. */
export interface FeedDraft {
	id: number | null;
	name: string;
	host: string;
	everyMinutes: number;
}
