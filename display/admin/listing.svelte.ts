/** A list that is newest first and may be long: read page by page, as far back as somebody has asked. */
import { untrack } from 'svelte';
import type { Page, Reply } from './http.ts';

const pageLength = 50;
/** More than this the server gives in no answer. */
const mostAtOnce = 200;

export class Listing<T> {
	/** Null before the first answer. */
	shown = $state.raw<readonly T[] | null>(null);
	/** Where the next page begins; null when there is none. */
	older = $state.raw<number | null>(null);
	readonly #read: (page: Page) => Promise<Reply<{ shown: T[]; older: number | null }>>;
	readonly #first: number;
	#asked = 0;

	constructor(first: number, read: (page: Page) => Promise<Reply<{ shown: T[]; older: number | null }>>) {
		this.#first = first;
		this.#read = read;
	}

	/** Reads anew what is shown. An effect that calls this does not run again because of its answer. */
	refresh(): Promise<Reply<unknown>> {
		const length = untrack(() => this.shown?.length ?? 0);
		return this.#ask({ limit: Math.min(mostAtOnce, Math.max(this.#first, length)) }, []);
	}

	async more(): Promise<Reply<unknown>> {
		if (this.older === null) return { ok: true, value: null };
		return this.#ask({ limit: pageLength, before: this.older }, this.shown ?? []);
	}

	async #ask(page: Page, before: readonly T[]): Promise<Reply<unknown>> {
		const asked = ++this.#asked;
		const reply = await this.#read(page);
		// An answer to an older question would show a page twice, or none.
		if (!reply.ok || asked !== this.#asked) return reply;
		this.shown = [...before, ...reply.value.shown];
		this.older = reply.value.older;
		return reply;
	}
}
