/** The imports page: the file that is being decided on, what was chosen, the import that runs, and those before. */
import type { ImportChoices, ImportDraft, ImportKind, ImportList, ImportRecord, ImportUndoPreview, ImportWish } from '../../shared/imports-api.ts';
import { largestImport } from '../../shared/imports-api.ts';
import { counted } from '../../shared/counted.ts';
import { fill } from '../../shared/words/language.ts';
import type { ImportWords } from '../../shared/words/imports.ts';
import { createAsking } from './asking.ts';
import type { Refusal, Reply } from './http.ts';
import type { ImportApi } from './imports-http.ts';

export interface ImportsOptions {
	api: ImportApi;
	words: () => ImportWords;
	/** A number as people read it. */
	count: (value: number) => string;
	say: (refusal: Refusal) => string;
	onSignedOut: () => void;
}

const replanAfterMs = 400;
const busyMs = 700;
const idleMs = 10_000;

export class ImportsPage {
	list = $state.raw<ImportList | null>(null);
	/** What is chosen now; the server follows. */
	choices = $state.raw<ImportChoices | null>(null);
	isPlanning = $state(false);
	isStopping = $state(false);
	/** The name of the file that is on its way. */
	uploading = $state('');
	error = $state('');
	/** What was done, to be read out. */
	says = $state('');
	/** What taking an import back would do, while it is asked. */
	undoing = $state.raw<{ record: ImportRecord; preview: ImportUndoPreview } | null>(null);
	isBusy = $state(false);
	readonly #options: ImportsOptions;
	#replan: ReturnType<typeof setTimeout> | null = null;
	#planned = 0;
	/** The import whose end is to be told. */
	#watched: number | null = null;

	readonly draft: ImportDraft | null = $derived(this.list?.draft ?? null);
	readonly running: ImportRecord | null = $derived(this.list?.imports.find(({ state }) => state === 'running') ?? null);
	readonly isChecking: boolean = $derived(this.draft?.check?.state === 'running');

	constructor(options: ImportsOptions) {
		this.#options = options;
	}

	readonly #asking = createAsking(async () => {
		const reply = await this.#options.api.list();
		if (this.#took(reply)) this.#show(reply.value);
		return this.running || this.isChecking ? busyMs : idleMs;
	});
	/** Asks again and again as long as the page is shown. Returns what ends it. */
	open = this.#asking.open;
	refresh = this.#asking.refresh;

	upload = async (files: readonly File[]): Promise<void> => {
		const [file, ...others] = files;
		if (!file || this.uploading !== '') return;
		const { words, api } = { words: this.#options.words(), api: this.#options.api };
		this.error = '';
		if (file.size > largestImport) {
			this.error = fill(words.tooLarge, { file: file.name, size: largestImport / 1_000_000 });
			return;
		}
		this.uploading = file.name;
		this.says = fill(others.length > 0 ? words.oneFile : words.uploading, { file: file.name });
		const reply = await api.upload(file);
		this.uploading = '';
		this.says = '';
		if (this.#took(reply)) this.#take(reply.value);
	};

	/** Shows a choice at once, and plans anew when no other has followed for a moment. */
	change = (part: Partial<ImportChoices>): void => {
		if (!this.choices) return;
		this.choices = { ...this.choices, ...part };
		this.isPlanning = true;
		if (this.#replan) clearTimeout(this.#replan);
		this.#replan = setTimeout(() => void this.#plan(), replanAfterMs);
	};

	async #plan(): Promise<void> {
		this.#replan = null;
		const { choices } = this;
		if (!choices) return;
		const mine = (this.#planned += 1);
		const reply = await this.#options.api.choose(choices);
		if (mine !== this.#planned || this.#replan) return;
		this.isPlanning = false;
		if (this.#took(reply)) this.#take(reply.value);
	}

	/** Looks at the file as rows of another kind, or read otherwise. */
	propose = async (wish: Partial<ImportWish>): Promise<void> => {
		const { choices } = this;
		if (!choices) return;
		const { kind, sheet, encoding, delimiter, header } = choices;
		const mine = (this.#planned += 1);
		this.isPlanning = true;
		const reply = await this.#options.api.propose({ kind, sheet, encoding, delimiter, header, ...wish });
		if (mine !== this.#planned) return;
		this.isPlanning = false;
		if (this.#took(reply)) this.#take(reply.value);
	};

	check = async (): Promise<void> => {
		if (this.#replan) {
			clearTimeout(this.#replan);
			await this.#plan();
		}
		const reply = await this.#options.api.check();
		if (this.#took(reply)) this.#take(reply.value);
		void this.refresh();
	};

	discard = async (): Promise<void> => {
		const name = this.draft?.name ?? '';
		const reply = await this.#options.api.discard();
		if (this.#took(reply)) this.says = fill(this.#options.words().putAwaySays, { file: name });
		await this.refresh();
	};

	run = async (): Promise<void> => {
		this.isBusy = true;
		const reply = await this.#options.api.run();
		this.isBusy = false;
		if (this.#took(reply)) this.#watched = reply.value.id;
		await this.refresh();
	};

	stop = async (): Promise<void> => {
		this.isStopping = true;
		this.#took(await this.#options.api.stop());
		await this.refresh();
	};

	goOn = async (id: number): Promise<void> => {
		if (this.#took(await this.#options.api.goOn(id))) this.#watched = id;
		await this.refresh();
	};

	askUndo = async (record: ImportRecord): Promise<void> => {
		this.isBusy = true;
		const reply = await this.#options.api.undoPreview(record.id);
		this.isBusy = false;
		if (this.#took(reply)) this.undoing = { record, preview: reply.value };
	};

	undo = async (): Promise<void> => {
		const { undoing } = this;
		if (!undoing) return;
		this.isBusy = true;
		const words = this.#options.words();
		this.says = words.undoing;
		const reply = await this.#options.api.undo(undoing.record.id);
		this.isBusy = false;
		this.undoing = null;
		this.says = this.#took(reply) ? fill(words.undone, { file: undoing.record.name }) : '';
		await this.refresh();
	};

	#took<T>(reply: Reply<T>): reply is Extract<Reply<T>, { ok: true }> {
		if (reply.ok) this.error = '';
		else if (reply.status === 401) this.#options.onSignedOut();
		else this.error = this.#options.say(reply);
		return reply.ok;
	}

	#take(draft: ImportDraft): void {
		this.list = { imports: this.list?.imports ?? [], stayed: this.list?.stayed ?? [], draft };
		this.choices = draft.choices;
	}

	#show(list: ImportList): void {
		const before = this.draft;
		const wasChecking = this.isChecking;
		this.list = list;
		// What is being chosen here is ahead of what the server knows.
		if (!this.isPlanning) this.choices = list.draft?.choices ?? null;
		const { words: wordsNow, count } = this.#options;
		const words = wordsNow();
		const check = list.draft?.check;
		if (wasChecking && check?.state === 'done' && before?.name === list.draft?.name) this.says = counted(words.checked, { all: count(check.all), inserted: count(check.counts.inserted), updated: count(check.counts.updated), rejected: count(check.counts.rejected) });
		if (this.running) this.#watched = this.running.id;
		else this.isStopping = false;
		const ended = list.imports.find(({ id, state }) => id === this.#watched && state !== 'running');
		if (!ended) return;
		this.#watched = null;
		const { name: file, done, good, counts } = ended;
		const sentence = { done: words.doneSays, cancelled: `${words.cancelledSays} ${words.stopAgain}`, stopped: words.stoppedSays, running: '' }[ended.state];
		this.says = fill(sentence, { file, done: count(done), all: count(good), inserted: count(counts.inserted), updated: count(counts.updated), unchanged: count(counts.unchanged), rejected: count(counts.rejected) });
	}
}

/** The kind of a file's rows, for a select. */
export const isKind = (text: string, kinds: readonly ImportKind[]): ImportKind | null => kinds.find((kind) => kind === text) ?? null;
