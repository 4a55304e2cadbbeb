/** What the simulation produces: rows of a push, each with the moment from which it is so. */
import type { z } from 'zod';
import type { accountRow, activityRow, dealRow, deletedRow, figureRow, leadRow, meetingRow, movementRow, positionRow, proposalRow, surveyRow } from '../../facts/schema.ts';

interface Rows {
	deals: z.input<typeof dealRow>;
	meetings: z.input<typeof meetingRow>;
	activities: z.input<typeof activityRow>;
	proposals: z.input<typeof proposalRow>;
	accounts: z.input<typeof accountRow>;
	leads: z.input<typeof leadRow>;
	movements: z.input<typeof movementRow>;
	surveys: z.input<typeof surveyRow>;
	figures: z.input<typeof figureRow>;
	positions: z.input<typeof positionRow>;
}
export type Entity = keyof Rows;
export type Happening<K extends Entity = Entity> = { [E in K]: { at: number; entity: E; row: Rows[E] } }[K];
export type Touch = Rows['activities'];
export type Meeting = Rows['meetings'];
export type Deal = Rows['deals'];
export type LeadRow = Rows['leads'];
export type AccountRow = Rows['accounts'];

export type Deletion = z.input<typeof deletedRow>;

type Lists = { [K in Entity]?: Rows[K][] };
export type PushBody = { source: 'demo'; deleted?: Deletion[] } & Lists;

const mostRows = 10_000;

/** Bodies of at most 10,000 rows. Each fact stands at most once in `happenings`. */
export function bodiesOf(happenings: readonly Happening[]): PushBody[] {
	const bodies: PushBody[] = [];
	for (let start = 0; start < happenings.length; start += mostRows) {
		const body: PushBody = { source: 'demo' };
		for (const happening of happenings.slice(start, start + mostRows)) add(body, happening);
		bodies.push(body);
	}
	return bodies;
}

function add<K extends Entity>(body: Lists, { entity, row }: Happening<K>): void {
	const rows: Lists[K] = body[entity];
	if (rows) rows.push(row);
	else Object.assign(body, { [entity]: [row] });
}

const keyOf = ({ entity, row }: Happening): string => `${entity} ${String(row.external_id)}`;

/** Only what each fact was last. */
export const latest = (happenings: readonly Happening[]): Happening[] => [...new Map(happenings.map((happening) => [keyOf(happening), happening])).values()];

/** Every version of every fact: the first ones, then the second ones, and so on, each wave in the order of time. */
export function waves(happenings: readonly Happening[]): Happening[][] {
	const versions = new Map<string, number>();
	const found: Happening[][] = [];
	for (const happening of happenings) {
		const key = keyOf(happening);
		const version = versions.get(key) ?? 0;
		versions.set(key, version + 1);
		(found[version] ??= []).push(happening);
	}
	return found;
}
