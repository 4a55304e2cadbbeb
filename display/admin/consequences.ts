/** What several changes in a row did to the figures, as if they had been one. */
import type { Consequence } from '../../shared/consequence.ts';

export function joined(earlier: readonly Consequence[], later: readonly Consequence[]): Consequence[] {
	const found = new Map<string, Consequence>();
	for (const each of [...earlier, ...later]) {
		const key = `${each.metric} ${each.scope} ${each.period}`;
		found.set(key, { ...each, before: found.get(key)?.before ?? each.before });
	}
	return [...found.values()].filter(({ before, after }) => before !== after);
}
