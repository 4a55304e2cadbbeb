/** `leaderboard`: people by their result, or by how much better it is than their own months before (M10, M18). */
import type { LeaderboardRow, LeaderboardView } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { Period } from '../floor/period.ts';
import { addDays } from '../floor/period.ts';
import { labelOf, metricOf } from '../metrics/catalogue.ts';
import { company } from '../metrics/scope.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { currentPeriod, initialsOf, nameOf, shortName } from './context.ts';
import { improvements, isOnPanel, ranks, results, type Entrant } from './entrants.ts';
import { frameOf } from './frame.ts';
import { amountsOf, hidesPeople } from './privacy.ts';
import { standingVerdict, thisPeriod } from './standing.ts';

const rowsShown = 28;

/** By id; who has no known value has no rank. */
const ranksOf = (entrants: readonly Entrant[]): Map<string, number> => {
	const known = entrants.flatMap(({ id, value }) => (value === null ? [] : [{ id, value }]));
	const ranked = ranks(known.map(({ value }) => value));
	return new Map(known.map(({ id }, index) => [id, ranked[index] ?? 0]));
};

/** Places gained or lost since the end of yesterday, when yesterday belongs to the period. */
function movements(config: PanelConfig<'leaderboard'>, period: Period, now: ReadonlyMap<string, number>, context: PanelContext): Map<string, string> {
	const { metrics, calendar, cut } = context;
	const yesterday = addDays(cut.untilDay, -1);
	if (yesterday < period.from || cut.untilDay > period.to) return new Map();
	const before = results(config, period, metrics.evaluator.cutAt(calendar.endOf(yesterday), cut.asOf), context);
	if (before.every(({ value }) => value === null || value === 0)) return new Map();
	const was = ranksOf(before);
	return new Map(
		[...now].map(([id, rank]) => {
			const gained = (was.get(id) ?? 0) - rank;
			return [id, !was.has(id) || gained === 0 ? '' : gained > 0 ? `▲${gained}` : `▼${-gained}`];
		}),
	);
}

export function leaderboardView(config: PanelConfig<'leaderboard'>, given: PanelContext): LeaderboardView {
	// Where people may not be named, those of a team are no list, and the teams themselves are.
	const context = hidesPeople(given.privacy) ? { ...given, scope: company } : given;
	const { metrics, cut, scope, privacy } = context;
	const { evaluator } = metrics;
	const { words, write } = metrics.numbers();
	const { metric } = config;
	const amounts = amountsOf(metric, privacy, metrics.numbers());
	const period = currentPeriod(config, context);
	const label = labelOf(metric, metrics.numbers().language);
	const isImprovement = config.ranking === 'improvement';
	const found = isImprovement ? improvements(config, period, context) : results(config, period, cut, context);
	// A page of zeros ranks nobody.
	const entrants = found.some(({ value }) => value !== null && value !== 0) ? found : [];
	const ranked = ranksOf(entrants);
	const moved = isImprovement ? new Map<string, string>() : movements(config, period, ranked, context);
	const best = entrants[0]?.value ?? 0;
	const bar = (value: number | null): number => (best > 0 && value !== null ? Math.round(Math.min(1, Math.max(0, value / best)) * 1000) / 1000 : 0);
	const shown = entrants.filter((entrant) => isOnPanel(entrant, scope));
	const listed = shown.slice(0, rowsShown);
	// Where nobody has a photo, initials would only say the names again.
	const hasPhotos = listed.some(({ person }) => person !== null && person.photo !== null);
	const rows = listed.map(({ id, name, person, value, note }): LeaderboardRow => {
		const number = isImprovement ? write('share', value) : amounts.write(value);
		return {
			id,
			rank: String(ranked.get(id) ?? ''),
			name: person ? shortName(name) : name,
			initials: person && !person.isErased && hasPhotos ? initialsOf(name) : '',
			photo: person?.photo ?? null,
			number: isImprovement ? { ...number, before: '+', text: `+${number.text}` } : number,
			bar: bar(value),
			moved: moved.get(id) ?? '',
			note,
			first: ranked.get(id) === 1 && value !== null && value > 0,
		};
	});
	const isSum = metricOf(metric).formula.kind === 'sum' && !isImprovement;
	const everybody = evaluator.by(metric, metric, hidesPeople(privacy) ? 'team' : 'person', scope, period, cut);
	// Nobody's money is a share of no target.
	const unassigned = isSum && scope.kind === 'company' && !amounts.areShares ? (everybody.get(null)?.value ?? 0) : 0;
	if (unassigned !== 0) rows.push({ id: '', rank: '', name: words.unassigned, initials: '', photo: null, number: amounts.write(unassigned), bar: best > 0 ? Math.min(1, Math.max(0, unassigned / best)) : 0, moved: '', note: '', first: false });
	const isEarly = evaluator.progress(scope, period, cut).elapsed < 1;
	const nobody = isImprovement ? (everybody.size > 0 && !isEarly ? words.nobodyAbove : words.nobodyImproved) : amounts.areShares ? words.needsTarget : words.nobodyYet;
	const rankedBy = fill(words.rankedBy, { metric: label, period: thisPeriod(period, context) });
	return {
		...frameOf(config, isImprovement ? words.improvedTitle : words.leaderboardTitle, period, context),
		by: isImprovement ? fill(words.improvedBy, { metric: label }) : amounts.areShares ? fill(words.shareOf, { what: rankedBy }) : rankedBy,
		empty: rows.length === 0 ? nobody : null,
		rows,
		more: shown.length > rowsShown ? fill(words.andMore, { count: shown.length - rowsShown }) : '',
		total: isSum ? totalOf(config, period, context) : null,
	};
}

/** Everybody of the panel's scope; of one person there is none, and where only shares are shown none without a target. */
function totalOf({ metric }: PanelConfig<'leaderboard'>, period: Period, context: PanelContext): LeaderboardView['total'] {
	const { metrics, cut, scope, privacy } = context;
	const { evaluator } = metrics;
	if (scope.kind === 'person') return null;
	const amounts = amountsOf(metric, privacy, metrics.numbers());
	const target = amounts.areShares ? evaluator.target(metric, scope, period) : null;
	const value = amounts.of(evaluator.value(metric, metric, scope, period, cut).value, target?.incomplete ? null : (target?.value ?? null));
	if (amounts.areShares && value === null) return null;
	return { label: scope.kind === 'company' ? metrics.numbers().words.everybody : nameOf(scope), number: amounts.write(value), verdict: standingVerdict(metric, period, context) };
}
