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

/** A team's sum is of its people; the company's too, unless only teams have targets. */
const partsText = (grid: TargetGrid, kind: string, column: number, words: AdminWords): { whose: string; who: string } => {
	const isOfTeams = kind === 'company' && !grid.rows.some((row) => row.kind === 'person' && (row.cells[column]?.value ?? null) !== null);
	return isOfTeams ? { whose: words.ofTeams, who: words.teams } : { whose: words.ofPeople, who: words.people };
};

type Remark = Pick<CellView, 'note' | 'sentence' | 'isUneven'>;

const gapRemark = (target: number, sum: number, isIncomplete: boolean, names: Record<string, string>, rules: NumberRules, words: AdminWords): Remark => {
	const difference = target - sum;
	const amounts = { ...names, sum: formatAmount(sum, rules), target: formatAmount(target, rules), gap: formatAmount(Math.abs(difference), rules) };
	// Half of a minor unit: sums of decimals do not come out even.
	if (Math.abs(difference) < 0.005) return { note: fill(words.gapNoneShort, names), sentence: fill(words.gapNone, amounts), isUneven: false };
	const sentence = fill(difference > 0 ? words.gapUnder : words.gapOver, amounts);
	const note = fill(difference > 0 ? words.gapUnderShort : words.gapOverShort, { ...names, gap: formatNumber(Math.abs(difference), rules) });
	return { note: isIncomplete ? words.gapIncompleteShort : note, sentence, isUneven: true };
};

const sumRemark = (sum: number, isIncomplete: boolean, names: Record<string, string>, rules: NumberRules, words: AdminWords): Remark => ({
	note: isIncomplete ? words.derivedShortIncomplete : fill(words.derivedShort, names),
	sentence: fill(isIncomplete ? words.derivedIncomplete : words.derived, { ...names, sum: formatAmount(sum, rules) }),
	isUneven: isIncomplete,
});

export const cellView = (grid: TargetGrid, at: { row: number; column: number }, mark: Mark | null, rules: NumberRules, words: AdminWords): CellView => {
	const row = grid.rows[at.row];
	const cell = row?.cells[at.column];
	const month = grid.months[at.column];
	const none: CellView = { text: '', placeholder: '', note: '', sentence: '', state: 'none', isUneven: false };
	if (!row || !cell || !month) return none;

	const placeholder = formatNumber(cell.derived, rules);
	const text = mark && mark.state.kind !== 'conflict' ? mark.text : formatNumber(cell.value, rules);
	if (mark) {
		const { kind } = mark.state;
		return { ...none, text, placeholder, note: kind === 'saving' ? words.savingState : words.unsaved, sentence: markText(mark, words), state: kind };
	}
	if (cell.derived === null) return { ...none, text };
	const names = { scope: row.name, month: month.label, ...partsText(grid, row.kind, at.column, words) };
	const remark = cell.value === null ? sumRemark(cell.derived, cell.incomplete, names, rules, words) : gapRemark(cell.value, cell.derived, cell.incomplete, names, rules, words);
	return { ...none, text, placeholder, ...remark };
};

/** Shown when a block is copied: plain digits, which every spreadsheet reads. */
export const copiedText = (value: number | null, rules: NumberRules): string => {
	if (value === null) return '';
	if (rules.unit === 'share') return formatNumber(value, rules);
	return new Intl.NumberFormat(rules.locale, { useGrouping: false, maximumFractionDigits: 6 }).format(value);
};
