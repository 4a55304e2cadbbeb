/**
 * What the targets page knows. A commit, a paste or a clearing is one request and one entry; requests go out one after the other,
 * each with the values its writer saw. What is not saved stays marked until it is saved, put right or dropped.
 */
import type { LoggedChange, TargetChange, TargetGrid } from '../../shared/api.ts';
import type { GridKind } from '../../shared/targets-api.ts';
import { keptGrid } from './grid-kept.ts';
import { formatNumber, type NumberRules } from './numbers.ts';
import type { Api, Refusal } from './http.ts';
import type { Listing } from './listing.svelte.ts';
import { changeOf, type Mark, type Marks, placeKey, type Place, readMark, seen, standing, waitingFor, withMarks, withValue } from './marks.ts';
import { addMonths } from '../../shared/months.ts';
import type { NamedBlock, Outside } from './named-block.ts';
import { columnsFor, isWithin } from './period-columns.ts';
import { rowsShown } from './rows-shown.ts';
import { NewsBoard } from './news.svelte.ts';
import { targetLog } from './target-log.ts';
import { conflicting, failed, type Placed } from './refused-marks.ts';
import { type News, newsOf, overtaken } from './target-news.ts';

export interface TypedCell {
	row: number;
	column: number;
	text: string;
}

export interface TargetsOptions {
	api: Api;
	settings: () => { locale: string; currency: string };
	month: string;
	/** How many months fit. */
	months: number;
	/** A viewer looks only. */
	mayEdit: () => boolean;
	/** A refusal in the reader's words. */
	say: (refusal: Refusal) => string;
	/** The session has ended. */
	onSignedOut: () => void;
	now: () => number;
	/** The account at this page. */
	me?: () => string;
}

/** How many months one column takes, and how many columns are stepped over at once. */
const widths: Record<GridKind, { months: number; step: number }> = { month: { months: 1, step: 3 }, quarter: { months: 3, step: 2 }, year: { months: 12, step: 1 } };

/** How long after a change of one's own the grid may still bring it as news; and how long it may take. */
const ownMs = 2_000;
const ownTakesMs = 15_000;

export class TargetsPage {
	metric = $state('sales');
	kind = $state<GridKind>('month');
	/** A month: the first column is the period that it lies in. */
	from = $state('');
	grid = $state.raw<TargetGrid | null>(null);
	/** How many columns a paste has made there be; null: as many as fit. */
	wide = $state<number | null>(null);
	readonly history: Listing<LoggedChange>;
	marks = $state.raw<Marks>(new Map());
	/** What of the last paste has no place; nothing of it is then sent unasked. */
	outside = $state.raw<({ group: number } & Outside) | null>(null);
	/** Teams whose people are hidden, by scope; and what names have to contain. */
	folded = $state.raw<ReadonlySet<string>>(new Set());
	filter = $state('');
	/** Epoch milliseconds of the last save; null before the first. */
	savedAt = $state<number | null>(null);
	loadError = $state('');
	historyError = $state('');
	undoError = $state.raw<{ entry: number; message: string } | null>(null);
	/** The rows that are not hidden. */
	readonly shown = $derived<TargetGrid | null>(this.grid && { ...this.grid, rows: rowsShown(this.grid.rows, this.folded, this.filter) });
	/** What others have just changed. */
	readonly news = new NewsBoard();
	/** The cell being typed into, with the value that stood there when it began. */
	typing = $state.raw<{ key: string; was: number | null } | null>(null);
	/** What others wrote into that cell since. */
	under = $state.raw<News | null>(null);
	readonly #options: TargetsOptions;
	readonly #unit = $derived(this.grid?.unit ?? 'count');
	/** The same object while nothing of it changes: every cell reads it. */
	readonly rules: NumberRules;
	#group = 0;
	#asked = 0;
	#tail: Promise<void> = Promise.resolve();
	/** Epoch milliseconds until which what I wrote may come back. */
	#ownUntil = 0;

	constructor(options: TargetsOptions) {
		this.#options = options;
		this.history = targetLog(options.api);
		this.rules = $derived({ ...options.settings(), unit: this.#unit });
		this.from = options.month;
	}

	get mayEdit(): boolean {
		return this.#options.mayEdit();
	}

	/** How many columns there are. */
	get count(): number {
		const { months } = this.#options;
		return this.wide ?? { month: months, quarter: months >= 12 ? 8 : 4, year: 3 }[this.kind];
	}

	/** Something is typed or pasted that the server does not have. */
	get isUnsaved(): boolean {
		return this.marks.size > 0 || this.outside !== null;
	}

	show({ metric = this.metric, kind = this.kind, from = this.from, wide = kind === this.kind && from === this.from ? this.wide : null }: { metric?: string; kind?: GridKind; from?: string; wide?: number | null }): Promise<void> {
		this.wide = wide;
		this.metric = metric;
		this.kind = kind;
		this.from = from;
		return this.refresh();
	}

	/** −1 back, 1 on. */
	step(by: number): Promise<void> {
		const { months, step } = widths[this.kind];
		return this.show({ from: addMonths(this.from, by * months * step) });
	}

	fold(team: string): void {
		const next = new Set(this.folded);
		if (!next.delete(team)) next.add(team);
		this.folded = next;
	}

	async refresh(): Promise<void> {
		const asked = ++this.#asked;
		const [grid, log] = await Promise.all([this.#options.api.grid(this.metric, this.kind, this.from, this.count), this.history.refresh()]);
		// An answer to an older question would show the months of another step.
		if (asked !== this.#asked) return;
		for (const reply of [grid, log]) if (!reply.ok && reply.status === 401) return this.#options.onSignedOut();
		this.loadError = grid.ok ? '' : this.#options.say(grid);
		if (grid.ok) this.#takeGrid(grid.value, this.history.shown);
	}

	/** What others wrote meanwhile is marked, and stands against what I have typed and not sent. */
	#takeGrid(grid: TargetGrid, log: readonly LoggedChange[] | null): void {
		const isMine = (author: string | undefined): boolean => author === this.#options.me?.() && this.#options.now() < this.#ownUntil;
		const isSending = (key: string): boolean => this.marks.get(key)?.state.kind === 'saving';
		const news = new Map([...newsOf(this.grid, grid, log)].filter(([key, { by }]) => !isMine(by?.author) && !isSending(key)));
		this.news.add(news);
		if (this.typing) this.under = news.get(this.typing.key) ?? this.under;
		this.marks = withMarks(this.marks, overtaken(this.marks, grid, log));
		this.grid = keptGrid(this.grid, grid);
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
		const scope = this.shown?.rows[row];
		const period = this.shown?.periods[column];
		return scope && period ? this.#place(scope, period) : null;
	}

	#place(scope: { scope: string; name: string }, period: { id: string; label: string }): Place | null {
		return this.grid && { metric: this.grid.metric, scope: scope.scope, period: period.id, name: `${this.grid.label} · ${scope.name} · ${period.label}` };
	}

	markAt(row: number, column: number): Mark | null {
		if (this.marks.size === 0) return null;
		const place = this.placeAt(row, column);
		return place ? (this.marks.get(placeKey(place)) ?? null) : null;
	}

	/** What was typed into one cell. A cell of a waiting paste stays part of it. */
	commit(cell: TypedCell): void {
		const place = this.placeAt(cell.row, cell.column);
		if (!place || !this.mayEdit) return;
		const key = placeKey(place);
		const before = this.marks.get(key);
		// Whoever began to type had that before their eyes, whatever came in since.
		const stands = this.typing?.key === key ? this.typing.was : seen(before, standing(this.grid, place));
		this.news.drop(key);
		const group = before && before.state.kind !== 'saving' ? before.group : ++this.#group;
		const mark = this.#read(place, cell.text, stands, group);
		const isUnchanged = mark.state.kind === 'ready' && mark.state.value === stands;
		if (isUnchanged && before?.state.kind === 'saving') return;
		this.marks = withMarks(this.marks, [[key, isUnchanged ? null : mark]]);
		this.#sendGroup(group);
	}

	/** A change of a locked period is refused before it is sent. */
	#read(place: Place, text: string, stands: number | null, group: number): Mark {
		const mark = readMark(place, text, stands, this.rules, group);
		const isLocked = this.grid?.periods.find(({ id }) => id === place.period)?.lock.state === 'locked';
		return isLocked && (mark.state.kind === 'invalid' || (mark.state.kind === 'ready' && mark.state.value !== stands)) ? { ...mark, state: { kind: 'invalid', problem: 'locked' } } : mark;
	}

	/** Several cells as one entry. `outside`: how many had no place in the table; nothing is then sent unasked. */
	commitBlock(cells: TypedCell[], outside: number): void {
		this.#commitPlaces(
			cells.flatMap(({ row, column, text }) => {
				const place = this.placeAt(row, column);
				return place ? [{ place, text }] : [];
			}),
			{ count: outside, rows: [], several: [], columns: [] },
		);
	}

	/** Cells by the names of their rows and columns, also of rows that are hidden. The table takes in the columns that it has not. */
	async commitNamed({ cells, ...outside }: NamedBlock): Promise<void> {
		const columns = this.grid && columnsFor(this.grid, cells.map(({ period }) => period));
		if (columns) await this.show({ from: columns.from, wide: columns.count });
		const places = cells.map(({ scope, period, text }) => {
			const row = this.grid?.rows.find((each) => each.scope === scope);
			const column = this.grid?.periods.find((each) => each.id === period);
			return { place: row && column ? this.#place(row, column) : null, period, text };
		});
		const without = places.filter(({ place, text }) => place === null && text.trim() !== '').map(({ period }) => period);
		this.#commitPlaces(places.flatMap(({ place, text }) => (place ? [{ place, text }] : [])), { ...outside, columns: [...outside.columns, ...new Set(without)] });
	}

	#commitPlaces(typed: { place: Place; text: string }[], outside: Outside): void {
		if (!this.mayEdit) return;
		const group = ++this.#group;
		const marks = typed.flatMap(({ place, text }): [string, Mark | null][] => {
			const key = placeKey(place);
			const before = this.marks.get(key);
			const stands = seen(before, standing(this.grid, place));
			const mark = this.#read(place, text, stands, group);
			if (mark.state.kind !== 'ready' || mark.state.value !== stands) return [[key, mark]];
			return before && before.state.kind !== 'saving' ? [[key, null]] : [];
		});
		const isOutside = outside.count + outside.rows.length + outside.several.length + outside.columns.length > 0;
		this.outside = isOutside ? { group, ...outside } : null;
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

	/** This page sets targets by another way: what comes of it is no news. */
	writes = (): void => {
		this.#ownUntil = this.#options.now() + ownTakesMs;
	};

	/** It has. */
	async wrote(): Promise<void> {
		this.#ownUntil = this.#options.now() + ownMs;
		this.savedAt = this.#options.now();
		await this.refresh();
	}

	/** What waits for a period to be unlocked, and how many cells would then be saved: those, and what was pasted with them. */
	waitingFor(period: { id: string; from: string; to: string }): { marks: Mark[]; saves: number } {
		return waitingFor(this.marks, (id) => isWithin(id, period), this.outside?.group ?? null);
	}

	/** Locks or unlocks a period. What waited for it is then read anew. Returns a refusal in words, or nothing. */
	async lock(period: { id: string; from: string; to: string }, locked: boolean): Promise<string> {
		const reply = await this.#options.api.lockTargets({ period: period.id, locked });
		if (!reply.ok && reply.status === 401) this.#options.onSignedOut();
		await this.refresh();
		if (!reply.ok) return this.#options.say(reply);
		const { marks } = this.waitingFor(period);
		this.marks = withMarks(this.marks, marks.map(({ place, text, was, rules, group }) => [placeKey(place), readMark(place, text, was, rules, group)]));
		for (const group of new Set(marks.map((mark) => mark.group))) this.#sendGroup(group);
		return '';
	}

	/** Cells that were looked at before: one entry. Returns a refusal in words, or nothing. */
	async write(changes: TargetChange[]): Promise<string> {
		const reply = await this.#options.api.setTargets(changes);
		if (reply.ok) await this.wrote();
		else await this.refresh();
		if (!reply.ok && reply.status === 401) this.#options.onSignedOut();
		return reply.ok ? '' : this.#options.say(reply);
	}

	/** Changes before those that are listed. */
	async moreHistory(): Promise<void> {
		const reply = await this.history.more();
		if (!reply.ok && reply.status === 401) return this.#options.onSignedOut();
		this.historyError = reply.ok ? '' : this.#options.say(reply);
	}

	async undo(entry: number): Promise<void> {
		this.undoError = null;
		this.writes();
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
		const marks = reply.status === 409 ? await this.#conflicts(own, reply) : failed(own, reply, this.#options.say(reply));
		this.marks = withMarks(this.marks, marks);
		if (reply.status === 401) return this.#options.onSignedOut();
		void this.refresh();
	}

	async #conflicts(sent: readonly Placed[], refusal: Refusal): Promise<Placed[]> {
		const [stands] = await Promise.all([this.#options.api.targets(), this.history.refresh()]);
		return (stands.ok && conflicting(sent, stands.value, this.history.shown)) || failed(sent, refusal, this.#options.say(refusal));
	}
}
