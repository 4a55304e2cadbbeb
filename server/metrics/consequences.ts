/** What a change does to the figures: those of the company and the teams for the month, the quarter and the year, before and after. */
import { setImmediate as breath } from 'node:timers/promises';
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
	/** Of the journal. */
	revision: () => number;
	now: () => number;
}

type Figure = Omit<Consequence, 'before' | 'after'> & { text: string; says: boolean };

export function createConsequences({ metrics, settings, behind, revision, now }: ConsequenceStages): Consequences {
	/** By what they are of, whatever names and labels are by then. All at one cut, with a breath for the wall after each scope. */
	const figures = async (at: number): Promise<Map<string, Figure>> => {
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
				await breath();
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
		const begun = revision();
		const before = await figures(at);
		const isAloneBefore = revision() === begun;
		change();
		const made = revision();
		await behind();
		const after = await figures(at);
		/** Facts, or somebody's other change, came between the figures before and those after. */
		const isMixed = !isAloneBefore || revision() !== made;
		return [...after].flatMap(([key, { text, says, ...figure }]) => {
			const { text: was, says: said } = before.get(key) ?? { text: '–', says: false };
			// From unknown to none and back: neither says anything, and a new team would be a list of nothing else.
			return was === text || !(says || said) ? [] : [{ ...figure, before: was, after: text, ...(isMixed && { isMixed }) }];
		});
	};
}
