/** What was done beside what came of it. */
import type { ReviewTable } from '../../../shared/review-api.ts';
import type { Finding } from '../../../shared/review-views.ts';
import { fill } from '../../../shared/words/language.ts';
import { labelOf, metricOf, type MetricId } from '../../metrics/catalogue.ts';
import { storedScope, personScope, teamScope, type Scope } from '../../metrics/scope.ts';
import { unitOfBase } from '../../panels/context.ts';
import { isKnown, meanBefore, monthsBefore, type Stretch } from '../earlier.ts';
import { candidate, judged, largest, plainly, weightOf, type Candidate } from '../findings.ts';
import { panelOf, wordsOf, type Section, type SectionContext } from '../section.ts';
import { cellOf, textCell } from '../tables.ts';

const activities: readonly MetricId[] = ['calls_made', 'meetings_held', 'proposals_sent'];
const results: readonly MetricId[] = ['deals_won', 'sales'];

interface Member {
	scope: Scope;
	name: string;
	team: string;
}

/** Of a scope: the company's teams and people, a team's people and itself, a person alone. */
function membersOf({ metrics, month, scope }: SectionContext): Member[] {
	const { roster } = metrics;
	const teamOf = (person: number): number | null => roster.teamOn(person, month.to) ?? roster.teamOn(person, month.from);
	const teams = scope.kind === 'person' ? [] : roster.teams().filter(({ id, isClosed }) => (scope.kind === 'company' ? !isClosed : id === scope.id)).map((team): Member => ({ scope: teamScope(team), name: team.name, team: team.name }));
	const people = roster.active(month).filter(({ id }) => scope.kind === 'company' || (scope.kind === 'person' ? scope.id === id : teamOf(id) === scope.id));
	return [...teams, ...people.map((person): Member => ({ scope: personScope(person), name: person.name, team: roster.team(teamOf(person.id) ?? -1)?.name ?? '' }))];
}

/** Of people those alone who were there all the time: who came or left in it does more or less for that reason. */
function isThroughout({ scope }: Member, context: SectionContext): boolean {
	const person = scope.kind === 'person' ? context.metrics.roster.person(scope.id) : undefined;
	if (!person) return true;
	const since = monthsBefore(context, 3).at(-1)?.period.from ?? context.month.from;
	return (person.startDay ?? '') <= since && (person.endDay === null || person.endDay >= context.month.to);
}

function valueOf(metric: MetricId, scope: Scope, { period, cut }: Stretch, { metrics }: SectionContext): number {
	if (scope.kind === 'company') return metrics.evaluator.value(metric, metric, scope, period, cut).value ?? 0;
	// Everybody's at once: read once for all.
	return metrics.evaluator.by(metric, metric, scope.kind, { kind: 'company' }, period, cut).get(scope.id)?.value ?? 0;
}

function candidates(columns: readonly MetricId[], members: readonly Member[], context: SectionContext): Candidate[] {
	const { metrics, month, cut, scope } = context;
	const { text, percent, language } = metrics.numbers();
	const words = wordsOf(context);
	const now: Stretch = { period: month, cut };
	const compared = members.filter((member) => isThroughout(member, context));
	const found: Candidate[] = [];
	for (const metric of columns.filter((each) => activities.includes(each))) {
		const whole = meanBefore(context, metric, (then) => valueOf(metric, scope, then, context));
		if (whole === null || whole <= 0) continue;
		for (const { scope: of, name } of compared) {
			const value = valueOf(metric, of, now, context);
			const mean = meanBefore(context, metric, (then) => valueOf(metric, of, then, context));
			if (mean === null || mean <= 0 || value === mean) continue;
			const difference = value - mean;
			const sentence = words[difference < 0 ? 'did_less' : 'did_more'];
			const said = { who: name, label: labelOf(metric, language), value: text('count', value), mean: text('count', Math.round(mean * 10) / 10), percent: percent(difference / mean) };
			found.push(candidate(`${metric}:${storedScope(of)}`, (difference / whole) * weightOf(Math.max(value, mean)), judged(difference, metricOf(metric).better, fill(sentence, said))));
		}
	}
	// What comes of a meeting, by numbers that are all told.
	const befores = monthsBefore(context, 3);
	if (!befores.every(({ period }) => isKnown('meetings_held', period, context) && isKnown('deals_won', period, context))) return found;
	const wonByAll = valueOf('deals_won', scope, now, context);
	for (const { scope: of, name } of compared) {
		const [won, held] = [valueOf('deals_won', of, now, context), valueOf('meetings_held', of, now, context)];
		const [wonBefore, heldBefore] = [befores.reduce((sum, then) => sum + valueOf('deals_won', of, then, context), 0), befores.reduce((sum, then) => sum + valueOf('meetings_held', of, then, context), 0)];
		if (held === 0 || heldBefore === 0 || wonBefore === 0 || wonByAll === 0) continue;
		// Against what as many meetings would have brought before.
		const difference = won - (held * wonBefore) / heldBefore;
		found.push(candidate(`result:${storedScope(of)}`, (difference / wonByAll) * weightOf(Math.min(held, heldBefore)), judged(difference, 'up', fill(words.result, { who: name, won: text('count', won), held: text('count', held), wonBefore: text('count', wonBefore), heldBefore: text('count', heldBefore) }))));
	}
	return found;
}

function activityTable(columns: readonly MetricId[], members: readonly Member[], context: SectionContext): ReviewTable {
	const { month, cut, metrics } = context;
	const words = wordsOf(context);
	const rows = members
		.map((member) => ({ ...member, values: columns.map((metric) => valueOf(metric, member.scope, { period: month, cut }, context)) }))
		.filter(({ values }) => values.some((value) => value !== 0))
		.map(({ name, team, values }) => [textCell(name), textCell(team), ...values.map((value, index) => cellOf(unitOfBase(columns[index] ?? 'sales'), value, context))]);
	return { id: 'activity', title: words.activityTable, rows, columns: [{ id: 'who', label: words.who, unit: 'text' }, { id: 'team', label: words.team, unit: 'text' }, ...columns.map((metric) => ({ id: metric, label: labelOf(metric, metrics.numbers().language), unit: unitOfBase(metric) }))] };
}

export async function activity(context: SectionContext): Promise<Section> {
	const { month, metrics } = context;
	// What a floor never counts is no column of noughts.
	const done = activities.filter((metric) => isKnown(metric, month, context));
	const columns = [...done, ...results];
	const [first = 'deals_won', ...others] = columns;
	const members = membersOf(context);
	const panels = await context.panels(panelOf({ id: 'activity', kind: 'activity-sheet', metric: first, figures: others.map((metric) => ({ metric, base: null, period: 'month' })) }));
	const none: Finding[] = [plainly('none', fill(wordsOf(context).noActivity, { period: metrics.times().period(month) }))];
	return { panels, findings: done.length === 0 ? none : largest(candidates(columns, members, context)), tables: [activityTable(columns, members, context)] };
}
