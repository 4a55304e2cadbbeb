/** `activity-sheet`: people by what they did, team by team, each cell within the range of their own team. */
import type { ActivitySheetView, SheetCell, SheetRow } from '../../shared/further-views.ts';
import type { NumberText } from '../../shared/views.ts';
import { aheadWords } from '../../shared/words/plans-ahead.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { toldApartWords } from '../../shared/words/told-apart.ts';
import type { Person } from '../floor/people.ts';
import { periodAround } from '../floor/period.ts';
import { labelOf, metricOf, type MetricId } from '../metrics/catalogue.ts';
import { unitOf } from '../metrics/explain.ts';
import { company, personScope, storedScope, teamScope, type Scope } from '../metrics/scope.ts';
import type { FigureConfig, PanelConfig } from './boards.ts';
import { currentPeriod, initialsOf, shortName, type PanelContext } from './context.ts';
import { frameOf } from './frame.ts';
import { hidesAmounts, hidesPeople, isListed } from './privacy.ts';
import { isOf } from './showable.ts';
import { thisWords } from './standing.ts';

const rowsShown = 28;

type Values = ReadonlyMap<string | number | null, { value: number | null }>;

/** A column's values by person and by team, written as this screen may show them. */
interface Column {
	id: string;
	label: string;
	metric: MetricId;
	people: Values;
	teams: Values;
	write: (value: number | null, of: Scope) => NumberText;
}

/** The panel's own metric, then its figures; no column twice. */
const figuresOf = ({ metric, period, figures }: PanelConfig<'activity-sheet'>): FigureConfig[] => [
	{ metric, base: null, period },
	...figures.filter((figure) => figure.metric !== metric || figure.period !== period),
];

function columnsOf(config: PanelConfig<'activity-sheet'>, { metrics, cut, rules, privacy }: PanelContext): Column[] {
	const { evaluator } = metrics;
	const { words, write, language } = metrics.numbers();
	return figuresOf(config).map(({ metric, base: wished, period: kind }): Column => {
		const isDerived = metricOf(metric).formula.kind === 'derived';
		const base = isDerived ? (wished ?? config.metric) : metric;
		const unit = unitOf({ id: metric, base });
		const period = periodAround(kind, cut.untilDay, rules);
		const named = isDerived && base !== config.metric ? fill(wordsIn(toldApartWords, language).ofBase, { base: labelOf(base, language), metric: labelOf(metric, language) }) : labelOf(metric, language);
		const shareOf = (value: number | null, of: Scope): number | null => {
			const standing = evaluator.target(base, of, period);
			return value === null || !standing || standing.incomplete || standing.value <= 0 ? null : value / standing.value;
		};
		return {
			id: `${metric}-${kind}`,
			label: kind === config.period ? named : `${named}, ${words[thisWords[kind]]}`,
			metric,
			people: hidesPeople(privacy) ? new Map() : evaluator.by(metric, base, 'person', company, period, cut),
			teams: evaluator.by(metric, base, 'team', company, period, cut),
			write: (value, of) => (hidesAmounts(unit, privacy) ? write('share', shareOf(value, of)) : write(unit, value)),
		};
	});
}

/** Of what is counted, who has nothing has none; everything else that is not there is not known (M3). */
function valueIn({ metric, people, teams }: Column, of: 'person' | 'team', id: number): number | null {
	const isCounted = ['sum', 'rows'].includes(metricOf(metric).formula.kind) && isOf(metric, of);
	return (of === 'person' ? people : teams).get(id)?.value ?? (isCounted ? 0 : null);
}

/** Within the range of all of them, more is better; alone, or all alike, there is no range. */
function heatOf(column: Column, value: number | null, all: readonly (number | null)[]): number | null {
	const knownValues = all.filter((one) => one !== null);
	const [least, most] = [Math.min(...knownValues), Math.max(...knownValues)];
	if (value === null || knownValues.length < 2 || most === least) return null;
	const share = (value - least) / (most - least);
	return Math.round((metricOf(column.metric).better === 'down' ? 1 - share : share) * 100) / 100;
}

export function activitySheetView(config: PanelConfig<'activity-sheet'>, context: PanelContext): ActivitySheetView {
	const { metrics, cut, scope, privacy } = context;
	const { roster } = metrics;
	const { words, language } = metrics.numbers();
	const own = wordsIn(aheadWords, language);
	const period = currentPeriod(config, context);
	const today = cut.untilDay < period.to ? cut.untilDay : period.to;
	const columns = columnsOf(config, context);
	const did = ({ id }: Person): boolean => columns.some((column) => (column.people.get(id)?.value ?? 0) !== 0);
	const named = new Set(columns.flatMap(({ metric }) => roster.active({ from: period.from, to: today }, metricOf(metric).roles)).map(({ id }) => id));
	const people = roster
		.people()
		.filter((person) => isListed(person, privacy) && (named.has(person.id) || did(person)) && (scope.kind !== 'person' || scope.id === person.id))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
	const hasPhotos = people.some(({ photo }) => photo !== null);

	const cellsOf = (id: number, kind: 'person' | 'team', of: Scope, among: readonly number[]): SheetCell[] =>
		columns.map((column) => {
			const value = valueIn(column, kind, id);
			return { number: column.write(value, of), heat: heatOf(column, value, among.map((other) => valueIn(column, kind, other))) };
		});
	const rowOf = (person: Person, mates: readonly Person[]): SheetRow => ({
		id: storedScope(personScope(person)),
		name: shortName(person.name),
		initials: hasPhotos && !person.isErased ? initialsOf(person.name) : '',
		photo: person.photo,
		cells: cellsOf(person.id, 'person', personScope(person), mates.map(({ id }) => id)),
	});
	const teams = roster.teams().filter(({ id }) => scope.kind === 'company' || (scope.kind === 'team' ? scope.id === id : roster.teamOn(scope.id, today) === id));
	const groups: ActivitySheetView['groups'] = hidesPeople(privacy)
		? [{ id: 'teams', title: words.teams, totals: [], rows: teams.filter(({ isClosed }) => !isClosed).map((team) => ({ id: storedScope(teamScope(team)), name: team.name, initials: '', photo: null, cells: cellsOf(team.id, 'team', teamScope(team), teams.map(({ id }) => id)) })) }]
		: [...teams, null].flatMap((team) => {
				const mates = people.filter(({ id }) => roster.teamOn(id, today) === (team?.id ?? null));
				if (mates.length === 0 || (team === null && scope.kind === 'team')) return [];
				const totals = team ? columns.map((column) => column.write(valueIn(column, 'team', team.id), teamScope(team))) : [];
				return [{ id: team ? storedScope(teamScope(team)) : 'none', title: team?.name ?? own.noTeam, totals, rows: mates.map((person) => rowOf(person, mates)) }];
			});
	let left = rowsShown;
	const shown = groups.flatMap((group) => {
		const rows = group.rows.slice(0, left);
		left -= rows.length;
		return rows.length > 0 ? [{ ...group, rows }] : [];
	});
	const all = groups.reduce((sum, { rows }) => sum + rows.length, 0);
	return {
		...frameOf({ ...config, figures: [] }, own.sheetTitle, period, context),
		empty: all === 0 ? words.nothingYet : null,
		columns: columns.map(({ id, label }) => ({ id, label })),
		groups: shown,
		more: all > rowsShown ? fill(words.andMore, { count: all - rowsShown }) : '',
	};
}
