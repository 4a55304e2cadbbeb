/**
 * Whether the screen may be heard, and its gong. Browsers keep a page silent until a key was pressed in it, unless they are
 * set up otherwise; what they have allowed they may take back. Between two strokes the sound stands still and costs nothing.
 */
import type { CelebrationKind } from '../../../shared/celebration.ts';
import { strike } from './gong.ts';

interface Makers {
	AudioContext?: new () => AudioContext;
	/** As old engines call it. */
	webkitAudioContext?: new () => AudioContext;
}

/** What the browser allows, it allows at once; a stroke that comes later belongs to nothing any more. */
const allowedWithinMs = 1_000;
const confirming = 0.15;
const celebrating = 0.7;

function newContext(): AudioContext | null {
	const { AudioContext, webkitAudioContext }: Makers = window as Makers; // there or not
	const Context = AudioContext ?? webkitAudioContext;
	try {
		return Context ? new Context() : null;
	} catch (error) {
		console.warn('There is no sound here.', error);
		return null;
	}
}

export class Sound {
	/** Null until the browser has answered. */
	isAllowed = $state<boolean | null>(null);

	#context = newContext();
	#users = 0;
	#timers = new Set<ReturnType<typeof setTimeout>>();

	constructor() {
		// Where no key is asked for, it is allowed already.
		this.ask();
	}

	get isThere(): boolean {
		return this.#context !== null;
	}

	/** Asks the browser to allow it; within the press of a key it does. */
	ask(): void {
		void this.#use(() => Promise.resolve());
	}

	/** A short word that it is on. */
	confirm(): void {
		void this.#use((context) => strike(context, 'deal', context.currentTime + 0.05, confirming));
	}

	celebrate(kind: CelebrationKind): void {
		void this.#use((context) => strike(context, kind, context.currentTime + 0.05, celebrating));
	}

	close(): void {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#context?.close().catch(console.warn);
		this.#context = null;
	}

	async #use(work: (context: AudioContext) => Promise<void>): Promise<void> {
		const context = this.#context;
		if (!context) return;
		this.#users += 1;
		try {
			if (await this.#isRunning(context)) await work(context);
		} catch (error) {
			// What was still asked of it when it was closed is refused.
			if (this.#context) console.warn(error);
		} finally {
			this.#users -= 1;
			this.#rest();
		}
	}

	/** Resolves in time, and `isAllowed` says the same; what is allowed only later changes that alone. */
	#isRunning(context: AudioContext): Promise<boolean> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.#timers.delete(timer);
				this.isAllowed = false;
				resolve(false);
			}, allowedWithinMs);
			this.#timers.add(timer);
			context.resume().then(() => {
				clearTimeout(timer);
				this.#timers.delete(timer);
				this.isAllowed = true;
				resolve(true);
				this.#rest();
			}, reject);
		});
	}

	#rest(): void {
		if (this.#users === 0 && this.#context?.state === 'running') this.#context.suspend().catch(console.warn);
	}
}
