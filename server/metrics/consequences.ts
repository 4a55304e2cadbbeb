/** What a change does to the figures: those of the company and the teams for the month, the quarter, the year and the week, before and after. */
import { setImmediate as breath } from 'node:timers/promises';
import type { Consequence } from '../../shared/consequence.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { consequenceWords } from '../../shared/words/consequences.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { stretchText } from '../floor/day-text.ts';
import { periodAround, type Period } from '../floor/period.ts';
import { metricIds, metricOf, type MetricId } from './catalogue.ts';
import { unitOf } from './explain.ts';
import type { Metrics } from './metrics.ts';
import { company, personScope, scopeText, teamScope, type Scope } from './scope.ts';

/**
 * Makes the change and returns every figure that reads otherwise than before. What is still being added up is waited for. `concerned`: people
 * whose own figures are looked at too.
 */
export type Consequences = (change: () => void, concerned?: readonly number[]) => Promise<Consequence[]>;

export interface ConsequenceStages {
	metrics: Metrics;
	settings: FloorSettings;
	/** Resolves when the sums are up to date, or cannot be brought so. */
	behind: () => Promise<unknown>;
	/** Of the journal. */
	revision: () => number;
	now: () => number;
}

type Figure = Omit<Consequence, 'before' | 'after' | 'period' | 'periodLabel'> & { text: string; says: boolean; isWhole: boolean; of: Period };

/** So many figures before the wall gets a breath. */
const atOnce = 10;

export function createConsequences({ metrics, settings, behind, revision, now }: ConsequenceStages): Consequences {
	/** By what they are of, whatever names and labels are by then. All at one cut, with breaths for the wall. */
	const figures = async (at: number, concerned: readonly number[]): Promise<Map<string, Figure>> => {
		const { evaluator, roster, numbers } = metrics;
		const { language, words, write } = numbers();
		const cut = evaluator.cutAt(at);
		const rules = settings.get();
		const people = concerned.flatMap((id) => roster.person(id) ?? []).map((person) => ({ scope: personScope(person), name: person.name }));
		const scopes: { scope: Scope; name: string }[] = [...people, { scope: company, name: words.company }, ...roster.teams().map((team) => ({ scope: teamScope(team), name: team.name }))];
		const found = new Map<string, Figure>();
		const base = (id: MetricId): MetricId => (metricOf(id).formula.kind === 'derived' ? 'sales' : id);
		for (const kind of ['month', 'quarter', 'year', 'week', 'day'] as const) {
			const period = periodAround(kind, cut.untilDay, rules);
			for (const { scope, name } of scopes) {
				for (const [place, metric] of metricIds.entries()) {
					if (place % atOnce === 0) await breath();
					const { value } = evaluator.value(metric, base(metric), scope, period, cut);
					const unit = unitOf({ id: metric, base: base(metric) });
					const { text } = write(unit, value);
					const label = metricOf(metric).label[language === 'sv' ? 'sv' : 'en'];
					found.set(`${metric} ${scope.kind} ${scope.kind === 'company' ? '' : scope.id} ${kind}`, { metric, label, scope: scopeText(scope), name, of: period, text, says: value !== null && value !== 0, isWhole: unit === 'share' && value === 1 });
				}
			}
		}
		return found;
	};

	/** A week, quarter or year that is of other days now is named by both: its figures are of two periods. */
	const periodLabel = (was: Period | undefined, is: Period): string => {
		const label = metrics.times().period(is);
		if (!was || (was.from === is.from && was.to === is.to) || is.kind === 'day') return label;
		const { locale } = settings.get();
		const words = wordsIn(consequenceWords, metrics.numbers().language);
		return fill(words[`moved_${is.kind}`], { before: stretchText(was, locale), after: stretchText(is, locale) });
	};

	return async (change, concerned = []) => {
		const at = now();
		await behind();
		const zone = settings.get().timeZone;
		const begun = revision();
		const before = await figures(at, concerned);
		const isAloneBefore = revision() === begun;
		change();
		const made = revision();
		await behind();
		const after = await figures(at, concerned);
		/** Facts, or somebody's other change, came between the figures before and those after. */
		const isMixed = !isAloneBefore || revision() !== made;
		// Today begins and ends elsewhere in another zone only.
		const isOtherDay = settings.get().timeZone !== zone;
		return [...after].flatMap(([key, { text, says, isWhole, of, ...figure }]) => {
			const was = before.get(key);
			// From unknown to none or to all, and back: neither says anything, and a new team would be a list of nothing else.
			const past = was?.text ?? '–';
			const isNothing = !(says || was?.says) || (isWhole && past === '–') || (text === '–' && was?.isWhole === true);
			if (past === text || isNothing || (of.kind === 'day' && !isOtherDay)) return [];
			return [{ ...figure, period: of.id, periodLabel: periodLabel(was?.of, of), before: past, after: text, ...(isMixed && { isMixed }) }];
		});
	};
}
