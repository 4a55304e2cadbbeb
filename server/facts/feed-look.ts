/** One look at a sheet that is followed: fetched, compared with what is known of it, and taken; or not, with the reason. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedTrouble } from '../../shared/feeds-api.ts';
import { InputError, isDiskFull } from '../errors.ts';
import type { Feed, FeedPart, Feeds } from '../floor/feeds.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Log } from '../log.ts';
import { FeedError, type Retry } from '../sources/feed/feed-error.ts';
import type { FetchedSheet, Validators } from '../sources/feed/fetch.ts';
import { createSheetReader } from '../sources/sheet/sheet-reader.ts';
import type { FeedSecrets, Secret } from './feed-secrets.ts';
import { compare, demandEnough, take } from './feed-take.ts';
import type { Sources } from './source-reports.ts';

export interface LookStages {
	feeds: Feeds;
	settings: FloorSettings;
	sources: Pick<Sources, 'alive'>;
	secrets: Pick<FeedSecrets, 'demand'>;
	fetch: (secret: Secret, signal: AbortSignal, known?: Validators) => Promise<FetchedSheet | null>;
	push: (body: unknown, feed: FeedPart) => unknown;
	now: () => number;
	/** Between two looks at a sheet that has lost rows. */
	againMs: number;
}

const wholeEveryMs = 24 * 3_600_000;
/** Of a sheet that loses other rows each time. */
const mostLooks = 3;

/** @param permitted so many rows may go, and everything is handed over; null: as it comes by itself. @throws FeedError, and what else goes wrong. */
export type Look = (feed: Feed, permitted: number | null, signal: AbortSignal) => Promise<void>;

export function createLook({ feeds, settings, sources, secrets, fetch, push, now, againMs }: LookStages): Look {
	return async (feed, permitted, signal) => {
		const notes = feeds.notes(feed.id);
		const at = now();
		const age = at - (notes.wholeAt ?? 0);
		const isWhole = permitted !== null || notes.wholeAt === null || age < 0 || age >= wholeEveryMs;
		const secret = secrets.demand(feed);
		const taken = { reportedAt: at, failures: 0, notBefore: null, trouble: null };
		const first = await fetch(secret, signal, isWhole ? undefined : notes);
		if (first === null || (!isWhole && first.digest === notes.digest)) {
			sources.alive(feed.choices.source, at);
			feeds.note(feed.id, taken);
			return;
		}
		let sheet = first;
		let before: Set<string> | null = null;
		for (let looks = 1; ; looks += 1) {
			const reader = createSheetReader({ file: sheet.bytes, name: feed.name, shipped: [], remembered: [], currency: settings.get().currency, today: settings.calendar().dayOf(at) });
			// Whoever stops does not wait for a large file to be read.
			signal.addEventListener('abort', reader.close);
			try {
				const found = await compare(reader, feed, { feeds, notes, isWhole });
				demandEnough(found, feeds.count(feed.id), permitted ?? 0);
				const lost = found.lost.filter((key) => before === null || before.has(key));
				if (found.lost.length === 0 || (before !== null && (lost.length === found.lost.length || looks === mostLooks))) {
					// What stood in it before anybody followed it has not just happened.
					const isTold = await take(reader, feed, { ...found, lost }, { feeds, push, isFile: notes.wholeAt === null, signal });
					if (!isTold && !sources.alive(feed.choices.source, at)) push({ source: feed.choices.source, file: true }, { id: feed.id, saw: [], lost: [] });
					const { rows, rejected, rejectedSays, usuallyRejected } = found;
					feeds.note(feed.id, { ...taken, rows, rejected, rejectedSays, usuallyRejected, etag: sheet.etag, modified: sheet.modified, digest: sheet.digest, ...(isWhole ? { wholeAt: at } : {}) });
					return;
				}
				before = new Set(found.lost);
			} finally {
				signal.removeEventListener('abort', reader.close);
				reader.close();
			}
			// A file that was being written when it was fetched has its rows again in a moment.
			await sleep(againMs, undefined, { signal });
			sheet = (await fetch(secret, signal, sheet)) ?? sheet;
		}
	};
}

/** Why a look came to nothing, and when another one is worth it. */
export function troubleOf(error: unknown, id: number, log: Pick<Log, 'error'>): { trouble: FeedTrouble; retry: Retry } {
	if (error instanceof FeedError) return error;
	if (isDiskFull(error) || (error instanceof InputError && error.status === 507)) return { trouble: { code: 'full' }, retry: 'soon' };
	if (error instanceof InputError) return { trouble: { code: 'unreadable', says: error.message }, retry: 'later' };
	log.error({ err: error, feed: id }, 'a sheet could not be taken');
	return { trouble: { code: 'fault' }, retry: 'later' };
}
