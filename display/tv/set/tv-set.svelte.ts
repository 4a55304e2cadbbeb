/** The television itself: what it wears, when it sleeps, what keeps it awake, and what its keys do. */
import type { ScreenSetup } from '../../../shared/screen.ts';
import type { SoundState } from '../../../shared/report.ts';
import type * as Attended from '../diagnostics/attended.ts';
import { unit } from '../../parts/unit.ts';
import { canBeHad } from '../link/later.ts';
import { createBack, type Back } from './back.ts';
import { toggleFullScreen } from './full-screen.ts';
import { isOn } from './hours.ts';
import { createHeldKeys, wishOf, type TurnWish, type Wish } from './keys.ts';
import { wear } from './look.ts';
import { orbitAt } from './orbit.ts';
import { createWakeLock } from './wake-lock.ts';

interface Surroundings {
	setup: () => ScreenSetup;
	/** This machine's clock. */
	now: () => number;
	/** Null while it is not known. */
	serverNow: () => number | null;
	/** The same, or what it most likely is; null where even that cannot be said. */
	likelyNow: () => number | null;
	/** Something went wrong that the wall goes on without. */
	failed: (error: unknown) => void;
	/** What a key asks of the rotation. */
	turn: (wish: TurnWish) => void;
}

const wokenMs = 10 * 60_000;
/** Whoever looks something up and leaves does not cover the wall for good. */
const lookUpMs = 5 * 60_000;
const hintMs = 3_000;
/** What reports and diagnoses is fetched once the wall shows its numbers: it is for when the server is away, too. */
const fetchAfterMs = 4_000;
const fetchAgainMs = 10_000;
const diagnosticsPath = '/tv/diagnostics';

export class TvSet {
	/** What lies over the wall. */
	over = $state.raw<'nothing' | 'strip' | 'diagnostics'>('nothing');
	/** A word at the foot of the picture; the keys of `tvWords`. */
	hint = $state.raw<'leave' | 'notLoaded' | null>(null);
	lastKey = $state.raw<{ name: string; number: number } | null>(null);
	/** What reports, and what is shown to somebody in front of the screen, once it is loaded. */
	attended = $state.raw<typeof Attended | null>(null);
	/** Whether a celebration would be heard; null until the moments say it. */
	sound = $state<SoundState | null>(null);
	/** Hears of every key before it does anything; `isOk`: of an OK that would pause. Returns whether it has taken it. */
	hearsKey: ((isOk: boolean) => boolean) | null = null;

	readonly showsCard = $derived.by(() => this.#isBefore(this.#around.setup().cardUntil));
	readonly showsName = $derived.by(() => this.#isBefore(this.#around.setup().identifyUntil));
	readonly isAsleep = $derived.by(() => {
		const { setup, now, likelyNow } = this.#around;
		return !this.showsCard && !this.showsName && !isOn(setup().on, likelyNow()) && now() >= this.#wokenUntil;
	});
	readonly wakeLock = createWakeLock();

	#around: Surroundings;
	#wokenUntil = $state(-Infinity);
	#overUntil = Infinity;
	#held = createHeldKeys();
	#back: Back;
	#backAt = -Infinity;
	#hintTimer: ReturnType<typeof setTimeout> | undefined;

	/** Made while a component is, whose life it shares. */
	constructor(around: Surroundings) {
		this.#around = around;
		this.#back = createBack(() => this.#goBack(), () => this.#backAt);
		const opensDiagnostics = location.pathname === diagnosticsPath;
		if (opensDiagnostics) {
			// Whoever opens them is there, as if a key had been pressed.
			this.#wokenUntil = around.now() + wokenMs;
			this.#open('diagnostics', Infinity);
		}
		let fetchAt = around.now() + fetchAfterMs;

		$effect.pre(() => wear(around.setup()));
		$effect(() => this.wakeLock.keep(!this.isAsleep, around.now()));
		$effect(() => {
			if (this.attended || around.now() < fetchAt) return;
			fetchAt = around.now() + fetchAgainMs;
			this.#load().catch(console.warn);
		});
		$effect(() => {
			if (this.isAsleep || around.now() >= this.#overUntil) this.#close();
		});
		const shift = $derived.by(() => {
			const [right, down] = orbitAt(around.now());
			// In whole pixels, or text would be blurred.
			return `translate(${Math.round(right * unit())}px, ${Math.round(down * unit())}px)`;
		});
		$effect(() => document.body.style.setProperty('--shift', shift));
		$effect(() => {
			if (this.showsCard || this.showsName) this.#load().catch(this.#notLoaded);
		});
		$effect(() => () => {
			clearTimeout(this.#hintTimer);
			this.#back.close();
			this.wakeLock.close();
		});
	}

	readonly onkeydown = (event: KeyboardEvent): void => {
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		this.lastKey = { name: event.key, number: event.keyCode };
		this.wakeLock.keyPressed();
		const wasAsleep = this.isAsleep;
		const wish = wishOf(event);
		if (wish === 'back') this.#backAt = event.timeStamp;
		this.#wokenUntil = this.#around.now() + wokenMs;
		if (wish || wasAsleep) event.preventDefault();
		const steps = wish === 'previous' || wish === 'next';
		// The key that wakes does nothing else, however long it is held.
		const counts = this.#held.counts(event.key + event.keyCode, steps && !wasAsleep, event.repeat, event.timeStamp);
		const isTaken = this.hearsKey?.(counts && wish === 'ok' && !wasAsleep) ?? false;
		if (counts && wish && !wasAsleep && !isTaken) this.#grant(wish);
	};

	readonly onkeyup = (event: KeyboardEvent): void => this.#held.released(event.key + event.keyCode);

	#isBefore(until: number | null): boolean {
		const serverNow = this.#around.serverNow();
		return until !== null && serverNow !== null && serverNow < until;
	}

	#grant(wish: Wish): void {
		if (this.over !== 'nothing' && this.#overUntil < Infinity) this.#overUntil = this.#around.now() + lookUpMs;
		if (wish === 'full') toggleFullScreen();
		else if (wish === 'back') this.#goBack();
		else if (wish === 'down') this.#close();
		else if (wish !== 'up') this.#around.turn(wish === 'ok' ? 'pause or go on' : wish);
		else if (this.over !== 'diagnostics') this.#open(this.over === 'strip' ? 'diagnostics' : 'strip', this.#around.now() + lookUpMs);
	}

	/** Back wakes or closes what is open; else it asks, and the second leaves. */
	#goBack(): void {
		if (this.isAsleep) {
			this.#wokenUntil = this.#around.now() + wokenMs;
			this.#back.guard();
		} else if (this.over !== 'nothing') {
			this.#close();
			this.#back.guard();
		} else if (this.hint === 'leave') {
			this.#back.leave();
		} else {
			// Until the hint goes, a step back in the history is left to leave by itself.
			this.#say('leave');
		}
	}

	#close(): void {
		if (location.pathname === diagnosticsPath) history.replaceState(history.state, '', '/tv');
		this.over = 'nothing';
		this.#overUntil = Infinity;
	}

	#say(hint: 'leave' | 'notLoaded'): void {
		this.hint = hint;
		clearTimeout(this.#hintTimer);
		this.#hintTimer = setTimeout(() => {
			this.hint = null;
			this.#back.guard();
		}, hintMs);
	}

	#open(what: 'strip' | 'diagnostics', until: number): void {
		this.over = what;
		this.#overUntil = until;
		this.#load().catch(this.#notLoaded);
	}

	async #load(): Promise<void> {
		if (!this.attended) {
			if (!(await canBeHad())) throw new Error('out of reach');
			this.attended = await import('../diagnostics/attended.ts');
		}
		if (this.hint === 'notLoaded') this.hint = null;
	}

	readonly #notLoaded = (error: unknown): void => {
		this.#around.failed(error);
		this.#close();
		this.#say('notLoaded');
	};
}
