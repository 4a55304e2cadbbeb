/** Whose review a month has: the company, the teams that had somebody then, and who was there, leavers too. */
import type { ReviewScope } from '../../shared/review-api.ts';
import type { Membership } from '../floor/memberships.ts';
import type { People, Person } from '../floor/people.ts';
import type { Period } from '../floor/period.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { company, personScope, scopeText, storedScope, teamScope, type Scope } from '../metrics/scope.ts';

export interface WhoThen {
	scopesIn: (month: Period) => Scope[];
	/** By the names of now; who cannot be looked into any more is left out. */
	told: (stored: readonly string[], month: Period) => ReviewScope[];
}

export function createWhoThen({ people, metrics }: { people: Pick<People, 'memberships'>; metrics: Pick<Metrics, 'roster'> }): WhoThen {
	const { roster } = metrics;
	const wasThere = ({ startDay, endDay }: Person, { from, to }: Period): boolean => (startDay === null || startDay <= to) && (endDay === null || endDay >= from);
	/** The last team of each in the month. */
	const teamsOf = (month: Period): Map<number, number> => {
		const within = people.memberships().filter(({ from, to }: Membership) => from <= month.to && to >= month.from);
		return new Map(within.map(({ person, team }) => [person, team]));
	};
	/** Everybody who can have a review, and the teams; those of the month are among them. */
	const known = (month: Period): { scope: Scope; person: Person | null; team: number | null }[] => {
		const teams = teamsOf(month);
		return [
			{ scope: company, person: null, team: null },
			...roster.teams().map((team) => ({ scope: teamScope(team), person: null, team: null })),
			...roster.people().map((person) => ({ scope: personScope(person), person, team: teams.get(person.id) ?? null })),
		];
	};
	return {
		scopesIn: (month) => {
			const all = known(month);
			const there = all.filter(({ person }) => person !== null && !person.isErased && wasThere(person, month));
			// Who was erased counts in their team as before.
			const teams = new Set(all.flatMap(({ person, team }) => (person && team !== null && wasThere(person, month) ? [team] : [])));
			return [company, ...all.flatMap(({ scope }) => (scope.kind === 'team' && teams.has(scope.id) ? [scope] : [])), ...there.map(({ scope }) => scope)];
		},
		told: (stored, month) => {
			const wanted = new Set(stored);
			return known(month)
				.filter(({ scope }) => wanted.has(storedScope(scope)))
				.map(({ scope, team }): ReviewScope => {
					const of = team === null ? undefined : roster.team(team);
					return { scope: scopeText(scope), name: scope.kind === 'company' ? '' : scope.name, kind: scope.kind, team: of ? scopeText(teamScope(of)) : null };
				});
		},
	};
}
