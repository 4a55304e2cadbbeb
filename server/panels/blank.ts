/** Panels that have nothing to show but their frame, in which a sentence says why. */
import type { Headline, NumberText, PanelFrame, PanelKind, PanelViews } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
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

/** Of a team that is gone, or a person that nobody knows by that name any longer. */
export function unknownView<K extends PanelKind>(config: PanelConfig<K>, context: PanelContext): PanelViews[K] {
	const { words } = context.metrics.numbers();
	const frame = frameOf({ ...config, figures: [] }, labelOf(config.metric, context.metrics.numbers().language), currentPeriod(config, context), context);
	const scope = config.scope.slice(config.scope.indexOf(':') + 1);
	return blankViews[config.kind]({ ...frame, empty: fill(words.whoseIsUnknown, { scope }) });
}
