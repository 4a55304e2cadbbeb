/** Which rows of the targets grid are shown: people of folded teams are not, and with a filter only who is meant, under their team. */
import type { TargetGrid } from '../../shared/api.ts';

type Row = TargetGrid['rows'][number];

export const rowsShown = (rows: readonly Row[], folded: ReadonlySet<string>, filter: string): Row[] => {
	const wanted = filter.trim().toLocaleLowerCase();
	if (wanted === '') return rows.filter(({ team }) => team === null || !folded.has(team));
	const isMeant = ({ name, scope }: Row): boolean => name.toLocaleLowerCase().includes(wanted) || scope.toLocaleLowerCase().includes(wanted);
	const meant = new Set(rows.filter(isMeant));
	const teams = new Set([...meant].flatMap(({ kind, scope, team }) => (kind === 'team' ? scope : (team ?? []))));
	// A team that is meant itself comes with its people.
	const whole = new Set([...meant].flatMap(({ kind, scope }) => (kind === 'team' ? scope : [])));
	return rows.filter((row) => meant.has(row) || teams.has(row.scope) || (row.team !== null && whole.has(row.team)));
};
