/** Won and lost: the two sides with their largest deals, and all of them in tables. */
import type { ReviewTable, TableColumn } from '../../../shared/review-api.ts';
import type { WonLostRow, WonLostSide, WonLostView } from '../../../shared/review-views.ts';
import { fill } from '../../../shared/words/language.ts';
import { changeBetween } from '../../panels/standing.ts';
import type { ListedDeal } from '../deal-lists.ts';
import { isKnown, monthsBefore, valueIn } from '../earlier.ts';
import { candidate, judged, largest, weightOf, type Candidate } from '../findings.ts';
import { frameOf, thenOf, wordsOf, type Section, type SectionContext } from '../section.ts';
import { cellOf, dayCell, dealName, listed, ownerOf, textCell } from '../tables.ts';

const rowsShown = 5;

type Sides = Record<WonLostSide['id'], ListedDeal[]>;

const sumOf = (deals: readonly ListedDeal[]): number => deals.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0);
/** Of nothing but unknown amounts nothing is known. */
const amountOf = (deals: readonly ListedDeal[]): number | null => (deals.length > 0 && deals.every(({ amountMinor }) => amountMinor === null) ? null : sumOf(deals));

function sideOf(id: WonLostSide['id'], deals: readonly ListedDeal[], before: readonly ListedDeal[] | null, context: SectionContext): WonLostSide {
	const { metrics } = context;
	const { write } = metrics.numbers();
	const words = wordsOf(context);
	const [is, was] = [amountOf(deals), before && amountOf(before)];
	const changed = is === null || was === null ? null : changeBetween('sales', 'sales', is, was, metrics);
	// Less lost is better.
	const verdict = changed && id === 'lost' ? { ...changed, tone: changed.tone === 'good' ? ('bad' as const) : changed.tone === 'bad' ? ('good' as const) : changed.tone } : changed;
	const row = (deal: ListedDeal): WonLostRow => {
		const name = dealName(deal);
		return { id: `${deal.source}/${deal.externalId}`, name, detail: [deal.account !== null && name.includes(deal.account) ? '' : (deal.account ?? ''), ownerOf(deal, context)].filter((part) => part !== '').join(' · '), number: write('money', deal.amountMinor) };
	};
	return { id, title: words[id], count: write('count', deals.length), amount: write('money', is), verdict, rows: deals.slice(0, rowsShown).map(row), more: deals.length > rowsShown ? fill(words.andMore, { count: deals.length - rowsShown }) : '' };
}

function candidates({ won, lost }: Sides, context: SectionContext): Candidate[] {
	const { metrics, month, cut, scope } = context;
	const { text, percent, change } = metrics.numbers();
	const words = wordsOf(context);
	const found: Candidate[] = [];
	const [before] = monthsBefore(context, 1);
	const then = before ? thenOf(before.period, context) : '';
	const pair = (metric: 'win_rate' | 'average_deal_size') => ({ is: valueIn(metric, scope, { period: month, cut }, context), was: before ? valueIn(metric, scope, before, context) : null });

	const rate = pair('win_rate');
	if (rate.is.value !== null && rate.was && rate.was.value !== null && rate.is.value !== rate.was.value) {
		const difference = rate.is.value - rate.was.value;
		const size = (difference / Math.max(rate.was.value, 0.01)) * weightOf(Math.min(rate.is.denominator ?? 0, rate.was.denominator ?? 0));
		const sentence = words[difference < 0 ? 'rate_less' : 'rate_more'];
		const counts = { won: text('count', rate.is.numerator), decided: text('count', rate.is.denominator), wonThen: text('count', rate.was.numerator), decidedThen: text('count', rate.was.denominator) };
		found.push(candidate('win_rate', size, judged(difference, 'up', fill(sentence, { value: text('share', rate.is.value), was: text('share', rate.was.value), points: change(Math.abs(difference), true).slice(1), then, ...counts }))));
	}
	const size = pair('average_deal_size');
	if (size.is.value !== null && size.was && size.was.value !== null && size.was.value > 0 && size.is.value !== size.was.value) {
		const difference = size.is.value - size.was.value;
		const relative = difference / size.was.value;
		const sentence = words[difference < 0 ? 'size_less' : 'size_more'];
		const weight = weightOf(Math.min(size.is.denominator ?? 0, size.was.denominator ?? 0));
		found.push(candidate('average_deal_size', relative * weight, judged(difference, 'up', fill(sentence, { value: text('money', size.is.value), was: text('money', size.was.value), count: text('count', size.is.denominator), percent: percent(relative), then }))));
	}
	const [top] = won;
	const whole = sumOf(won);
	// Of two deals one is always at least half.
	if (top && top.amountMinor !== null && top.amountMinor > 0 && whole > 0 && won.length > 2) {
		const share = top.amountMinor / whole;
		found.push(candidate('largest', share - 1 / won.length, { tone: share >= 0.25 ? 'watch' : 'none', mark: '', text: fill(words.largestDeal, { name: dealName(top), amount: text('money', top.amountMinor), percent: percent(share) }) }));
	}
	const reasons = new Map<string, number>();
	for (const { lostReason } of lost) if (lostReason !== null && lostReason.trim() !== '') reasons.set(lostReason, (reasons.get(lostReason) ?? 0) + 1);
	const [reason] = [...reasons].sort(([a, counted], [b, others]) => others - counted || (a < b ? -1 : 1));
	if (reason && reason[1] > 1) found.push(candidate('reason', (reason[1] / lost.length - 1 / Math.max(2, reasons.size)) * weightOf(lost.length), { tone: 'none', mark: '', text: fill(words.lostReason, { reason: reason[0], count: text('count', reason[1]), lost: text('count', lost.length) }) }));
	return found;
}

function tableOf(id: WonLostSide['id'], deals: readonly ListedDeal[], context: SectionContext): ReviewTable {
	const words = wordsOf(context);
	const columns: TableColumn[] = [{ id: 'day', label: words.day, unit: 'day' }, { id: 'deal', label: words.deal, unit: 'text' }, { id: 'account', label: words.account, unit: 'text' }, { id: 'owner', label: words.owner, unit: 'text' }, { id: 'amount', label: words.amount, unit: 'money' }];
	const hasReasons = id === 'lost' && deals.some(({ lostReason }) => lostReason !== null && lostReason.trim() !== '');
	if (hasReasons) columns.push({ id: 'reason', label: words.reason, unit: 'text' });
	const row = (deal: ListedDeal) => [dayCell(deal.day, context), textCell(deal.name ?? deal.externalId), textCell(deal.account ?? ''), textCell(ownerOf(deal, context)), cellOf('money', deal.amountMinor, context), ...(hasReasons ? [textCell(deal.lostReason ?? '')] : [])];
	return { id, title: id === 'won' ? words.wonDeals : words.lostDeals, columns, rows: listed(deals, row, context) };
}

export function deals(context: SectionContext): Section {
	const { month, cut, scope, metrics } = context;
	const words = wordsOf(context);
	const [before] = monthsBefore(context, 1);
	const sides: Sides = { won: context.deals.decided('won', month, cut, scope), lost: context.deals.decided('lost', month, cut, scope) };
	const wasKnown = before !== undefined && isKnown('win_rate', before.period, context);
	const side = (id: WonLostSide['id']): WonLostSide => sideOf(id, sides[id], wasKnown ? context.deals.decided(id, before.period, before.cut, scope) : null, context);
	const view: WonLostView = {
		...frameOf('won-lost', 'deals', words.wonLostTitle, context),
		empty: sides.won.length + sides.lost.length === 0 ? fill(words.noneDecided, { period: metrics.times().period(month) }) : null,
		sides: [side('won'), side('lost')],
	};
	return { panels: [view], findings: largest(candidates(sides, context)), tables: [tableOf('won', sides.won, context), tableOf('lost', sides.lost, context)] };
}
