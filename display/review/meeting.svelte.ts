/**
 * A meeting as this page sees it. The state is the server's: what is wished here is shown at once, sent until it is answered, and
 * given up where somebody else moved on while the line was gone.
 */
import type { Meeting, MeetingWish } from '../../shared/review-api.ts';
import type { Refusal, Reply } from '../admin/http.ts';
import type { MeetingApi } from './meeting-http.ts';

export interface FollowingOptions {
	api: Pick<MeetingApi, 'meeting' | 'steer'>;
	say: (refusal: Refusal) => string;
	onSignedOut: () => void;
}

/** The server answers within twenty seconds. */
const askMs = 30_000;
const steerMs = 8_000;
const firstRetryMs = 500;
const longestRetryMs = 15_000;
/** A server that answers at once with what is known is not asked without end. */
const leastMs = 1_000;
const mostTries = 4;

/** Nothing was heard, and it may come by itself. */
const isPassing = ({ status }: Refusal): boolean => status === 0 || status === 429 || status >= 500;

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What of a wish is not so. */
function unmet(wish: MeetingWish, state: MeetingWish): MeetingWish | null {
	const left = Object.entries(wish).filter(([key, value]) => !isEqual(value, state[key as keyof MeetingWish])); // the keys are a wish's own
	return left.length === 0 ? null : Object.fromEntries(left);
}

export class Following {
	/** As the server said last. */
	meeting = $state.raw<Meeting | null>(null);
	line = $state<'asking' | 'on' | 'off'>('asking');
	hasEnded = $state(false);
	/** What was wished while the line was gone was not sent: somebody else had moved on. */
	wasOvertaken = $state(false);
	/** Why the last wish was refused. */
	refused = $state('');
	#wished = $state.raw<MeetingWish | null>(null);
	/** As it will be when the wishes are met. */
	readonly seen: Meeting | null = $derived(this.meeting && { ...this.meeting, ...this.#wished });
	/** A wish waits for the line. */
	readonly isWaiting: boolean = $derived(this.line === 'off' && this.#wished !== null);
	readonly #options: FollowingOptions;
	#run = 0;
	/** What whoever wished had seen. */
	#basis = 0;
	#isSending = false;
	#tries = 0;
	#failures = 0;
	#asking: AbortController | null = null;
	#isWoken = false;
	#wakePause: () => void = () => undefined;

	constructor(options: FollowingOptions) {
		this.#options = options;
	}

	/** Returns what ends it. Followed again, it goes on where it was. */
	follow(id: number): () => void {
		const run = ++this.#run;
		if (this.meeting?.id !== id) {
			this.meeting = null;
			this.#wished = null;
			this.hasEnded = false;
			this.wasOvertaken = false;
			this.refused = '';
		}
		this.line = 'asking';
		this.#failures = 0;
		void this.#listen(run, id);
		return () => {
			if (run !== this.#run) return;
			this.#run += 1;
			this.#asking?.abort();
			this.#wakePause();
		};
	}

	/** The page is seen again, or the network came or went: asks at once. */
	wake = (): void => {
		this.#failures = 0;
		this.#isWoken = true;
		this.#asking?.abort();
		this.#wakePause();
	};

	wish(wish: MeetingWish | null): void {
		if (!wish || !this.meeting || this.hasEnded) return;
		this.wasOvertaken = false;
		this.refused = '';
		if (!this.#wished) this.#basis = this.meeting.seq;
		this.#wished = { ...this.#wished, ...wish };
		if (this.line === 'off') this.wake();
		else void this.#send();
	}

	async #listen(run: number, id: number): Promise<void> {
		while (run === this.#run && !this.hasEnded) {
			const after = this.line === 'on' && !this.#isWoken ? (this.meeting?.seq ?? null) : null;
			this.#isWoken = false;
			const since = performance.now();
			const reply = await this.#ask(id, after);
			if (run !== this.#run) return;
			if (reply.ok) {
				this.#heard(reply.value);
				if (after === reply.value.seq && performance.now() - since < leastMs) await this.#pause(leastMs);
			} else if (reply.status === 401) {
				this.#run += 1;
				this.#options.onSignedOut();
			} else if (reply.status === 404) {
				this.#ended();
			} else if (!this.#isWoken) {
				this.line = 'off';
				await this.#pause(Math.min(longestRetryMs, firstRetryMs * 2 ** this.#failures++));
			}
		}
	}

	async #ask(id: number, after: number | null): Promise<Reply<Meeting>> {
		const asking = new AbortController();
		this.#asking = asking;
		const timer = setTimeout(() => asking.abort(), askMs);
		const reply = await this.#options.api.meeting(id, after, asking.signal);
		clearTimeout(timer);
		this.#asking = null;
		return reply;
	}

	#pause(ms: number): Promise<void> {
		if (this.#isWoken) return Promise.resolve();
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, ms);
			this.#wakePause = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	#take(meeting: Meeting): void {
		if (!this.meeting || meeting.seq >= this.meeting.seq) this.meeting = meeting;
	}

	#ended(): void {
		this.hasEnded = true;
		this.#wished = null;
		this.line = 'on';
	}

	#heard(meeting: Meeting): void {
		const wasGone = this.line !== 'on';
		this.#take(meeting);
		this.line = 'on';
		this.#failures = 0;
		if (!wasGone || !this.#wished || this.#isSending) return;
		// It may have been met although its answer was lost.
		if (unmet(this.#wished, meeting) === null) this.#wished = null;
		else if (meeting.seq === this.#basis) void this.#send();
		else {
			this.#wished = null;
			this.wasOvertaken = true;
		}
	}

	/** One at a time: what is wished meanwhile goes with the next. */
	async #send(): Promise<void> {
		const [wish, id, run] = [this.#wished, this.meeting?.id, this.#run];
		if (this.#isSending || !wish || id === undefined) return;
		this.#isSending = true;
		const sending = new AbortController();
		const timer = setTimeout(() => sending.abort(), steerMs);
		const reply = await this.#options.api.steer(id, wish, sending.signal);
		clearTimeout(timer);
		this.#isSending = false;
		if (run !== this.#run && id !== this.meeting?.id) return;
		if (reply.ok) {
			this.#tries = 0;
			this.#basis = reply.value.seq;
			this.#take(reply.value);
			this.#wished = this.#wished && unmet(this.#wished, wish);
			void this.#send();
		} else if (reply.status === 401) {
			this.#run += 1;
			this.#asking?.abort();
			this.line = 'asking';
			this.#options.onSignedOut();
		} else if (reply.status === 404) {
			this.#ended();
		} else if (isPassing(reply) && ++this.#tries < mostTries) {
			// Whether it arrived is not known: how the meeting is now says so.
			this.line = 'off';
			this.wake();
		} else {
			this.#tries = 0;
			this.#wished = null;
			this.refused = this.#options.say(reply);
		}
	}
}
