/** `forecast`: to come. */
import type { ForecastView } from '../../shared/views.ts';
import { labelOf } from '../metrics/catalogue.ts';
import { blankViews } from './blank.ts';
import type { PanelConfig } from './boards.ts';
import { currentPeriod, type PanelContext } from './context.ts';
import { frameOf } from './frame.ts';

export function forecastView(config: PanelConfig<'forecast'>, context: PanelContext): ForecastView {
	const { words, language } = context.metrics.numbers();
	const frame = frameOf(config, labelOf(config.metric, language), currentPeriod(config, context), context);
	return blankViews['forecast']({ ...frame, empty: words.nothingYet });
}
