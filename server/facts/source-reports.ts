/**
 * When each source last reported, how often it usually does, and how many facts it brought. Data age rests on this (DESIGN §1). Of a source of
 * published sheets it is known how often each is fetched: it is silent when one of them is overdue, and as old as that one.
 */
import type { Db } from '../db/open.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { Polled } from '../floor/feeds.ts';
import type { FactEntity } from './schema.ts';

export interface SourceState {
	name: string;
	lastReportedAt: number;
	facts: Partial<Record<FactEntity, number>>;
	/** Beyond its limit: four times its usual gap, or the interval of its sheets, at least 15 minutes, in working time. Never when it is files only. */
	isSilent: boolean;
}

export interface Sources {
	reported: (source: string, at: number, gained: ReadonlyMap<FactEntity, number>, calendar: Calendar, isFile: boolean) => void;
	/** It has been heard of and said nothing new; noted beside the journal. False when it is not known yet. */
	alive: (source: string, at: number) => boolean;
	/** Facts of a source came or went otherwise; a source of files with nothing left is known no more. */
	recount: (source: string, gained: ReadonlyMap<FactEntity, number>) => void;
	list: (now: number, calendar: Calendar) => SourceState[];
	/** No report can be later than now: one that is was made while the clock ran ahead, and counts as made now. */
	correct: (now: number) => void;
	/** The newest report of any source, or null. */
	newestReport: () => number | null;
}

const leastLimitMs = 15 * 60_000;
/** Fewer reports than this say nothing of a habit. */
const habitAfter = 5;
/** Whatever the interval of a sheet: half of a working day after it was due something is wrong. */
const mostGraceMs = 4 * 3_600_000;

/** Four intervals after it was fetched, in working time, when that is short; else half of a day after it was due. */
const isOverdue = ({ reportedAt, everyMs }: Polled, now: number, calendar: Calendar): boolean => {
	const due = reportedAt + everyMs;
	return due < now && calendar.workingMs(due, now) > Math.max(leastLimitMs, Math.min(3 * everyMs, mostGraceMs));
};

interface Stored {
	name: string;
	last_reported_at: number;
	reports: number;
	usual_gap_ms: number | null;
	only_files: number;
}

export function createSources(db: Db, polled: () => ReadonlyMap<string, readonly Polled[]>): Sources {
	const get = db.prepare<[string], Stored>('SELECT name, last_reported_at, reports, usual_gap_ms, only_files FROM source WHERE name = ?');
	const all = db.prepare<[], Stored>('SELECT name, last_reported_at, reports, usual_gap_ms, only_files FROM source ORDER BY name');
	const put = db.prepare<[Stored]>(
		`INSERT INTO source (name, last_reported_at, reports, usual_gap_ms, only_files) VALUES (@name, @last_reported_at, @reports, @usual_gap_ms, @only_files)
		ON CONFLICT (name) DO UPDATE SET last_reported_at = excluded.last_reported_at, reports = excluded.reports, usual_gap_ms = excluded.usual_gap_ms, only_files = excluded.only_files`,
	);
	const gain = db.prepare<[string, string, number]>('INSERT INTO source_entity (source, entity, facts) VALUES (?, ?, ?) ON CONFLICT (source, entity) DO UPDATE SET facts = facts + excluded.facts');
	const counts = db.prepare<[], { source: string; entity: FactEntity; facts: number }>('SELECT source, entity, facts FROM source_entity');
	const forgetCounts = db.prepare<[string]>('DELETE FROM source_entity WHERE source = ? AND facts = 0');
	const forget = db.prepare<[string]>('DELETE FROM source WHERE name = ? AND only_files = 1 AND NOT EXISTS (SELECT 1 FROM source_entity e WHERE e.source = name)');
	const redate = db.prepare<[number, number]>('UPDATE source SET last_reported_at = ? WHERE last_reported_at > ?');
	const hear = db.prepare<[number, string]>('UPDATE source SET last_reported_at = max(last_reported_at, ?) WHERE name = ?');
	const newest = db.prepare<[], number | null>('SELECT max(last_reported_at) FROM source').pluck();

	return {
		reported: (name, at, gained, calendar, isFile) => {
			const known = get.get(name);
			const gap = known ? calendar.workingMs(known.last_reported_at, at) : 0;
			// A slowly moving mean; nights and weekends are no gaps, and neither are the requests of one large import.
			const usual = known?.usual_gap_ms ?? null;
			const next = gap < 1000 ? usual : usual === null ? gap : Math.round(usual + (gap - usual) / 8);
			put.run({ name, last_reported_at: Math.max(at, known?.last_reported_at ?? at), reports: (known?.reports ?? 0) + (known && gap < 1000 ? 0 : 1), usual_gap_ms: next, only_files: isFile && known?.only_files !== 0 ? 1 : 0 });
			for (const [entity, facts] of gained) gain.run(name, entity, facts);
		},
		alive: (source, at) => hear.run(at, source).changes > 0,
		recount: (source, gained) => {
			for (const [entity, facts] of gained) gain.run(source, entity, facts);
			forgetCounts.run(source);
			forget.run(source);
		},
		list: (now, calendar) => {
			const brought = counts.all();
			const sheets = polled();
			return all.all().map(({ name, last_reported_at, reports, usual_gap_ms, only_files }) => {
				const overdue = (sheets.get(name) ?? []).filter((sheet) => isOverdue(sheet, now, calendar)).map(({ reportedAt }) => reportedAt);
				return {
					name,
					lastReportedAt: overdue.length > 0 ? Math.min(...overdue) : last_reported_at,
					facts: Object.fromEntries(brought.filter(({ source }) => source === name).map(({ entity, facts }) => [entity, facts])),
					isSilent: overdue.length > 0 || (only_files === 0 && reports >= habitAfter && usual_gap_ms !== null && calendar.workingMs(last_reported_at, now) > Math.max(leastLimitMs, 4 * usual_gap_ms)),
				};
			});
		},
		correct: (now) => {
			if ((newest.get() ?? 0) > now) redate.run(now, now);
		},
		newestReport: () => newest.get() ?? null,
	};
}
