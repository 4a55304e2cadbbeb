/** Importing targets from a file: what the server read in it, the answers to what it left open, and setting what was seen. */
import type { TargetChange } from '../../shared/api.ts';
import { largestTargetFile, type ImportedTarget, type TargetImport } from '../../shared/target-import-api.ts';
import type { TargetImportWords } from '../../shared/words/target-import.ts';
import { fill } from '../../shared/words/language.ts';
import { query, send, type Api, type Refusal, type Reply } from './http.ts';

export interface Answers {
	metric?: string;
	year?: number;
	decimal?: '.' | ',';
	sheet?: string;
	/** Of a name, the scope that is meant. */
	who?: Record<string, string>;
}

export interface TargetFileOptions {
	api: Pick<Api, 'setTargets'>;
	words: () => TargetImportWords;
	/** The metric on show. */
	metric: () => string;
	say: (refusal: Refusal) => string;
	onSignedOut: () => void;
	/** Targets are about to be set. */
	onWriting?: () => void;
	/** Targets were set. */
	onWritten: () => void;
	read?: (file: Blob, answers: Record<string, string | number>) => Promise<Reply<TargetImport>>;
}

const readFile = (file: Blob, answers: Record<string, string | number>): Promise<Reply<TargetImport>> =>
	// What it says of its type is whatever the machine thinks of its name.
	send<TargetImport>('POST', `/api/v1/targets/import?${query(answers)}`, new Blob([file], { type: 'application/octet-stream' }));

export const isToWrite = ({ state }: ImportedTarget): boolean => state === 'new' || state === 'changed';

export class TargetFile {
	file = $state.raw<File | null>(null);
	found = $state.raw<TargetImport | null>(null);
	busy = $state<'reading' | 'writing' | null>(null);
	error = $state('');
	/** What was done, or happened. */
	says = $state('');
	#answers: Answers = {};
	#asked = 0;
	readonly #options: TargetFileOptions;

	constructor(options: TargetFileOptions) {
		this.#options = options;
	}

	get toWrite(): ImportedTarget[] {
		return this.found?.cells.filter(isToWrite) ?? [];
	}

	async choose(file: File): Promise<void> {
		const words = this.#options.words();
		this.clear();
		if (file.size > largestTargetFile) {
			this.error = fill(words.tooLarge, { size: largestTargetFile / 1_000_000 });
			return;
		}
		this.file = file;
		this.#answers = { metric: this.#options.metric() };
		await this.#read();
	}

	async answer(answers: Answers): Promise<void> {
		this.#answers = { ...this.#answers, ...answers, who: { ...this.#answers.who, ...answers.who } };
		await this.#read();
	}

	/** Reads it anew: somebody may have changed targets. */
	async again(): Promise<void> {
		if (this.file && this.found && this.busy === null) await this.#read();
	}

	clear(): void {
		this.#asked += 1;
		this.file = this.found = this.busy = null;
		this.error = this.says = '';
	}

	async write(): Promise<void> {
		const words = this.#options.words();
		const cells = this.toWrite;
		const changes = cells.map(({ metric, scope, period, from, to }): TargetChange => ({ metric, scope, period, value: to, was: from }));
		this.busy = 'writing';
		this.#options.onWriting?.();
		this.error = '';
		const reply = await this.#options.api.setTargets(changes);
		this.busy = null;
		if (reply.ok) {
			this.clear();
			this.says = cells.length === 1 ? words.writtenOne : fill(words.written, { count: cells.length });
			this.#options.onWritten();
		} else if (reply.status === 409) {
			await this.#read();
			this.says = words.meanwhile;
		} else this.#refused(reply);
	}

	async #read(): Promise<void> {
		const { file } = this;
		if (!file) return;
		const asked = ++this.#asked;
		this.busy = 'reading';
		this.error = this.says = '';
		const { who = {}, ...rest } = this.#answers;
		const reply = await (this.#options.read ?? readFile)(file, { ...rest, ...(Object.keys(who).length > 0 ? { who: JSON.stringify(who) } : {}) });
		// An answer to an older question would show what was not asked.
		if (asked !== this.#asked) return;
		this.busy = null;
		if (reply.ok) this.found = reply.value;
		else this.#refused(reply);
	}

	#refused(refusal: Refusal): void {
		const words = this.#options.words();
		if (refusal.status === 401) this.#options.onSignedOut();
		const name = this.file?.name ?? '';
		const byCode: Record<string, string> = { unreadable: fill(words.unreadable, { file: name }), no_columns: fill(words.noColumns, { file: name }) };
		this.error = byCode[refusal.error] ?? this.#options.say(refusal);
	}
}
