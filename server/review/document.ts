/** The review of a month as it is known at a moment: every section, built for one scope. */
import { setImmediate as breath } from 'node:timers/promises';
import type { ReviewSection } from '../../shared/review-api.ts';
import { sectionIds } from '../../shared/review-api.ts';
import type { PanelView, ShownView } from '../../shared/views.ts';
import { reviewWords } from '../../shared/words/review.ts';
import { wordsIn } from '../../shared/words/language.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Period } from '../floor/period.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { scopeText, type Scope } from '../metrics/scope.ts';
import type { BoardConfig } from '../panels/boards.ts';
import type { Composer } from '../panels/compose.ts';
import { nameOf } from '../panels/context.ts';
import { endless } from '../panels/patience.ts';
import type { Cut } from '../rollups/read.ts';
import type { DealLists } from './deal-lists.ts';
import { frameOf, type SectionContext } from './section.ts';
import { sectionBuilders } from './sections/builders.ts';

export interface DocumentStages {
	composer: Composer;
	metrics: Metrics;
	settings: FloorSettings;
	deals: DealLists;
	isDemo: boolean;
	now: () => number;
	revision: () => number;
}

export interface Sections {
	/** Without what was agreed. Takes breath between sections. `cut`: one for several scopes, of which what they share is read once. */
	of: (month: Period, scope: Scope, cut?: Cut) => Promise<ReviewSection[]>;
	/** The end of the month, or now while it runs. */
	cutOf: (month: Period) => Cut;
}

export function createSections({ composer, metrics, settings, deals, isDemo, now, revision }: DocumentStages): Sections {
	const cutOf = (month: Period): Cut => metrics.evaluator.cutAt(Math.min(settings.calendar().endOf(month.to), now()));
	return {
		cutOf,
		of: async (month, scope, cut = cutOf(month)) => {
			const compose = composer.at({ now: now(), cut, revision: revision(), isReplay: true });
			const words = wordsIn(reviewWords, metrics.numbers().language);
			const found: ReviewSection[] = [];
			for (const id of sectionIds) {
				if (id === 'actions') continue;
				const title = words[`section_${id}`];
				const context: SectionContext = {
					metrics,
					calendar: settings.calendar(),
					rules: settings.get(),
					cut,
					scope,
					privacy: 'boardroom',
					patience: endless,
					month,
					deals,
					currency: settings.get().currency,
					demo: isDemo ? metrics.numbers().words.demo : null,
					panels: async (...configs) => {
						const built: PanelView[] = [];
						for (const config of configs) {
							const board: BoardConfig = { id: 'review', name: '', seconds: 20, panels: [{ ...config, scope: scopeText(scope) }] };
							// Composed of what boards are planned of, and of nothing else.
							built.push(...((await compose(board, 'boardroom')).panels as PanelView[]));
							await breath();
						}
						return built;
					},
				};
				const { panels, findings, tables } = await sectionBuilders[id](context);
				const outstanding: ShownView[] = findings.length > 0 ? [{ ...frameOf('findings', `${id}-findings`, words.findings, context), of: title, findings }] : [];
				found.push({ id, title, scope: scopeText(scope), whose: nameOf(scope), panels: [...panels, ...outstanding], findings, tables: tables.filter(({ rows }) => rows.length > 0) });
				await breath();
			}
			return found;
		},
	};
}
