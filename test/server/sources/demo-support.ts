/** What the demo floor tells, by the clock of a test. Timers are faked by whoever lets it live. */
import { vi } from 'vitest';
import { rowSchemas } from '../../../server/facts/schema.ts';
import type { AccountRow, ActivityRow, DealRow, FigureRow, LeadRow, MeetingRow, MovementRow, PersonRow, PositionRow, ProposalRow, RowKind, SurveyRow, TargetRow } from '../../../server/facts/schema.ts';
import { silentLog } from '../../../server/log.ts';
import { startDemo } from '../../../server/sources/demo/demo.ts';
import type { Deletion } from '../../../server/sources/demo/happening.ts';

export type Body = Record<string, unknown>;

export interface Told {
	bodies: Body[];
	people: PersonRow[];
	deals: Map<string, DealRow>;
	dealVersions: DealRow[];
	meetings: Map<string, MeetingRow>;
	activities: Map<string, ActivityRow>;
	proposals: Map<string, ProposalRow>;
	accounts: Map<string, AccountRow>;
	leads: Map<string, LeadRow>;
	movements: Map<string, MovementRow>;
	surveys: Map<string, SurveyRow>;
	figures: Map<string, FigureRow>;
	positions: Map<string, PositionRow>;
	targets: TargetRow[];
}

export const timeZone = 'Europe/Stockholm';
export const now = '2026-11-23T14:10:00Z';
export const ms = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;
export const rowsOf = (body: Body, kind: string): unknown[] => {
	const rows = body[kind];
	return Array.isArray(rows) ? rows : [];
};

/** What a demo says from `at` on, parsed by the schema of a push; `live` is how long it then goes on, in milliseconds. */
export function run(at: string, { isEmpty = true, live = 0, seededOn = '2026-11-23', fail = (_count: number): boolean => false, shown = [] as Deletion[] } = {}): Body[] {
	const bodies: Body[] = [];
	let attempts = 0;
	let present = ms(at);
	const demo = startDemo({
		push: (body) => {
			if (fail(attempts++)) throw new Error('disk full');
			bodies.push(body as Body);
		},
		clock: { now: () => present },
		log: silentLog,
		isEmpty,
		timeZone,
		seededOn,
		shown,
	});
	for (let passed = 0; passed < live; passed += 500) {
		present += 500;
		vi.advanceTimersByTime(500);
	}
	demo.close();
	return bodies;
}

/** Parsing is what takes the time; floors that are only compared go without. */
export function told(bodies: Body[], { parsed = true } = {}): Told {
	const rows = (kind: RowKind) => {
		const raw = bodies.flatMap((body) => rowsOf(body, kind));
		return parsed ? raw.map((row) => rowSchemas[kind].parse(row)) : raw;
	};
	const latest = <Row extends { external_id: string }>(list: Row[]) => new Map(list.map((row) => [row.external_id, row]));
	const dealVersions = rows('deals') as DealRow[];
	return {
		bodies,
		people: rows('people') as PersonRow[],
		dealVersions,
		deals: latest(dealVersions),
		meetings: latest(rows('meetings') as MeetingRow[]),
		activities: latest(rows('activities') as ActivityRow[]),
		proposals: latest(rows('proposals') as ProposalRow[]),
		accounts: latest(rows('accounts') as AccountRow[]),
		leads: latest(rows('leads') as LeadRow[]),
		movements: latest(rows('movements') as MovementRow[]),
		surveys: latest(rows('surveys') as SurveyRow[]),
		figures: latest(rows('figures') as FigureRow[]),
		positions: latest(rows('positions') as PositionRow[]),
		targets: rows('targets') as TargetRow[],
	};
}

/** The deals of the history, without those by which the customers of before became some. */
export const dealsOf = ({ deals }: Told): DealRow[] => [...deals.values()].filter(({ external_id }) => !external_id.startsWith('first-'));

/** All that happened, fact by fact. */
export const factKinds = ['activities', 'meetings', 'deals', 'proposals', 'accounts', 'leads', 'movements', 'surveys', 'figures', 'positions'] as const;

export const share = <T>(list: readonly T[], test: (row: T) => boolean): number => list.filter(test).length / list.length;
