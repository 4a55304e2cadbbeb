/** `pipeline`: what is open, stage by stage in the order of the stages, how long it has been there, and whether it is enough. */
import type { PipelineStage, PipelineView } from '../../shared/further-views.ts';
import type { Headline } from '../../shared/views.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { stageWords } from '../../shared/words/stages.ts';
import { toldApartWords } from '../../shared/words/told-apart.ts';
import type { Period } from '../floor/period.ts';
import { isMetricId, labelOf } from '../metrics/catalogue.ts';
import type { Evaluated } from '../metrics/evaluated.ts';
import type { PanelConfig } from './boards.ts';
import { currentPeriod, unitOfBase, type PanelContext } from './context.ts';
import { frameOf } from './frame.ts';
import { amountsOf, hidesAmounts } from './privacy.ts';
import { standingVerdict, verdict } from './standing.ts';

type ByStage = Map<string | number | null, Evaluated>;

/** Nothing while there is no such metric. */
function byStage(metric: string, period: Period, { metrics, scope, cut }: PanelContext): ByStage {
	return isMetricId(metric) ? metrics.evaluator.by(metric, metric, 'stage', scope, period, cut) : new Map();
}

const enoughDecided = 10;

/** How often an open deal is won: what was decided in the three periods before, added up (M2); null: too few to say. */
function wonBefore(period: Period, { metrics, scope, cut }: PanelContext): number | null {
	let at = { period, cut };
	const sum = { won: 0, decided: 0 };
	for (let index = 0; index < 3; index += 1) {
		at = { period: metrics.evaluator.previous(at.period, at.cut).period, cut };
		const { numerator, denominator } = metrics.evaluator.value('win_rate', 'win_rate', scope, at.period, cut);
		sum.won += numerator ?? 0;
		sum.decided += denominator ?? 0;
	}
	return sum.decided < enoughDecided || sum.won === 0 ? null : sum.won / sum.decided;
}

/** Against what has to be open for the target to be met at the rate at which deals have been won. */
function coverageOf(period: Period, context: PanelContext): Headline | null {
	const { metrics, scope, cut } = context;
	const metric = 'pipeline_coverage';
	if (!isMetricId(metric)) return null;
	const { value } = metrics.evaluator.value(metric, metric, scope, period, cut);
	if (value === null) return null;
	const { language, write, text } = metrics.numbers();
	const own = wordsIn(stageWords, language);
	const unit = unitOfBase(metric);
	const rate = wonBefore(period, context);
	const isEnough = rate !== null && value * rate >= 1;
	return {
		label: labelOf(metric, language),
		number: write(unit, value),
		verdict: rate === null ? null : isEnough ? verdict('good', '▲', own.enough) : verdict('bad', '▼', own.tooLittle),
		context: rate === null ? own.ofMissing : fill(own.needed, { times: text(unit, 1 / rate), rate: text('share', rate) }),
	};
}

export function pipelineView(config: PanelConfig<'pipeline'>, context: PanelContext): PipelineView {
	const { metrics, cut, scope, privacy } = context;
	const { evaluator } = metrics;
	const { language, write, text } = metrics.numbers();
	const own = wordsIn(stageWords, language);
	const { metric } = config;
	const period = currentPeriod(config, context);
	const isHidden = hidesAmounts('money', privacy);

	const values = byStage('pipeline_value', period, context);
	const counts = byStage('open_deals', period, context);
	const ages = byStage('deal_age', period, context);
	const stalls = byStage('stalled_deals', period, context);

	const order = metrics.stageOrder();
	const placeOf = (key: string): number => (key === '' ? order.length + 1 : order.includes(key) ? order.indexOf(key) : order.length);
	// What is not said is one stage, whichever way sources leave it open.
	const keys = [...counts.keys()].map((key) => ({ key, name: key === null ? '' : String(key) })).sort((a, b) => placeOf(a.name) - placeOf(b.name) || (a.name < b.name ? -1 : 1));
	const valueAt = (key: string | number | null): number => values.get(key)?.value ?? 0;
	const whole = keys.reduce((sum, { key }) => sum + valueAt(key), 0);
	const haveShares = whole > 0 && keys.every(({ key }) => valueAt(key) >= 0);
	const longest = Math.max(0, ...keys.map(({ key }) => valueAt(key)));
	const stages = keys.map(({ key, name }): PipelineStage => {
		const count = counts.get(key)?.value ?? 0;
		const value = valueAt(key);
		const age = ages.get(key)?.value ?? null;
		const stalled = stalls.get(key)?.value ?? 0;
		return {
			id: name === '' ? '' : `stage:${name}`,
			name: name === '' ? wordsIn(toldApartWords, language).notSaid : name,
			count: write('count', count),
			value: isHidden ? write('share', haveShares ? value / whole : null) : write('money', value),
			bar: longest > 0 && (!isHidden || haveShares) ? Math.round(Math.max(0, value / longest) * 1000) / 1000 : 0,
			age: age === null ? '' : fill(own.inStage, { days: text('days', Math.round(age)) }),
			stalled: stalled > 0 ? fill(own.stalled, { count: text('count', stalled) }) : '',
			tone: stalled === 0 ? 'none' : stalled * 2 >= count ? 'bad' : 'watch',
		};
	});

	const total = evaluator.value(metric, metric, scope, period, cut);
	const open = evaluator.value('open_deals', 'open_deals', scope, period, cut).value;
	const standing = evaluator.target(metric, scope, period);
	const target = standing && !standing.incomplete ? standing.value : null;
	const amounts = amountsOf(metric, privacy, metrics.numbers());
	const deals = open === 1 ? own.openDeal : fill(own.openDeals, { count: text('count', open) });
	return {
		...frameOf(config, own.pipelineTitle, period, context),
		empty: stages.length === 0 ? own.noneOpen : null,
		headline: {
			label: labelOf(metric, language),
			number: amounts.write(amounts.of(total.value, target)),
			verdict: standingVerdict(metric, period, context),
			context: total.approximate ? fill(own.approximate, { deals }) : deals,
		},
		stages,
		coverage: coverageOf(period, context),
	};
}
