/** Which review is looked at: its month, whose, and which close of it; and which picture. */
import type { ReviewDocument, ReviewReply, SlidePlace } from '../../shared/review-api.ts';
import { addMonths, isMonth } from '../../shared/months.ts';
import { fill } from '../../shared/words/language.ts';
import type { ReviewWords } from '../../shared/words/review.ts';
import type { Refusal } from '../admin/http.ts';
import type { ReviewApi } from './review-http.ts';
import { sameSlide, slidesOf } from './slides.ts';

export interface ReviewOptions {
	api: Pick<ReviewApi, 'review'>;
	/** As the address has them; empty when it names none. */
	wanted: string;
	scope: string;
	/** The workspace's present month. */
	month: string;
	say: (refusal: Refusal) => string;
	onSignedOut: () => void;
	/** What is looked at now. */
	onPlace: (place: { month: string; scope: string }) => void;
}

export class ReviewPage {
	month = $state('');
	scope = $state('');
	/** A number: that close; `none`: as known now, closed or not. */
	close = $state<number | 'none' | undefined>(undefined);
	reply = $state.raw<ReviewReply | null>(null);
	/** The month that `reply` is of. */
	shown = $state('');
	at = $state(0);
	error = $state('');
	readonly document: ReviewDocument | null = $derived(this.reply?.document ?? null);
	readonly slides: SlidePlace[] = $derived(this.document ? slidesOf(this.document) : []);
	readonly slide: SlidePlace | undefined = $derived(this.slides[this.at]);
	readonly #options: ReviewOptions;
	#asked = 0;

	constructor(options: ReviewOptions) {
		this.#options = options;
		// The last month that is over is the one to review.
		this.month = options.wanted || this.lastFinished;
		this.scope = options.scope || 'company';
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

	get isReviewable(): boolean {
		return this.isMonth && !this.isFuture;
	}

	get isLoading(): boolean {
		return this.isReviewable && this.shown !== this.month && this.error === '';
	}

	/** Why there is nothing to be seen, in a sentence; empty where there is. `name`: what a month is called. */
	whyNone(words: ReviewWords, name: (month: string) => string): string {
		if (!this.isMonth) return fill(words.badMonth, { month: this.month, example: `?month=${this.#options.month}` });
		if (this.isFuture) return fill(words.futureMonth, { month: name(this.month) });
		return this.error ? fill(words.noBoard, { month: name(this.month), reason: this.error }) : '';
	}

	stepMonth(by: number): void {
		if (!this.isMonth) return;
		const month = addMonths(this.month, by);
		if (month > this.#options.month) return;
		void this.open({ month });
	}

	/** Of another month the newest close is shown. */
	async open(wish: { month?: string; scope?: string; close?: number | 'none' }): Promise<void> {
		const asked = ++this.#asked;
		if (wish.month !== undefined && wish.month !== this.month) this.close = undefined;
		this.month = wish.month ?? this.month;
		this.scope = wish.scope ?? this.scope;
		this.close = wish.close ?? this.close;
		this.error = '';
		const { month, scope, close } = this;
		this.#options.onPlace({ month, scope });
		if (!this.isMonth || this.isFuture) return;
		const reply = await this.#options.api.review({ month, scope, ...(close === undefined ? {} : { close }) });
		if (asked !== this.#asked) return;
		if (!reply.ok) {
			if (reply.status === 401) this.#options.onSignedOut();
			this.error = this.#options.say(reply);
			return;
		}
		const before = this.slide;
		this.reply = reply.value;
		this.shown = month;
		this.at = sameSlide(this.slides, before);
	}
}
