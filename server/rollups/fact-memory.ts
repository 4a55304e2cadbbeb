/** Answers that rest on facts, kept until one of these changes. Figures of whole boards come once a second, facts far less often. */
import type { Db } from '../db/open.ts';
import type { FactChanges } from '../facts/fact-changes.ts';
import type { FactEntity } from '../facts/schema.ts';
import { momentsOf } from '../facts/streams.ts';
import type { Cut } from './read.ts';

export interface MemoryStages {
	newestChange: FactChanges['newest'];
	/** What every answer rests on besides: who there is, and the calendar. */
	others: () => readonly unknown[];
	/** When the newest entry of the journal was made, in epoch milliseconds. */
	newestAt: () => number;
}

/** A kind of fact that an answer rests on. */
export interface Rest {
	entity: FactEntity;
	/** Of deals only on those that are closed, by the day on which they were. */
	ofClosings?: boolean;
	/** Only on those of them that lie on that day or before it; null: on all. */
	upTo: string | null;
	/** None of these begins to count any more as time goes on. */
	isOver: boolean;
	/** On the states that deals were in, which change at moments that no fact names. */
	withHistory?: boolean;
}

/** The answer to `key` at a cut: `work`, unless it is known. */
export type Recall<T> = (key: string, rests: readonly Rest[], cut: Cut, work: () => T) => T;

/** One memory for answers of one kind; of so many, the ones that were worked out last. */
export type NewMemory = <T>(most: number) => Recall<T>;

interface Kept<T> {
	on: readonly unknown[];
	cut: Cut;
	/** What happens by itself, at which instant: a fact that was known ahead begins to count. */
	before: number;
	/** All that has arrived is in it, so that a later cut sees the same facts. */
	isSettled: boolean;
	answer: T;
}

export function createMemories(db: Db, { newestChange, others, newestAt }: MemoryStages): NewMemory {
	const statements = new Map<FactEntity, ReturnType<typeof db.prepare<[{ day: string; until: number }], number | null>> | null>();
	/** Facts whose sums are still to be added up. */
	const anyBehind = db.prepare<[], number>('SELECT 1 FROM dirty LIMIT 1').pluck();
	const nextState = db.prepare<[number], number | null>('SELECT min(from_at) FROM deal_history WHERE from_at > ?').pluck();
	const asked = new WeakMap<Cut, Map<string, number>>();
	/** What is asked for a cut is asked once. */
	const onceOf = (cut: Cut, what: string, ask: () => number | null | undefined): number => {
		const ofCut = asked.get(cut) ?? new Map<string, number>();
		asked.set(cut, ofCut);
		const found = ofCut.get(what) ?? ask() ?? Number.POSITIVE_INFINITY;
		ofCut.set(what, found);
		return found;
	};
	const statementOf = (entity: FactEntity) => {
		const known = statements.get(entity);
		if (known !== undefined) return known;
		const parts = momentsOf(entity).map(({ table, day, at }) => `SELECT min(${at}) AS at FROM ${table} WHERE ${day} = @day AND ${at} > @until`);
		const made = parts.length === 0 ? null : db.prepare<[{ day: string; until: number }], number | null>(`SELECT min(at) FROM (${parts.join(' UNION ALL ')})`).pluck();
		statements.set(entity, made);
		return made;
	};
	/** The first instant behind the cut, on its day, from which a fact of a kind counts. */
	const nextAfter = (entity: FactEntity, cut: Cut): number => onceOf(cut, entity, () => statementOf(entity)?.get({ day: cut.untilDay, until: cut.until }));
	const nextOf = ({ entity, isOver, withHistory }: Rest, cut: Cut): number =>
		isOver ? Number.POSITIVE_INFINITY : Math.min(nextAfter(entity, cut), withHistory ? onceOf(cut, 'a state', () => nextState.get(cut.until)) : Number.POSITIVE_INFINITY);
	const isGood = ({ cut, before, isSettled }: Kept<unknown>, at: Cut): boolean =>
		(at.until === cut.until && at.asOf === cut.asOf) || (isSettled && at.asOf >= cut.asOf && at.until >= cut.until && at.until < before);

	return <T>(most: number): Recall<T> => {
		const memory = new Map<string, Kept<T>>();
		return (question, rests, cut, work) => {
			const key = `${question} ${cut.untilDay}`;
			// What was believed at an earlier moment may rest on states that no fact tells of any more.
			const isNow = cut.asOf >= newestAt();
			const on = [...rests.map(({ entity, ofClosings, upTo }) => (isNow ? newestChange(ofClosings ? 'closings' : entity, upTo) : newestChange(entity, null))), ...others()];
			const kept = memory.get(key);
			if (kept && kept.on.every((part, at) => part === on[at]) && isGood(kept, cut)) return kept.answer;
			const answer = work();
			// No answer is none to keep, and sums that lack something are nobody's answer but this one's.
			if (answer === undefined || anyBehind.get() !== undefined) return answer;
			const before = Math.min(...rests.map((rest) => nextOf(rest, cut)));
			memory.delete(key);
			memory.set(key, { on, cut, before, isSettled: isNow, answer });
			const [oldest] = memory.keys();
			if (memory.size > most && oldest !== undefined) memory.delete(oldest);
			return answer;
		};
	};
}
