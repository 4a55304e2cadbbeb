/** `activity-sheet`: to come. */
import type { ActivitySheetView } from '../../shared/views.ts';
import { labelOf } from '../metrics/catalogue.ts';
import { blankViews } from './blank.ts';
import type { PanelConfig } from './boards.ts';
import { currentPeriod, type PanelContext } from './context.ts';
import { frameOf } from './frame.ts';

export function activitySheetView(config: PanelConfig<'activity-sheet'>, context: PanelContext): ActivitySheetView {
	const { words, language } = context.metrics.numbers();
	const frame = frameOf(config, labelOf(config.metric, language), currentPeriod(config, context), context);
	return blankViews['activity-sheet']({ ...frame, empty: words.nothingYet });
}
