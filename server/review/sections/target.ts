/** The month against its target, and which teams, products and channels are furthest from theirs, or from their own three months before. */
import type { ReviewTable, TableColumn } from '../../../shared/review-api.ts';
import type { Finding } from '../../../shared/review-views.ts';
import { fill } from '../../../shared/words/language.ts';
import { daysFromTo } from '../../floor/period.ts';
import { labelOf } from '../../metrics/catalogue.ts';
import { teamScope, type Scope } from '../../metrics/scope.ts';
import { meanBefore, valueIn } from '../earlier.ts';
import { candidate, judged, largest, plainly, type Candidate } from '../findings.ts';
import { panelOf, whoOf, wordsOf, type Section, type SectionContext } from '../section.ts';
import { cellOf, dayCell } from '../tables.ts';

const usable = (scope: Scope, { metrics, month }: SectionContext): number | null => {
	const standing = metrics.evaluator.target('sales', scope, month);
	return standing && !standing.incomplete && standing.value > 0 ? standing.value : null;
};

/** Against the target, by what was due by now while the month runs. */
function againstTarget(id: string, who: string, scope: Scope, value: number, whole: number, context: SectionContext): Candidate | null {
	const { metrics, month, cut } = context;
	const { text, percent } = metrics.numbers();
	const words = wordsOf(context);
	const target = usable(scope, context);
	const { share, isOver, elapsed } = metrics.evaluator.progress(scope, month, cut);
	if (target === null || share === null || (!isOver && elapsed < 1)) return null;
	const due = target * share;
	if (due <= 0) return null;
	const difference = value - due;
	const sentence = words[`${isOver ? 'target' : 'due'}_${difference < 0 ? 'less' : 'more'}`];
	return candidate(id, difference / whole, judged(difference, 'up', fill(sentence, { who, value: text('money', value), due: text('money', due), percent: percent(difference / due), target: text('money', target) })));
}

function againstMean(id: string, who: string, value: number, mean: number | null, whole: number, context: SectionContext): Candidate | null {
	if (mean === null || mean <= 0) return null;
	const { text, percent } = context.metrics.numbers();
	const difference = value - mean;
	const { isOver } = context.metrics.evaluator.progress({ kind: 'company' }, context.month, context.cut);
	const sentence = wordsOf(context)[`${isOver ? 'mean' : 'meanSoFar'}_${difference < 0 ? 'less' : 'more'}`];
	return candidate(id, difference / whole, judged(difference, 'up', fill(sentence, { who, value: text('money', value), mean: text('money', mean), percent: percent(difference / mean) })));
}

function candidates(context: SectionContext): { first: Candidate | null; all: Candidate[] } {
	const { metrics, month, cut, scope } = context;
	const { evaluator, roster } = metrics;
	const words = wordsOf(context);
	const total = evaluator.value('sales', 'sales', scope, month, cut).value ?? 0;
	const meanOfAll = meanBefore(context, 'sales', (then) => evaluator.value('sales', 'sales', scope, then.period, then.cut).value);
	const { share } = evaluator.progress(scope, month, cut);
	const whole = Math.max((usable(scope, context) ?? 0) * (share ?? 0), meanOfAll ?? 0, 0) || Math.abs(total);
	if (whole === 0) return { first: null, all: [] };
	const first = againstTarget('target', whoOf(context), scope, total, whole, context) ?? againstMean('mean', whoOf(context), total, meanOfAll, whole, context);
	const found: (Candidate | null)[] = [first];
	const parts = scope.kind === 'company' ? (['team', 'product', 'channel'] as const) : (['product', 'channel'] as const);
	for (const part of parts) {
		const now = evaluator.by('sales', 'sales', part, scope, month, cut);
		const before = (key: string | number | null) => meanBefore(context, 'sales', (then) => evaluator.by('sales', 'sales', part, scope, then.period, then.cut).get(key)?.value ?? 0);
		// Who sells nothing but one product deviates as the whole does.
		const keys = [...now.keys()].filter((key) => key !== null && key !== '');
		if (part !== 'team' && keys.length < 2) continue;
		for (const key of part === 'team' ? roster.teams().filter(({ isClosed }) => !isClosed).map(({ id }) => id) : keys) {
			const value = now.get(key)?.value ?? 0;
			const team = part === 'team' ? roster.teams().find(({ id }) => id === key) : undefined;
			const who = part === 'team' ? (team?.name ?? '') : fill(words[`of_${part}`], { name: String(key) });
			const id = `${part}:${key}`;
			found.push((team ? againstTarget(id, who, teamScope(team), value, whole, context) : null) ?? againstMean(id, who, value, before(key), whole, context));
		}
	}
	return { first, all: found.filter((one) => one !== null) };
}

function dayTable(context: SectionContext): ReviewTable {
	const { metrics, month, cut, scope, calendar } = context;
	const words = wordsOf(context);
	const target = usable(scope, context);
	const person = scope.kind === 'person' ? scope.id : undefined;
	const workdays = calendar.workdays(month.from, month.to, person);
	const byDay = metrics.evaluator.by('sales', 'sales', 'day', scope, month, cut);
	const money = (id: string, label: string): TableColumn => ({ id, label, unit: 'money' });
	let sum = 0;
	const rows = daysFromTo(month.from, cut.untilDay < month.to ? cut.untilDay : month.to).map((day) => {
		const value = byDay.get(day)?.value ?? 0;
		sum += value;
		const path = target === null || workdays === 0 ? null : (target * calendar.workdays(month.from, day, person)) / workdays;
		return [dayCell(day, context), cellOf('money', value, context), cellOf('money', sum, context), cellOf('money', path, context)];
	});
	return { id: 'days', title: words.dayByDay, columns: [{ id: 'day', label: words.day, unit: 'day' }, money('sales', labelOf('sales', metrics.numbers().language)), money('cumulative', words.cumulative), money('path', words.path)], rows };
}

/** The whole is always among them, since it is what the section is about. Where nothing deviates from anything known, how much it was. */
function findingsOf(context: SectionContext): Finding[] {
	const { first, all } = candidates(context);
	const outstanding = largest(all);
	const whole = first && !outstanding.some(({ id }) => id === first.id) ? largest([first]) : [];
	const found = [...outstanding.slice(0, 3 - whole.length), ...whole];
	const { metrics, month, cut, scope } = context;
	const value = valueIn('sales', scope, { period: month, cut }, context).value;
	if (found.length > 0 || first || value === null || value === 0) return found;
	return [plainly('alone', fill(wordsOf(context).soldAlone, { who: whoOf(context), value: metrics.numbers().text('money', value) }))];
}

export const target = async (context: SectionContext): Promise<Section> => ({
	panels: await context.panels(panelOf({ id: 'target', kind: 'target', metric: 'sales', figures: (['deals_won', 'win_rate', 'average_deal_size'] as const).map((metric) => ({ metric, base: null, period: 'month' })) })),
	findings: findingsOf(context),
	tables: [dayTable(context)],
});
