/** What pushes have come to since the start, and which sources had rows rejected lately. Noted in memory: it is about what is wrong now. */
import type { PushReply } from '../../shared/api.ts';
import { createDurations, type Durations } from '../tally.ts';

export const rowOutcomes = ['inserted', 'updated', 'unchanged', 'deleted', 'rejected'] as const;

export interface PushNotes {
	noted: (source: string, reply: PushReply, ms: number) => void;
	totals: () => { pushes: number; rows: Record<(typeof rowOutcomes)[number], number>; durations: Durations };
	/** Within a day, by source; most first. */
	rejected: () => { source: string; rows: number; since: number }[];
}

const hourMs = 3_600_000;
const hoursKept = 24;
/** A program that names each push anew is told of as a few. */
const mostSources = 50;

export function createPushNotes(now: () => number): PushNotes {
	const rows = { inserted: 0, updated: 0, unchanged: 0, deleted: 0, rejected: 0 };
	const durations = createDurations();
	let pushes = 0;
	/** Hour by hour. */
	const bySource = new Map<string, { hour: number; since: number; rows: number }[]>();

	return {
		noted: (source, reply, ms) => {
			pushes += 1;
			durations.took(ms);
			for (const outcome of ['inserted', 'updated', 'unchanged', 'deleted'] as const) rows[outcome] += reply[outcome];
			const refused = reply.rejected.length;
			rows.rejected += refused;
			if (refused === 0 || (bySource.size >= mostSources && !bySource.has(source))) return;
			const hour = Math.floor(now() / hourMs);
			const hours = (bySource.get(source) ?? []).filter((one) => hour - one.hour < hoursKept);
			const last = hours.at(-1);
			if (last?.hour === hour) last.rows += refused;
			else hours.push({ hour, since: now(), rows: refused });
			bySource.set(source, hours);
		},
		totals: () => ({ pushes, rows: { ...rows }, durations: durations.read() }),
		rejected: () => {
			const hour = Math.floor(now() / hourMs);
			return [...bySource]
				.flatMap(([source, hours]) => {
					const lately = hours.filter((one) => hour - one.hour < hoursKept);
					const [first] = lately;
					return first ? [{ source, rows: lately.reduce((sum, one) => sum + one.rows, 0), since: first.since }] : [];
				})
				.sort((a, b) => b.rows - a.rows);
		},
	};
}
