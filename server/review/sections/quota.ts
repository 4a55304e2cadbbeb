/** Teams, then people, against their quotas: by money, since that is what is missing. */
import type { ReviewTable } from '../../../shared/review-api.ts';
import type { Finding } from '../../../shared/review-views.ts';
import { fill } from '../../../shared/words/language.ts';
import { labelOf } from '../../metrics/catalogue.ts';
import { personScope, storedScope, teamScope, type Scope } from '../../metrics/scope.ts';
import { candidate, judged, largest, plainly, type Candidate } from '../findings.ts';
import { panelOf, wordsOf, type Section, type SectionContext } from '../section.ts';
import { cellOf, textCell } from '../tables.ts';

interface Standing {
	scope: Scope;
	name: string;
	team: string;
	sales: number;
	quota: number;
}

function standings({ metrics, month, cut, scope }: SectionContext): { teams: Standing[]; people: Standing[] } {
	const { evaluator, roster } = metrics;
	const teams = scope.kind === 'person' ? [] : roster.teams().filter(({ id }) => scope.kind === 'company' || scope.id === id).flatMap((team): Standing[] => {
		const standing = evaluator.target('sales', teamScope(team), month);
		if (!standing || standing.incomplete || standing.value <= 0) return [];
		return [{ scope: teamScope(team), name: team.name, team: team.name, sales: evaluator.value('sales', 'sales', teamScope(team), month, cut).value ?? 0, quota: standing.value }];
	});
	const people = evaluator.quotas('sales', scope, month, cut).flatMap(({ person, result, target }): Standing[] => {
		const team = roster.teamOn(person.id, month.from) ?? roster.teamOn(person.id, month.to);
		return result === null ? [] : [{ scope: personScope(person), name: person.name, team: team === null ? '' : (roster.team(team)?.name ?? ''), sales: result, quota: target }];
	});
	const byBest = (a: Standing, b: Standing): number => b.sales / b.quota - a.sales / a.quota || (a.name < b.name ? -1 : 1);
	return { teams: teams.sort(byBest), people: people.sort(byBest) };
}

function deviation({ scope, name, sales, quota }: Standing, whole: number, context: SectionContext): Candidate[] {
	const { metrics, month, cut } = context;
	const { text } = metrics.numbers();
	const { share, isOver, elapsed } = metrics.evaluator.progress(scope, month, cut);
	if (share === null || (!isOver && elapsed < 1)) return [];
	const difference = sales - quota * share;
	const sentence = wordsOf(context)[`${isOver ? 'quota' : 'quotaDue'}_${difference < 0 ? 'less' : 'more'}`];
	return [candidate(storedScope(scope), difference / whole, judged(difference, 'up', fill(sentence, { who: name, value: text('money', sales), difference: text('money', Math.abs(difference)), target: text('money', quota), percent: text('share', sales / quota) })))];
}

function quotaTable({ teams, people }: ReturnType<typeof standings>, context: SectionContext): ReviewTable {
	const { language } = context.metrics.numbers();
	const words = wordsOf(context);
	return {
		id: 'quota', title: words.againstQuota,
		columns: [
			{ id: 'who', label: words.who, unit: 'text' }, { id: 'team', label: words.team, unit: 'text' }, { id: 'sales', label: labelOf('sales', language), unit: 'money' },
			{ id: 'quota', label: words.quota, unit: 'money' }, { id: 'attainment', label: words.attainment, unit: 'share' }, { id: 'difference', label: words.difference, unit: 'money' },
		],
		rows: [...teams, ...people].map(({ name, team, sales, quota }) => [textCell(name), textCell(team), cellOf('money', sales, context), cellOf('money', quota, context), cellOf('share', sales / quota, context), cellOf('money', sales - quota, context)]),
	};
}

export async function quota(context: SectionContext): Promise<Section> {
	const { metrics, month, cut, scope } = context;
	const found = standings(context);
	const { teams, people } = found;
	const whole = Math.max(teams.reduce((sum, each) => sum + each.quota, 0), people.reduce((sum, each) => sum + each.quota, 0));
	// Of a team whose quota is one person's, that person says all there is to say.
	const isOnes = (team: Standing): boolean => people.some((person) => person.team === team.name && person.sales === team.sales && person.quota === team.quota);
	const deviations = whole > 0 ? [...teams.filter((team) => !isOnes(team)), ...people].flatMap((each) => deviation(each, whole, context)) : [];
	const reached = people.filter(({ sales, quota }) => sales >= quota).length;
	const { text } = metrics.numbers();
	// How many got there is no deviation of anybody's: it comes last, and only of several and of a month that is over.
	const isTold = people.length > 1 && scope.kind !== 'person' && metrics.evaluator.progress(scope, month, cut).isOver;
	const last: Finding[] = isTold ? [plainly('reached', fill(wordsOf(context).quotaReached, { reached: text('count', reached), all: text('count', people.length) }))] : [];
	return {
		panels: await context.panels(panelOf({ id: 'quota', kind: 'attainment', metric: 'sales' })),
		findings: [...largest(deviations).slice(0, 3 - last.length), ...last],
		tables: teams.length + people.length > 0 ? [quotaTable(found, context)] : [],
	};
}
