/** `scorecard`: to come. */
import type { ScorecardView } from '../../shared/views.ts';
import { labelOf } from '../metrics/catalogue.ts';
import { blankViews } from './blank.ts';
import type { PanelConfig } from './boards.ts';
import { currentPeriod, type PanelContext } from './context.ts';
import { frameOf } from './frame.ts';

export function scorecardView(config: PanelConfig<'scorecard'>, context: PanelContext): ScorecardView {
	const { words, language } = context.metrics.numbers();
	const frame = frameOf(config, labelOf(config.metric, language), currentPeriod(config, context), context);
	return blankViews['scorecard']({ ...frame, empty: words.nothingYet });
}
