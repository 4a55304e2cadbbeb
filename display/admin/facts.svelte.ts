/**
 * What the page of deals and meetings knows: what was found, the fact that is open, and the correction being made. What was typed stays
 * until it is saved or given up, also when the session ends or the fact changes meanwhile. A fact that changes while a correction of it
 * is typed is not corrected before whoever types says to have seen what it is now.
 */
import type { CorrectableEntity, CorrectionRequest, FactFields, FactView, FoundFacts } from '../../shared/corrections.ts';
import { isReadable } from '../../shared/readable.ts';
import type { CorrectionWords } from '../../shared/words/corrections.ts';
import { type Draft, type DraftRules, draftOf, emptyDraft, readDraft } from './fact-fields.ts';
import { FactLists } from './fact-lists.svelte.ts';
import { wouldCount } from './fact-view.ts';
import type { Api, Refusal, Reply } from './http.ts';

export type Action = 'exclude' | 'correct' | 'withdraw' | 'enter';

export interface FactsOptions {
	api: Api;
	settings: () => DraftRules;
	words: () => CorrectionWords;
	today: () => string;
	/** Whether whoever is signed in may correct. */
	mayCorrect: () => boolean;
	/** A refusal in the reader's words. */
	say: (refusal: Refusal) => string;
	/** The session has ended. */
	onSignedOut: () => void;
	now: () => number;
}

const typingMs = 200;

export class FactsPage {
	entity = $state<CorrectableEntity>('deals');
	/** What is searched for. */
	typed = $state('');
	found = $state.raw<FoundFacts | null>(null);
	readonly lists: FactLists;
	/** As it was last read. */
	open = $state.raw<FactView | null>(null);
	/** What is open is not there any more. */
	isGone = $state(false);
	action = $state<Action | null>(null);
	/** What is open as it was when its form was opened; null without a form. */
	begunOn = $state.raw<FactView | null>(null);
	/** How often what is typed has stood in the way of something else. */
	held = $state(0);
	/** Whoever types is asked whether to drop it. */
	isLeaving = $state(false);
	draft = $state<Draft>({});
	reason = $state('');
	/** By field, and `reason`. */
	errors = $state.raw<Record<string, string>>({});
	error = $state('');
	loadError = $state('');
	undoError = $state.raw<{ entry: number; message: string } | null>(null);
	isBusy = $state(false);
	/** The last save: when (epoch milliseconds), and whether the fact was to come back and did not. Null before the first. */
	saved = $state.raw<{ at: number; isGone: boolean } | null>(null);
	readonly #options: FactsOptions;
	/** The fact in the form, as it stood when it was last read; null of one that is entered. */
	#before = $state.raw<Draft | null>(null);
	/** As the form was opened. */
	#opened: Draft = {};
	/** `seen` of what whoever types has seen of the fact. */
	#seen = $state(0);
	#asked = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: FactsOptions) {
		this.#options = options;
		this.lists = new FactLists(options.api);
	}

	get rules(): DraftRules {
		return this.#options.settings();
	}

	get mayCorrect(): boolean {
		return this.#options.mayCorrect();
	}

	/** Something was typed that is not saved. */
	get isTyped(): boolean {
		return this.action !== null && (this.reason.trim() !== '' || Object.keys(this.draft).some((name) => this.draft[name] !== this.#opened[name]));
	}

	/** The fact is not what it was when whoever types saw it last. */
	get isUnseen(): boolean {
		return this.action !== null && this.open !== null && this.open.seen !== this.#seen;
	}

	/** The fact as it would count after the correction; undefined while that cannot be said. */
	get outcome(): FactFields | null | undefined {
		const { open, action } = this;
		if (action === 'exclude') return null;
		if (action === 'withdraw') return open?.byHand?.excluded ? wouldCount(open) : (open?.said ?? null);
		const { set, errors } = this.#read();
		if (Object.keys(errors).length > 0) return undefined;
		return { ...open?.now, ...set, ...('amount' in set ? { currency: this.rules.currency } : {}) };
	}

	/** What is typed into a field of the form takes its error away. */
	fillIn(name: string, text: string): void {
		if (name === 'reason') this.reason = text;
		else this.draft[name] = text;
		this.errors = Object.fromEntries(Object.entries(this.errors).filter(([field]) => field !== name));
	}

	/** Searches once the typing pauses. */
	type(text: string): void {
		this.typed = text;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.search(), typingMs);
	}

	choose(entity: CorrectableEntity): void {
		if (entity === this.entity || this.#holds()) return;
		this.entity = entity;
		this.found = null;
		this.leave();
		void this.search();
	}

	async search(): Promise<void> {
		clearTimeout(this.#timer);
		const asked = ++this.#asked;
		const found = await this.#options.api.findFacts(this.entity, this.typed);
		// An answer to an older question would show what was typed before.
		if (asked === this.#asked && this.#took(found)) this.found = found.value;
	}

	async refresh(): Promise<void> {
		const [, lists] = await Promise.all([this.search(), this.lists.refresh(), this.#reload()]);
		this.#took(lists);
	}

	async showMore(list: 'inForce' | 'record'): Promise<void> {
		this.#took(await this.lists[list].more());
	}

	show(fact: FactView): void {
		if (this.#holds()) return;
		this.leave();
		this.open = fact;
	}

	/** Closes what is open, unless something is being typed into it. */
	leave(): void {
		if (this.#holds()) return;
		this.cancel();
		this.open = null;
		this.isGone = false;
	}

	begin(action: Exclude<Action, 'enter'>): void {
		this.cancel();
		this.action = action;
		if (!this.open) return;
		this.draft = draftOf(this.open.entity, this.open.now, this.rules);
		this.#before = { ...this.draft };
		this.#opened = { ...this.draft };
		this.begunOn = this.open;
		this.#seen = this.open.seen;
	}

	/** Whoever types has seen what the fact is now. */
	see(): void {
		this.#seen = this.open?.seen ?? 0;
		this.error = '';
	}

	/** Leaves the form; asks first, once, when something was typed. */
	escape(): void {
		if (this.isLeaving || !this.isTyped) return this.isLeaving ? this.stay() : this.cancel();
		this.isLeaving = true;
	}

	stay(): void {
		this.isLeaving = false;
	}

	enter(): void {
		if (this.#holds()) return;
		this.leave();
		this.action = 'enter';
		this.draft = emptyDraft(this.entity, this.#options.today());
		this.#opened = { ...this.draft };
	}

	cancel(): void {
		this.action = null;
		this.draft = {};
		this.#opened = {};
		this.#before = this.begunOn = null;
		this.isLeaving = false;
		this.reason = this.error = '';
		this.errors = {};
		this.saved = null;
	}

	async submit(): Promise<void> {
		const request = this.#request();
		if (!request || this.isBusy) return;
		this.isBusy = true;
		this.error = '';
		const reply = await this.#options.api.correct(request);
		this.isBusy = false;
		if (!reply.ok) return this.#refused(reply);
		const isBack = request.kind === 'withdraw' && !this.open?.byHand?.entered;
		this.cancel();
		this.saved = { at: this.#options.now(), isGone: isBack && reply.value.now === null };
		// Neither counts nor is set by hand: there is nothing left to show.
		this.open = reply.value.now || reply.value.byHand ? reply.value : null;
		await this.refresh();
	}

	async undo(entry: number): Promise<void> {
		if (this.isBusy) return;
		this.undoError = null;
		this.isBusy = true;
		const reply = await this.#options.api.undoCorrection(entry);
		this.isBusy = false;
		if (!reply.ok && reply.status === 401) return this.#options.onSignedOut();
		if (!reply.ok) this.undoError = { entry, message: this.#say(reply) };
		await this.refresh();
	}

	/** True, and said so, while what was typed would be lost. */
	#holds(): boolean {
		if (!this.isTyped) return false;
		this.error = this.#options.words().saveFirst;
		this.held += 1;
		return true;
	}

	#read(): { set: FactFields; errors: Record<string, string> } {
		return readDraft(this.open?.entity ?? this.entity, this.draft, this.#before, this.rules, this.#options.words());
	}

	/** What is asked of the server; null when something is missing, which is then said beside it. */
	#request(): CorrectionRequest | null {
		const words = this.#options.words();
		const reason = this.reason.trim();
		const isForm = this.action === 'correct' || this.action === 'enter';
		const { set, errors } = isForm ? this.#read() : { set: {}, errors: {} };
		this.errors = { ...errors, ...(isReadable(reason) ? {} : { reason: words.needReason }) };
		if (Object.keys(this.errors).length > 0) return null;
		if (isForm && Object.keys(set).length === 0) {
			this.error = words.noChange;
			return null;
		}
		if (this.isUnseen || this.isGone) {
			this.error = this.isGone ? words.notThere : words.changedMeanwhile;
			return null;
		}
		if (this.action === 'enter') return { kind: 'enter', entity: this.entity, reason, set };
		if (!this.open || this.action === null) return null;
		const { entity, source, externalId } = this.open;
		const place = { entity, source, externalId, seen: this.#seen, reason };
		return this.action === 'correct' ? { kind: 'correct', ...place, set } : { kind: this.action, ...place };
	}

	async #refused(refusal: Refusal): Promise<void> {
		if (refusal.status === 401) return this.#options.onSignedOut();
		const field = (refusal.field ?? '').replace(/^set\./, '');
		if (field === 'reason' || field in this.draft) this.errors = { [field]: this.#say(refusal) };
		else this.error = this.#say(refusal);
		if (refusal.status === 409 || refusal.status === 404) await this.refresh();
	}

	/** Asks anew for the fact that is open. What was typed into its form stays; what was not follows the fact. */
	async #reload(): Promise<void> {
		const { open } = this;
		if (!open) return;
		const reply = await this.#options.api.fact(open);
		if (this.open !== open || !reply.ok) return;
		const [fact] = reply.value.facts;
		this.isGone = !fact;
		if (!fact || fact.seen === open.seen) return;
		this.open = fact;
		if (!this.#before || !fact.now) return;
		const [before, next] = [this.#before, draftOf(fact.entity, fact.now, this.rules)];
		for (const name of Object.keys(next)) if (this.draft[name] === before[name]) this.draft[name] = this.#opened[name] = next[name] ?? '';
		this.#before = next;
	}

	#took<T>(reply: Reply<T>): reply is Extract<Reply<T>, { ok: true }> {
		if (reply.ok) this.loadError = '';
		else if (reply.status === 401) this.#options.onSignedOut();
		else this.loadError = this.#say(reply);
		return reply.ok;
	}

	#say(refusal: Refusal): string {
		const words = this.#options.words();
		const byCode: Record<string, string> = { no_change: words.noChange, conflict: words.changedMeanwhile, does_not_count: words.doesNotCount, not_found: words.notThere };
		return byCode[refusal.error] ?? this.#options.say(refusal);
	}
}
