/** Answers that rest on facts, kept until one of these changes. Figures of whole boards come once a second, facts far less often. */
import type { Db } from '../db/open.ts';
import type { FactEntity } from '../facts/schema.ts';
import { momentsOf } from '../facts/streams.ts';
import type { Cut } from '../rollups/read.ts';

export interface MemoryStages {
	/** Changes with the facts of a kind. */
	changes: (entity: FactEntity) => unknown;
	/** What every answer rests on besides: who there is, and the calendar. */
	others: () => readonly unknown[];
	/** When the newest entry of the journal was made, in epoch milliseconds. */
	newestAt: () => number;
}

/** The answer to `key` at a cut: `work`, unless it is known. `reads`: the kinds of fact that it rests on. */
export type Recall<T> = (key: string, reads: readonly FactEntity[], cut: Cut, work: () => T) => T;

/** One memory for answers of one kind; of so many, the ones that were worked out last. */
export type NewMemory = <T>(most: number) => Recall<T>;

interface Kept<T> {
	on: readonly unknown[];
	cut: Cut;
	/** What happens by itself, at which instant: a fact that was known ahead begins to count. */
	before: number;
	/** No fact arrived later than this cut, so that a later one sees the same facts. */
	isSettled: boolean;
	answer: T;
}

export function createMemories(db: Db, { changes, others, newestAt }: MemoryStages): NewMemory {
	const nextOf = new Map<FactEntity, ReturnType<typeof db.prepare<[{ day: string; until: number }], number | null>>>();
	const nextAfter = (entity: FactEntity, cut: Cut): number => {
		const parts = momentsOf(entity).map(({ table, day, at }) => `SELECT min(${at}) AS at FROM ${table} WHERE ${day} = @day AND ${at} > @until`);
		if (parts.length === 0) return Number.POSITIVE_INFINITY;
		const known = nextOf.get(entity) ?? db.prepare<[{ day: string; until: number }], number | null>(`SELECT min(at) FROM (${parts.join(' UNION ALL ')})`).pluck();
		nextOf.set(entity, known);
		return known.get({ day: cut.untilDay, until: cut.until }) ?? Number.POSITIVE_INFINITY;
	};
	const isGood = ({ cut, before, isSettled }: Kept<unknown>, at: Cut): boolean =>
		(at.until === cut.until && at.asOf === cut.asOf) || (isSettled && at.asOf >= cut.asOf && at.until >= cut.until && at.until < before);

	return <T>(most: number): Recall<T> => {
		const memory = new Map<string, Kept<T>>();
		return (question, reads, cut, work) => {
			const key = `${question} ${cut.untilDay}`;
			const on = [...reads.map(changes), ...others()];
			const kept = memory.get(key);
			if (kept && kept.on.every((part, at) => part === on[at]) && isGood(kept, cut)) return kept.answer;
			const answer = work();
			memory.delete(key);
			memory.set(key, { on, cut, before: Math.min(...reads.map((entity) => nextAfter(entity, cut))), isSettled: Math.min(cut.asOf, cut.until) >= newestAt(), answer });
			const [oldest] = memory.keys();
			if (memory.size > most && oldest !== undefined) memory.delete(oldest);
			return answer;
		};
	};
}
