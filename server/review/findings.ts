/**
 * What stands out. All that deviates is a candidate with a size, and the three largest are told. A size is what share of the section's
 * whole figure the deviation moves: a team that is 100 short where the company's target is 1,000 has 0.1, the company that is 50 short
 * 0.05; of a rate or a mean it is its change as a share of what it was. So a small team that doubled does not hide a large one that lost a
 * tenth. What rests on fewer than ten counts as so much less.
 */
import type { Finding } from '../../shared/review-views.ts';
import type { Mark, Tone, Verdict } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { SectionWords } from './section.ts';

export interface Candidate extends Finding {
	size: number;
}

const told = 3;
const enough = 10;
/** Below it nothing has happened worth a sentence. */
const leastSize = 0.005;

export const candidate = (id: string, size: number, verdict: Verdict): Candidate => ({ id, size: Number.isFinite(size) ? Math.abs(size) : 0, verdict });

/** At most three, the largest first. */
export const largest = (candidates: readonly Candidate[]): Finding[] =>
	candidates
		.filter(({ size }) => size >= leastSize)
		.sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1))
		.slice(0, told)
		.map(({ id, verdict }) => ({ id, verdict }));

/** How much less weight a figure of so many has. */
export const weightOf = (count: number): number => Math.min(1, Math.max(0, count) / enough);

export function judged(difference: number, better: 'up' | 'down' | 'neither', text: string): Verdict {
	const mark: Mark = difference > 0 ? '▲' : difference < 0 ? '▼' : '=';
	const tone: Tone = better === 'neither' || difference === 0 ? 'none' : difference > 0 === (better === 'up') ? 'good' : 'bad';
	return { tone, mark, text };
}

/** Of what rests on a first state that was held backwards (M13), that it does. */
export const saidOf = (text: string, approximate: boolean, words: Pick<SectionWords, 'estimated'>): string => (approximate ? fill(words.estimated, { finding: text }) : text);

/** A sentence that compares nothing. */
export const plainly = (id: string, text: string): Finding => ({ id, verdict: { tone: 'none', mark: '', text } });
