/**
 * Meetings: a review that is gone through together. What its screens show follows from where whoever steers is; that is the machine's own
 * note, kept over a restart, and no entry of the journal. A meeting ends by hand, or by itself once nobody has steered it for two hours.
 */
import type { Meeting, MeetingWish, ReviewDocument, SlidePlace } from '../../shared/review-api.ts';
import { boardOf } from '../../shared/review-board.ts';
import type { BoardView } from '../../shared/views.ts';
import { isoText, type Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import { addMonths } from '../../shared/months.ts';
import type { Edition } from '../floor/screens.ts';

/** As it is kept; screens that were made for it go with it. */
interface State extends Meeting {
	guests: number[];
}

export interface Meetings {
	list: () => Meeting[];
	/** @throws InputError 404 */
	one: (id: number) => Meeting;
	/** Resolves when it has changed since, or after a while; null once it has ended. */
	changed: (id: number, after: number, gone: AbortSignal) => Promise<Meeting | null>;
	/** @throws InputError that names the field. */
	start: (wish: Pick<Meeting, 'month' | 'scope' | 'close' | 'screens'>, author: string) => Promise<Meeting>;
	/** @throws InputError 404, or 4xx that names the field. */
	steer: (id: number, wish: MeetingWish) => Promise<Meeting>;
	/** @throws InputError 404 */
	end: (id: number) => void;
	/** A screen that was made for it. */
	admit: (id: number, screen: number) => void;
	/** What a meeting shows on a screen; null: none does. */
	on: (screen: number | null) => Edition | null;
	/** The picture of an edition of a meeting; null: it is none, or the meeting has ended. */
	board: (edition: Edition) => Promise<BoardView | null> | null;
	/** Ends those whose time is over. */
	look: () => void;
	close: () => void;
}

export interface MeetingStages {
	clock: Clock;
	/** A review. @throws InputError that names the field. */
	document: (place: { month: string; scope: string; close?: number | null }) => Promise<ReviewDocument>;
	/** Grows with whatever a review may rest on. */
	revision: () => number;
	/** Whether a scope means anybody. */
	hasScope: (scope: string) => boolean;
	/** Grows with what is agreed on and with who is called what; it is shown at once. */
	agreed: () => number;
	/** Whether there is such a screen, still. */
	isScreen: (id: number) => boolean;
	/** The screens that are to be told, and of those that were made for a meeting that has ended. */
	onScreens: (screens: readonly (number | null)[], gone: readonly number[]) => void;
	/** The last picture stays. */
	onError: (error: unknown) => void;
}

const idleMs = 2 * 3_600_000;
const longestMs = 12 * 3_600_000;
const waitMs = 20_000;
const mostWaiting = 200;
/** A review is put together no more often, however often figures change. */
const freshMs = 15_000;
const begins = 'review:';

const monthsBefore = { none: 0, before: 1, year: 12 } as const;

const unknown = (): InputError => new InputError('This meeting has ended.', { status: 404, code: 'ended', field: 'id' });

/** Where the same picture is in another review, else its section, else the start. */
function nearest({ sections }: ReviewDocument, wanted: SlidePlace | null): SlidePlace | null {
	const all = sections.flatMap((section) => section.panels.map((panel) => ({ section: section.id, panel: panel.id })));
	const found = all.find(({ panel }) => panel === wanted?.panel) ?? all.find(({ section }) => section === wanted?.section) ?? all[0];
	return found ? { ...found, page: found.panel === wanted?.panel ? wanted.page : 0 } : null;
}

export function createMeetings(db: Db, { clock, document, revision, agreed, hasScope, isScreen, onScreens, onError }: MeetingStages): Meetings {
	const read = db.prepare<[], { id: number; state: string }>('SELECT id, state FROM meeting_on ORDER BY id');
	const insert = db.prepare<[string]>('INSERT INTO meeting_on (state) VALUES (?)');
	const update = db.prepare<[string, number]>('UPDATE meeting_on SET state = ? WHERE id = ?');
	const remove = db.prepare<[number]>('DELETE FROM meeting_on WHERE id = ?');
	// Written below and nowhere else.
	const states = new Map<number, State>(read.all().map(({ id, state }) => [id, { ...(JSON.parse(state) as State), id }]));
	const shown = new Map<number, Edition>();
	const waiting = new Set<{ id: number; after: number; answer: (meeting: Meeting | null) => void }>();
	let isClosed = false;

	/** Without screens that were removed meanwhile. */
	const told = ({ guests: _, ...meeting }: State): Meeting => ({ ...meeting, screens: meeting.screens.filter((id) => id === null || isScreen(id)) });
	const demand = (id: number): State => {
		const state = states.get(id);
		if (!state) throw unknown();
		return state;
	};
	const answer = (id: number): void => {
		const state = states.get(id);
		for (const one of [...waiting]) if (one.id === id && (!state || state.seq > one.after)) one.answer(state ? told(state) : null);
	};
	const endsAt = (startedAt: string): string => isoText(Math.min(clock.now() + idleMs, Temporal.Instant.from(startedAt).epochMilliseconds + longestMs));

	/** What its screens are of: this month, the one before or last year's; of those the newest close. */
	const placeOf = ({ month, scope, close, compared }: Pick<Meeting, 'month' | 'scope' | 'close' | 'compared'>): { month: string; scope: string; close?: number | null } =>
		compared === 'none' ? { month, scope, close } : { month: addMonths(month, -monthsBefore[compared]), scope };

	const kept = new Map<string, { revision: number; agreed: number; at: number; document: ReviewDocument }>();
	const documentAt = async (place: ReturnType<typeof placeOf>): Promise<ReviewDocument> => {
		const key = JSON.stringify(place);
		const last = kept.get(key);
		const now = clock.now();
		const [rests, tasks] = [revision(), agreed()];
		if (last?.revision === rests) return last.document;
		const mayWait = last && last.agreed === tasks && now >= last.at && now - last.at < freshMs;
		if (mayWait) return last.document;
		const found = await document(place);
		kept.delete(key);
		kept.set(key, { revision: rests, agreed: tasks, at: now, document: found });
		const [oldest] = kept.keys();
		if (kept.size > 20 && oldest !== undefined) kept.delete(oldest);
		return found;
	};

	const put = (wished: State, screens: readonly (number | null)[]): Meeting => {
		// One that was made for it has no other board to return to.
		const gone = wished.guests.filter((id) => !wished.screens.includes(id));
		const state = { ...wished, guests: wished.guests.filter((id) => wished.screens.includes(id)) };
		update.run(JSON.stringify(state), state.id);
		states.set(state.id, state);
		answer(state.id);
		onScreens([...new Set([...screens, ...state.screens])], gone);
		return told(state);
	};
	/** A screen is of one meeting: the last that it was asked to. Answers with those that were made for another, and go with it. */
	const leaveOthers = (id: number, screens: readonly (number | null)[]): number[] => {
		const taken: number[] = [];
		for (const other of [...states.values()]) {
			if (other.id === id || !other.screens.some((screen) => screens.includes(screen))) continue;
			taken.push(...other.guests.filter((guest) => screens.includes(guest)));
			put({ ...other, seq: other.seq + 1, screens: other.screens.filter((screen) => !screens.includes(screen)), guests: other.guests.filter((guest) => !screens.includes(guest)) }, []);
		}
		return taken;
	};
	const end = (id: number): void => {
		const { screens, guests } = demand(id);
		remove.run(id);
		states.delete(id);
		shown.delete(id);
		pictures.delete(id);
		answer(id);
		onScreens(screens, guests);
	};

	/** Whose review it was is no more: erased. It is the company's from then on, and nothing is written of them any longer. */
	const keepScopes = (): void => {
		for (const state of [...states.values()]) if (!hasScope(state.scope)) put({ ...state, seq: state.seq + 1, scope: 'company', held: null }, []);
	};

	const pictures = new Map<number, BoardView>();
	const picture = async (id: number): Promise<BoardView> => {
		const state = demand(id);
		const found = await documentAt(placeOf(state));
		const place = nearest(found, state.held ?? state.at);
		const board: BoardView = { ...boardOf(found, place ?? { panel: '' }), review: { page: place?.page ?? 0, isBlank: state.isBlank } };
		pictures.set(id, board);
		return board;
	};

	return {
		list: () => [...states.values()].map(told),
		one: (id) => told(demand(id)),
		changed: async (id, after, gone) => {
			const state = demand(id);
			if (state.seq > after || isClosed) return told(state);
			if (waiting.size >= mostWaiting) throw new InputError('Too many pages wait at once.', { status: 429, code: 'too_many_waiting' });
			return new Promise((resolve) => {
				const one = {
					id,
					after,
					answer: (meeting: Meeting | null): void => {
						clearTimeout(timer);
						waiting.delete(one);
						resolve(meeting);
					},
				};
				const still = (): void => {
					const now = states.get(id);
					one.answer(now ? told(now) : null);
				};
				const timer = setTimeout(still, waitMs);
				gone.addEventListener('abort', still, { once: true });
				waiting.add(one);
			});
		},
		start: async ({ month, scope, close, screens }, author) => {
			const found = await document({ month, scope, close });
			const startedAt = isoText(clock.now());
			const state: State = { id: 0, seq: 1, month, scope: found.scope, close, at: nearest(found, null), held: null, compared: 'none', isBlank: false, screens: [...new Set(screens)], startedBy: author, startedAt, endsAt: endsAt(startedAt), guests: [] };
			const id = Number(insert.run(JSON.stringify(state)).lastInsertRowid);
			return put({ ...state, id, guests: leaveOthers(id, state.screens) }, []);
		},
		steer: async (id, wish) => {
			keepScopes();
			const wished = { ...demand(id), ...wish };
			const isElsewhere = (['month', 'scope', 'close'] as const).some((part) => wish[part] !== undefined);
			const { month, scope } = wished;
			// Of another month the newest close, unless one is named.
			const isOther = wish.close === undefined && wish.month !== undefined && wish.month !== demand(id).month;
			const found = await documentAt(isOther ? { month, scope } : { month, scope, close: wished.close });
			if (isOther) wished.close = found.close?.id ?? null;
			// What it is compared with must be there, too; where a picture is, is said of the month itself.
			if (wished.compared !== 'none') await documentAt(placeOf(wished));
			// Somebody else may have steered meanwhile: what this wish does not say stays theirs.
			const before = demand(id);
			const next: State = { ...before, ...wish, seq: before.seq + 1, endsAt: endsAt(before.startedAt) };
			if (isOther) next.close = wished.close;
			if (wish.scope !== undefined) next.scope = found.scope;
			if (isElsewhere || wish.at !== undefined) next.at = nearest(found, next.at);
			if (next.held !== null && (isElsewhere || wish.held !== undefined)) next.held = nearest(found, next.held);
			next.screens = [...new Set(next.screens)];
			if (wish.screens) next.guests = [...next.guests, ...leaveOthers(id, wish.screens)];
			return put(next, before.screens);
		},
		end,
		admit: (id, screen) => {
			const state = demand(id);
			leaveOthers(id, [screen]);
			put({ ...state, seq: state.seq + 1, screens: [...state.screens, screen], guests: [...state.guests, screen] }, []);
		},
		on: (screen) => {
			const state = [...states.values()].find(({ screens }) => screens.includes(screen));
			if (!state) return null;
			const edition = shown.get(state.id) ?? { board: `${begins}${state.id}`, privacy: 'boardroom' as const };
			shown.set(state.id, edition);
			return edition;
		},
		board: ({ board }) => {
			const id = board.startsWith(begins) ? Number(board.slice(begins.length)) : null;
			if (id === null || !states.has(id)) return null;
			return picture(id).catch((error: unknown) => {
				if (!states.has(id)) return null;
				onError(error);
				const last = pictures.get(id);
				// One that never had a picture has none to keep.
				if (!last) end(id);
				return last ?? null;
			});
		},
		look: () => {
			keepScopes();
			for (const { id, endsAt: ends, startedAt } of [...states.values()]) {
				const now = clock.now();
				// A clock that was set back must not keep a meeting for as long as that was.
				const isOver = now >= Temporal.Instant.from(ends).epochMilliseconds || now < Temporal.Instant.from(startedAt).epochMilliseconds - longestMs;
				if (isOver) end(id);
			}
		},
		close: () => {
			isClosed = true;
			for (const one of [...waiting]) one.answer(states.has(one.id) ? told(demand(one.id)) : null);
		},
	};
}
