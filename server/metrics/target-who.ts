/** Whom a spreadsheet means: by address, by name however it is capitalised, by team, or the company. */
import { wallWords } from '../../shared/words/wall.ts';
import type { People, Person } from '../floor/people.ts';
import type { Team } from '../floor/teams.ts';
import { nameKey } from '../sources/sheet/own-words.ts';
import type { Roster } from './roster.ts';
import { company, personScope, scopeText, teamScope, type Scope } from './scope.ts';

export interface WrittenWho {
	scope: string;
	person: string;
	team: string;
}

/** One scope, several that are called so, or none. */
export type Meant = { scope: Scope } | { several: Scope[] } | null;

const companyKeys = ['company', 'total company', 'hela företaget', 'bolaget', wallWords.en.company, wallWords.sv.company].map(nameKey);

/** Rows that sum up others, as spreadsheets end. */
const totalKeys = ['total', 'totals', 'grand total', 'sum', 'sum total', 'summa', 'totalt', 'totalsumma', 'summe', 'gesamt'].map(nameKey);
export const isTotal = (text: string): boolean => totalKeys.includes(nameKey(text));

export const whoText = ({ scope, person, team }: WrittenWho): string => scope || person || team;

/** Reads people once: for one file. */
export function createWho({ people, roster, workspace, today }: { people: People; roster: Roster; workspace: string; today: string }): (who: WrittenWho) => Meant {
	const byName = Map.groupBy(roster.people(), ({ name }) => nameKey(name));
	const teamByName = new Map(roster.teams().map((team) => [nameKey(team.name), team]));
	const isCompany = (text: string): boolean => companyKeys.includes(nameKey(text)) || nameKey(text) === nameKey(workspace);

	const called = (name: string): Person[] => {
		const [last = '', first] = name.split(',').map((part) => part.trim());
		return byName.get(nameKey(name)) ?? (first === undefined ? [] : (byName.get(nameKey(`${first} ${last}`)) ?? []));
	};
	const teamOf = (name: string): Team | undefined => people.teamNamed(name) ?? teamByName.get(nameKey(name));
	const meant = (found: Scope[]): Meant => (found.length > 1 ? { several: found } : found[0] ? { scope: found[0] } : null);

	const personMeant = (text: string, team: string): Scope[] => {
		const known = text.includes('@') ? people.personNamed(text) : undefined;
		if (known) return [personScope(known)];
		const named = called(text);
		const inTeam = team === '' ? undefined : teamOf(team);
		const here = inTeam && named.length > 1 ? named.filter(({ id }) => roster.teamOn(id, today) === inTeam.id) : named;
		const found = here.length === 1 ? here : named;
		const other = found.length === 0 ? people.personNamed(text) : undefined;
		return (other ? [other] : found).map(personScope);
	};
	const anyMeant = (text: string, team: string): Scope[] => {
		if (/^(team|person):/i.test(text)) {
			const [kind = '', ...name] = text.split(':');
			const bare = name.join(':').trim();
			const found = kind.toLowerCase() === 'team' ? teamOf(bare) : undefined;
			return found ? [teamScope(found)] : kind.toLowerCase() === 'person' ? personMeant(bare, team) : [];
		}
		if (isCompany(text)) return [company];
		const found = teamOf(text);
		return [...(found ? [teamScope(found)] : []), ...personMeant(text, team)];
	};

	return ({ scope, person, team }) => {
		if (scope !== '') return meant(anyMeant(scope, team));
		if (person !== '') return meant(personMeant(person, team).length > 0 ? personMeant(person, team) : anyMeant(person, team));
		if (isCompany(team) && !teamOf(team)) return meant([company]);
		const found = teamOf(team.replace(/^team:/i, ''));
		return meant(found ? [teamScope(found)] : []);
	};
}

/** What somebody chose of several; null when it is none of them. */
export const chosenOf = (several: readonly Scope[], chosen: string | undefined): Scope | null => several.find((scope) => scopeText(scope) === chosen) ?? null;

/** "Ana Lindqvist · North · ana@x.example": enough to tell two of one name apart. */
export function whoLabel(scope: Scope, { roster, people, today }: { roster: Roster; people: People; today: string }): string {
	if (scope.kind === 'company') return scopeText(scope);
	if (scope.kind === 'team') return scopeText(scope);
	const team = roster.teamOn(scope.id, today);
	return [scope.name, team === null ? '' : (roster.team(team)?.name ?? ''), people.person(scope.id)?.email ?? scope.handle].filter((part) => part !== '').join(' · ');
}

