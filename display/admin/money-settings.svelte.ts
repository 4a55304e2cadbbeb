/** What stands of money and sources, and what the last change of it did. */
import type { MoneyChanged, MoneyState } from '../../shared/money-api.ts';
import type { MoneyWords } from '../../shared/words/money.ts';
import type { App } from './app.svelte.ts';
import type { Refusal, Reply } from './http.ts';
import { moneyApi } from './money-http.ts';

/** What each part of the page is given. */
export interface MoneyProps {
	app: App;
	page: MoneyPage;
	state: MoneyState;
	words: MoneyWords;
	mayChange: boolean;
}

export type MoneyPart = 'rates' | 'sources' | 'zone' | 'stages' | 'stalled' | 'currency';

export class MoneyPage {
	state = $state.raw<MoneyState | null>(null);
	/** Of reading. */
	error = $state('');
	/** The part whose change is under way; one at a time. */
	busy = $state<MoneyPart | null>(null);
	/** What the last change did, or why it was refused; shown beside the part. */
	last = $state.raw<{ part: MoneyPart; done: MoneyChanged | null; error: string } | null>(null);
	/** Whether the last change was refused since somebody else was quicker: what stands now is shown, and nothing of what was wished. */
	isOvertaken = $state(false);
	/** Grows with each change. */
	changes = $state(0);
	readonly #app: App;

	constructor(app: App) {
		this.#app = app;
	}

	#refused(refusal: Refusal): string {
		if (refusal.status === 401) this.#app.ended();
		return this.#app.say(refusal);
	}

	/** The pages write times and amounts by the session's workspace. */
	#take(state: MoneyState): void {
		this.state = state;
		const { session } = this.#app;
		const { currency, timeZone } = state;
		if (session?.workspace) this.#app.session = { ...session, workspace: { ...session.workspace, currency, timeZone } };
	}

	refresh = async (): Promise<void> => {
		const reply = await moneyApi.state();
		if (reply.ok) this.#take(reply.value);
		this.error = reply.ok ? '' : this.#refused(reply);
	};

	/** What was said of the change is no longer so. */
	undone = (): Promise<void> => {
		this.last = null;
		return this.refresh();
	};

	/** True when it was saved. */
	change = async (part: MoneyPart, asked: Promise<Reply<MoneyChanged>>): Promise<boolean> => {
		this.busy = part;
		this.last = null;
		const reply = await asked;
		this.busy = null;
		this.isOvertaken = !reply.ok && reply.error === 'conflict';
		this.last = { part, done: reply.ok ? reply.value : null, error: reply.ok ? '' : this.#refused(reply) };
		if (reply.ok) {
			this.#take(reply.value.state);
			this.changes += 1;
		} else if (reply.status === 409) void this.refresh();
		return reply.ok;
	};

	/** Another part's says nothing of this one. */
	wrong = (part: MoneyPart, error: string): void => {
		this.last = { part, done: null, error };
	};
}
