/** What the simulation produces: rows of a push, each with the moment from which it is so. */
import type { z } from 'zod';
import type { activityRow, dealRow, deletedRow, meetingRow, proposalRow } from '../../facts/schema.ts';

interface Rows {
	deals: z.input<typeof dealRow>;
	meetings: z.input<typeof meetingRow>;
	activities: z.input<typeof activityRow>;
	proposals: z.input<typeof proposalRow>;
}
export type Entity = keyof Rows;
export type Happening = { [K in Entity]: { at: number; entity: K; row: Rows[K] } }[Entity];
export type Call = Rows['activities'];
export type Meeting = Rows['meetings'];
export type Deal = Rows['deals'];

export type Deletion = z.input<typeof deletedRow>;

export type PushBody = { source: 'demo'; deleted?: Deletion[] } & { [K in Entity]?: Rows[K][] };

const mostRows = 10_000;

/** Bodies of at most 10,000 rows. Each fact stands at most once in `happenings`. */
export function bodiesOf(happenings: readonly Happening[]): PushBody[] {
	const bodies: PushBody[] = [];
	for (let start = 0; start < happenings.length; start += mostRows) bodies.push(bodyOf(happenings.slice(start, start + mostRows)));
	return bodies;
}

function bodyOf(happenings: readonly Happening[]): PushBody {
	const body: PushBody = { source: 'demo' };
	for (const { entity, row } of happenings) {
		switch (entity) {
			case 'deals':
				(body.deals ??= []).push(row);
				break;
			case 'meetings':
				(body.meetings ??= []).push(row);
				break;
			case 'activities':
				(body.activities ??= []).push(row);
				break;
			case 'proposals':
				(body.proposals ??= []).push(row);
		}
	}
	return body;
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
