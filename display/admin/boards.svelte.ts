/**
 * What the boards' page knows: the boards there are, the one that is edited, and how a TV would show it. What was changed stays until it
 * is saved or given up, also when the session ends; whoever leaves it is asked. A board that somebody else changed meanwhile is not
 * saved over before whoever edits has seen that.
 */
import type { BoardDraft, BoardPreview, BoardRow } from '../../shared/board-api.ts';
import type { PanelPlan } from '../../shared/board.ts';
import type { Privacy } from '../../shared/screen.ts';
import type { BoardWords } from '../../shared/words/boards.ts';
import { fill } from '../../shared/words/language.ts';
import type { ScreenWords } from '../../shared/words/screens.ts';
import { picturesOf, type Slide } from '../review/slides.ts';
import type { BoardApi } from './board-http.ts';
import { draftOf, newBoard, type Offers, sameDraft, withPanel } from './board-plan.ts';
import { errorsIn } from './board-view.ts';
import type { Refusal, Reply } from './http.ts';

export interface BoardsOptions {
	api: BoardApi;
	words: () => BoardWords;
	screenWords: () => ScreenWords;
	/** A refusal in the reader's words. */
	say: (refusal: Refusal) => string;
	/** The session has ended. */
	onSignedOut: () => void;
	now: () => number;
}

const previewAfterMs = 400;
/** Its numbers move on as a wall's do. */
const previewAgainMs = 10_000;

export class BoardsPage {
	boards = $state.raw<readonly BoardRow[] | null>(null);
	offers = $state.raw<Offers | null>(null);
	/** How each board looks on a screen of the floor, by its id: the list says how long a round takes. */
	previews = $state.raw<ReadonlyMap<string, BoardPreview>>(new Map());
	loadError = $state('');
	/** The last thing that was done to the list. */
	says = $state('');
	/** The board that is edited; its row null while it is new. */
	open = $state.raw<{ row: BoardRow | null; begun: BoardDraft } | null>(null);
	draft = $state.raw<BoardDraft>({ name: '', seconds: 20, panels: [] });
	/** The id of the panel whose form is open. */
	panel = $state<string | null>(null);
	/** What the picture shows. */
	slide = $state.raw<Slide | null>(null);
	privacy = $state<Privacy>('floor');
	preview = $state.raw<BoardPreview | null>(null);
	/** What it is a preview of. */
	previewed = $state.raw<BoardDraft | null>(null);
	previewError = $state('');
	/** By the place of the field. */
	refused = $state.raw<Record<string, string>>({});
	error = $state('');
	isBusy = $state(false);
	savedAt = $state<number | null>(null);
	/** What somebody else made of it meanwhile; its row null when it is gone. */
	conflict = $state.raw<{ row: BoardRow | null; at: string; author: string } | null>(null);
	/** What is done once whoever edits has given up the changes. */
	leaving = $state.raw<(() => void) | null>(null);
	readonly #options: BoardsOptions;
	#asked = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: BoardsOptions) {
		this.#options = options;
	}

	/** Something was changed that is not saved. */
	get isChanged(): boolean {
		return this.open !== null && !sameDraft(this.draft, this.open.begun);
	}

	/** A new board can be saved as it is. */
	get maySave(): boolean {
		return this.open !== null && (this.open.row === null || this.isChanged) && !this.isBusy && Object.keys(this.errors).length === 0;
	}

	get errors(): Record<string, string> {
		return { ...this.refused, ...(this.open ? errorsIn(this.draft, this.#options.words(), this.#options.screenWords()) : {}) };
	}

	get slides(): Slide[] {
		return this.preview ? picturesOf(this.preview.board.panels) : [];
	}

	/** Where the picture is among the slides; 0 when the panel is gone. */
	get at(): number {
		const { slides, slide } = this;
		return Math.max(0, slides.findIndex(({ panel, page }) => panel === slide?.panel && page === slide.page));
	}

	async refresh(): Promise<void> {
		const reply = await this.#options.api.boards();
		if (!this.#took(reply)) return;
		const { boards } = reply.value;
		this.boards = boards;
		this.offers = reply.value;
		for (const { plan } of boards) {
			// The list that says it is not to be seen.
			if (this.open) return;
			const found = await this.#options.api.previewBoard({ plan: draftOf(plan), privacy: 'floor' });
			if (found.ok) this.previews = new Map([...this.previews, [plan.id, found.value]]);
		}
	}

	/** Runs it at once, or after whoever edits has said that the changes may go. */
	leave(then: () => void): void {
		if (this.isChanged) this.leaving = then;
		else then();
	}

	giveUp(): void {
		const then = this.leaving;
		this.leaving = null;
		this.close();
		then?.();
	}

	show(row: BoardRow): void {
		this.leave(() => this.#begin(row, draftOf(row.plan)));
	}

	/** A board of one panel, or a copy of what is given. */
	start(name: string, from?: BoardDraft): void {
		const { offers } = this;
		if (!offers) return;
		this.leave(() => this.#begin(null, from ? { ...draftOf(from), name } : newBoard(name, offers)));
	}

	/** The same board, of a team or a person; opened, so that whoever made it sees what it became. */
	async copyFor(row: BoardRow, scope: string): Promise<void> {
		if (this.isBusy) return;
		this.isBusy = true;
		const reply = await this.#options.api.copyBoard(row.plan.id, { scope });
		this.isBusy = false;
		if (this.#took(reply)) this.show(reply.value);
	}

	close(): void {
		this.rest();
		this.open = this.preview = this.conflict = this.leaving = null;
		this.error = this.previewError = '';
		this.refused = {};
		this.savedAt = null;
	}

	/** Back to what the board was when it was opened or last saved. */
	discard(): void {
		if (!this.open?.row) return this.close();
		this.#begin(this.open.row, this.open.begun);
	}

	change(draft: BoardDraft): void {
		this.draft = draft;
		this.refused = {};
		this.error = '';
		this.savedAt = null;
		this.#look(previewAfterMs);
	}

	changePanel(at: number, part: Partial<PanelPlan>): void {
		if (this.offers) this.change(withPanel(this.draft, at, part, this.offers));
	}

	/** Opens the form of a panel, and shows it. */
	openPanel(id: string | null): void {
		this.panel = id;
		if (id !== null) this.slide = { panel: id, page: 0 };
	}

	step(by: 1 | -1): void {
		const { slides } = this;
		this.slide = slides[(this.at + by + slides.length) % slides.length] ?? null;
	}

	/** Nobody looks: nothing is asked until somebody does. */
	rest(): void {
		clearTimeout(this.#timer);
		this.#asked += 1;
	}

	look(privacy: Privacy): void {
		this.privacy = privacy;
		this.#look(0);
	}

	async save(): Promise<void> {
		const { open, draft } = this;
		if (!open || !this.maySave) return;
		this.isBusy = true;
		this.error = '';
		const { api } = this.#options;
		const reply = await (open.row ? api.saveBoard(open.row.plan.id, { plan: draft, was: open.row.entry }) : api.makeBoard(draft));
		this.isBusy = false;
		if (!reply.ok) return this.#refused(reply);
		// What was changed while it was saved is not saved.
		const isAsSent = this.draft === draft;
		this.open = { row: reply.value, begun: draftOf(reply.value.plan) };
		if (isAsSent) this.draft = this.open.begun;
		this.conflict = null;
		this.savedAt = this.#options.now();
		await this.refresh();
	}

	/** Over what somebody else made of it, which whoever saves has now been told; of a board that is gone, a new one. */
	async saveMine(): Promise<void> {
		const { open, conflict } = this;
		if (!open || !conflict) return;
		this.open = { ...open, row: conflict.row };
		this.conflict = null;
		await this.save();
	}

	takeTheirs(): void {
		const row = this.conflict?.row;
		if (row) this.#begin(row, draftOf(row.plan));
		else this.close();
	}

	/** A board of ops is gone then; what came with the product is as it came. */
	async remove(): Promise<void> {
		const row = this.open?.row;
		if (!row || row.entry === null || this.isBusy) return;
		const words = this.#options.words();
		this.isBusy = true;
		const reply = await this.#options.api.removeBoard(row.plan.id, row.entry);
		this.isBusy = false;
		if (!reply.ok) return this.#refused(reply);
		this.close();
		this.says = fill(row.isReadyMade ? words.restored : words.removed, { name: row.plan.name });
		await this.refresh();
	}

	#begin(row: BoardRow | null, draft: BoardDraft): void {
		this.close();
		this.says = '';
		this.open = { row, begun: draft };
		this.draft = draft;
		this.panel = row ? null : (draft.panels[0]?.id ?? null);
		this.slide = null;
		this.#look(0);
	}

	/** Asks how a TV would show the draft; an answer to an older question is not shown. */
	#look(afterMs: number): void {
		clearTimeout(this.#timer);
		const asked = ++this.#asked;
		this.#timer = setTimeout(() => void this.#ask(asked), afterMs);
	}

	async #ask(asked: number): Promise<void> {
		if (Object.keys(errorsIn(this.draft, this.#options.words(), this.#options.screenWords())).length > 0) return;
		const { draft, privacy } = this;
		const reply = await this.#options.api.previewBoard({ plan: draft, privacy });
		if (asked !== this.#asked) return;
		this.previewError = reply.ok ? '' : this.#options.say(reply);
		if (reply.ok) [this.preview, this.previewed] = [reply.value, draft];
		else if (reply.status === 401) return this.#options.onSignedOut();
		this.#look(previewAgainMs);
	}

	async #refused(refusal: Refusal): Promise<void> {
		if (refusal.status === 401) return this.#options.onSignedOut();
		if (refusal.status === 409 && refusal.error === 'conflict') return this.#meet();
		const words = this.#options.words();
		const field = refusal.field?.startsWith('plan.') ? refusal.field.slice(5) : null;
		if (field) this.refused = { [field]: fill(words.cannotBe, { reason: refusal.message }) };
		this.error = fill(words.notSaved, { reason: this.#options.say(refusal) });
	}

	/** Finds out what became of the board. */
	async #meet(): Promise<void> {
		const id = this.open?.row?.plan.id;
		const reply = await this.#options.api.boards();
		if (!this.#took(reply)) return;
		const row = reply.value.boards.find(({ plan }) => plan.id === id) ?? null;
		this.boards = reply.value.boards;
		const last = row?.lastChange ?? reply.value.removed.find((gone) => gone.id === id);
		this.conflict = { row, at: last?.at ?? '', author: last?.author ?? '' };
	}

	#took<T>(reply: Reply<T>): reply is Extract<Reply<T>, { ok: true }> {
		if (reply.ok) this.loadError = '';
		else if (reply.status === 401) this.#options.onSignedOut();
		else this.loadError = this.#options.say(reply);
		return reply.ok;
	}
}
