/**
 * What a key of a keyboard or a remote control asks for. Remotes of TVs often give no name, or one of their own, and then
 * the number: LG's Back is 461, Samsung's 10009.
 */

/** What concerns the rotation. */
export type TurnWish = 'previous' | 'next' | 'pause or go on' | 'pause' | 'go on';
/** `ok`: 'pause or go on' too, unless something else waits for it. */
export type Wish = TurnWish | 'ok' | 'up' | 'down' | 'back' | 'full';

const byName: Record<string, Wish> = {
	ArrowLeft: 'previous',
	ArrowRight: 'next',
	ArrowUp: 'up',
	ArrowDown: 'down',
	' ': 'pause or go on',
	Enter: 'ok',
	MediaPlayPause: 'pause or go on',
	MediaPlay: 'go on',
	MediaPause: 'pause',
	MediaStop: 'pause',
	Pause: 'pause',
	MediaRewind: 'previous',
	MediaTrackPrevious: 'previous',
	MediaFastForward: 'next',
	MediaTrackNext: 'next',
	GoBack: 'back',
	BrowserBack: 'back',
	XF86Back: 'back',
	Backspace: 'back',
	Escape: 'back',
	f: 'full',
	F: 'full',
};
const byNumber: Record<number, Wish> = {
	37: 'previous',
	39: 'next',
	38: 'up',
	40: 'down',
	32: 'pause or go on',
	13: 'ok',
	10252: 'pause or go on',
	415: 'go on',
	19: 'pause',
	413: 'pause',
	412: 'previous',
	417: 'next',
	461: 'back',
	10009: 'back',
	8: 'back',
	27: 'back',
	70: 'full',
};

export function wishOf(event: { key: string; keyCode: number }): Wish | null {
	return byName[event.key] ?? byNumber[event.keyCode] ?? null;
}

const stepsApartMs = 200;
/** Remotes that do not say when a key is let go send a held one again sooner than this. */
const stillHeldMs = 400;

export interface HeldKeys {
	/** Whether a key that comes `at` counts: pressed anew always, held on five times a second if it `steps` when pressed, else not. */
	counts(key: string, steps: boolean, repeated: boolean, at: number): boolean;
	released(key: string): void;
}

export function createHeldKeys(): HeldKeys {
	let held: { key: string; steps: boolean; seenAt: number; countedAt: number } | null = null;
	return {
		counts(key, steps, repeated, at) {
			if (held?.key !== key || !(repeated || at - held.seenAt < stillHeldMs)) {
				held = { key, steps, seenAt: at, countedAt: at };
				return true;
			}
			held.seenAt = at;
			if (!held.steps || at - held.countedAt < stepsApartMs) return false;
			held.countedAt = at;
			return true;
		},
		released(key) {
			if (held?.key === key) held = null;
		},
	};
}
