/** What the calls are about, in the order in which they are documented, by the part of the address that follows `/api/v1`. */
export interface Group {
	title: string;
	/** Parts of addresses that belong to it. */
	parts: readonly string[];
	/** What `:id` is in its addresses. */
	id?: string;
}

export const groups: readonly Group[] = [
	{ title: 'Facts in, figures out', parts: ['facts', 'explain', 'wall', 'health', 'healthz', 'metrics'] },
	{ title: 'Targets', parts: ['targets'] },
	{ title: 'People and teams', parts: ['people', 'teams', 'photos', 'doubles', 'unassigned', 'deals'], id: 'The number of a person or a team.' },
	{ title: 'Corrections and changes', parts: ['corrections', 'changes'] },
	{ title: 'Files and published sheets', parts: ['imports', 'import-samples', 'feeds'], id: 'The number of an import or a published sheet.' },
	{ title: 'Settings', parts: ['settings', 'calendar', 'money'] },
	{ title: 'Boards', parts: ['boards'], id: 'The id of a board, such as `floor`.' },
	{ title: 'Screens', parts: ['screens', 'pairing', 'messages', 'celebrations', 'alerts'], id: 'The number of a screen or a message; of screens also `unpaired`, or `all` where it says so.' },
	{ title: 'The review', parts: ['review', 'present', 'handout'], id: 'The number of a meeting, an action or a link.' },
	{ title: 'Definitions and this page', parts: ['definitions', 'docs'], id: 'The id of a metric and `.svg`.' },
	{ title: 'Accounts, keys and the system', parts: ['session', 'sessions', 'setup', 'password', 'accounts', 'invitations', 'audit', 'keys', 'backups', 'retention', 'system'], id: 'Its number.' },
];

export const partOf = (path: string): string => path.replace(/^\/api(\/v1)?/, '').split('/')[1] ?? '';

/** What no group names is of the system. */
export const groupOf = (path: string): Group =>
	// There is a last one.
	groups.find(({ parts }) => parts.includes(partOf(path))) ?? (groups[groups.length - 1] as Group);
