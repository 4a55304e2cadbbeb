/** What becomes of marks that the server did not take. */
import type { LoggedChange, TargetCell } from '../../shared/api.ts';
import type { Refusal } from './http.ts';
import { placeKey, type Mark } from './marks.ts';
import { writerOf } from './target-news.ts';

export type Placed = [key: string, mark: Mark];

/** Marks under which another value stands by now; null when that is none of them. */
export function conflicting(sent: readonly Placed[], stands: readonly TargetCell[], log: readonly LoggedChange[] | null): Placed[] | null {
	const values = new Map(stands.map((cell) => [placeKey(cell), cell.value]));
	const marks = sent.map(([key, mark]): Placed => {
		const now = values.get(key) ?? null;
		const { state } = mark;
		if (state.kind === 'invalid') return [key, mark];
		return [key, { ...mark, state: now === mark.was ? { kind: 'ready', value: state.value } : { kind: 'conflict', value: state.value, now, by: writerOf(log, key) } }];
	});
	return marks.some(([, { state }]) => state.kind === 'conflict') ? marks : null;
}

/** A refusal may name one cell of many; the others then wait for it. */
export function failed(sent: readonly Placed[], refusal: Refusal, message: string): Placed[] {
	const named = /\[(\d+)\]/.exec(refusal.field ?? '')?.[1];
	return sent.map(([key, mark], index): Placed => {
		if (mark.state.kind === 'invalid') return [key, mark];
		const { value } = mark.state;
		return [key, { ...mark, state: named !== undefined && Number(named) !== index ? { kind: 'ready', value } : { kind: 'failed', value, message } }];
	});
}
