/** What one cell of the targets grid shows and says. */
import type { TargetGrid } from '../../shared/api.ts';
import type { GridKind, PartsSum } from '../../shared/targets-api.ts';
import type { AdminWords } from '../../shared/words/admin.ts';
import { fill } from '../../shared/words/language.ts';
import type { TargetWords } from '../../shared/words/targets.ts';
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
export const markText = ({ state, text, rules }: Mark, words: AdminWords, own: TargetWords): string => {
	switch (state.kind) {
		case 'saving': return '';
		case 'ready': return words.waitingCell;
		case 'invalid': return state.problem === 'locked' ? own.lockedPaste : problemText(state.problem, text, rules, words);
		case 'failed': return fill(words.failedCell, { reason: state.message });
		case 'conflict': {
			const mine = amount(state.value, rules, words);
			return state.now === null ? fill(words.conflictEmpty, { mine }) : fill(words.conflictCell, { now: amount(state.now, rules, words), mine });
		}
	}
};

type Remark = Pick<CellView, 'note' | 'sentence' | 'isUneven'>;

const partNames = (of: PartsSum['of'], kind: GridKind, words: AdminWords): { whose: string; who: string } => {
	if (of === 'people') return { whose: words.ofPeople, who: words.people };
	if (of === 'teams') return { whose: words.ofTeams, who: words.teams };
	return kind === 'year' ? { whose: words.ofParts, who: words.parts } : { whose: words.ofMonths, who: words.months };
};

const gapRemark = (target: number, { value: sum, incomplete }: PartsSum, names: Record<string, string>, rules: NumberRules, words: AdminWords): Remark => {
	const difference = target - sum;
	const amounts = { ...names, sum: formatAmount(sum, rules), target: formatAmount(target, rules), gap: formatAmount(Math.abs(difference), rules) };
	// Half of a minor unit: sums of decimals do not come out even.
	const isEven = Math.abs(difference) < 0.005;
	const short = isEven ? words.gapNoneShort : difference > 0 ? words.gapUnderShort : words.gapOverShort;
	// In a few words: nobody needs the cents of a large amount there, the sentence has them.
	const size = Math.abs(difference);
	const note = fill(short, { ...names, gap: formatNumber(size >= 100 ? Math.round(size) : size, rules) });
	const sentence = fill(isEven ? words.gapNone : difference > 0 ? words.gapUnder : words.gapOver, amounts);
	// Where parts are missing it is those that the rest is left for.
	return { note: incomplete && (isEven || difference > 0) ? fill(words.incompleteShort, names) : note, sentence, isUneven: !isEven || incomplete };
};

const sumRemark = ({ value: sum, incomplete }: PartsSum, names: Record<string, string>, rules: NumberRules, words: AdminWords): Remark => ({
	note: fill(incomplete ? words.incompleteShort : words.derivedShort, names),
	sentence: fill(incomplete ? words.derivedIncomplete : words.derived, { ...names, sum: formatAmount(sum, rules) }),
	isUneven: incomplete,
});

/** What was set against each sum of parts; where nothing was set the first sum stands, and the others are held against it. */
const remarkOf = (cell: { value: number | null; sums: PartsSum[] }, namesOf: (sum: PartsSum) => Record<string, string>, rules: NumberRules, words: AdminWords): Remark => {
	const [first] = cell.sums;
	const target = cell.value ?? first?.value ?? null;
	if (!first || target === null) return { note: '', sentence: '', isUneven: false };
	const lead = cell.value === null ? [sumRemark(first, namesOf(first), rules, words)] : [];
	const gaps = cell.sums.slice(lead.length).map((sum) => gapRemark(target, sum, namesOf(sum), rules, words));
	const uneven = gaps.filter(({ isUneven }) => isUneven);
	const said = [...lead, ...(uneven.length > 0 || lead.length > 0 ? uneven : gaps.slice(0, 1))];
	// One remark has room under a number: the first that wants a look.
	return { note: (said.find(({ isUneven }) => isUneven) ?? said[0])?.note ?? '', sentence: said.map(({ sentence }) => sentence).join(' '), isUneven: said.some(({ isUneven }) => isUneven) };
};

const none: CellView = { text: '', placeholder: '', note: '', sentence: '', state: 'none', isUneven: false };

export interface CellOf {
	kind: GridKind;
	period: TargetGrid['periods'][number];
	/** Of its row. */
	name: string;
	cell: TargetGrid['rows'][number]['cells'][number];
}

export const cellOf = (grid: TargetGrid, at: { row: number; column: number }): CellOf | null => {
	const row = grid.rows[at.row];
	const cell = row?.cells[at.column];
	const period = grid.periods[at.column];
	return row && cell && period ? { kind: grid.kind, period, name: row.name, cell } : null;
};

export const cellView = (of: CellOf | null, mark: Mark | null, rules: NumberRules, words: AdminWords, own: TargetWords): CellView => {
	if (!of) return none;
	const { kind: shownBy, period, name, cell } = of;
	const placeholder = formatNumber(cell.sums[0]?.value ?? null, rules);
	const text = mark && mark.state.kind !== 'conflict' ? mark.text : formatNumber(cell.value, rules);
	if (mark) {
		const { kind } = mark.state;
		return { ...none, text, placeholder, note: kind === 'saving' ? words.savingState : words.unsaved, sentence: markText(mark, words, own), state: kind };
	}
	const remark = remarkOf(cell, (sum) => ({ scope: name, month: period.label, ...partNames(sum.of, shownBy, words) }), rules, words);
	const locked = period.lock.state === 'locked' ? fill(own.lockedCell, { period: period.label }) : '';
	return { ...none, text, placeholder, ...remark, sentence: [remark.sentence, locked].filter((each) => each !== '').join(' ') };
};

/** Shown when a block is copied: plain digits, which every spreadsheet reads. */
export const copiedText = (value: number | null, rules: NumberRules): string => {
	if (value === null) return '';
	if (rules.unit === 'share') return formatNumber(value, rules);
	return new Intl.NumberFormat(rules.locale, { useGrouping: false, maximumFractionDigits: 6 }).format(value);
};
