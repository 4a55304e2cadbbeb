/** The sections of a review and who builds them; the one without a builder is what was agreed, which is never closed. */
import type { SectionId } from '../../../shared/review-api.ts';
import type { SectionBuilder } from '../section.ts';
import { activity } from './activity.ts';
import { deals } from './deals.ts';
import { pipeline } from './pipeline.ts';
import { quota } from './quota.ts';
import { target } from './target.ts';
import { year } from './year.ts';

type BuiltSectionId = Exclude<SectionId, 'actions'>;

export const sectionBuilders: Record<BuiltSectionId, SectionBuilder> = { target, year, quota, deals, pipeline, activity };
