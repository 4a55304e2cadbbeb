/** Whose number it is (M11): `company`, `team:<name>` or `person:<email>`. */
import { InputError } from '../errors.ts';
import type { People, Person } from '../floor/people.ts';
import type { Team } from '../floor/teams.ts';
import type { Whose } from '../rollups/read.ts';

export type Scope = { kind: 'company' } | { kind: 'team'; id: number; name: string } | { kind: 'person'; id: number; handle: string; name: string };

export const company: Scope = { kind: 'company' };
export const teamScope = ({ id, name }: Team): Scope => ({ kind: 'team', id, name });
export const personScope = ({ id, handle, name }: Person): Scope => ({ kind: 'person', id, handle, name });

export const whoseOf = (scope: Scope): Whose => (scope.kind === 'company' ? { kind: 'company' } : { kind: scope.kind, id: scope.id });

/** As people and interfaces write it. */
export const scopeText = (scope: Scope): string => (scope.kind === 'company' ? 'company' : scope.kind === 'team' ? `team:${scope.name}` : `person:${scope.handle}`);

/** As it is stored, so that a renaming breaks nothing. */
export const storedScope = (scope: Scope): string => (scope.kind === 'company' ? 'company' : `${scope.kind}:${scope.id}`);

/** @throws InputError when several people have the name. */
function onlyOne([person, ...others]: readonly Person[], name: string, field: string): Person | undefined {
	if (others.length > 0) throw new InputError(`several people are called ${name.slice(0, 100)}: give an e-mail address`, { field, code: 'ambiguous' });
	return person;
}

/** @throws InputError when the text names nobody, or several. */
export function parseScope(text: string, people: People, field = 'scope'): Scope {
	if (text === 'company') return company;
	const [, kind, name = ''] = /^(team|person):(.+)$/.exec(text) ?? [];
	if (kind === 'team') {
		const team = people.teamNamed(name);
		if (!team) throw new InputError(`there is no team called '${name.slice(0, 100)}'`, { field, code: 'unknown_scope' });
		return teamScope(team);
	}
	if (kind === 'person') {
		const person = people.personNamed(name) ?? onlyOne(people.withName(name), name, field);
		if (!person) throw new InputError(`nobody is known as '${name.slice(0, 100)}'`, { field, code: 'unknown_scope' });
		return personScope(person);
	}
	throw new InputError(`expected company, team:<name> or person:<email>, not '${text.slice(0, 100)}'`, { field });
}

/** Null: nobody, or several; they are gone, renamed without an alias, or by now of one name. */
export function scopeOrNull(text: string, people: People): Scope | null {
	try {
		return parseScope(text, people);
	} catch (error) {
		if (error instanceof InputError) return null;
		throw error;
	}
}
