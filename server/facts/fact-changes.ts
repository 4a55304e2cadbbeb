/** When facts of each kind changed last, and how far back those lay: what was worked out for a period that is over holds while they lie behind it. */
import type { FactEntity } from './schema.ts';

/** Kinds of fact, and of deals those that are closed, by the day on which they were: open ones change far more often. */
export type Changing = FactEntity | 'closings';

export interface FactChanges {
	/** A fact of that kind is written, or what it amounts to. `since`: the first day on which it lies, before or after; null: it may lie anywhere. */
	changed: (of: Changing, since: string | null) => void;
	/** Another number as soon as facts of that kind are others; `upTo`: only those that lie on that day or before it. */
	newest: (of: Changing, upTo: string | null) => number;
}

interface Change {
	since: string;
	number: number;
}

export function createFactChanges(): FactChanges {
	/** By day, and so by number too: a later change that reaches further back hides those before it. */
	const changes = new Map<Changing, Change[]>();
	let number = 0;
	return {
		changed: (of, since) => {
			const known = changes.get(of) ?? [];
			changes.set(of, known);
			const day = since ?? '';
			while (known.length > 0 && (known.at(-1)?.since ?? '') >= day) known.pop();
			known.push({ since: day, number: (number += 1) });
		},
		newest: (of, upTo) => {
			const known = changes.get(of);
			return (upTo === null ? known?.at(-1) : known?.findLast(({ since }) => since <= upTo))?.number ?? 0;
		},
	};
}
