/**
 * What the page of deals and meetings knows: what was found, the fact that is open, and the correction being made. What was typed stays
 * until it is saved or given up, also when the session ends or the fact changes meanwhile.
 */
import type { CorrectableEntity, CorrectionEntry, CorrectionRequest, CorrectionsInForce, FactFields, FactView, FoundFacts } from '../../shared/corrections.ts';
import type { CorrectionWords } from '../../shared/words/corrections.ts';
import { type Draft, type DraftRules, draftOf, emptyDraft, readDraft } from './fact-fields.ts';
import { wouldCount } from './fact-view.ts';
import type { Api, Refusal } from './http.ts';

export type Action = 'exclude' | 'correct' | 'withdraw' | 'enter';

export interface FactsOptions {
	api: Api;
	settings: () => DraftRules;
	words: () => CorrectionWords;
	today: () => string;
	/** A refusal in the reader's words. */
	say: (refusal: Refusal) => string;
	/** The session has ended. */
	onSignedOut: () => void;
	now: () => number;
}

/** Of what is in force, and of the record, at a time. */
const listLength = 50;
const typingMs = 200;

export class FactsPage {
	entity = $state<CorrectableEntity>('deals');
	/** What is searched for. */
	typed = $state('');
	found = $state.raw<FoundFacts | null>(null);
	inForce = $state.raw<CorrectionsInForce | null>(null);
	log = $state.raw<CorrectionEntry[] | null>(null);
	open = $state.raw<FactView | null>(null);
	action = $state<Action | null>(null);
	draft = $state<Draft>({});
	reason = $state('');
	/** By field, and `reason`. */
	errors = $state.raw<Record<string, string>>({});
	error = $state('');
	loadError = $state('');
	undoError = $state.raw<{ entry: number; message: string } | null>(null);
	isBusy = $state(false);
	/** Epoch milliseconds of the last save; null before the first. */
	savedAt = $state<number | null>(null);
	readonly people: ReadonlyMap<string, string> = $derived(new Map(this.inForce?.people.map(({ handle, name }) => [handle, name])));
	readonly #options: FactsOptions;
	/** The fact in the form, as it stood when it was last read; null of one that is entered. */
	#before = $state.raw<Draft | null>(null);
	/** As the form was opened. */
	#opened: Draft = {};
	#asked = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: FactsOptions) {
		this.#options = options;
	}

	get rules(): DraftRules {
		return this.#options.settings();
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
		const [, inForce, log] = await Promise.all([this.search(), this.#options.api.corrections({ limit: listLength }), this.#options.api.correctionLog({ limit: listLength }), this.#reload()]);
		if (this.#took(inForce)) this.inForce = inForce.value;
		if (log.ok) this.log = log.value.entries;
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
	}

	begin(action: Exclude<Action, 'enter'>): void {
		this.cancel();
		this.action = action;
		if (!this.open) return;
		this.draft = draftOf(this.open.entity, this.open.now, this.rules);
		this.#before = { ...this.draft };
		this.#opened = { ...this.draft };
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
		this.#before = null;
		this.reason = this.error = '';
		this.errors = {};
		this.savedAt = null;
	}

	async submit(): Promise<void> {
		const request = this.#request();
		if (!request || this.isBusy) return;
		this.isBusy = true;
		this.error = '';
		const reply = await this.#options.api.correct(request);
		this.isBusy = false;
		if (!reply.ok) return this.#refused(reply);
		this.cancel();
		this.savedAt = this.#options.now();
		this.open = reply.value;
		await this.refresh();
	}

	async undo(entry: number): Promise<void> {
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
		const isTyped = this.reason.trim() !== '' || Object.keys(this.draft).some((name) => this.draft[name] !== this.#opened[name]);
		if (this.action === null || !isTyped) return false;
		this.error = this.#options.words().saveFirst;
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
		this.errors = { ...errors, ...(reason === '' ? { reason: words.needReason } : {}) };
		if (Object.keys(this.errors).length > 0) return null;
		if (isForm && Object.keys(set).length === 0) {
			this.error = words.noChange;
			return null;
		}
		if (this.action === 'enter') return { kind: 'enter', entity: this.entity, reason, set };
		if (!this.open || this.action === null) return null;
		const { entity, source, externalId, seen } = this.open;
		const place = { entity, source, externalId, seen, reason };
		return this.action === 'correct' ? { kind: 'correct', ...place, set } : { kind: this.action, ...place };
	}

	async #refused(refusal: Refusal): Promise<void> {
		if (refusal.status === 401) return this.#options.onSignedOut();
		const field = (refusal.field ?? '').replace(/^set\./, '');
		if (field === 'reason' || field in this.draft) this.errors = { [field]: this.#say(refusal) };
		else this.error = this.#say(refusal);
		if (refusal.status === 409 || refusal.status === 404) await this.#reload();
	}

	/** Asks anew for the fact that is open. What was typed into its form stays; what was not follows the fact. */
	async #reload(): Promise<void> {
		const { open } = this;
		if (!open) return;
		const reply = await this.#options.api.fact(open);
		if (this.open !== open || !reply.ok) return;
		const [fact] = reply.value.facts;
		if (!fact && this.action === null) this.open = null;
		if (!fact || fact.seen === open.seen) return;
		this.open = fact;
		if (!this.#before) return;
		const [before, next] = [this.#before, draftOf(fact.entity, fact.now, this.rules)];
		for (const name of Object.keys(next)) if (this.draft[name] === before[name]) this.draft[name] = this.#opened[name] = next[name] ?? '';
		this.#before = next;
	}

	#took<T>(reply: { ok: true; value: T } | Refusal): reply is { ok: true; value: T } {
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
