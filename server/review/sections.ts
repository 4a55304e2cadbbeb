/** The sections of a review and who builds them; the one without a builder is what was agreed, which is never closed. */
import type { SectionId } from '../../shared/review-api.ts';
import { reviewWords } from '../../shared/words/review.ts';
import { wordsIn } from '../../shared/words/language.ts';
import type { PanelConfig } from '../panels/boards.ts';
import type { Section, SectionBuilder, SectionContext } from './section.ts';

export type BuiltSectionId = Exclude<SectionId, 'actions'>;

const panel = (given: Pick<PanelConfig, 'id' | 'kind' | 'metric'> & Partial<PanelConfig>): PanelConfig => ({ scope: 'company', period: 'month', ranking: 'result', by: null, figures: [], seconds: null, pinned: false, times: null, ...given });

const plain =
	(id: BuiltSectionId, ...configs: PanelConfig[]): SectionBuilder =>
	async (context: SectionContext): Promise<Section> => ({
		title: wordsIn(reviewWords, context.metrics.numbers().language)[`section_${id}`],
		panels: await context.panels(...configs),
		findings: [],
		tables: [],
	});

export const sectionBuilders: Record<BuiltSectionId, SectionBuilder> = {
	target: plain('target', panel({ id: 'target', kind: 'target', metric: 'sales' })),
	year: plain('year', panel({ id: 'year', kind: 'trend', metric: 'sales' })),
	quota: plain('quota', panel({ id: 'quota', kind: 'attainment', metric: 'sales' })),
	deals: plain('deals', panel({ id: 'deals', kind: 'leaderboard', metric: 'sales' })),
	pipeline: plain('pipeline', panel({ id: 'pipeline', kind: 'pipeline', metric: 'pipeline_value' })),
	activity: plain('activity', panel({ id: 'activity', kind: 'activity-sheet', metric: 'calls_made' })),
};
