/** Which facts are looked for, what was found, and the one that is open. The address says which: #facts?entity=activities&import=7. */
import type { FactKind, FactPage, FactTrail, ListedFact } from '../../shared/why-api.ts';
import type { Refusal, Reply } from './http.ts';
import { whyApi } from './why-http.ts';

export const factKinds: readonly FactKind[] = ['deals', 'meetings', 'activities', 'proposals', 'accounts', 'leads', 'movements', 'surveys', 'figures', 'positions'];

export interface FactFilter {
	/** A handle, `unassigned`, or empty: anybody. */
	person: string;
	source: string;
	from: string;
	to: string;
	/** The number of an import. */
	import: string;
}

const noFilter: FactFilter = { person: '', source: '', from: '', to: '', import: '' };
const typingMs = 200;

export interface FactBrowserOptions {
	onRefused: (refusal: Refusal) => void;
	api?: typeof whyApi;
}

export class FactBrowser {
	kind = $state<FactKind>('deals');
	q = $state('');
	filter = $state.raw<FactFilter>(noFilter);
	shown = $state.raw<readonly ListedFact[] | null>(null);
	found = $state.raw<FactPage | null>(null);
	open = $state.raw<FactTrail | null>(null);
	readonly #options: FactBrowserOptions;
	#asked = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: FactBrowserOptions) {
		this.#options = options;
	}

	get isFiltered(): boolean {
		return Object.values(this.filter).some((value) => value !== '');
	}

	/** As an address asks for it; without a question all stays as it is. */
	readAddress(hash: string): void {
		const [path, rest] = hash.split('?');
		if (path !== '#facts' || rest === undefined) return;
		const asked = new URLSearchParams(rest);
		this.kind = factKinds.find((kind) => kind === asked.get('entity')) ?? this.kind;
		this.filter = { person: asked.get('person') ?? '', source: asked.get('source') ?? '', from: asked.get('from') ?? '', to: asked.get('to') ?? '', import: asked.get('import') ?? '' };
		this.open = null;
		void this.refresh();
	}

	choose(kind: FactKind): void {
		if (kind === this.kind) return;
		this.kind = kind;
		this.open = null;
		void this.refresh();
	}

	set(part: Partial<FactFilter>): void {
		this.filter = { ...this.filter, ...part };
		void this.refresh();
	}

	clear(): void {
		this.set(noFilter);
	}

	/** Searches once the typing pauses. */
	type(text: string): void {
		this.q = text;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.refresh(), typingMs);
	}

	refresh(): Promise<void> {
		return this.#read(null);
	}

	async more(): Promise<void> {
		if (this.found?.older) await this.#read(this.found.older);
	}

	async show(fact: { entity: FactKind; source: string; externalId: string }): Promise<void> {
		const reply = await (this.#options.api ?? whyApi).trail(fact);
		if (this.#took(reply)) this.open = reply.value;
	}

	leave(): void {
		this.open = null;
	}

	async #read(before: string | null): Promise<void> {
		const asked = ++this.#asked;
		const reply = await (this.#options.api ?? whyApi).list({ entity: this.kind, q: this.q.trim(), ...this.filter, before: before ?? '' });
		// An answer to an older question would show what was asked for before.
		if (asked !== this.#asked || !this.#took(reply)) return;
		this.found = reply.value;
		this.shown = before === null ? reply.value.facts : [...(this.shown ?? []), ...reply.value.facts];
	}

	#took<T>(reply: Reply<T>): reply is Extract<Reply<T>, { ok: true }> {
		if (!reply.ok) this.#options.onRefused(reply);
		return reply.ok;
	}
}
