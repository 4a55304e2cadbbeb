/** What a change does to the figures: those of the company and the teams for the month, the quarter and the year, before and after. */
import type { Consequence } from '../../shared/consequence.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { periodAround } from '../floor/period.ts';
import { metricIds, metricOf, type MetricId } from './catalogue.ts';
import { unitOf } from './explain.ts';
import type { Metrics } from './metrics.ts';
import { company, scopeText, teamScope, type Scope } from './scope.ts';

/** Makes the change and returns every figure that reads otherwise than before. What is still being added up is waited for. */
export type Consequences = (change: () => void) => Promise<Consequence[]>;

export interface ConsequenceStages {
	metrics: Metrics;
	settings: FloorSettings;
	/** Resolves when the sums are up to date, or cannot be brought so. */
	behind: () => Promise<unknown>;
	now: () => number;
}

type Figure = Omit<Consequence, 'before' | 'after'> & { text: string; says: boolean };

export function createConsequences({ metrics, settings, behind, now }: ConsequenceStages): Consequences {
	/** By what they are of, whatever names and labels are by then. */
	const figures = (at: number): Map<string, Figure> => {
		const { evaluator, roster, numbers, times } = metrics;
		const { language, words, write } = numbers();
		const cut = evaluator.cutAt(at);
		const rules = settings.get();
		const scopes: { scope: Scope; name: string }[] = [{ scope: company, name: words.company }, ...roster.teams().map((team) => ({ scope: teamScope(team), name: team.name }))];
		const found = new Map<string, Figure>();
		const base = (id: MetricId): MetricId => (metricOf(id).formula.kind === 'derived' ? 'sales' : id);
		for (const kind of ['month', 'quarter', 'year'] as const) {
			const period = periodAround(kind, cut.untilDay, rules);
			for (const { scope, name } of scopes) {
				for (const metric of metricIds) {
					const { value } = evaluator.value(metric, base(metric), scope, period, cut);
					const { text } = write(unitOf({ id: metric, base: base(metric) }), value);
					const label = metricOf(metric).label[language === 'sv' ? 'sv' : 'en'];
					found.set(`${metric} ${scope.kind === 'team' ? scope.id : ''} ${kind}`, { metric, label, scope: scopeText(scope), name, period: period.id, periodLabel: times().period(period), text, says: value !== null && value !== 0 });
				}
			}
		}
		return found;
	};

	return async (change) => {
		const at = now();
		await behind();
		const before = figures(at);
		change();
		await behind();
		return [...figures(at)].flatMap(([key, { text: after, says, ...figure }]) => {
			const { text: was, says: said } = before.get(key) ?? { text: '–', says: false };
			// From unknown to none and back: neither says anything, and a new team would be a list of nothing else.
			return was === after || !(says || said) ? [] : [{ ...figure, before: was, after }];
		});
	};
}
