/** Messages as the HTTP interface writes them. Times are ISO instants. */
import type { MessageForm } from './message.ts';

/** Of a title and of the text below it. */
export const mostTitle = 80;
export const mostText = 200;

export interface MessageRow {
	id: number;
	/** Another one whenever the message has changed. */
	version: number;
	form: MessageForm;
	title: string;
	text: string;
	from: string;
	until: string;
	countdownTo: string | null;
	/** Null: all. 0 stands for those without a code. */
	screens: number[] | null;
	/** Who last saved it, and when. */
	author: string;
	savedAt: string;
	/** When it was ended by hand, or taken back before it began; null when it was not. */
	endedAt: string | null;
}

export interface MessageList {
	running: MessageRow[];
	coming: MessageRow[];
	/** The last 20, newest first. */
	over: MessageRow[];
	/** Those there are to choose from, by name. */
	screens: { id: number; name: string }[];
	/** The server's time, and when the floor stops working today; after that, when the day ends. */
	now: string;
	dayEnds: string;
}

/** A new one, or what one is to be. Times are ISO instants, or local times of the workspace: '2026-11-27T15:00'. */
export interface MessageRequest {
	form: MessageForm;
	title: string;
	text?: string;
	/** Now, unless given. */
	from?: string | null;
	/** A quarter of an hour after it begins, unless given. */
	until?: string | null;
	countdownTo?: string | null;
	screens?: number[] | null;
	/** In a PUT: the version that was seen, else 409. */
	was?: number;
}
