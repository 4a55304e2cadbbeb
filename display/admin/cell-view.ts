/** What one cell of the targets grid shows and says. */
import type { TargetGrid } from '../../shared/api.ts';
import type { AdminWords } from '../../shared/words/admin.ts';
import { fill } from '../../shared/words/language.ts';
import type { Mark } from './marks.ts';
import { formatAmount, formatNumber, type NumberProblem, type NumberRules } from './numbers.ts';

export interface CellView {
	text: string;
	placeholder: string;
	/** A few words under the number; empty most of the time. */
	note: string;
	/** The same as a sentence, for the line above the table. */
	sentence: string;
	state: Mark['state']['kind'] | 'none';
	/** The people's sum is not the target, or misses somebody. */
	isUneven: boolean;
}

const problemText = (problem: NumberProblem, text: string, rules: NumberRules, words: AdminWords): string => {
	const example = formatNumber({ money: 250_000, count: 45, share: 0.4, days: 30, seconds: 3_600, ratio: 1.5 }[rules.unit], rules);
	switch (problem) {
		case 'not_a_number': return fill(words.wantNumber, { example });
		case 'not_whole': return fill(words.wantWhole, { example });
		case 'too_many_decimals': return fill(words.wantDecimals, { example, currency: rules.currency });
		case 'negative': return words.wantPositive;
		case 'too_large': return words.wantSmaller;
		case 'not_a_percentage': return fill(words.noPercent, { example });
		case 'percent_unclear': {
			const number = Number(text.trim().replace(',', '.'));
			return fill(words.wantPercent, { percent: formatNumber(number, rules), share: formatNumber(number / 100, rules) });
		}
	}
};

const amount = (value: number | null, rules: NumberRules, words: AdminWords): string => (value === null ? words.nothing : formatAmount(value, rules));

/** Why a cell is not saved; empty while it is on its way. */
export const markText = ({ state, text, rules }: Mark, words: AdminWords): string => {
	switch (state.kind) {
		case 'saving': return '';
		case 'ready': return words.waitingCell;
		case 'invalid': return problemText(state.problem, text, rules, words);
		case 'failed': return fill(words.failedCell, { reason: state.message });
		case 'conflict': {
			const mine = amount(state.value, rules, words);
			return state.now === null ? fill(words.conflictEmpty, { mine }) : fill(words.conflictCell, { now: amount(state.now, rules, words), mine });
		}
	}
};

interface Gap {
	note: string;
	sentence: string;
	isUneven: boolean;
}

const gapOf = (target: number, sum: number, incomplete: boolean, names: { scope: string; month: string }, rules: NumberRules, words: AdminWords): Gap => {
	const difference = target - sum;
	const values = { ...names, sum: formatAmount(sum, rules), target: formatAmount(target, rules), gap: formatAmount(Math.abs(difference), rules) };
	// Half of a minor unit: sums of decimals do not come out even.
	if (Math.abs(difference) < 0.005) return { note: words.gapNoneShort, sentence: fill(words.gapNone, values), isUneven: false };
	const sentence = fill(difference > 0 ? words.gapUnder : words.gapOver, values);
	const note = fill(difference > 0 ? words.gapUnderShort : words.gapOverShort, { gap: formatNumber(Math.abs(difference), rules) });
	return { note: incomplete ? words.gapIncompleteShort : note, sentence, isUneven: true };
};

export const cellView = (grid: TargetGrid, at: { row: number; column: number }, mark: Mark | null, rules: NumberRules, words: AdminWords): CellView => {
	const row = grid.rows[at.row];
	const cell = row?.cells[at.column];
	const month = grid.months[at.column];
	const none: CellView = { text: '', placeholder: '', note: '', sentence: '', state: 'none', isUneven: false };
	if (!row || !cell || !month) return none;

	const placeholder = formatNumber(cell.derived, rules);
	const isOwnText = mark && mark.state.kind !== 'conflict';
	const text = isOwnText ? mark.text : formatNumber(cell.value, rules);
	if (mark) {
		const isSaving = mark.state.kind === 'saving';
		return { ...none, text, placeholder, note: isSaving ? words.savingState : words.unsaved, sentence: markText(mark, words), state: mark.state.kind };
	}
	if (cell.derived === null) return { ...none, text };
	if (cell.value !== null) return { ...none, text, placeholder, ...gapOf(cell.value, cell.derived, cell.incomplete, { scope: row.name, month: month.label }, rules, words) };
	const sum = formatAmount(cell.derived, rules);
	return {
		...none,
		placeholder,
		note: cell.incomplete ? words.derivedShortIncomplete : words.derivedShort,
		sentence: fill(cell.incomplete ? words.derivedIncomplete : words.derived, { sum }),
		isUneven: cell.incomplete,
	};
};

/** Shown when a block is copied: plain digits, which every spreadsheet reads. */
export const copiedText = (value: number | null, rules: NumberRules): string => {
	if (value === null) return '';
	if (rules.unit === 'share') return formatNumber(value, rules);
	return new Intl.NumberFormat(rules.locale, { useGrouping: false, maximumFractionDigits: 6 }).format(value);
};
