/** What the sections of a review are built from. */
import type { ReviewSection } from '../../shared/review-api.ts';
import type { PanelView } from '../../shared/views.ts';
import type { Period } from '../floor/period.ts';
import type { PanelConfig } from '../panels/boards.ts';
import type { PanelContext } from '../panels/context.ts';

export interface SectionContext extends PanelContext {
	/** The month under review; `cut` is its end, or now while it runs. */
	month: Period;
	/** Of the same moment and scope, everything shown. */
	panels: (...configs: PanelConfig[]) => Promise<PanelView[]>;
}

/** What a section is made of; its findings are a picture too, put behind the others by whoever asks. */
export type Section = Pick<ReviewSection, 'title' | 'panels' | 'findings' | 'tables'>;
export type SectionBuilder = (context: SectionContext) => Promise<Section>;
