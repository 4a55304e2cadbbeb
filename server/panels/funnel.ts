/** `funnel`: to come. */
import type { FunnelView } from '../../shared/views.ts';
import { labelOf } from '../metrics/catalogue.ts';
import { blankViews } from './blank.ts';
import type { PanelConfig } from './boards.ts';
import { currentPeriod, type PanelContext } from './context.ts';
import { frameOf } from './frame.ts';

export function funnelView(config: PanelConfig<'funnel'>, context: PanelContext): FunnelView {
	const { words, language } = context.metrics.numbers();
	const frame = frameOf(config, labelOf(config.metric, language), currentPeriod(config, context), context);
	return blankViews['funnel']({ ...frame, empty: words.nothingYet });
}
