/** What is celebrated while the review is open: as a band, so that the picture under discussion stays. */
import { celebratedWithinMs, type CelebratedRow, type CelebrationView } from '../../shared/celebration.ts';
import { query, send, type Reply } from '../admin/http.ts';
import { emptyQueue, moved, offered, painted, withdrawn } from '../tv/moments/queue.ts';

export const askEveryMs = 10_000;
/** This machine's clock may be wrong by a zone or two: what is new is told by what was not there before. */
const listedMs = 24 * 3_600_000;

const list = (date: number): Promise<Reply<CelebratedRow[]>> => send('GET', `/api/v1/celebrations?${query({ since: new Date(date - listedMs).toISOString() })}`);

export class ReviewCelebrations {
	#queue = $state.raw(emptyQueue([]));
	readonly showing: CelebrationView | null = $derived(this.#queue.showing && painted(this.#queue.showing));
	#known = new Set<string>();
	#askedAt = -Infinity;

	/** Asks the server; `at` is the page's own clock, `date` the machine's. Returns what was refused. */
	async ask(at: number, date: number): Promise<Reply<unknown>> {
		const reply = await list(date);
		if (!reply.ok) return reply;
		// At the start, and after the machine slept, all that is there was before.
		const isFollowing = at - this.#askedAt < celebratedWithinMs;
		this.#askedAt = at;
		for (const { view, withdrawn: takenBack } of [...reply.value].reverse()) {
			if (takenBack !== null) this.#queue = withdrawn(this.#queue, view.id);
			// Here it is as old as it has been here.
			else if (isFollowing && !this.#known.has(view.id)) this.#queue = offered(this.#queue, { ...view, at });
			this.#known.add(view.id);
		}
		this.look(at);
		return reply;
	}

	/** Time has gone by. */
	look(at: number): void {
		this.#queue = moved(this.#queue, { at, serverNow: at, form: 'band' });
	}
}
