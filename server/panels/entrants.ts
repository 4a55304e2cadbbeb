/** Who stands on a leaderboard, and with what: people, or where they may not be named, teams (M4, M10, M18). */
import { fill } from '../../shared/words/language.ts';
import type { Person } from '../floor/people.ts';
import type { Period } from '../floor/period.ts';
import { addDays, previousPeriod } from '../floor/period.ts';
import type { Team } from '../floor/teams.ts';
import { metricOf } from '../metrics/catalogue.ts';
import type { Scope } from '../metrics/scope.ts';
import { company, personScope, storedScope, teamScope } from '../metrics/scope.ts';
import type { Cut } from '../rollups/read.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { amountsOf, hidesPeople, isListed, type Amounts } from './privacy.ts';

export interface Entrant {
	/** Not the address: a wall is no address book. */
	id: string;
	name: string;
	/** Null: a team. */
	person: Person | null;
	/** Null: not known, as a share of no target. */
	value: number | null;
	note: string;
}

type Board = PanelConfig<'leaderboard'>;

/** Ties share a rank: 1, 1, 3. */
export function ranks(values: readonly number[]): number[] {
	return values.map((value) => 1 + values.filter((other) => other > value).length);
}

const least = Number.NEGATIVE_INFINITY;
const byValue = (a: Entrant, b: Entrant): number => (b.value ?? least) - (a.value ?? least) || (a.name < b.name ? -1 : a.name > b.name ? 1 : Number(a.person?.id ?? 0) - Number(b.person?.id ?? 0));

const ofPerson = (person: Person, value: number, note = ''): Entrant => ({ id: storedScope(personScope(person)), name: person.name, person, value, note });
const ofTeam = (team: Team, value: number | null, note = ''): Entrant => ({ id: storedScope(teamScope(team)), name: team.name, person: null, value, note });

/** Ranked are all; a panel of one person shows that one alone. */
export const isOnPanel = ({ id }: Entrant, scope: Scope): boolean => scope.kind !== 'person' || id === storedScope(scope);

/** Whose results are compared: a team's people with one another, else everybody with everybody. */
const among = ({ scope }: PanelContext): Scope => (scope.kind === 'team' ? scope : company);

/** In a leaderboard's own amounts, the best first. */
export function results(config: Board, period: Period, cut: Cut, context: PanelContext): Entrant[] {
	const { metrics, privacy } = context;
	const amounts = amountsOf(config.metric, privacy, metrics.numbers());
	return (hidesPeople(privacy) ? teamResults(config, period, cut, context, amounts) : personResults(config, period, cut, context)).sort(byValue);
}

function personResults({ metric }: Board, period: Period, cut: Cut, context: PanelContext): Entrant[] {
	const { metrics, privacy } = context;
	const { evaluator, roster } = metrics;
	const within = among(context);
	const values = evaluator.by(metric, metric, 'person', within, period, cut);
	const to = cut.untilDay < period.to ? cut.untilDay : period.to;
	const named = new Set(
		roster
			.active({ from: period.from, to }, metricOf(metric).roles)
			.filter(({ id }) => within.kind !== 'team' || roster.teamOn(id, to) === within.id)
			.map(({ id }) => id),
	);
	return roster
		.people()
		.filter((person) => isListed(person, privacy) && ((values.get(person.id)?.value ?? 0) !== 0 || named.has(person.id)))
		.map((person) => ofPerson(person, values.get(person.id)?.value ?? 0));
}

function teamResults({ metric }: Board, period: Period, cut: Cut, { metrics }: PanelContext, amounts: Amounts): Entrant[] {
	const { evaluator, roster } = metrics;
	const values = evaluator.by(metric, metric, 'team', company, period, cut);
	const to = cut.untilDay < period.to ? cut.untilDay : period.to;
	const manned = new Set(roster.people().map(({ id }) => roster.teamOn(id, to)));
	return roster
		.teams()
		.filter(({ id }) => manned.has(id) || (values.get(id)?.value ?? 0) !== 0)
		.map((team) => {
			const target = amounts.areShares ? evaluator.target(metric, teamScope(team), period) : null;
			return ofTeam(team, amounts.of(values.get(team.id)?.value ?? 0, target?.incomplete ? null : (target?.value ?? null)));
		});
}

/** The three whole months before, as one. */
function monthsBefore(period: Period, { rules }: PanelContext): { months: Period[]; before: Period } | null {
	const months: Period[] = [];
	for (let month = period, count = 0; count < 3; count += 1) months.unshift((month = previousPeriod(month, rules)));
	const [first] = months;
	return first ? { months, before: { ...first, to: addDays(period.from, -1) } } : null;
}

/** Result per working day against the own mean of the three whole months before; of people only those who were active in all of them. */
export function improvements(config: Board, period: Period, context: PanelContext): Entrant[] {
	const { metrics, calendar, cut, privacy } = context;
	const { evaluator, roster } = metrics;
	const { words } = metrics.numbers();
	const amounts = amountsOf(config.metric, privacy, metrics.numbers());
	const past = monthsBefore(period, context);
	if (!past) return [];
	const { months, before } = past;
	const dimension = hidesPeople(privacy) ? 'team' : 'person';
	const was = evaluator.by(config.metric, config.metric, dimension, among(context), before, cut);
	const is = evaluator.by(config.metric, config.metric, dimension, among(context), period, cut);
	const note = (mean: number): string => (amounts.areShares ? '' : fill(words.improvedNote, { before: amounts.text(mean) }));
	const improved = (id: number, scope: Scope, days: number): { value: number; note: string } | null => {
		const { elapsed } = evaluator.progress(scope, period, cut);
		const mean = (was.get(id)?.value ?? 0) / days;
		if (elapsed < 1 || days === 0 || mean <= 0) return null;
		const value = (is.get(id)?.value ?? 0) / elapsed / mean - 1;
		return value > 0 ? { value, note: note(mean) } : null;
	};
	if (dimension === 'team') {
		const days = calendar.workdays(before.from, before.to);
		return roster
			.teams()
			.flatMap((team) => {
				const found = improved(team.id, teamScope(team), days);
				return found ? [ofTeam(team, found.value, found.note)] : [];
			})
			.sort(byValue);
	}
	const always = months.map((month) => new Set(roster.active(month, []).map(({ id }) => id)));
	return roster
		.active(period)
		.filter((person) => isListed(person, privacy) && always.every((active) => active.has(person.id)))
		.flatMap((person) => {
			const from = person.startDay !== null && person.startDay > before.from ? person.startDay : before.from;
			const found = improved(person.id, personScope(person), calendar.workdays(from, before.to, person.id));
			return found ? [ofPerson(person, found.value, found.note)] : [];
		})
		.sort(byValue);
}
