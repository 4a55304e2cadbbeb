/** `attainment`: where everybody stands against their target, teams first, then people. Who has no target is listed after (M10). */
import type { AttainmentGroup, AttainmentRow, AttainmentView } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { Person } from '../floor/people.ts';
import type { Period } from '../floor/period.ts';
import type { Team } from '../floor/teams.ts';
import { labelOf } from '../metrics/catalogue.ts';
import type { Scope } from '../metrics/scope.ts';
import { company, personScope, storedScope, teamScope } from '../metrics/scope.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { currentPeriod, nameOf, shortName } from './context.ts';
import { frameOf } from './frame.ts';
import { amountsOf, isListed } from './privacy.ts';
import { ofTarget, targetVerdict } from './standing.ts';

const rowsShown = 28;

interface Standing {
	scope: Scope;
	name: string;
	result: number;
	target: number | null;
	isIncomplete: boolean;
	attainment: number | null;
	/** What should be attained by now. */
	due: number | null;
}

/** Of a scope: the company's teams and people, a team's own, a person alone. */
function membersOf(period: Period, { metrics: { roster }, cut, scope, privacy }: PanelContext): { teams: Team[]; people: Person[] } {
	const today = cut.untilDay < period.to ? cut.untilDay : period.to;
	const isIn = ({ id }: Person): boolean => {
		if (scope.kind === 'company') return true;
		return scope.kind === 'person' ? scope.id === id : [period.from, today].some((day) => roster.teamOn(id, day) === scope.id);
	};
	const people = roster.people().filter((person) => isListed(person, privacy) && isIn(person));
	const isManned = ({ id }: Team): boolean => [period.from, today].some((day) => roster.people().some((person) => roster.teamOn(person.id, day) === id));
	// Of one team the headline says what its only row would.
	const teams = scope.kind === 'company' ? roster.teams().filter((team) => !team.isClosed || isManned(team)) : people.length === 0 && scope.kind === 'team' ? roster.teams().filter(({ id }) => id === scope.id) : [];
	return { teams, people };
}

export function attainmentView(config: PanelConfig<'attainment'>, context: PanelContext): AttainmentView {
	const { metrics, cut, scope, privacy } = context;
	const { evaluator } = metrics;
	const { words, write, text } = metrics.numbers();
	const { metric } = config;
	const amounts = amountsOf(metric, privacy, metrics.numbers());
	const period: Period = currentPeriod(config, context);

	const standing = (of: Scope, name: string, result: number): Standing => {
		const target = evaluator.target(metric, of, period);
		const usable = target !== null && !target.incomplete && target.value > 0;
		return {
			scope: of,
			name,
			result,
			target: target?.value ?? null,
			isIncomplete: target?.incomplete ?? false,
			attainment: usable ? result / target.value : null,
			due: usable ? evaluator.progress(of, period, cut).share : null,
		};
	};
	const byBest = (a: Standing, b: Standing): number => (b.attainment ?? Number.NEGATIVE_INFINITY) - (a.attainment ?? Number.NEGATIVE_INFINITY) || b.result - a.result || (a.name < b.name ? -1 : 1);

	const ofTeams = evaluator.by(metric, metric, 'team', company, period, cut);
	const ofPeople = evaluator.by(metric, metric, 'person', company, period, cut);
	const members = membersOf(period, context);
	const teams = members.teams.map((team) => standing(teamScope(team), team.name, ofTeams.get(team.id)?.value ?? 0)).sort(byBest);
	const people = members.people
		.map((person) => standing(personScope(person), shortName(person.name), ofPeople.get(person.id)?.value ?? 0))
		// Who has neither a target nor a result is not what this panel is about: SDRs on a panel of sales.
		.filter(({ target, result }) => target !== null || result !== 0)
		.sort(byBest);

	/** "€164k of €200k", unless the number says all that may be said. */
	const detailOf = ({ result, target, isIncomplete }: Standing): string => {
		const without = target === null ? words.noTarget : isIncomplete ? words.incompleteTarget : null;
		if (amounts.areShares) return without ?? '';
		return without === null ? fill(words.attainedOf, { value: amounts.text(result), target: amounts.text(target) }) : `${amounts.text(result)} · ${without}`;
	};
	const row = (one: Standing, onScale: (value: number) => number): AttainmentRow => ({
		// Not the address: a wall is no address book.
		id: storedScope(one.scope),
		name: one.name,
		number: write('share', one.attainment),
		detail: detailOf(one),
		bar: one.attainment === null ? null : onScale(one.attainment),
		// To half a percent: a mark that crept on by less would be sent for every row every few minutes.
		pace: one.due === null ? null : onScale(Math.round(one.due * 200) / 200),
		verdict: one.attainment === null ? null : targetVerdict(metric, one.scope, period, context),
	});
	const group = (id: AttainmentGroup['id'], title: string, standings: Standing[]): AttainmentGroup => {
		const scale = Math.max(1, ...standings.map(({ attainment }) => attainment ?? 0));
		const onScale = (value: number): number => Math.round(Math.min(1, Math.max(0, value / scale)) * 1000) / 1000;
		return {
			id,
			title,
			targetAt: onScale(1),
			rows: standings.slice(0, rowsShown).map((one) => row(one, onScale)),
			more: standings.length > rowsShown ? fill(words.andMore, { count: standings.length - rowsShown }) : '',
		};
	};

	const whole = evaluator.target(metric, scope, period);
	const result = evaluator.value(metric, metric, scope, period, cut).value;
	const attainment = evaluator.value('quota_attainment', metric, scope, period, cut).value;
	const hasAny = whole !== null || [...teams, ...people].some(({ target }) => target !== null);
	const { share, isOver } = evaluator.progress(scope, period, cut);
	const frame = frameOf(config, words.attainmentTitle, period, context);
	return {
		...frame,
		empty: hasAny ? null : fill(isOver ? words.noQuotasThen : words.noQuotas, { period: metrics.times().period(period) }),
		headline: {
			label: scope.kind === 'company' ? fill(words.attainmentHeadline, { metric: labelOf(metric, metrics.numbers().language) }) : fill(words.attainmentOf, { metric: labelOf(metric, metrics.numbers().language), scope: nameOf(scope) }),
			number: write('share', attainment),
			verdict: targetVerdict(metric, scope, period, context),
			context: whole === null ? words.noTarget : amounts.areShares ? ofTarget(metric, whole.value, context) : fill(words.attainedOf, { value: amounts.text(result), target: amounts.text(whole.value) }),
		},
		targetText: words.targetMark,
		paceText: share === null || isOver ? '' : fill(words.expectedNow, { value: text('share', share) }),
		groups: [group('teams', words.teams, teams), group('people', words.people, people)].filter(({ rows }) => rows.length > 0),
	};
}
