/** What is open as the month ends, and what is expected of the next one. */
import type { ReviewTable } from '../../../shared/review-api.ts';
import { fill, wordsIn } from '../../../shared/words/language.ts';
import { aheadWords } from '../../../shared/words/plans-ahead.ts';
import { addDays, periodAround, type Period } from '../../floor/period.ts';
import { forecastOf } from '../../panels/forecast.ts';
import type { ListedDeal } from '../deal-lists.ts';
import { monthsBefore, valueIn } from '../earlier.ts';
import { candidate, judged, largest, saidOf, weightOf, type Candidate } from '../findings.ts';
import { panelOf, thenOf, wordsOf, type Section, type SectionContext } from '../section.ts';
import { cellOf, dayCell, dealName, listed, ownerOf, textCell } from '../tables.ts';

/** Whatever else a source says is in the pipeline. */
const categoryOf = ({ category }: ListedDeal): 'commit' | 'best_case' | 'pipeline' => (category === 'commit' || category === 'best_case' ? category : 'pipeline');
const sumOf = (deals: readonly ListedDeal[]): number => deals.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0);
const isLeftOut = ({ category }: ListedDeal): boolean => category === 'omitted';

function candidates(next: Period, expected: readonly ListedDeal[], context: SectionContext): Candidate[] {
	const { metrics, month, cut, scope } = context;
	const { evaluator } = metrics;
	const { text, percent } = metrics.numbers();
	const words = wordsOf(context);
	const found: Candidate[] = [];
	const nextName = metrics.times().period(next);
	const value = sumOf(expected);
	// Expected in the month under review, up to the moment, and open still.
	const slipped = context.deals.expected({ from: month.from, to: cut.untilDay < month.to ? addDays(cut.untilDay, -1) : month.to }, cut, scope).filter((deal) => !isLeftOut(deal));
	// Where no open deal says when it is to close, nothing is expected only because nobody said so.
	const isSaid = expected.length + slipped.length > 0;
	const standing = evaluator.target('sales', scope, next);
	if (isSaid && standing && !standing.incomplete && standing.value > 0) {
		const short = value / standing.value - 1;
		found.push(candidate('expected', Math.min(1, Math.abs(short)), judged(short, 'up', fill(words.expectedOf, { value: text('money', value), period: nextName, percent: text('share', value / standing.value), target: text('money', standing.value) }))));
	} else if (expected.length > 0 && value > 0) {
		const open = evaluator.value('pipeline_value', 'pipeline_value', scope, month, cut).value ?? value;
		found.push(candidate('expected', value / Math.max(open, value), { tone: 'none', mark: '', text: fill(words.expectedPlain, { value: text('money', value), period: nextName, count: text('count', expected.length) }) }));
	}

	const [before] = monthsBefore(context, 1);
	const openNow = valueIn('pipeline_value', scope, { period: month, cut }, context);
	const openThen = before ? valueIn('pipeline_value', scope, before, context) : null;
	const [is, was] = [openNow.value, openThen?.value ?? null];
	if (before && is !== null && was !== null && was > 0 && is !== was) {
		const difference = is - was;
		found.push(candidate('open', difference / was, judged(difference, 'up', saidOf(fill(words[difference < 0 ? 'open_less' : 'open_more'], { value: text('money', is), percent: percent(difference / was), then: thenOf(before.period, context), was: text('money', was) }), openNow.approximate || openThen?.approximate === true, words))));
	}

	const open = evaluator.value('open_deals', 'open_deals', scope, month, cut).value;
	const { value: stalled, approximate } = evaluator.value('stalled_deals', 'stalled_deals', scope, month, cut);
	if (open !== null && stalled !== null && open > 0 && stalled > 0) {
		found.push(candidate('stalled', (stalled / open) * weightOf(open), { tone: stalled * 2 >= open ? 'bad' : 'watch', mark: '', text: saidOf(fill(words.stalledOf, { stalled: text('count', stalled), open: text('count', open) }), approximate, words) }));
	}

	const lateValue = sumOf(slipped);
	if (slipped.length > 0 && is !== null && is > 0 && lateValue > 0) {
		found.push(candidate('slipped', Math.min(1, lateValue / is), { tone: 'bad', mark: '▼', text: fill(slipped.length === 1 ? words.slippedOne : words.slipped, { count: text('count', slipped.length), value: text('money', lateValue) }) }));
	}
	return found;
}

function stageTable(context: SectionContext): ReviewTable {
	const { metrics, month, cut, scope } = context;
	const words = wordsOf(context);
	const by = (metric: 'open_deals' | 'pipeline_value' | 'deal_age' | 'stalled_deals') => metrics.evaluator.by(metric, metric, 'stage', scope, month, cut);
	const [counts, values, ages, stalls] = [by('open_deals'), by('pipeline_value'), by('deal_age'), by('stalled_deals')];
	const areStallsKnown = !metrics.evaluator.isRetired('stalled_deals', month, cut);
	const order = metrics.stageOrder();
	const place = (key: string | number | null): number => (order.includes(String(key)) ? order.indexOf(String(key)) : order.length);
	const rows = [...counts.keys()]
		.sort((a, b) => place(a) - place(b) || (String(a) < String(b) ? -1 : 1))
		.map((key) => [
			textCell(key === null || key === '' ? words.notSaid : String(key)),
			cellOf('count', counts.get(key)?.value ?? 0, context),
			cellOf('money', values.get(key)?.value ?? null, context),
			cellOf('days', ages.get(key)?.value ?? null, context),
			cellOf('count', stalls.get(key)?.value ?? (areStallsKnown ? 0 : null), context),
		]);
	return {
		id: 'stages', title: words.byStage, rows,
		columns: [{ id: 'stage', label: words.stage, unit: 'text' }, { id: 'open', label: words.openDeals, unit: 'count' }, { id: 'value', label: words.value, unit: 'money' }, { id: 'age', label: words.age, unit: 'days' }, { id: 'stalled', label: words.stalled, unit: 'count' }],
	};
}

function expectedTable(next: Period, expected: readonly ListedDeal[], context: SectionContext): ReviewTable {
	const words = wordsOf(context);
	const own = wordsIn(aheadWords, context.metrics.numbers().language);
	const row = (deal: ListedDeal) => [dayCell(deal.day, context), textCell(dealName(deal)), textCell(deal.account ?? ''), textCell(ownerOf(deal, context)), cellOf('money', deal.amountMinor, context), textCell(deal.stage ?? ''), textCell(deal.category === null ? '' : own[`part_${categoryOf(deal)}`])];
	return {
		id: 'expected', title: fill(words.expectedDeals, { period: context.metrics.times().period(next) }), rows: listed(expected, row, context),
		columns: [
			{ id: 'day', label: words.expectedDay, unit: 'day' }, { id: 'deal', label: words.deal, unit: 'text' }, { id: 'account', label: words.account, unit: 'text' }, { id: 'owner', label: words.owner, unit: 'text' },
			{ id: 'amount', label: words.amount, unit: 'money' }, { id: 'stage', label: words.stage, unit: 'text' }, { id: 'category', label: words.forecastAs, unit: 'text' },
		],
	};
}

export async function pipeline(context: SectionContext): Promise<Section> {
	const { metrics, month, cut, scope, rules } = context;
	const next = periodAround('month', addDays(month.to, 1), rules);
	const expected = context.deals.expected(next, cut, scope).filter((deal) => !isLeftOut(deal));
	const forecast = forecastOf(panelOf({ id: 'pipeline-next', kind: 'forecast', metric: 'sales' }), context, next, {
		of: (part) => sumOf(expected.filter((deal) => categoryOf(deal) === part)),
		total: sumOf(expected),
		approximate: false,
	});
	const title = fill(wordsOf(context).expectedTitle, { period: metrics.times().period(next) });
	return {
		panels: [...(await context.panels(panelOf({ id: 'pipeline', kind: 'pipeline', metric: 'pipeline_value' }))), { ...forecast, title, progress: '', demo: context.demo }],
		findings: largest(candidates(next, expected, context)),
		tables: [stageTable(context), expectedTable(next, expected, context)],
	};
}
