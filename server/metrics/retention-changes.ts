/** The part of the area "settings" of the log of changes that says for how long facts are kept. It is not taken back there: it asks to be confirmed. */
import type { Keep, Retirable } from '../../shared/retention-api.ts';
import { retirable } from '../../shared/retention-api.ts';
import type { Language } from '../../shared/views.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { keptFor, retentionWords } from '../../shared/words/retention.ts';
import type { Area } from '../floor/change-log.ts';

export const retentionChanges: Area = {
	name: 'settings',
	kinds: ['retention set', 'retention lifted'],
	says: ({ kind, body }, language: Language) => {
		const words = wordsIn(retentionWords, language);
		// Log bodies of these kinds are written by their handlers in retirement.ts and nowhere else.
		if (kind === 'retention lifted') return fill(words.saysLifted, { kind: words[(body as { of: Retirable }).of].toLowerCase() });
		const { from, to } = body as { from: Keep; to: Keep };
		const changed = retirable.filter((of) => from[of] !== to[of]);
		const said = (keep: Keep): string => changed.map((of) => fill(words.saysKind, { kind: words[of].toLowerCase(), time: keptFor(keep[of], words) })).join(', ');
		return changed.length === 0 ? null : fill(words.saysSet, { now: said(to), before: said(from) });
	},
	undoes: () => null,
	hindrance: () => 'confirmed',
	undo: () => undefined,
};
