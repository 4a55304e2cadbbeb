/** How the server is doing, in words: GET /api/v1/system/health, and the findings in GET /api/v1/health. */

export const severities = ['trouble', 'warning', 'note'] as const;
/** `trouble`: figures are not right or not fresh, or soon will not be; `warning`: something will go wrong, or is being lost; `note`: could be better. */
export type Severity = (typeof severities)[number];

export interface HealthFinding {
	/** Stable, for scripts. */
	code: string;
	severity: Severity;
	/** An ISO instant; null where nobody knows. */
	since: string | null;
	sinceText: string;
	/** What is wrong, in the workspace's language, and what to do about it. */
	text: string;
	todo: string;
	/** Where in the admin page it is done: `#screens`; null: not there. */
	place: string | null;
}

export interface WellState {
	code: 'tick' | 'sources' | 'screens' | 'backup' | 'disk' | 'database' | 'memory';
	label: string;
	text: string;
	/** Null: not known. */
	isWell: boolean | null;
}

export interface SystemHealth {
	at: string;
	/** Worst first. */
	findings: HealthFinding[];
	/** What is looked at, and how it stands. */
	states: WellState[];
}
