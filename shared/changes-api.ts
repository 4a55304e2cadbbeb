/** What ops changed, area by area, and taking it back: GET /api/v1/changes, POST /api/v1/changes/undo. */

import type { Consequence } from './consequence.ts';

/** Targets and corrections have logs of their own, with their cells and fields. */
export const changeAreas = ['people', 'calendar', 'settings', 'imports'] as const;
export type ChangeArea = (typeof changeAreas)[number];

export interface AreaChange {
	entry: number;
	at: string;
	author: string;
	/** What was done, in the workspace's language. */
	says: string;
	/** The entry this one took back, or null. */
	undoes: number | null;
	/** Whether an undo would be taken now, and if not, why. */
	undo: { possible: boolean; reason: string };
}

export interface AreaChanges {
	/** Newest first. */
	changes: AreaChange[];
	/** Where the next page begins; null when there is none. */
	older: number | null;
}

export interface ChangeUndone {
	/** What taking it back did to the figures. */
	consequences: Consequence[];
}
