/** Which month's board is shown, and which picture of it. */
import type { BoardView } from '../../shared/views.ts';
import type { Api, Refusal } from '../admin/http.ts';
import { addMonths, isMonth, lastDay } from '../admin/months.ts';
import { sameSlide, type Slide, slidesOf } from './slides.ts';

export interface ReviewOptions {
	api: Api;
	/** As the address has it; empty when it names none. */
	wanted: string;
	/** The workspace's present month and day. */
	month: string;
	today: string;
	say: (refusal: Refusal) => string;
	onSignedOut: () => void;
	/** The month now looked at. */
	onMonth: (month: string) => void;
}

export class ReviewPage {
	month = $state('');
	board = $state.raw<BoardView | null>(null);
	/** The month that `board` shows. */
	shown = $state('');
	at = $state(0);
	error = $state('');
	readonly slides: Slide[] = $derived(this.board ? slidesOf(this.board) : []);
	readonly slide: Slide | undefined = $derived(this.slides[this.at]);
	readonly #options: ReviewOptions;
	#asked = 0;

	constructor(options: ReviewOptions) {
		this.#options = options;
		// The last month that is over is the one to review.
		this.month = options.wanted || this.lastFinished;
	}

	get lastFinished(): string {
		return addMonths(this.#options.month, -1);
	}

	get isMonth(): boolean {
		return isMonth(this.month);
	}

	get isFuture(): boolean {
		return this.isMonth && this.month > this.#options.month;
	}

	get isLoading(): boolean {
		return this.isMonth && !this.isFuture && this.shown !== this.month && this.error === '';
	}

	step(by: number): void {
		this.at = Math.max(0, Math.min(this.slides.length - 1, this.at + by));
	}

	stepMonth(by: number): void {
		if (!this.isMonth) return;
		const month = addMonths(this.month, by);
		if (month > this.#options.month) return;
		void this.open(month);
	}

	async open(month: string): Promise<void> {
		const asked = ++this.#asked;
		this.month = month;
		this.error = '';
		this.#options.onMonth(month);
		if (!this.isMonth || this.isFuture) return;
		const { api, today } = this.#options;
		const end = lastDay(month);
		const reply = await api.wallAsOf(end < today ? end : today);
		if (asked !== this.#asked) return;
		if (!reply.ok) {
			if (reply.status === 401) this.#options.onSignedOut();
			this.error = this.#options.say(reply);
			return;
		}
		const before = this.slide;
		this.board = reply.value;
		this.shown = month;
		this.at = sameSlide(this.slides, before);
	}
}
