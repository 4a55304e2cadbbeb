/**
 * What others change while this page is open: one stream for the whole page, and only while somebody can see it, since a browser has six
 * connections for all its tabs. Who came back, or missed something, is told that anything may have changed.
 */
import { liveAreas, liveEvents, type LiveArea, type LiveChange, type LiveMessage } from '../../shared/live-api.ts';

export interface Heard {
	/** Never empty. */
	areas: ReadonlySet<LiveArea>;
	/** Null: what was missed, by whomever. */
	changes: readonly LiveChange[] | null;
}
type Listener = (heard: Heard) => void;

/** As much of an EventSource as is used. */
export interface Source {
	onmessage: ((event: MessageEvent<string>) => void) | null;
	onerror: ((event: Event) => void) | null;
	addEventListener: (name: string, listener: () => void) => void;
	close: () => void;
}

export interface LiveOptions {
	/** Opens a stream. */
	open: () => Source;
	/** The stream could not be had: true while the session lasts. */
	isSignedIn: () => Promise<boolean>;
	/** The session is over. */
	onEnded: () => void;
	random?: () => number;
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const newSessionMs = 300;

export class Live {
	/** The stream stands. */
	isConnected = $state(false);
	readonly #options: LiveOptions;
	readonly #listeners = new Set<{ areas: readonly LiveArea[]; listener: Listener }>();
	#source: Source | null = null;
	#again: ReturnType<typeof setTimeout> | undefined;
	/** Where the stream was when it broke off; null before the first. */
	#revision: number | null = null;
	#failures = 0;
	#isStarted = false;

	constructor(options: LiveOptions) {
		this.#options = options;
	}

	/** Told of changes in these areas, this page's own among them. Returns its own removal. */
	on = (areas: readonly LiveArea[], listener: Listener): (() => void) => {
		const entry = { areas, listener };
		this.#listeners.add(entry);
		return () => void this.#listeners.delete(entry);
	};

	/** Returns what ends it. */
	start(): () => void {
		this.#isStarted = true;
		const look = (): void => {
			if (document.visibilityState === 'visible') this.#connect();
			else this.#disconnect();
		};
		look();
		document.addEventListener('visibilitychange', look);
		window.addEventListener('focus', look);
		window.addEventListener('online', this.#missed);
		return () => {
			this.#isStarted = false;
			document.removeEventListener('visibilitychange', look);
			window.removeEventListener('focus', look);
			window.removeEventListener('online', this.#missed);
			this.#disconnect();
		};
	}

	#connect(): void {
		if (this.#source) return;
		clearTimeout(this.#again);
		const source = this.#options.open();
		this.#source = source;
		source.onmessage = ({ data }) => {
			const hasFailed = this.#failures > 0;
			this.isConnected = true;
			this.#failures = 0;
			// The page trusts its own server.
			this.#take(JSON.parse(data) as LiveMessage, hasFailed);
		};
		source.onerror = () => void this.#failed(source);
		source.addEventListener(liveEvents.ended, () => void this.#over());
		// Other windows of the same browser took its place; it comes back when somebody turns to this one.
		source.addEventListener(liveEvents.replaced, () => this.#disconnect());
	}

	#disconnect(): void {
		clearTimeout(this.#again);
		this.#source?.close();
		this.#source = null;
		this.isConnected = false;
	}

	/** Whoever has changed the password on this page has another session, and the answer that brings it may still be on its way. */
	async #over(): Promise<void> {
		this.#disconnect();
		await new Promise((resolve) => setTimeout(resolve, newSessionMs));
		if (!this.#isStarted || this.#source) return;
		if (await this.#options.isSignedIn()) this.#connect();
		else this.#options.onEnded();
	}

	async #failed(source: Source): Promise<void> {
		// By itself it would try again every few seconds, and all pages at once.
		if (this.#source !== source) return;
		this.#disconnect();
		this.#failures += 1;
		const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(10, this.#failures - 1)) * (0.5 + (this.#options.random ?? Math.random)());
		this.#again = setTimeout(() => this.#isStarted && document.visibilityState === 'visible' && this.#connect(), wait);
		if (await this.#options.isSignedIn()) return;
		this.#disconnect();
		this.#options.onEnded();
	}

	/** `hasFailed`: what was asked for after the last message may not have come either. */
	#take({ revision, changes, facts }: LiveMessage, hasFailed: boolean): void {
		const [before, isFirst] = [this.#revision, changes?.length === 0 && !facts];
		this.#revision = revision;
		if (changes === null || (isFirst && before !== null && (before !== revision || hasFailed))) return this.#missed();
		const areas = new Set<LiveArea>(changes.map(({ area }) => area));
		if (facts) areas.add('facts');
		if (areas.size > 0) this.#tell({ areas, changes });
	}

	#missed = (): void => this.#tell({ areas: new Set(liveAreas), changes: null });

	#tell(heard: Heard): void {
		for (const { areas, listener } of [...this.#listeners]) if (areas.some((area) => heard.areas.has(area))) listener(heard);
	}
}
