/**
 * What is agreed, as it is written down. What is typed, and what was not sent yet, stays in this browser until the server has it;
 * its key is made here, so that it is written once however often it is sent.
 */
import type { ReviewAction } from '../../shared/review-api.ts';
import type { Refusal, Reply } from '../admin/http.ts';
import type { ActionApi } from './action-http.ts';

export interface Draft {
	key: string;
	/** Of an action that is there already. */
	id: number | null;
	what: string;
	who: string;
	/** A day; empty: none. */
	until: string;
}

export interface Outgoing extends Draft {
	month: string;
	isDone: boolean;
	/** Why it was refused; empty: it is on its way. */
	error: string;
}

export interface ActionPadOptions {
	api: ActionApi;
	read: () => string | null;
	write: (text: string) => void;
	say: (refusal: Refusal) => string;
	onSignedOut: () => void;
}

const retryMs = 5_000;

/** Not `randomUUID`, which is only there where the page is secure. */
const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const emptyDraft = (): Draft => ({ key: newKey(), id: null, what: '', who: '', until: '' });

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function draftOf(value: unknown): Draft {
	if (!isRecord(value) || textOf(value['key']) === '') return emptyDraft();
	return { key: textOf(value['key']), id: typeof value['id'] === 'number' ? value['id'] : null, what: textOf(value['what']), who: textOf(value['who']), until: textOf(value['until']) };
}

function keptIn(text: string | null): { draft: Draft; outbox: Outgoing[] } {
	let kept: unknown = null;
	try {
		kept = JSON.parse(text ?? 'null');
	} catch (error) {
		console.warn('What was kept of the actions cannot be read.', error);
	}
	if (!isRecord(kept)) return { draft: emptyDraft(), outbox: [] };
	const outbox = Array.isArray(kept['outbox']) ? kept['outbox'].filter(isRecord) : [];
	return {
		draft: draftOf(kept['draft']),
		outbox: outbox.map((one) => ({ ...draftOf(one), month: textOf(one['month']), isDone: one['isDone'] === true, error: textOf(one['error']) })),
	};
}

const isPassing = ({ status }: Refusal): boolean => status === 0 || status === 429 || status >= 500;

export class ActionPad {
	actions = $state.raw<readonly ReviewAction[]>([]);
	draft = $state.raw<Draft>(emptyDraft());
	/** Written and not answered yet. */
	outbox = $state.raw<readonly Outgoing[]>([]);
	/** Why an action could not be removed or marked. */
	error = $state('');
	readonly #options: ActionPadOptions;
	/** Written here, and in no list yet. */
	readonly #fresh = new Set<number>();
	#isSending = false;
	#again: ReturnType<typeof setTimeout> | undefined;

	constructor(options: ActionPadOptions) {
		this.#options = options;
		({ draft: this.draft, outbox: this.outbox } = keptIn(options.read()));
	}

	/** As the server lists them. A list that was asked for before something was written here may lack it. */
	take(actions: readonly ReviewAction[]): void {
		const lacking = this.actions.filter(({ id }) => this.#fresh.has(id) && !actions.some((other) => other.id === id));
		for (const { id } of actions) this.#fresh.delete(id);
		this.actions = [...actions, ...lacking];
	}

	write(part: Partial<Pick<Draft, 'what' | 'who' | 'until'>>): void {
		this.draft = { ...this.draft, ...part };
		this.#keep();
	}

	edit({ id, what, who, until }: ReviewAction): void {
		this.draft = { key: newKey(), id, what, who, until: until ?? '' };
		this.#keep();
	}

	clear(): void {
		this.draft = emptyDraft();
		this.#keep();
	}

	/** Sends the draft; the next may be typed at once. */
	submit(month: string): void {
		const { draft } = this;
		if (draft.what.trim() === '') return;
		const isDone = this.actions.some(({ id, doneAt }) => id === draft.id && doneAt !== null);
		this.outbox = [...this.outbox, { ...draft, what: draft.what.trim(), who: draft.who.trim(), month, isDone, error: '' }];
		this.draft = emptyDraft();
		this.#keep();
		void this.flush();
	}

	/** What was refused is typed again. */
	takeBack(key: string): void {
		const found = this.outbox.find((one) => one.key === key);
		if (!found) return;
		this.outbox = this.outbox.filter((one) => one !== found);
		this.draft = { key: newKey(), id: found.id, what: found.what, who: found.who, until: found.until };
		this.#keep();
	}

	/** Sends what has not been sent, one after the other. */
	flush = async (): Promise<void> => {
		if (this.#isSending) return;
		clearTimeout(this.#again);
		this.#isSending = true;
		let isGoing = true;
		while (isGoing) {
			const next = this.outbox.find(({ error }) => error === '');
			isGoing = next !== undefined && (await this.#sendOne(next));
		}
		this.#isSending = false;
	};

	async mark({ id }: ReviewAction, isDone: boolean): Promise<void> {
		const reply = await this.#options.api.change(id, { isDone });
		if (this.#isTaken(reply)) this.#put(reply.value);
	}

	async remove({ id }: ReviewAction): Promise<void> {
		this.#fresh.delete(id);
		const reply = await this.#options.api.remove(id);
		// Removed already is removed.
		if (this.#isTaken(!reply.ok && reply.status === 404 ? { ok: true, value: null } : reply)) this.actions = this.actions.filter((other) => other.id !== id);
		if (this.draft.id === id) this.clear();
	}

	close(): void {
		clearTimeout(this.#again);
	}

	#isTaken<T>(reply: Reply<T>): reply is Extract<Reply<T>, { ok: true }> {
		this.error = '';
		if (reply.ok) return true;
		if (reply.status === 401) this.#options.onSignedOut();
		else this.error = this.#options.say(reply);
		return false;
	}

	/** Whether the next may follow. */
	async #sendOne(one: Outgoing): Promise<boolean> {
		const { api } = this.#options;
		const { key, id, month, what, who, isDone } = one;
		const until = one.until === '' ? null : one.until;
		const reply = id === null ? await api.write({ key, month, what, who, until }) : await api.change(id, { what, who, until, isDone });
		if (reply.ok) {
			this.outbox = this.outbox.filter((other) => other.key !== key);
			this.#put(reply.value);
		} else if (reply.status === 401) {
			this.#options.onSignedOut();
			return false;
		} else if (isPassing(reply)) {
			this.#again = setTimeout(() => void this.flush(), retryMs);
			return false;
		} else {
			this.outbox = this.outbox.map((other) => (other.key === key ? { ...other, error: this.#options.say(reply) } : other));
		}
		this.#keep();
		return true;
	}

	#put(action: ReviewAction): void {
		this.#fresh.add(action.id);
		const isThere = this.actions.some(({ id }) => id === action.id);
		this.actions = isThere ? this.actions.map((other) => (other.id === action.id ? action : other)) : [...this.actions, action];
	}

	#keep(): void {
		const isEmpty = this.outbox.length === 0 && this.draft.what + this.draft.who + this.draft.until === '';
		this.#options.write(isEmpty ? '' : JSON.stringify({ draft: this.draft, outbox: this.outbox }));
	}
}
