/** The backups section: the list, what is being done, and what is asked before something is put back. */
import { backupProblems, type BackupContents, type BackupList, type BackupProblem, type BackupRow } from '../../shared/backups-api.ts';
import { fill } from '../../shared/words/language.ts';
import type { BackupWords } from '../../shared/words/backups.ts';
import { createAsking } from './asking.ts';
import type { BackupsApi } from './backups-http.ts';
import type { Refusal, Reply } from './http.ts';

export interface BackupsOptions {
	api: BackupsApi;
	words: () => BackupWords;
	say: (refusal: Refusal) => string;
	onSignedOut: () => void;
	/** All that the page knows is of another database now. */
	onRestored: () => void;
}

const busyMs = 700;
const idleMs = 15_000;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export class BackupsPage {
	list = $state.raw<BackupList | null>(null);
	error = $state('');
	/** What was done, to be read out. */
	says = $state('');
	isBusy = $state(false);
	/** The name of the file that is on its way. */
	bringing = $state('');
	/** Which is asked about. */
	removing = $state<string | null>(null);
	asking = $state.raw<{ row: BackupRow; contents: BackupContents | null } | null>(null);
	/** The server has begun to put one back; `isGone` while it cannot be reached. */
	restoring = $state.raw<{ before: string | null; isGone: boolean } | null>(null);
	readonly #options: BackupsOptions;
	#isMaking = false;

	constructor(options: BackupsOptions) {
		this.#options = options;
	}

	readonly #asking = createAsking(async () => {
		const reply = await this.#options.api.list();
		// Also where the page was left and opened again meanwhile.
		if (reply.ok && reply.value.running?.work === 'restore') this.restoring ??= { before: reply.value.restored?.at ?? null, isGone: false };
		if (this.restoring) this.#follow(reply);
		else if (this.#took(reply)) this.#show(reply.value);
		return this.restoring !== null || (this.list?.running ?? null) !== null ? busyMs : idleMs;
	});
	/** Asks again and again as long as the page is shown. Returns what ends it. */
	open = this.#asking.open;
	refresh = this.#asking.refresh;

	make = (): Promise<void> =>
		this.#do(async () => {
			const reply = await this.#options.api.make();
			if (!this.#took(reply)) return;
			this.#isMaking = true;
			this.#show(reply.value);
			void this.refresh();
		});

	bring = async (file: File | undefined): Promise<void> => {
		if (!file || this.bringing !== '') return;
		this.bringing = file.name;
		await this.#do(async () => {
			const reply = await this.#options.api.bring(file);
			if (this.#took(reply)) this.says = fill(this.#options.words().brought, { file: file.name });
		});
		this.bringing = '';
		void this.refresh();
	};

	remove = (name: string): Promise<void> =>
		this.#do(async () => {
			const reply = await this.#options.api.remove(name);
			this.removing = null;
			if (!this.#took(reply)) return;
			this.says = this.#options.words().removed;
			this.#show(reply.value);
		});

	ask = async (row: BackupRow): Promise<void> => {
		this.error = '';
		this.asking = { row, contents: null };
		const reply = await this.#options.api.contents(row.name);
		if (this.asking?.row !== row) return;
		if (this.#took(reply)) this.asking = { row, contents: reply.value };
		else this.asking = null;
	};

	restore = (workspace: string): Promise<void> =>
		this.#do(async () => {
			const { asking } = this;
			if (!asking) return;
			const reply = await this.#options.api.restore(asking.row.name, workspace);
			if (!this.#took(reply)) return;
			this.asking = null;
			this.restoring = { before: reply.value.restored?.at ?? null, isGone: false };
			void this.refresh();
		});

	/** In a sentence: what went wrong with one. */
	problem = ({ code, message }: BackupProblem): string => fill(this.#options.words()[code], { message });

	/** Until the server is back with another database, or says why not. */
	#follow(reply: Reply<BackupList>): void {
		const { restoring } = this;
		if (!restoring) return;
		if (!reply.ok && reply.status !== 401) {
			this.restoring = { ...restoring, isGone: true };
			return;
		}
		if (!reply.ok || (reply.value.restored?.at ?? null) !== restoring.before) {
			this.#options.onRestored();
			return;
		}
		if (reply.value.running === null) this.restoring = null;
		this.#show(reply.value);
	}

	async #do(work: () => Promise<void>): Promise<void> {
		if (this.isBusy) return;
		this.isBusy = true;
		this.error = this.says = '';
		await work();
		this.isBusy = false;
	}

	#show(list: BackupList): void {
		if (this.#isMaking && list.running === null) {
			this.#isMaking = false;
			if (list.failures.every(({ work }) => work !== 'backup')) this.says = this.#options.words().made;
		}
		this.list = list;
	}

	#took<T>(reply: Reply<T>): reply is Extract<Reply<T>, { ok: true }> {
		if (reply.ok) return true;
		const words = this.#options.words();
		if (reply.status === 401) this.#options.onSignedOut();
		else if (reply.error === 'busy') this.error = words.busy;
		else if (reply.error === 'too_large') this.error = words.tooLarge;
		else if (reply.error === 'wrong_name') this.error = words.wrongName;
		else {
			const code = backupProblems.find((one) => one === reply.error);
			this.error = code ? capital(this.problem({ code, message: reply.message })) : this.#options.say(reply);
		}
		return false;
	}
}
