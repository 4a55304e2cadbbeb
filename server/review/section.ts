/** What the sections of a review are built from. */
import type { ReviewSection } from '../../shared/review-api.ts';
import type { ReviewPanelKind, ReviewPanelViews } from '../../shared/review-views.ts';
import type { PanelFrame, PanelView } from '../../shared/views.ts';
import { fill, wordsIn, type Translation } from '../../shared/words/language.ts';
import { reviewSectionWords } from '../../shared/words/review-sections.ts';
import type { Period } from '../floor/period.ts';
import { briefName } from '../floor/short-name.ts';
import type { PanelConfig } from '../panels/boards.ts';
import { nameOf, type PanelContext } from '../panels/context.ts';
import type { DealLists } from './deal-lists.ts';

export interface SectionContext extends PanelContext {
	/** The month under review; `cut` is its end, or now while it runs. */
	month: Period;
	/** Of the same moment and scope, everything shown. */
	panels: (...configs: PanelConfig[]) => Promise<PanelView[]>;
	deals: DealLists;
	/** Of the workspace. */
	currency: string;
	/** "Demo" where it is one. */
	demo: string | null;
}

/** What a section is made of; its findings are a picture too, put behind the others by whoever asks. */
export type Section = Pick<ReviewSection, 'panels' | 'findings' | 'tables'>;
export type SectionBuilder = (context: SectionContext) => Section | Promise<Section>;

export type SectionWords = Translation<(typeof reviewSectionWords)['en']>;
export const wordsOf = ({ metrics }: SectionContext): SectionWords => wordsIn(reviewSectionWords, metrics.numbers().language);

export const panelOf = <K extends PanelConfig['kind']>(given: Pick<PanelConfig<K>, 'id' | 'kind' | 'metric'> & Partial<PanelConfig<K>>): PanelConfig<K> => ({ scope: 'company', period: 'month', ranking: 'result', by: null, figures: [], seconds: null, pinned: false, times: null, ...given });

/** What a picture that only reviews have says about itself. */
export function frameOf<K extends ReviewPanelKind>(kind: K, id: string, title: string, context: SectionContext): PanelFrame<K> & Pick<ReviewPanelViews[K], 'kind'> {
	const { metrics, calendar, cut, month, scope, demo } = context;
	const day = calendar.workdays(month.from, cut.untilDay < month.to ? cut.untilDay : month.to);
	const days = calendar.workdays(month.from, month.to);
	return {
		id, kind, title,
		period: [briefName(nameOf(scope)), metrics.times().period(month)].filter((part) => part !== '').join(' · '),
		progress: day > 0 && days > 1 ? fill(metrics.numbers().words.dayOf, { day, days }) : '',
		seconds: null, figures: [], about: '', definition: '', empty: null, stale: null, failed: null, demo,
	};
}

/** "in May 2017"; "at the same time in May 2017" while the month runs. */
export function thenOf(period: Period, context: SectionContext): string {
	const { metrics, month, cut } = context;
	const { isOver } = metrics.evaluator.progress({ kind: 'company' }, month, cut);
	return fill(wordsOf(context)[isOver ? 'then_over' : 'then_running'], { period: metrics.times().period(period) });
}

/** Whose, where a sentence begins. */
export const whoOf = (context: SectionContext): string => (context.scope.kind === 'company' ? wordsOf(context).theCompany : context.scope.name);
