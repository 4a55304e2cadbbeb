/** The routes of people and teams, as the admin page uses them. */
import type { HandField, ListedPerson, ListedTeam, NewPerson, PersonCard, PersonChange, SavedPeople, SavedPerson } from '../../shared/people-api.ts';
import { send } from './http.ts';

export const peopleApi = {
	people: () => send<ListedPerson[]>('GET', '/api/v1/people'),
	person: (id: number) => send<PersonCard>('GET', `/api/v1/people/${id}`),
	add: (people: NewPerson[]) => send<SavedPeople>('POST', '/api/v1/people', { people }),
	change: (id: number, change: PersonChange) => send<SavedPerson>('PUT', `/api/v1/people/${id}`, change),
	/** `from` null: from ever. */
	move: (people: { id: number; seen: number }[], team: number, from: string | null) => send<SavedPeople>('POST', '/api/v1/people/move', { people, team, from }),
	giveBack: (id: number, seen: number, field: HandField) => send<SavedPerson>('POST', `/api/v1/people/${id}/given-back`, { seen, field }),
	setRanked: (id: number, isRanked: boolean) => send<ListedPerson>('PUT', `/api/v1/people/${id}/ranking`, { isRanked }),
	setPhoto: (id: number, photo: Blob) => send<ListedPerson>('PUT', `/api/v1/people/${id}/photo`, photo),
	removePhoto: (id: number) => send<ListedPerson>('DELETE', `/api/v1/people/${id}/photo`),
	teams: () => send<ListedTeam[]>('GET', '/api/v1/teams'),
	addTeam: (name: string) => send<ListedTeam[]>('POST', '/api/v1/teams', { name }),
	renameTeam: (id: number, name: string) => send<ListedTeam[]>('PUT', `/api/v1/teams/${id}`, { name }),
	closeTeam: (id: number, isClosed: boolean) => send<ListedTeam[]>('PUT', `/api/v1/teams/${id}`, { isClosed }),
};
