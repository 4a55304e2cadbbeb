/** Panels that have nothing to show but their frame, in which a sentence says why. */
import type { Headline, NumberText, PanelFrame, PanelKind, PanelViews } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import { periodAround } from '../floor/period.ts';
import { labelOf } from '../metrics/catalogue.ts';
import type { PanelConfig } from './boards.ts';
import { currentPeriod, type PanelContext } from './context.ts';
import { frameOf } from './frame.ts';

const nothing: NumberText = { text: '–', before: '', digits: '–', after: '' };
const headline: Headline = { label: '', number: nothing, verdict: null, context: '' };
const axis = { yMax: 1, yTicks: [] };

export const blankViews: { [K in PanelKind]: (frame: PanelFrame<K>) => PanelViews[K] } = {
	trend: (frame) => ({ ...frame, headline, bars: [], paceNow: null, paceNowText: '', targetText: '', ...axis }),
	attainment: (frame) => ({ ...frame, headline, targetText: '', paceText: '', groups: [] }),
	leaderboard: (frame) => ({ ...frame, by: '', rows: [], more: '', total: null }),
	target: (frame) => ({ ...frame, headline, xLabels: [], actual: [], path: [], projection: [], projectionText: '', pathText: '', ...axis }),
	scorecard: (frame) => ({ ...frame, cells: [] }),
	funnel: (frame) => ({ ...frame, headline, compared: '', steps: [], leak: '' }),
	breakdown: (frame) => ({ ...frame, headline, compared: '', rows: [], more: '' }),
	'activity-sheet': (frame) => ({ ...frame, columns: [], groups: [], more: '' }),
	pipeline: (frame) => ({ ...frame, headline, stages: [], coverage: null }),
	workback: (frame) => ({ ...frame, headline, left: '', perDayText: '', totalText: '', steps: [], assumptions: '' }),
	forecast: (frame) => ({ ...frame, headline, parts: [], targetAt: null, targetText: '', earlier: [], earlierText: '' }),
};

const blank = <K extends PanelKind>(config: PanelConfig<K>, context: PanelContext, empty: string): PanelViews[K] => {
	const frame = frameOf({ ...config, figures: [] }, labelOf(config.metric, context.metrics.numbers().language), currentPeriod(config, context), context);
	return blankViews[config.kind]({ ...frame, empty });
};

/** Of a team that is gone, or a person that nobody knows by that name any longer. */
export function unknownView<K extends PanelKind>(config: PanelConfig<K>, context: PanelContext): PanelViews[K] {
	const scope = config.scope.slice(config.scope.indexOf(':') + 1);
	return blank(config, context, fill(context.metrics.numbers().words.whoseIsUnknown, { scope }));
}

/** These say of each of their figures by itself whether it is known. */
const ofSeveral: readonly PanelKind[] = ['scorecard', 'funnel', 'workback', 'forecast'];

/** Of a period of which facts were taken out: what is left of it would look like all. Null: of what it shows all is kept. */
export function retiredView<K extends PanelKind>(config: PanelConfig<K>, context: PanelContext): PanelViews[K] | null {
	const { metrics, cut, rules } = context;
	if (ofSeveral.includes(config.kind)) return null;
	const shown = [config, ...(config.kind === 'activity-sheet' ? config.figures : [])];
	const isRetired = shown.some(({ metric, period }) => metrics.evaluator.isRetired(metric, periodAround(period, cut.untilDay, rules), cut));
	return isRetired ? blank(config, context, fill(metrics.numbers().words.retired, { period: metrics.times().period(currentPeriod(config, context)) })) : null;
}
