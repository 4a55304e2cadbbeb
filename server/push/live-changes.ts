/**
 * The admin pages' live stream: who changed what kind of thing, told as it happens and never what is in it. Facts are told as a word, at
 * most once a second. Each message carries the journal's revision, so that a page that missed some knows it. A stream ends with its
 * session, and when its account may do something else; with nobody listening nothing is read and no timer runs.
 */
import type { ServerResponse } from 'node:http';
import { liveEvents, type LiveArea, type LiveChange, type LiveMessage } from '../../shared/live-api.ts';
import { isoText } from '../clock.ts';
import { InputError } from '../errors.ts';
import type { EntryTitle } from '../journal/journal.ts';

export interface LiveChanges {
	/** Takes the response over until the page goes, the session ends or the server stops. @throws InputError 429 when there are too many in all. */
	join: (response: ServerResponse, session: string) => void;
	/** How many are open. */
	count: () => number;
	close: () => void;
}

export interface LiveChangesOptions {
	journal: { revision: () => number; titles: (after: number, limit: number) => EntryTitle[]; onApplied: (listener: () => void) => () => void };
	/** The area that a kind of entry belongs to; null: the pages need not know. */
	areaOf: (kind: string) => LiveArea | null;
	sessions: { whileSame: (token: string, over: () => void) => () => void; look: () => void };
	/** Told of what the database refused. */
	onError: (error: unknown) => void;
	most?: { total: number; perSession: number };
}

const soonMs = 60;
const factsEveryMs = 1_000;
const aliveEveryMs = 15_000;
const mostTold = 200;
/** Bytes that a page may leave unread. */
const mostUnread = 65_536;

interface Stream {
	response: ServerResponse;
	session: string;
	unwatch: () => void;
}

const isFacts = (kind: string): boolean => kind === 'facts arrived';
const message = (data: LiveMessage): string => `id: ${data.revision}\ndata: ${JSON.stringify(data)}\n\n`;

export function createLiveChanges({ journal, areaOf, sessions, onError, most = { total: 200, perSession: 6 } }: LiveChangesOptions): LiveChanges {
	const streams = new Set<Stream>();
	let told = 0;
	let factsWait = false;
	let factsAt = -factsEveryMs;
	let soon: NodeJS.Timeout | null = null;
	/** When it goes off. */
	let dueAt = 0;
	let alive: NodeJS.Timeout | null = null;
	let isClosed = false;

	const leave = (stream: Stream): void => {
		streams.delete(stream);
		stream.unwatch();
		if (streams.size > 0) return;
		if (soon) clearTimeout(soon);
		if (alive) clearInterval(alive);
		soon = alive = null;
		factsWait = false;
	};
	const end = (stream: Stream, event?: keyof typeof liveEvents): void => {
		leave(stream);
		stream.response.end(event ? `event: ${liveEvents[event]}\ndata: {}\n\n` : undefined);
	};
	const say = (text: string): void => {
		for (const stream of [...streams]) {
			// It reads no more; what it missed it finds by its revision when it comes back.
			if (stream.response.writableLength > mostUnread) {
				leave(stream);
				stream.response.destroy();
			} else stream.response.write(text);
		}
	};
	const guarded = (work: () => void) => (): void => {
		try {
			work();
		} catch (error) {
			onError(error);
		}
	};

	const tell = (): void => {
		soon = null;
		sessions.look();
		if (streams.size === 0) return;
		const titles = journal.titles(told, mostTold + 1);
		const isTooMuch = titles.length > mostTold;
		told = isTooMuch ? journal.revision() : (titles.at(-1)?.id ?? told);
		const changes = titles.flatMap(({ id, kind, author, at }): LiveChange[] => {
			const area = isFacts(kind) ? null : areaOf(kind);
			return area === null ? [] : [{ entry: id, area, kind, author, at: isoText(at) }];
		});
		factsWait ||= titles.some(({ kind }) => isFacts(kind));
		const waitMs = factsAt + factsEveryMs - performance.now();
		const facts = factsWait && waitMs <= 0;
		if (facts) {
			factsWait = false;
			factsAt = performance.now();
		}
		if (isTooMuch || facts || changes.length > 0) say(message({ revision: told, changes: isTooMuch ? null : changes, facts }));
		if (factsWait) tellWithin(Math.max(soonMs, waitMs));
	};
	/** What waits for the facts' turn holds nobody up, and pushes that come one upon the other put nothing off. */
	const tellWithin = (ms: number): void => {
		const at = performance.now() + ms;
		if (streams.size === 0 || (soon && dueAt <= at)) return;
		if (soon) clearTimeout(soon);
		dueAt = at;
		soon = setTimeout(guarded(tell), ms);
	};

	const stop = journal.onApplied(() => tellWithin(soonMs));

	return {
		join: (response, session) => {
			if (isClosed) throw new InputError('The server is stopping.', { status: 503, code: 'stopping' });
			const own = [...streams].filter((stream) => stream.session === session);
			if (own.length >= most.perSession && own[0]) end(own[0], 'replaced');
			if (streams.size >= most.total) throw new InputError('Too many pages are open at once.', { status: 429, code: 'too_many_streams' });
			if (streams.size === 0) told = journal.revision();
			const stream: Stream = { response, session, unwatch: sessions.whileSame(session, () => end(stream, 'ended')) };
			response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
			response.write(message({ revision: told, changes: [], facts: false }));
			streams.add(stream);
			response.once('close', () => leave(stream));
			// A dead connection answers a broken pipe in the middle of a write.
			response.on('error', () => leave(stream));
			alive ??= setInterval(
				guarded(() => {
					sessions.look();
					say(': still here\n\n');
				}),
				aliveEveryMs,
			);
		},
		count: () => streams.size,
		close: () => {
			isClosed = true;
			stop();
			for (const stream of [...streams]) end(stream);
		},
	};
}
