/** Joins what is agreed and handed out: actions, and links to closed reviews. */
import type { Handout } from '../../shared/review-api.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import type { Journal } from '../journal/journal.ts';
import type { Roster } from '../metrics/roster.ts';
import { parseScope, personScope, scopeText, storedScope, teamScope } from '../metrics/scope.ts';
import { createActionDesk, type ActionDesk, type ActionHandlers, type Actions } from './actions.ts';
import type { Closes } from './closes.ts';
import { createLinkDesk, type LinkDesk, type LinkHandlers, type Links } from './links.ts';
import type { Review } from './review.ts';

export interface HandingOut {
	actions: ActionDesk;
	links: LinkDesk;
	/** What a link shows. @throws InputError 401 */
	handout: (token: string) => Promise<Handout>;
}

export interface HandingOutStages {
	actions: Actions;
	links: Links;
	closes: Closes;
	review: Review;
	people: People;
	roster: Roster;
	journal: Journal<ActionHandlers & LinkHandlers>;
	now: () => number;
}

export function createHandingOut({ actions, links, closes, review, people, roster, journal, now }: HandingOutStages): HandingOut {
	/** Null: who it was of is no more. */
	const scopeNow = (stored: string): string | null => {
		if (stored === 'company') return stored;
		const [kind, id] = stored.split(':');
		const team = kind === 'team' ? roster.team(Number(id)) : undefined;
		const person = kind === 'person' ? roster.person(Number(id)) : undefined;
		return team ? scopeText(teamScope(team)) : person ? scopeText(personScope(person)) : null;
	};
	const desk = createLinkDesk({
		links,
		journal,
		closeOf: closes.one,
		headOf: review.headOf,
		storedIn: (close, scope) => {
			const stored = storedScope(parseScope(scope, people));
			if (!closes.part(close, stored)) throw new InputError(`'${scope.slice(0, 100)}' was not there when the month was closed`, { field: 'scope', code: 'not_closed' });
			return stored;
		},
		scopeNow,
		now,
	});
	return {
		actions: createActionDesk({ actions, journal, monthOf: review.monthOf, now }),
		links: desk,
		handout: async (token) => {
			const { close, month, scope, expiresAt } = desk.open(token);
			return { document: await review.document({ month, scope, close, isOwnOnly: true }), actions: scope === 'company' ? actions.upTo(month) : [], expiresAt };
		},
	};
}
