/** The published sheets on the imports page: how each is, and what is done with it. */
import type { FeedEdit, FeedList, FeedState, FeedWish } from '../../shared/feeds-api.ts';
import type { FeedWords } from '../../shared/words/feeds.ts';
import { fill } from '../../shared/words/language.ts';
import { createAsking } from './asking.ts';
import type { FeedApi } from './feeds-http.ts';
import type { Refusal, Reply } from './http.ts';

export interface FeedsOptions {
	api: FeedApi;
	words: () => FeedWords;
	say: (refusal: Refusal) => string;
	onSignedOut: () => void;
	/** A draft has come, or was taken: the imports page reads it anew. */
	onDraft: () => Promise<void>;
}

const busyMs = 700;
const idleMs = 10_000;

export class FeedsPage {
	list = $state.raw<FeedList | null>(null);
	error = $state('');
	/** What was done, to be read out. */
	says = $state('');
	isBusy = $state(false);
	/** How many sheets have been followed from here. */
	followed = $state(0);
	/** The name of the sheet that is being looked at. */
	looking = $state('');
	readonly #options: FeedsOptions;
	/** Sheets whose fetching somebody here waits for. */
	readonly #awaited = new Set<number>();

	constructor(options: FeedsOptions) {
		this.#options = options;
	}

	readonly #asking = createAsking(async () => {
		const reply = await this.#options.api.list();
		if (reply.ok) this.#show(reply.value);
		else if (reply.status === 401) this.#options.onSignedOut();
		return this.list?.feeds.some((feed) => feed.isFetching) ? busyMs : idleMs;
	});
	/** Asks again and again as long as the page is shown. Returns what ends it. */
	open = this.#asking.open;
	refresh = this.#asking.refresh;

	/** True when there is a draft to be decided on; else what is wrong, and with what. */
	look = async (wish: FeedWish, name: string): Promise<Refusal | null> => {
		this.looking = name;
		this.error = '';
		const reply = await this.#options.api.look(wish);
		this.looking = '';
		if (!reply.ok) {
			if (reply.status === 401) this.#options.onSignedOut();
			return reply;
		}
		await this.#options.onDraft();
		return null;
	};

	follow = async (): Promise<void> => {
		const reply = await this.#do(() => this.#options.api.follow());
		if (reply.ok) {
			this.#awaited.add(reply.value.id);
			this.says = fill(this.#options.words().followSays, { name: reply.value.name });
		}
		await Promise.all([this.#options.onDraft(), this.refresh()]);
		if (reply.ok) this.followed += 1;
	};

	fetchNow = ({ id }: FeedState): Promise<void> => this.#begin(id, () => this.#options.api.fetchNow(id));
	confirm = ({ id }: FeedState, gone: number): Promise<void> => this.#begin(id, () => this.#options.api.confirm(id, gone));

	/** What is wrong, or null when it is done. */
	edit = async ({ id }: FeedState, edit: FeedEdit): Promise<Refusal | null> => {
		const reply = await this.#do(() => this.#options.api.edit(id, edit));
		await this.refresh();
		return reply.ok ? null : reply;
	};

	remove = async ({ id, name }: FeedState, facts: 'keep' | 'take'): Promise<void> => {
		const { words } = this.#options;
		if (facts === 'take') this.says = fill(words().removing, { name });
		const reply = await this.#do(() => this.#options.api.remove(id, facts));
		this.says = reply.ok ? fill(words().removed, { name }) : '';
		await this.refresh();
	};

	async #begin(id: number, work: () => Promise<Reply<FeedState>>): Promise<void> {
		if ((await this.#do(work)).ok) this.#awaited.add(id);
		await this.refresh();
	}

	async #do<T>(work: () => Promise<Reply<T>>): Promise<Reply<T>> {
		this.isBusy = true;
		this.says = '';
		const reply = await work();
		this.isBusy = false;
		if (reply.ok) this.error = '';
		else if (reply.status === 401) this.#options.onSignedOut();
		else this.error = this.#options.say(reply);
		return reply;
	}

	#show(list: FeedList): void {
		this.list = list;
		const words = this.#options.words();
		for (const { id, name, isFetching, trouble } of list.feeds) {
			if (isFetching || !this.#awaited.delete(id)) continue;
			this.says = fill(trouble ? words.notFetched : words.fetched, { name });
		}
	}
}
