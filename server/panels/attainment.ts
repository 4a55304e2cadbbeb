/** `attainment`: where everybody stands against their target, teams first, then people. Who has no target is listed after (M10). */
import type { AttainmentGroup, AttainmentRow, AttainmentView } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { Period } from '../floor/period.ts';
import type { Scope } from '../metrics/scope.ts';
import { company, personScope, storedScope, teamScope } from '../metrics/scope.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { currentPeriod, labelOf, shortName, unitOfBase } from './context.ts';
import { frameOf } from './frame.ts';
import { targetVerdict } from './standing.ts';

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

export function attainmentView(config: PanelConfig<'attainment'>, context: PanelContext): AttainmentView {
	const { metrics, cut } = context;
	const { evaluator, roster } = metrics;
	const { words, write, text } = metrics.numbers();
	const { metric } = config;
	const unit = unitOfBase(metric);
	const period: Period = currentPeriod(config, context);

	const standing = (scope: Scope, name: string, result: number): Standing => {
		const target = evaluator.target(metric, scope, period);
		const usable = target !== null && !target.incomplete && target.value > 0;
		return {
			scope,
			name,
			result,
			target: target?.value ?? null,
			isIncomplete: target?.incomplete ?? false,
			attainment: usable ? result / target.value : null,
			due: usable ? evaluator.progress(scope, period, cut).share : null,
		};
	};
	const byBest = (a: Standing, b: Standing): number => (b.attainment ?? Number.NEGATIVE_INFINITY) - (a.attainment ?? Number.NEGATIVE_INFINITY) || b.result - a.result || (a.name < b.name ? -1 : 1);

	const ofTeams = evaluator.by(metric, metric, 'team', company, period, cut);
	const ofPeople = evaluator.by(metric, metric, 'person', company, period, cut);
	const teams = roster.teams().map((team) => standing(teamScope(team), team.name, ofTeams.get(team.id)?.value ?? 0)).sort(byBest);
	const people = roster
		.people()
		.filter(({ isRanked }) => isRanked)
		.map((person) => standing(personScope(person), shortName(person.name), ofPeople.get(person.id)?.value ?? 0))
		// Who has neither a target nor a result is not what this panel is about: SDRs on a panel of sales.
		.filter(({ target, result }) => target !== null || result !== 0)
		.sort(byBest);

	const row = ({ scope, name, result, target, attainment, isIncomplete, due }: Standing, onScale: (value: number) => number): AttainmentRow => ({
		// Not the address: a wall is no address book.
		id: storedScope(scope),
		name,
		number: write('share', attainment),
		detail: target === null ? `${text(unit, result)} · ${words.noTarget}` : isIncomplete ? `${text(unit, result)} · ${words.incompleteTarget}` : fill(words.attainedOf, { value: text(unit, result), target: text(unit, target) }),
		bar: attainment === null ? null : onScale(attainment),
		pace: due === null ? null : onScale(due),
		verdict: attainment === null ? null : targetVerdict(metric, scope, period, context),
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

	const whole = evaluator.target(metric, company, period);
	const result = evaluator.value(metric, metric, company, period, cut).value;
	const attainment = evaluator.value('quota_attainment', metric, company, period, cut).value;
	const hasAny = whole !== null || [...teams, ...people].some(({ target }) => target !== null);
	const { share, isOver } = evaluator.progress(company, period, cut);
	const frame = frameOf(config, words.attainmentTitle, period, context);
	return {
		...frame,
		empty: hasAny ? null : fill(isOver ? words.noQuotasThen : words.noQuotas, { period: frame.period }),
		headline: {
			label: fill(words.attainmentHeadline, { metric: labelOf(metric, context) }),
			number: write('share', attainment),
			verdict: targetVerdict(metric, company, period, context),
			context: whole === null ? words.noTarget : fill(words.attainedOf, { value: text(unit, result), target: text(unit, whole.value) }),
		},
		targetText: words.targetMark,
		paceText: share === null || isOver ? '' : fill(words.expectedNow, { value: text('share', share) }),
		groups: [group('teams', words.teams, teams), group('people', words.people, people)].filter(({ rows }) => rows.length > 0),
	};
}
