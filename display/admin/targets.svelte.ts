/**
 * What the targets page knows. A commit, a paste or a clearing is one request and one entry; requests go out one after the other,
 * each with the values its writer saw. What is not saved stays marked until it is saved, put right or dropped.
 */
import type { LoggedChange, TargetGrid } from '../../shared/api.ts';
import { formatNumber, type NumberRules } from './numbers.ts';
import type { Api, Refusal } from './http.ts';
import { changeOf, type Mark, type Marks, placeKey, type Place, readMark, standing, withMarks, withValue } from './marks.ts';
import { addMonths } from './months.ts';
import { NewsBoard } from './news.svelte.ts';
import { type News, newsOf, overtaken, writerOf } from './target-news.ts';

export interface TypedCell {
	row: number;
	column: number;
	text: string;
}

export interface TargetsOptions {
	api: Api;
	settings: () => { locale: string; currency: string };
	month: string;
	months: number;
	/** A refusal in the reader's words. */
	say: (refusal: Refusal) => string;
	/** The session has ended. */
	onSignedOut: () => void;
	now: () => number;
	/** The account at this page. */
	me?: () => string;
}

const logLength = 50;
/** How long after a change of one's own the grid may still bring it as news. */
const ownMs = 2_000;

/** The value that whoever types into a cell has before their eyes. */
const seen = (mark: Mark | undefined, stands: number | null | undefined): number | null => {
	if (mark?.state.kind === 'saving') return mark.state.value;
	if (mark && mark.state.kind !== 'conflict') return mark.was;
	return stands ?? null;
};

export class TargetsPage {
	metric = $state('sales');
	from = $state('');
	grid = $state.raw<TargetGrid | null>(null);
	log = $state.raw<LoggedChange[] | null>(null);
	marks = $state.raw<Marks>(new Map());
	/** Cells of the last paste that had no place in the table. */
	outside = $state.raw<{ group: number; count: number } | null>(null);
	/** Epoch milliseconds of the last save; null before the first. */
	savedAt = $state<number | null>(null);
	loadError = $state('');
	undoError = $state.raw<{ entry: number; message: string } | null>(null);
	/** What others have just changed. */
	readonly news = new NewsBoard();
	/** The cell being typed into, with the value that stood there when it began. */
	typing = $state.raw<{ key: string; was: number | null } | null>(null);
	/** What others wrote into that cell since. */
	under = $state.raw<News | null>(null);
	readonly months: number;
	readonly #options: TargetsOptions;
	#group = 0;
	#asked = 0;
	#tail: Promise<void> = Promise.resolve();
	/** Epoch milliseconds until which what I wrote may come back. */
	#ownUntil = 0;

	constructor(options: TargetsOptions) {
		this.#options = options;
		this.from = options.month;
		this.months = options.months;
	}

	get rules(): NumberRules {
		return { ...this.#options.settings(), unit: this.grid?.unit ?? 'count' };
	}

	show(metric: string, from: string): Promise<void> {
		this.metric = metric;
		this.from = from;
		return this.refresh();
	}

	step(months: number): Promise<void> {
		return this.show(this.metric, addMonths(this.from, months));
	}

	async refresh(): Promise<void> {
		const asked = ++this.#asked;
		const [grid, log] = await Promise.all([this.#options.api.grid(this.metric, this.from, this.months), this.#options.api.log(logLength)]);
		// An answer to an older question would show the months of another step.
		if (asked !== this.#asked) return;
		for (const reply of [grid, log]) if (!reply.ok && reply.status === 401) return this.#options.onSignedOut();
		this.loadError = grid.ok ? '' : this.#options.say(grid);
		if (grid.ok) this.#takeGrid(grid.value, log.ok ? log.value : null);
		if (log.ok) this.log = log.value;
	}

	/** What others wrote meanwhile is marked, and stands against what I have typed and not sent. */
	#takeGrid(grid: TargetGrid, log: LoggedChange[] | null): void {
		const isMine = (author: string | undefined): boolean => author === this.#options.me?.() && this.#options.now() < this.#ownUntil;
		const isSending = (key: string): boolean => this.marks.get(key)?.state.kind === 'saving';
		const news = new Map([...newsOf(this.grid, grid, log)].filter(([key, { by }]) => !isMine(by?.author) && !isSending(key)));
		this.news.add(news);
		if (this.typing) this.under = news.get(this.typing.key) ?? this.under;
		this.marks = withMarks(this.marks, overtaken(this.marks, grid, log));
		this.grid = grid;
	}

	/** Which cell is being typed into; null for none. */
	type(cell: { row: number; column: number } | null): void {
		const place = cell && this.placeAt(cell.row, cell.column);
		const key = place && placeKey(place);
		if (key === (this.typing?.key ?? null)) return;
		this.under = null;
		this.typing = place && key !== null ? { key, was: seen(this.marks.get(key), standing(this.grid, place)) } : null;
	}

	placeAt(row: number, column: number): Place | null {
		const scope = this.grid?.rows[row];
		const month = this.grid?.months[column];
		if (!this.grid || !scope || !month) return null;
		return { metric: this.grid.metric, scope: scope.scope, period: month.id, name: `${this.grid.label} · ${scope.name} · ${month.label}` };
	}

	markAt(row: number, column: number): Mark | null {
		const place = this.placeAt(row, column);
		return place ? (this.marks.get(placeKey(place)) ?? null) : null;
	}

	/** What was typed into one cell. A cell of a waiting paste stays part of it. */
	commit(cell: TypedCell): void {
		const place = this.placeAt(cell.row, cell.column);
		if (!place) return;
		const key = placeKey(place);
		const before = this.marks.get(key);
		// Whoever began to type had that before their eyes, whatever came in since.
		const stands = this.typing?.key === key ? this.typing.was : seen(before, standing(this.grid, place));
		this.news.drop(key);
		const group = before && before.state.kind !== 'saving' ? before.group : ++this.#group;
		const mark = readMark(place, cell.text, stands, this.rules, group);
		const isUnchanged = mark.state.kind === 'ready' && mark.state.value === stands;
		if (isUnchanged && before?.state.kind === 'saving') return;
		this.marks = withMarks(this.marks, [[key, isUnchanged ? null : mark]]);
		this.#sendGroup(group);
	}

	/** Several cells as one entry. `outside`: how many had no place in the table; nothing is then sent unasked. */
	commitBlock(cells: TypedCell[], outside: number): void {
		const group = ++this.#group;
		const marks = cells.flatMap((cell): [string, Mark | null][] => {
			const place = this.placeAt(cell.row, cell.column);
			if (!place) return [];
			const key = placeKey(place);
			const before = this.marks.get(key);
			const stands = seen(before, standing(this.grid, place));
			const mark = readMark(place, cell.text, stands, this.rules, group);
			if (mark.state.kind !== 'ready' || mark.state.value !== stands) return [[key, mark]];
			return before && before.state.kind !== 'saving' ? [[key, null]] : [];
		});
		this.outside = outside > 0 ? { group, count: outside } : null;
		this.marks = withMarks(this.marks, marks);
		this.#sendGroup(group);
	}

	/** Back to what stands; the rest of its paste may then be complete. */
	drop(row: number, column: number): void {
		const place = this.placeAt(row, column);
		const mark = place && this.marks.get(placeKey(place));
		if (!mark || mark.state.kind === 'saving') return;
		this.marks = withMarks(this.marks, [[placeKey(mark.place), null]]);
		this.#sendGroup(mark.group);
	}

	dropAll(): void {
		this.outside = null;
		this.marks = withMarks(this.marks, [...this.marks].filter(([, mark]) => mark.state.kind !== 'saving').map(([key]) => [key, null]));
	}

	/** Saves what can be saved and drops the cells that cannot. */
	saveReady(): void {
		const kept = [...this.marks.values()].filter(({ state }) => state.kind === 'ready' || state.kind === 'failed');
		this.dropAll();
		this.#send(kept);
	}

	retry(): void {
		this.#send([...this.marks.values()].filter(({ state }) => state.kind === 'failed'));
	}

	/** Takes theirs, or writes mine over it now that it has been seen. The rest of its paste is then sent when nothing else is open. */
	settle(key: string, whose: 'theirs' | 'mine'): void {
		const mark = this.marks.get(key);
		if (mark?.state.kind !== 'conflict') return;
		const { value, now } = mark.state;
		this.marks = withMarks(this.marks, [[key, whose === 'theirs' ? null : { ...mark, was: now, state: { kind: 'ready', value } }]]);
		this.#sendGroup(mark.group);
	}

	settleAll(whose: 'theirs' | 'mine'): void {
		for (const [key, { state }] of this.marks) if (state.kind === 'conflict') this.settle(key, whose);
	}

	async undo(entry: number): Promise<void> {
		this.undoError = null;
		const reply = await this.#options.api.undo(entry);
		if (!reply.ok && reply.status === 401) return this.#options.onSignedOut();
		this.#ownUntil = this.#options.now() + ownMs;
		if (reply.ok) this.savedAt = this.#options.now();
		else this.undoError = { entry, message: this.#options.say(reply) };
		await this.refresh();
	}

	#sendGroup(group: number): void {
		if (this.outside?.group === group) return;
		const members = [...this.marks.values()].filter((mark) => mark.group === group);
		if (members.every(({ state }) => state.kind === 'ready' || state.kind === 'failed')) this.#send(members);
	}

	#send(marks: Mark[]): void {
		if (marks.length === 0) return;
		const group = ++this.#group;
		const sent = marks.flatMap((mark): [string, Mark][] => {
			if (mark.state.kind === 'invalid') return [];
			const { value } = mark.state;
			return [[placeKey(mark.place), { ...mark, group, text: formatNumber(value, mark.rules), state: { kind: 'saving', value } }]];
		});
		this.marks = withMarks(this.marks, sent);
		this.#tail = this.#tail.then(() => this.#put(sent));
	}

	async #put(sent: [string, Mark][]): Promise<void> {
		const changes = sent.map(([, mark]) => changeOf(mark)).filter((change) => change !== null);
		const reply = await this.#options.api.setTargets(changes);
		this.#ownUntil = this.#options.now() + ownMs;
		// A cell may have been typed again while this was on its way; that newer mark stays.
		const own = sent.filter(([key, mark]) => this.marks.get(key) === mark);
		if (reply.ok) {
			this.savedAt = this.#options.now();
			if (this.grid) this.grid = changes.reduce(withValue, this.grid);
			this.marks = withMarks(this.marks, own.map(([key]) => [key, null]));
			return void this.refresh();
		}
		const marks = reply.status === 409 ? await this.#conflicts(own, reply) : this.#failures(own, reply);
		this.marks = withMarks(this.marks, marks);
		if (reply.status === 401) return this.#options.onSignedOut();
		void this.refresh();
	}

	async #conflicts(sent: [string, Mark][], refusal: Refusal): Promise<[string, Mark][]> {
		const [stands, log] = await Promise.all([this.#options.api.targets(), this.#options.api.log(logLength)]);
		if (!stands.ok) return this.#failures(sent, refusal);
		const values = new Map(stands.value.map((cell) => [placeKey(cell), cell.value]));
		const marks = sent.map(([key, mark]): [string, Mark] => {
			const now = values.get(key) ?? null;
			const { state } = mark;
			if (state.kind === 'invalid') return [key, mark];
			return [key, { ...mark, state: now === mark.was ? { kind: 'ready', value: state.value } : { kind: 'conflict', value: state.value, now, by: writerOf(log.ok ? log.value : null, key) } }];
		});
		return marks.some(([, { state }]) => state.kind === 'conflict') ? marks : this.#failures(sent, refusal);
	}

	/** A refusal may name one cell of many; the others then wait for it. */
	#failures(sent: [string, Mark][], refusal: Refusal): [string, Mark][] {
		const named = /\[(\d+)\]/.exec(refusal.field ?? '')?.[1];
		const message = this.#options.say(refusal);
		return sent.map(([key, mark], index): [string, Mark] => {
			if (mark.state.kind === 'invalid') return [key, mark];
			const { value } = mark.state;
			return [key, { ...mark, state: named !== undefined && Number(named) !== index ? { kind: 'ready', value } : { kind: 'failed', value, message } }];
		});
	}
}
