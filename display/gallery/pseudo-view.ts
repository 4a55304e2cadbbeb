import type { CelebrationView } from '../../shared/celebration.ts';
import type { BoardView } from '../../shared/views.ts';
import { pseudoText } from '../../shared/words/language.ts';

/** What the server writes in words; names and numbers are the same in every language. */
const worded = new Set(['title', 'period', 'progress', 'label', 'context', 'note', 'empty', 'stale', 'failed', 'demo', 'by', 'more', 'detail', 'paceNowText', 'paceText', 'targetText', 'pathText', 'projectionText', 'replay', 'meaning', 'compared', 'benchmark']);

function lengthened(value: unknown, key: string, parentKey: string): unknown {
	if (typeof value === 'string') {
		const isVerdict = key === 'text' && parentKey === 'verdict';
		return value !== '' && (isVerdict || (worded.has(key) && parentKey !== 'bars')) ? pseudoText(value) : value;
	}
	if (Array.isArray(value)) return value.map((part) => lengthened(part, key, key));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, lengthened(part, name, key)]));
}

/** The board as a server would send it in en-XA. */
export function pseudoBoard(board: BoardView): BoardView {
	return lengthened({ ...board, language: 'en-XA' }, '', '') as BoardView; // same shape, longer strings
}

/** Likewise. */
export function pseudoCelebration(celebration: CelebrationView): CelebrationView {
	return lengthened(celebration, '', '') as CelebrationView; // same shape, longer strings
}
