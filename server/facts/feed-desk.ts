/**
 * The desk at which ops have published sheets followed: each is looked at like a file that is brought in, then fetched at its interval. What
 * goes wrong is said in words, keeps what the wall has, and is tried again later and later; the address is known here and sealed in the database.
 */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedDraft, FeedEdit, FeedList, FeedState, FeedTrouble, FeedWish } from '../../shared/feeds-api.ts';
import { usualMinutes } from '../../shared/feeds-api.ts';
import type { ImportChoices, ImportDraft } from '../../shared/imports-api.ts';
import { feedLookText, feedTroubleText } from '../../shared/words/feed-trouble.ts';
import { languageOf } from '../../shared/words/language.ts';
import type { AllowedHost } from '../allowed-hosts.ts';
import { hostOf } from '../allowed-hosts.ts';
import { isoText } from '../clock.ts';
import { InputError, isDiskFailure } from '../errors.ts';
import type { Feed, FeedPart, Feeds } from '../floor/feeds.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { Resolve } from '../outbound.ts';
import type { Sealing } from '../sealing.ts';
import { hostText } from '../sources/feed/address.ts';
import { nextDelayMs } from '../sources/feed/back-off.ts';
import { FeedError, type Retry } from '../sources/feed/feed-error.ts';
import { fetchSheet, type FetchedSheet, type Validators } from '../sources/feed/fetch.ts';
import { createPoller } from '../sources/feed/poller.ts';
import { createLook, troubleOf } from './feed-look.ts';
import { createFeedSecrets, type Secret } from './feed-secrets.ts';
import { deletionsOf } from './feed-take.ts';
import type { ImportDesk } from './import-desk.ts';
import type { Sources } from './source-reports.ts';

/** What is outside of the floor, and may be asked. */
export interface FeedOutside {
	hosts: readonly AllowedHost[];
	sealing: Sealing;
	/** The system's, unless another is given. */
	resolve?: Resolve | undefined;
	/** Between two looks at a sheet that has lost rows; ten seconds unless given. */
	againMs?: number;
}

export interface FeedDeskStages {
	feeds: Feeds;
	journal: Journal<Feeds['handlers']>;
	settings: FloorSettings;
	sources: Pick<Sources, 'alive'>;
	imports: Pick<ImportDesk, 'requireFree' | 'folder' | 'receive' | 'drafted' | 'discard'>;
	push: (body: unknown, author: string, feed: FeedPart) => unknown;
	outside: FeedOutside;
	now: () => number;
	log: Log;
	onFatal: (error: unknown) => void;
	random?: () => number;
}

const author = 'feed';
const usualAgainMs = 10_000;
/** After a start, and after a change, they are not all asked in one second. */
const soonMs = 5_000;
const minuteMs = 60_000;
/** Rows that are taken back at once, and the rest after. */
const takenAtOnce = 250;
const pauseMs = 20;

const passing: readonly FeedTrouble['code'][] = ['unknown', 'unreachable', 'slow', 'broken', 'busy', 'failed', 'empty', 'full'];

export function createFeedDesk(stages: FeedDeskStages) {
	const { feeds, journal, settings, sources, imports, push, outside, now, log, onFatal, random = Math.random } = stages;
	const { againMs = usualAgainMs } = outside;
	const secrets = createFeedSecrets(outside.sealing, outside.hosts);
	/** Of the sheet that is being decided on: what the draft must not show. */
	let pending: { shown: FeedDraft; secret: Secret } | null = null;
	/** So many rows may go at the next poll, and it hands over everything. */
	const wished = new Map<number, number>();
	/** Those that are being removed, row by row. */
	const leaving = new Set<number>();
	const ending = new AbortController();

	const { demand } = feeds;
	const fetch = ({ address, header }: Secret, signal: AbortSignal, known?: Validators): Promise<FetchedSheet | null> =>
		fetchSheet(address, header, { hosts: outside.hosts, now: now(), signal, resolve: outside.resolve, ...(known ? { known } : {}) });
	/** For whoever waits for an answer. */
	const refusal = (error: unknown, field: string): unknown => (error instanceof FeedError ? new InputError(feedLookText(error.trouble, languageOf(settings.get().locale)), { status: 422, code: 'feed', field }) : error);

	const look = createLook({ feeds, settings, sources, secrets, fetch, push: (body, part) => push(body, author, part), now, againMs });
	/** A disk without room takes not even this; what is known is on the wall all the same. */
	const note = (...[id, part]: Parameters<Feeds['note']>): void => {
		try {
			feeds.note(id, part);
		} catch (error) {
			if (isDiskFailure(error)) onFatal(error);
			else log.warn({ err: error, feed: id }, 'how a sheet was fetched could not be noted');
		}
	};
	const poller = createPoller(async (id, signal) => {
		const feed = feeds.one(id);
		if (!feed || (!feed.isOn && !wished.has(id))) return null;
		const { everyMs } = feed;
		const following = (failures: number, retry: Retry): number | null => (feeds.one(id)?.isOn ? nextDelayMs({ everyMs, failures, retry }, random()) : null);
		note(id, { triedAt: now() });
		try {
			await look(feed, wished.get(id) ?? null, AbortSignal.any([signal, ending.signal]));
			return following(0, 'later');
		} catch (error) {
			if (signal.aborted || ending.signal.aborted) return null;
			if (isDiskFailure(error)) {
				onFatal(error);
				return null;
			}
			const { trouble, retry } = troubleOf(error, id, log);
			const failures = feeds.notes(id).failures + 1;
			note(id, { trouble, failures, notBefore: typeof retry === 'number' ? now() + retry : null });
			return following(failures, retry);
		} finally {
			wished.delete(id);
		}
	});

	const shown = (feed: Feed): FeedState => {
		const { id, name, choices, host, hasHeader, everyMs, isOn, author: savedBy } = feed;
		const notes = feeds.notes(id);
		const dueIn = poller.dueIn(id);
		const text = (at: number | null): string | null => (at === null ? null : isoText(at));
		const { rows, rejected, rejectedSays, trouble } = notes;
		return {
			id, name, source: choices.source, kind: choices.kind, host, hasHeader, everyMinutes: everyMs / minuteMs, isOn, isFetching: poller.isRunning(id),
			reported: text(notes.reportedAt), tried: text(notes.triedAt), next: dueIn === null ? null : isoText(Math.round(now() + dueIn)),
			rows, rejected, rejectedSays, trouble, savedBy,
		};
	};
	/**
	 * When one is asked first after it was changed, or the server was started: never sooner after the last try than ops and its server wished.
	 * What ended half-way, with the server or with a backup, is as good as failed: a part of its rows may be on the wall.
	 */
	const planFirst = ({ id, everyMs, isOn }: Feed): void => {
		if (!isOn) return;
		const { triedAt, reportedAt, wholeAt, failures, notBefore, trouble } = feeds.notes(id);
		const since = now() - (triedAt ?? 0);
		const isTaken = failures === 0 && wholeAt !== null && reportedAt !== null && reportedAt >= (triedAt ?? 0);
		const retry = trouble === null || (passing.includes(trouble.code) && trouble.code !== 'busy') ? 'soon' : 'later';
		const afterMs = isTaken ? everyMs : nextDelayMs({ everyMs, failures: Math.max(failures, 1), retry }, random());
		// After a clock that ran ahead nothing is known of when that was.
		const [due, wait] = since < 0 ? [0, 0] : [afterMs - since, (notBefore ?? 0) - now()];
		poller.plan(id, Math.max(due, wait, soonMs * random()));
	};
	const fetchNow = (id: number, permitted: number): FeedState => {
		const feed = demand(id);
		if (leaving.has(id)) throw new InputError('There is no such sheet.', { status: 404, code: 'not_found', field: 'id' });
		if (poller.isRunning(id)) throw new InputError('It is being fetched.', { status: 409, code: 'fetching', field: 'id' });
		wished.set(id, permitted);
		void poller.now(id);
		return shown(feed);
	};

	return {
		list: (): FeedList => ({ feeds: feeds.list().map(shown), hosts: outside.hosts.map(({ text }) => text) }),
		/** Those that somebody has to see to: what passes by itself counts when it has failed twice. Since when they lack something, and why. */
		failing: (): { name: string; since: number; message: string }[] =>
			feeds.list().flatMap(({ id, name, isOn }) => {
				const { trouble, failures, reportedAt, triedAt } = feeds.notes(id);
				if (!isOn || !trouble || (failures < 2 && passing.includes(trouble.code))) return [];
				return [{ name, since: reportedAt ?? triedAt ?? now(), message: feedTroubleText(trouble, languageOf(settings.get().locale)) }];
			}),
		/** Fetches a sheet once, as a draft to be decided on like a file. @throws InputError 422 with what is wrong, in words; 409 */
		draft: async ({ id, name, address, header, everyMinutes }: FeedWish, account: string): Promise<ImportDraft> => {
			imports.requireFree(account);
			const before = id === undefined ? null : demand(id);
			if (name !== undefined && name !== before?.name && feeds.isTaken(name, before?.id ?? null)) throw new InputError('Another sheet is called so.', { status: 409, code: 'taken', field: 'name' });
			try {
				const secret = secrets.wished(before, address, header);
				const url = new URL(secret.address);
				const sheet = await fetch(secret, ending.signal);
				if (!sheet) throw new FeedError({ code: 'fault' });
				imports.requireFree(account);
				const path = join(imports.folder(), `${randomUUID()}.new`);
				writeFileSync(path, sheet.bytes, { mode: 0o600 });
				const shownAs: FeedDraft = { id: before?.id ?? null, name: name ?? before?.name ?? hostOf(url), host: hostText(url), everyMinutes: everyMinutes ?? (before ? before.everyMs / minuteMs : usualMinutes) };
				pending = { shown: shownAs, secret };
				return await imports.receive({ path, size: sheet.bytes.length, digest: sheet.digest }, shownAs.name, account, { feed: shownAs, choices: before?.choices ?? null });
			} catch (error) {
				throw refusal(error, 'address');
			}
		},
		/** Follows the sheet that was decided on from now on. @throws InputError */
		save: async (account: string): Promise<FeedState> => {
			const decided = (): { choices: ImportChoices; secret: Secret; shown: FeedDraft } => {
				const { feed, choices } = imports.drafted();
				if (!pending || feed !== pending.shown) throw new InputError('There is no sheet to follow.', { status: 404, code: 'not_found', field: 'draft' });
				return { choices, ...pending };
			};
			// What is being fetched is still read as it was.
			const former = decided().shown.id;
			if (former !== null) await poller.drop(former);
			const { choices, secret, shown: { id, name, host, everyMinutes } } = decided();
			const before = id === null ? null : demand(id);
			if (before && (before.choices.kind !== choices.kind || before.choices.source !== choices.source)) {
				throw new InputError('What its rows are, and where they come from, stays. For another source remove this sheet and add it anew.', { status: 409, code: 'feed_kept', field: 'choices' });
			}
			const saved = journal.apply('feed saved', { id, name, choices, host, hasHeader: secret.header !== null, sealed: secrets.sealed(secret, before), everyMs: everyMinutes * minuteMs, isOn: before?.isOn ?? true }, { at: now(), author: account });
			imports.discard();
			pending = null;
			return fetchNow(saved, 0);
		},
		edit: (id: number, { name, everyMinutes, isOn }: FeedEdit, account: string): FeedState => {
			const { author: _author, ...before } = demand(id);
			const next = { ...before, ...(name === undefined ? {} : { name }), ...(everyMinutes === undefined ? {} : { everyMs: everyMinutes * minuteMs }), ...(isOn === undefined ? {} : { isOn }) };
			journal.apply('feed saved', next, { at: now(), author: account });
			const after = demand(id);
			if (!after.isOn) void poller.drop(id);
			else if (!leaving.has(id)) planFirst(after);
			return shown(after);
		},
		/** Fetches it as if it were due; resolves when that is over. */
		poll: poller.now,
		/** Begins to fetch it, and all of it. @throws InputError 409 while it is being fetched. */
		fetchNow: (id: number): FeedState => fetchNow(id, 0),
		/** Somebody has seen that so many rows are gone, and they may go. */
		confirm: (id: number, gone: number): FeedState => fetchNow(id, gone),
		/** @param takeBack what it has brought goes, too: step by step, as long as `stillMay` does not throw. Where it stops it is followed as before. */
		remove: async (id: number, takeBack: boolean, account: string, stillMay: () => void): Promise<void> => {
			const feed = demand(id);
			const { kind, source } = feed.choices;
			leaving.add(id);
			try {
				await poller.drop(id);
				// Should the rest of it fail, all of its rows are handed over anew.
				if (takeBack) feeds.note(id, { wholeAt: null });
				for (let keys = takeBack && kind !== 'people' ? feeds.someKeys(id, kind, takenAtOnce) : []; keys.length > 0; keys = feeds.someKeys(id, kind, takenAtOnce)) {
					push({ source, file: true, deleted: deletionsOf(feed, keys, feeds) }, account, { id, saw: [], lost: keys.map((key) => ({ entity: kind, key })) });
					await sleep(pauseMs);
					if (ending.signal.aborted) throw new InputError('The server is stopping.', { status: 503, code: 'stopping' });
					stillMay();
				}
				journal.apply('feed removed', { id, takenBack: takeBack }, { at: now(), author: account });
			} finally {
				leaving.delete(id);
				const left = ending.signal.aborted ? null : feeds.one(id);
				if (left) planFirst(left);
			}
		},
		/** Fetches them from now on, and seals anew what an older key has sealed. */
		start: (): void => {
			const all = feeds.list();
			for (const feed of all) planFirst(feed);
			try {
				for (const feed of all) {
					const sealed = secrets.resealed(feed);
					if (sealed !== null) feeds.reseal(feed.id, sealed);
				}
			} catch (error) {
				if (isDiskFailure(error)) throw error;
				log.error({ err: error }, 'the addresses of sheets could not be sealed anew');
			}
		},
		close: async (): Promise<void> => {
			ending.abort();
			await poller.close();
		},
	};
}
