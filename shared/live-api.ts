/** What the admin pages are told while they are open: GET /api/v1/changes/live, as Server-Sent Events. */
import { changeAreas } from './changes-api.ts';

export const liveAreas = ['targets', 'facts', ...changeAreas] as const;
export type LiveArea = (typeof liveAreas)[number];

export interface LiveChange {
	entry: number;
	area: LiveArea;
	/** Of the entry: `targets set`. Its content is told to nobody here. */
	kind: string;
	author: string;
	/** ISO instant. */
	at: string;
}

/** The data of each message. The first one says only where the stream begins. */
export interface LiveMessage {
	/** Of the journal, after all that is told. */
	revision: number;
	/** What people changed; null when it was too much to tell: read anew. */
	changes: LiveChange[] | null;
	/** Sources have brought facts. */
	facts: boolean;
}

/** Events besides messages: the session is over; or the same session has opened too many streams since, and this one had to go. */
export const liveEvents = { ended: 'ended', replaced: 'replaced' } as const;
