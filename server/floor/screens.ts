/**
 * Screens that ops have paired, and how each is set up. A screen holds a token that shows the wall and nothing else, kept here as its
 * SHA-256, until it is revoked. Screens that need no pairing have one set-up together; where a screen is named, null means them.
 */
import type { MessageView } from '../../shared/message.ts';
import { usualChoice, usualSetup, type ChosenSetup, type Privacy, type ScreenSetup } from '../../shared/screen.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';
import type { Calendar } from './calendar.ts';
import { plainName } from './plain-text.ts';
import { stretchesOn } from './screen-hours.ts';
import { readKept, type KeptReport } from './screen-report.ts';
import type { FloorSettings } from './settings.ts';
import { hashToken } from './tokens.ts';

export interface ScreenPaired {
	name: string;
	tokenHash: string;
	/** What was not chosen is as it usually is. */
	place?: string;
	board?: string;
	privacy?: Privacy;
}

/** What a screen is called and where it hangs, from now on. */
export interface ScreenRenamed {
	id: number;
	name: string;
	place: string;
}

export interface ScreenRevoked {
	id: number;
}

export interface ScreenSetUp {
	screen: number | null;
	setup: ChosenSetup;
}

export type ScreenHandlers = {
	/** Answers with the screen's id. */
	'screen paired': Handler<ScreenPaired, number>;
	/** Logged with what stood before. @throws InputError 404 */
	'screen renamed': Handler<ScreenRenamed, null>;
	/** Logged with its name. @throws InputError 404 when there is no such screen, or no longer. */
	'screen revoked': Handler<ScreenRevoked, null>;
	/** Logged with what stood before. @throws InputError 404 */
	'screen set up': Handler<ScreenSetUp, null>;
};

export interface PairedScreen {
	id: number;
	name: string;
	place: string;
	/** Epoch milliseconds; `seenAt` null when it never connected. */
	pairedAt: number;
	seenAt: number | null;
	/** The last that was kept; null when there is none. */
	report: KeptReport | null;
}

/** What ops last chose, and when and who that was; null when they never did. */
export interface SetupStanding {
	chosen: ChosenSetup;
	lastChange: { at: number; author: string } | null;
}

/** One board as one privacy allows it to be shown. */
export type Edition = Pick<ChosenSetup, 'board' | 'privacy'>;

export interface Screens {
	handlers: ScreenHandlers;
	/** The screen that holds this token; null for an unknown or revoked one. */
	screenOf: (token: string) => number | null;
	/** Hashes of the tokens that were revoked, and the screen that holds the token of one: what was revoked stays so when a backup is put back. */
	revokedHashes: () => string[];
	withHash: (hash: string) => number | null;
	/** Of those not revoked, by name. */
	hashes: () => { name: string; hash: string }[];
	/** Those not revoked, by name. */
	paired: () => PairedScreen[];
	/** One of them. */
	pairedOne: (id: number) => PairedScreen | undefined;
	/** @throws InputError 404 */
	setupStanding: (id: number | null) => SetupStanding;
	/** What a screen is told: the same object until there is something new to tell, which the next day is. */
	setupOf: (id: number | null) => ScreenSetup;
	/** What a screen may show: the same object until ops choose otherwise, or a meeting does. */
	editionOf: (id: number | null) => Edition;
	/** Shows the test card for two minutes from now, or ends it. @throws InputError 404 */
	showCard: (id: number | null, show: boolean) => void;
	/** Its name fills the picture for ten seconds from now. @throws InputError 404 */
	identify: (id: number | null) => void;
	/** Notes that the screen is there and what it said last: at most once a minute, or as it goes, at once unless that was just now. */
	noteSeen: (id: number, report?: KeptReport | null, isGoing?: boolean) => void;
	/** Writes what was noted and not written, of screens that came and went again. */
	writeSeen: () => void;
}

const notedEveryMs = 60_000;
const goneEveryMs = 5_000;
const cardMs = 120_000;
const identifyMs = 10_000;
const longestName = 60;
/** In the table of set-ups, the row of those that need no pairing. */
const unpaired = 0;

/** @throws InputError */
export function screenName(text: string, field = 'name'): string {
	const name = plainName(text, longestName);
	if (name === null) throw new InputError(`A screen name has 1 to ${longestName} characters.`, { field });
	return name;
}

/** Empty where nobody says. @throws InputError */
export function screenPlace(text: string, field = 'place'): string {
	const place = plainName(text, longestName, 0);
	if (place === null) throw new InputError(`A place has at most ${longestName} characters.`, { field });
	return place;
}

const unknown = (): InputError => new InputError('There is no such screen.', { status: 404, code: 'not_found', field: 'id' });

/** `reviewOn`: what a meeting shows on a screen for as long as it lasts, the same object meanwhile; null: it shows its own board. `messagesFor`: what a screen is told of what ops say, the same list until it is another. */
export function createScreens(db: Db, clock: Clock, settings: FloorSettings, messagesFor: (id: number | null, now: number) => readonly MessageView[], reviewOn: (id: number | null) => Edition | null = () => null): Screens {
	const insert = db.prepare<[string, string, string, number, number]>('INSERT INTO screen (name, place, token_hash, paired_at, entry) VALUES (?, ?, ?, ?, ?)');
	const named = db.prepare<[number], { name: string; place: string }>('SELECT name, place FROM screen WHERE id = ? AND revoked_at IS NULL');
	const rename = db.prepare<[string, string, number, number]>('UPDATE screen SET name = ?, place = ?, entry = ? WHERE id = ?');
	const revoke = db.prepare<[number, number, number]>('UPDATE screen SET revoked_at = ?, entry = ? WHERE id = ? AND revoked_at IS NULL');
	const byHash = db.prepare<[string], number>('SELECT id FROM screen WHERE token_hash = ? AND revoked_at IS NULL').pluck();
	const revokedHashes = db.prepare<[], string>('SELECT token_hash FROM screen WHERE revoked_at IS NOT NULL').pluck();
	const hashes = db.prepare<[], { name: string; hash: string }>('SELECT name, token_hash AS hash FROM screen WHERE revoked_at IS NULL ORDER BY name, id');
	type Stored = Omit<PairedScreen, 'report'> & { report: string | null };
	const stored = 'SELECT id, name, place, paired_at AS pairedAt, at AS seenAt, report FROM screen LEFT JOIN screen_seen ON screen = id WHERE revoked_at IS NULL';
	const listed = db.prepare<[], Stored>(`${stored} ORDER BY name, id`);
	const one = db.prepare<[number], Stored>(`${stored} AND id = ?`);
	const note = db.prepare<[number, number, string | null]>(
		'INSERT INTO screen_seen (screen, at, report) VALUES (?, ?, ?) ON CONFLICT (screen) DO UPDATE SET at = excluded.at, report = coalesce(excluded.report, report)',
	);
	const notedAt = new Map<number, number>();
	/** Noted and not written yet. */
	const gone = new Map<number, { at: number; report: KeptReport | null }>();
	const writeNote = (id: number, at: number, report: KeptReport | null): void => {
		gone.delete(id);
		notedAt.set(id, at);
		note.run(id, at, report && JSON.stringify(report));
	};
	const toPaired = ({ report, ...screen }: Stored): PairedScreen => {
		const later = gone.get(screen.id);
		return { ...screen, seenAt: later?.at ?? screen.seenAt, report: later?.report ?? readKept(report) };
	};

	const isPaired = db.prepare<[number], number>('SELECT 1 FROM screen WHERE id = ? AND revoked_at IS NULL').pluck();
	const standing = db.prepare<[number], { setup: string; at: number; author: string }>('SELECT setup, at, author FROM screen_setup JOIN entry ON entry.id = entry WHERE screen = ?');
	const setUp = db.prepare<[number, string, number]>('INSERT INTO screen_setup (screen, setup, entry) VALUES (?, ?, ?) ON CONFLICT (screen) DO UPDATE SET setup = excluded.setup, entry = excluded.entry');

	const demand = (id: number | null): void => {
		if (id !== null && isPaired.get(id) === undefined) throw unknown();
	};
	const standingOf = (id: number | null): SetupStanding => {
		const row = standing.get(id ?? unpaired);
		if (!row) return { chosen: usualChoice, lastChange: null };
		const { setup, at, author } = row;
		// Written by the handler below and nowhere else.
		return { chosen: { ...usualChoice, ...(JSON.parse(setup) as Partial<ChosenSetup>) }, lastChange: { at, author } };
	};

	/** Nobody's decision, but somebody's look at a TV: gone with a restart. */
	const shownFor = (ms: number) => {
		const untils = new Map<number | null, number>();
		return {
			begin: (id: number | null): void => void untils.set(id, clock.now() + ms),
			end: (id: number | null): void => void untils.delete(id),
			until: (id: number | null): number | null => {
				const until = untils.get(id);
				const left = until === undefined ? 0 : until - clock.now();
				// After the clock was set back it would stay for as long as that was.
				return until !== undefined && left > 0 && left <= ms ? until : null;
			},
		};
	};
	const cards = shownFor(cardMs);
	const names = shownFor(identifyMs);

	const told = new Map<number | null, { setup: ScreenSetup; isInReview: boolean }>();
	const editions = new Map<number | null, Edition>();
	let toldBy: { calendar: Calendar; today: string } | null = null;

	return {
		handlers: {
			'screen paired': ({ name, tokenHash, place = '', board = usualChoice.board, privacy = usualChoice.privacy }, entry) => {
				const id = Number(insert.run(name, place, tokenHash, entry.at, entry.id).lastInsertRowid);
				const isUsual = board === usualChoice.board && privacy === usualChoice.privacy;
				if (!isUsual) setUp.run(id, JSON.stringify({ ...usualChoice, board, privacy }), entry.id);
				return { reply: id };
			},
			'screen renamed': ({ id, name, place }, entry) => {
				const from = named.get(id);
				if (!from) throw unknown();
				rename.run(name, place, entry.id, id);
				told.delete(id);
				return { reply: null, logged: { id, from, to: { name, place } } };
			},
			'screen revoked': ({ id }, entry) => {
				const screen = named.get(id);
				if (!screen) throw unknown();
				revoke.run(entry.at, entry.id, id);
				return { reply: null, logged: { id, name: screen.name } };
			},
			'screen set up': ({ screen, setup }, entry) => {
				demand(screen);
				const { chosen } = standingOf(screen);
				setUp.run(screen ?? unpaired, JSON.stringify(setup), entry.id);
				told.delete(screen);
				editions.delete(screen);
				return { reply: null, logged: { screen, from: chosen, to: setup } };
			},
		},
		screenOf: (token) => byHash.get(hashToken(token)) ?? null,
		revokedHashes: () => revokedHashes.all(),
		withHash: (hash) => byHash.get(hash) ?? null,
		hashes: () => hashes.all(),
		paired: () => listed.all().map(toPaired),
		pairedOne: (id) => {
			const found = one.get(id);
			return found && toPaired(found);
		},
		setupStanding: (id) => {
			demand(id);
			return standingOf(id);
		},
		setupOf: (id) => {
			const calendar = settings.calendar();
			const today = calendar.dayOf(clock.now());
			if (toldBy?.calendar !== calendar || toldBy.today !== today) told.clear();
			toldBy = { calendar, today };
			const cardUntil = cards.until(id);
			const identifyUntil = names.until(id);
			const messages = messagesFor(id, clock.now());
			const last = told.get(id);
			const before = last?.setup;
			const isInReview = reviewOn(id) !== null;
			if (before?.cardUntil === cardUntil && before.identifyUntil === identifyUntil && before.messages === messages && last?.isInReview === isInReview) return before;
			const { name, place } = (id === null ? undefined : named.get(id)) ?? usualSetup;
			const { hours, theme, overscan, far, calm, celebrates } = standingOf(id).chosen;
			// A meeting keeps no office hours.
			const on = hours && !isInReview ? stretchesOn(hours, calendar, today) : null;
			const setup: ScreenSetup = { name, place, theme, overscan, far, calm, celebrates, on, cardUntil, identifyUntil, messages };
			told.set(id, { setup, isInReview });
			return setup;
		},
		editionOf: (id) => {
			const known = reviewOn(id) ?? editions.get(id);
			if (known) return known;
			const { board, privacy } = standingOf(id).chosen;
			const edition = { board, privacy };
			editions.set(id, edition);
			return edition;
		},
		showCard: (id, show) => {
			demand(id);
			if (show) cards.begin(id);
			else cards.end(id);
		},
		identify: (id) => {
			demand(id);
			names.begin(id);
		},
		noteSeen: (id, report = null, isGoing = false) => {
			const now = clock.now();
			// The distance either way: a clock that was set back must not silence a screen until it has caught up.
			const isSoon = Math.abs(now - (notedAt.get(id) ?? -Infinity)) < (isGoing ? goneEveryMs : notedEveryMs);
			if (!isSoon) writeNote(id, now, report);
			else if (isGoing) gone.set(id, { at: now, report: report ?? gone.get(id)?.report ?? null });
		},
		writeSeen: () => {
			for (const [id, { at, report }] of [...gone]) writeNote(id, at, report);
		},
	};
}
