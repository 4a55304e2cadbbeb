/**
 * Taking old facts out, for who may not or will not keep them for ever: rows, what was replaced of them, what was set on them by hand, and
 * the sums they made. A fact goes once it lies before the day with all its days. In steps, each whole; the first one draws the line, behind
 * which nothing is known from then on, so that no step in between shows a figure that lacks something.
 */
import type { Keep, Retirable } from '../../shared/retention-api.ts';
import { keepsAll, retirable } from '../../shared/retention-api.ts';
import type { Db } from '../db/open.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { FloorSettings, SettingsChange } from '../floor/settings.ts';
import type { Handler } from '../journal/journal.ts';
import { touchedBy, type Activities } from './activities.ts';
import type { DirtyMarks } from './fact-table.ts';
import type { Retired } from './retired.ts';
import type { ActivityRow, MeetingRow, ProposalRow } from './schema.ts';
import { byHand } from './schema.ts';
import type { Sources } from './source-reports.ts';
import { factTables, streams, streamsOf } from './streams.ts';

export interface FactsRetired {
	of: Retirable;
	/** Facts that lie before this day go. */
	before: string;
	/** How many of them at most. */
	limit: number;
}

export interface RetireStep {
	taken: number;
	isDone: boolean;
}

// An alias and not an interface: only those fit where any handlers do.
export type RetirementHandlers = {
	/** Logged with what stood before. */
	'retention set': Handler<{ keep: Keep }, void>;
	'facts retired': Handler<FactsRetired, RetireStep>;
	/** What lies before the line is taken again, and counts. */
	'retention lifted': Handler<{ of: Retirable }, void>;
};

export interface Retirement {
	handlers: RetirementHandlers;
	keep: () => Keep;
	/** Whether a row lies behind the line, and is not here: the day it lies on then, else null. */
	passes: <K extends Retirable>(of: K, row: RetirableRows[K], source: string, calendar: Calendar) => string | null;
	/** The first day on which one lies; null: there is none. */
	oldest: (of: Retirable) => string | null;
	/** How many would go for lying before a day, of those that begin in a stretch of days: of all at once it may take a second. */
	count: (of: Retirable, before: string, from: string, to: string) => number;
	/** Whether any would go. */
	any: (of: Retirable, before: string) => boolean;
	total: (of: Retirable) => number;
}

export interface RetirableRows {
	activities: Pick<ActivityRow, 'external_id' | 'at'>;
	meetings: Pick<MeetingRow, 'external_id' | 'booked_at' | 'scheduled_for' | 'held_at'>;
	proposals: Pick<ProposalRow, 'external_id' | 'sent'>;
}

export interface RetirementStages {
	settings: FloorSettings;
	retired: Retired;
	marks: DirtyMarks;
	activities: Pick<Activities, 'forgetPassed' | 'settleTouches'>;
	sources: Pick<Sources, 'recount'>;
}

type Victim = Record<string, string | number | null> & { id: number; source: string; external_id: string; entry: number };

/** All its days; the first is the one that it is found by. */
const daysOf: Record<Retirable, readonly string[]> = { activities: ['day'], meetings: ['booked_day', 'scheduled_day', 'held_day', 'due_day'], proposals: ['sent_day'] };
/** The same of a row that arrives. */
const momentsOf: { [K in Retirable]: (row: RetirableRows[K]) => (string | null)[] } = { activities: ({ at }) => [at], meetings: ({ booked_at, scheduled_for, held_at }) => [booked_at, scheduled_for, held_at], proposals: ({ sent }) => [sent] };
const lies = (of: Retirable, row: string): string => daysOf[of].map((day, at) => (at === 0 ? `${row}.${day} < @before` : `coalesce(${row}.${day}, '') < @before`)).join(' AND ');

/** What a meeting was moved from is still asked what became of it: while one of these is kept, so is the meeting. */
const isAwaited = `EXISTS (
	WITH RECURSIVE earlier (id, depth) AS (SELECT f.replaces, 0 UNION ALL SELECT m.replaces, depth + 1 FROM earlier JOIN meeting m ON m.source = f.source AND m.external_id = earlier.id WHERE depth < 20)
	SELECT 1 FROM earlier JOIN meeting p ON p.source = f.source AND p.external_id = earlier.id WHERE NOT (${lies('meetings', 'p')}))`;

export function createRetirement(db: Db, { settings, retired, marks, activities, sources }: RetirementStages): Retirement {
	const kinds = retirable.map((of) => {
		const table = factTables.get(of) ?? '';
		const credited = streamsOf(of).map((name) => ({ name, ...streams[name] }));
		const [first = ''] = daysOf[of];
		const columns = new Set(['id', 'source', 'external_id', 'entry', ...credited.flatMap(({ day, owner }) => [day, owner]), ...(of === 'activities' ? ['kind', 'direction', 'lead', 'deal'] : [])]);
		const behind = of === 'meetings' ? `${lies(of, 'f')} AND NOT (f.replaces IS NOT NULL AND ${isAwaited})` : lies(of, 'f');
		return {
			of,
			credited,
			found: db.prepare<[{ before: string; limit: number }], Victim>(`SELECT ${[...columns].map((column) => `f.${column}`).join(', ')} FROM ${table} f WHERE ${behind} ORDER BY f.${first}, f.id LIMIT @limit`),
			drop: db.prepare<[number]>(`DELETE FROM ${table} WHERE id = ?`),
			stands: db.prepare<[string, string], number>(`SELECT 1 FROM ${table} WHERE source = ? AND external_id = ?`).pluck(),
			oldest: db.prepare<[], string | null>(`SELECT min(${first}) FROM ${table}`).pluck(),
			count: db.prepare<[{ from: string; to: string; before: string }], number>(`SELECT count(*) FROM ${table} f WHERE f.${first} BETWEEN @from AND @to AND ${behind}`).pluck(),
			any: db.prepare<[{ before: string }], number>(`SELECT 1 FROM ${table} f WHERE ${behind} LIMIT 1`).pluck(),
			byHand: db.prepare<[string], number>(`SELECT count(*) FROM ${table} WHERE source = ?`).pluck(),
		};
	});
	const kindOf = (of: Retirable) => {
		const found = kinds.find((kind) => kind.of === of);
		if (!found) throw new Error(`${of} are kept for ever`);
		return found;
	};

	const dropVersions = db.prepare<[string, string, string]>('DELETE FROM replaced_row WHERE entity = ? AND source = ? AND external_id = ?');
	const dropSaid = db.prepare<[string, string, string]>('DELETE FROM import_said WHERE entity = ? AND source = ? AND external_id = ?');
	const dropNote = db.prepare<[number, string, string, string]>('DELETE FROM import_before WHERE import = ? AND entity = ? AND source = ? AND external_id = ?');
	const dropCorrection = db.prepare<[string, string, string]>('DELETE FROM correction WHERE entity = ? AND source = ? AND external_id = ?');
	const importOf = db.prepare<[number], number | null>(`SELECT json_extract(body, '$.import') FROM entry WHERE id = ?`).pluck();
	const brought = db.prepare<[string], number>('SELECT sum(facts) FROM source_entity WHERE entity = ?').pluck();
	/** What is left out by hand is in no table of facts. */
	const leftOut = db.prepare<[{ before: string }], { source: string; external_id: string }>(
		`SELECT source, external_id FROM correction WHERE entity = 'meetings' AND json_extract(hand, '$.excluded') AND said IS NOT NULL
			AND ${daysOf.meetings.map((day) => `coalesce(json_extract(said, '$.fact.${day}'), '') < @before`).join(' AND ')}`,
	);

	const keep = (): Keep => settings.get().retention;

	/** One step; the caller sees to marks and memories. */
	const take = ({ of, before, limit }: FactsRetired): RetireStep => {
		const { found, drop, credited } = kindOf(of);
		const gained = new Map<string, number>();
		const imports = new Map<number, number | null>();
		const lose = (source: string): void => void gained.set(source, (gained.get(source) ?? 0) - 1);
		const victims = found.all({ before, limit });
		for (const victim of victims) {
			const { id, source, external_id, entry } = victim;
			for (const { name, day, owner } of credited) if (typeof victim[day] === 'string') marks.mark(name, victim[day], String(victim[owner] ?? ''));
			if (of === 'activities') {
				// Its columns were asked for.
				const touch = touchedBy(victim as unknown as ActivityRow);
				if (touch) retired.noteTouch(touch.of, source, touch.id, String(victim['day']));
			}
			// Of what is by hand no source has the count.
			if (source !== byHand) lose(source);
			if (!imports.has(entry)) imports.set(entry, importOf.get(entry) ?? null);
			const own = imports.get(entry) ?? null;
			if (own !== null) dropNote.run(own, of, source, external_id);
			for (const rest of [dropVersions, dropSaid, dropCorrection]) rest.run(of, source, external_id);
			drop.run(id);
		}
		const isDone = victims.length < limit;
		if (of === 'meetings' && isDone) {
			for (const { source, external_id } of leftOut.all({ before })) {
				lose(source);
				for (const rest of [dropVersions, dropSaid, dropCorrection]) rest.run(of, source, external_id);
			}
		}
		for (const [source, count] of gained) sources.recount(source, new Map([[of, count]]));
		return { taken: victims.length, isDone };
	};

	return {
		keep,
		passes: (of, row, source, calendar) => {
			const before = retired.before(of);
			if (before === null) return null;
			const lies = momentsOf[of](row).every((moment) => moment === null || calendar.momentOf(moment).day < before);
			return lies && kindOf(of).stands.get(source, row.external_id) === undefined ? before : null;
		},
		oldest: (of) => kindOf(of).oldest.get() ?? null,
		count: (of, before, from, to) => kindOf(of).count.get({ before, from, to }) ?? 0,
		any: (of, before) => kindOf(of).any.get({ before }) !== undefined,
		// Counting all rows of a large floor takes long; what its source brought is counted as it comes.
		total: (of) => (brought.get(of) ?? 0) + (kindOf(of).byHand.get(byHand) ?? 0),
		handlers: {
			'retention set': ({ keep: to }, entry) => {
				const { from }: SettingsChange = settings.put({ retention: to }, entry.id);
				return { reply: undefined, logged: { from: { ...keepsAll, ...from.retention }, to } };
			},
			'facts retired': (body, entry) => {
				marks.reset();
				const stood = retired.before(body.of);
				const before = stood !== null && stood > body.before ? stood : body.before;
				try {
					// From the line on everything is as it was: that it was drawn is all that any figure has to know.
					if (before !== stood) {
						retired.put(body.of, before, entry.id);
						marks.changed(body.of, null);
					}
					const reply = take({ ...body, before });
					return { reply, logged: { of: body.of, before, taken: reply.taken } };
				} finally {
					retired.forget();
				}
			},
			'retention lifted': ({ of }) => {
				marks.reset();
				marks.changed(of, null);
				try {
					retired.lift(of);
					if (of === 'activities') {
						activities.forgetPassed();
						activities.settleTouches();
					}
					return { reply: undefined };
				} finally {
					retired.forget();
				}
			},
		},
	};
}
