/** What ops say on the screens for a while: a band over the foot of the picture, or a take-over of all of it. */

export const messageForms = ['band', 'takeover'] as const;
export type MessageForm = (typeof messageForms)[number];

/** As a screen is told it. Times are epoch milliseconds of the server's clock. */
export interface MessageView {
	id: number;
	form: MessageForm;
	/** "All hands". */
	title: string;
	/** A second, smaller line; empty when there is none. */
	text: string;
	/** Shown from `from` until just before `until`. */
	from: number;
	until: number;
	/** What the wall counts down to; null: nothing. */
	countdownTo: number | null;
	/** The moment counted down to as the wall writes it ("15:00"); empty without one. */
	countdownText: string;
}
