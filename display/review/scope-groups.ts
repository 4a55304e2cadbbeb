/** What can be looked into, to choose from: the company, then each team with its people under it. */
import type { ReviewScope } from '../../shared/review-api.ts';
import type { DeskWords } from '../../shared/words/review-desk.ts';

export interface ScopeGroup {
	/** Empty: stands by itself. */
	name: string;
	scopes: { scope: string; name: string }[];
}

export const scopeName = (scopes: readonly ReviewScope[], scope: string, words: DeskWords): string =>
	scope === 'company' ? words.company : scopes.find((one) => one.scope === scope)?.name || scope.replace(/^\w+:/, '');

/** `chosen` is among them even where nobody knows it any more. */
export function scopeGroups(scopes: readonly ReviewScope[], chosen: string, words: DeskWords): ScopeGroup[] {
	const teams = scopes.filter(({ kind }) => kind === 'team');
	const people = scopes.filter(({ kind }) => kind === 'person');
	const known = new Set(['company', ...scopes.map(({ scope }) => scope)]);
	const alone = people.filter(({ team }) => !teams.some(({ scope }) => scope === team));
	return [
		{ name: '', scopes: [{ scope: 'company', name: words.company }, ...(known.has(chosen) ? [] : [{ scope: chosen, name: scopeName(scopes, chosen, words) }])] },
		...teams.map((team) => ({ name: team.name, scopes: [team, ...people.filter((person) => person.team === team.scope)] })),
		...(alone.length > 0 ? [{ name: words.others, scopes: alone }] : []),
	];
}
