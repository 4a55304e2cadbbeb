/** What has become of a fact since somebody looked at it, in words: for whoever was about to correct it. */
import type { FactView } from '../../shared/corrections.ts';
import { fill } from '../../shared/words/language.ts';
import { type FactContext, fieldCalled, valueText, wouldCount } from './fact-view.ts';

export interface FactChange {
	/** The field, or null of the fact as a whole. */
	name: string | null;
	label: string;
	text: string;
}

/** Of a fact that says the same again after a change, that is said. */
export function changesBetween(before: FactView, after: FactView, context: FactContext): FactChange[] {
	if (after.seen === before.seen) return [];
	const { words } = context;
	const { source, entity, byHand } = after;
	const whole: string[] = [];
	if (before.now && !after.now) whole.push(byHand?.excluded ? fill(words.nowExcluded, { name: byHand.author }) : fill(words.nowGone, { source }));
	else if (!before.now && after.now) whole.push(words.nowBack);
	else if (before.said && !after.said) whole.push(fill(words.nowGone, { source }));
	const [was, is] = [wouldCount(before), wouldCount(after)];
	const theirs = (name: string): boolean => (before.said?.[name] ?? null) !== (after.said?.[name] ?? null);
	const fields = [...new Set([...Object.keys(is ?? {}), ...Object.keys(after.said ?? {})])].flatMap((name): FactChange[] => {
		const field = fieldCalled(entity, name);
		const label = words[field.name];
		if (name === 'currency') return [];
		const value = valueText(field, is, context);
		if (value !== valueText(field, was, context)) {
			const isSet = byHand !== null && (byHand.set[name] ?? null) !== (before.byHand?.set[name] ?? null);
			const by = isSet ? byHand.author : theirs(name) ? source : null;
			return [{ name, label, text: by === null ? fill(words.nowValue, { value }) : fill(words.nowValueBy, { value, name: by }) }];
		}
		return theirs(name) ? [{ name, label, text: fill(words.nowSays, { source, value: valueText(field, after.said, context) }) }] : [];
	});
	const changes = [...whole.map((text) => ({ name: null, label: '', text })), ...(is ? fields : [])];
	return changes.length > 0 ? changes : [{ name: null, label: '', text: words.nowSame }];
}
