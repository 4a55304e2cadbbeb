/** What every panel builder works from: the metrics, the moment, and the workspace's ways of writing. */
import type { Privacy } from '../../shared/screen.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { Period, PeriodRules } from '../floor/period.ts';
import { shortName } from '../floor/short-name.ts';
import { periodAround } from '../floor/period.ts';
import type { Cut } from '../rollups/read.ts';
import type { MetricId } from '../metrics/catalogue.ts';
import { unitOf } from '../metrics/explain.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Scope } from '../metrics/scope.ts';
import type { Patience } from './patience.ts';

export { shortName };

export interface PanelContext {
	metrics: Metrics;
	calendar: Calendar;
	rules: PeriodRules;
	cut: Cut;
	/** Whose numbers the panel shows. */
	scope: Scope;
	privacy: Privacy;
	patience: Patience;
}

export const unitOfBase = (metric: MetricId) => unitOf({ id: metric, base: metric });

export const currentPeriod = (config: { period: Period['kind'] }, context: PanelContext): Period => periodAround(config.period, context.cut.untilDay, context.rules);

/** Of a team or a person; empty for the company. */
export const nameOf = (scope: Scope): string => (scope.kind === 'company' ? '' : scope.kind === 'team' ? scope.name : shortName(scope.name));

/** Of the first and the last word of a name: "AB"; one letter where there is one word. */
export function initialsOf(name: string): string {
	const words = name.trim().split(/\s+/u);
	return [words[0], words.length > 1 ? words.at(-1) : '']
		.map((word) => [...(word ?? '')].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '')
		.join('')
		.toUpperCase();
}
