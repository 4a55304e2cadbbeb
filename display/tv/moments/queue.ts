/**
 * Which celebration is on show. Plain state and functions of it: each is shown once and for ever, none that is too old or was
 * taken back, at most one beginning in a minute, and in twenty seconds where many wait; the rest wait, a target before a streak before a
 * deal, and of one kind in the order in which they came.
 */
import { celebratedWithinMs, type CelebrationKind, type CelebrationView } from '../../../shared/celebration.ts';

/** `full`: all of the picture. `band`: at its foot, the panel stays. */
export type Form = 'full' | 'band';

export interface Showing {
	celebration: CelebrationView;
	form: Form;
	/** On the page's own clock. */
	endsAt: number;
	/** It waited so long that how things stood for the target then may not be so any longer. */
	isLate: boolean;
}

export interface Queue {
	waiting: readonly CelebrationView[];
	showing: Showing | null;
	/** When the latest began, on the page's own clock. */
	beganAt: number;
	/** The ids of what was shown or taken back, the newest last. */
	done: readonly string[];
}

export interface Circumstances {
	/** On the page's own clock. */
	at: number;
	/** The server's; null while it is not known or the server is silent: nothing begins, for neither its age nor what of it may be shown is known. */
	serverNow: number | null;
	/** How one may be shown now; null: not at all, as on a dark screen. */
	form: Form | null;
	/** For some seconds the picture is something else's: none begins. */
	isTaken?: boolean;
}

/** The wall looks once a second: with that, the panel is away for six seconds at most. */
export const lastsMs: Record<Form, number> = { full: 5_000, band: 10_000 };
export const apartMs = 60_000;
/** Where more than `many` wait, so that what a good hour brings does not become old. */
const apartWithManyMs = 20_000;
const many = 3;
const lateMs = 60_000;
export const remembered = 200;
const worth: Record<CelebrationKind, number> = { target: 0, streak: 1, deal: 2 };

/** `done`: what an earlier page remembered. */
export const emptyQueue = (done: readonly string[]): Queue => ({ waiting: [], showing: null, beganAt: -Infinity, done });

const noted = (done: readonly string[], id: string): readonly string[] => [...done.filter((one) => one !== id), id].slice(-remembered);

/** One that waits or is on show already is so from now on as it was told last. */
export function offered(queue: Queue, celebration: CelebrationView): Queue {
	const { id } = celebration;
	const { waiting, showing, done } = queue;
	if (showing?.celebration.id === id) return { ...queue, showing: { ...showing, celebration } };
	if (waiting.some((one) => one.id === id)) return { ...queue, waiting: waiting.map((one) => (one.id === id ? celebration : one)) };
	return done.includes(id) ? queue : { ...queue, waiting: [...waiting, celebration] };
}

/** What an earlier page began at `began`, in the server's time, was the latest: this one rests after it, too. A clock set back rests a minute. */
export function restedSince(queue: Queue, began: number, at: number, serverNow: number): Queue {
	return { ...queue, beganAt: Math.max(queue.beganAt, at - Math.max(0, serverNow - began)) };
}

/** As it is painted: of a deal that is late, without what it meant for the target. What a target or a streak says of itself stays true. */
export function painted({ celebration, isLate }: Showing): CelebrationView {
	return isLate && celebration.kind === 'deal' ? { ...celebration, meaning: '' } : celebration;
}

/** Of what waits nothing is known any more: the line has ended, and the next brings what may still be shown, as it may be shown then. */
export const interrupted = (queue: Queue): Queue => (queue.waiting.length === 0 ? queue : { ...queue, waiting: [] });

/** One that comes later all the same is not shown either. */
export function withdrawn(queue: Queue, id: string): Queue {
	return {
		...queue,
		waiting: queue.waiting.filter((one) => one.id !== id),
		showing: queue.showing?.celebration.id === id ? null : queue.showing,
		done: noted(queue.done, id),
	};
}

function going({ showing }: Queue, { at, form }: Circumstances): Showing | null {
	if (!showing || form === null || at >= showing.endsAt) return null;
	// Somebody has taken to the remote meanwhile.
	return form === 'band' && showing.form === 'full' ? { ...showing, form } : showing;
}

/** The first of what is worth most. */
const foremost = (waiting: readonly CelebrationView[]): CelebrationView | undefined =>
	waiting.reduce<CelebrationView | undefined>((first, one) => (first && worth[first.kind] <= worth[one.kind] ? first : one), undefined);

/** Time has gone by, or something around has changed. The same queue when that changes nothing. */
export function moved(queue: Queue, circumstances: Circumstances): Queue {
	const { at, serverNow, form, isTaken } = circumstances;
	const showing = going(queue, circumstances);
	// The server tells what is new. What waits for its turn after that has as long again.
	const waitsMs = form === null ? celebratedWithinMs : 2 * celebratedWithinMs;
	const isFresh = (one: CelebrationView): boolean => serverNow === null || serverNow - one.at <= waitsMs;
	const waiting = queue.waiting.every(isFresh) ? queue.waiting : queue.waiting.filter(isFresh);
	const next = foremost(waiting);
	const restsMs = waiting.length > many ? apartWithManyMs : apartMs;
	if (!next || showing || form === null || isTaken || serverNow === null || at - queue.beganAt < restsMs) {
		return showing === queue.showing && waiting === queue.waiting ? queue : { ...queue, showing, waiting };
	}
	const shownAs = next.quiet ? 'band' : form;
	return {
		waiting: waiting.filter((one) => one !== next),
		showing: { celebration: next, form: shownAs, endsAt: at + lastsMs[shownAs], isLate: serverNow - next.at > lateMs },
		beganAt: at,
		done: noted(queue.done, next.id),
	};
}
