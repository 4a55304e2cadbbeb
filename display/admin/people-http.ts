/** The routes of people, as the admin page uses them. */
import type { ListedPerson } from '../../shared/people-api.ts';
import { send } from './http.ts';

export const peopleApi = {
	people: () => send<ListedPerson[]>('GET', '/api/v1/people'),
	setRanked: (id: number, isRanked: boolean) => send<ListedPerson>('PUT', `/api/v1/people/${id}/ranking`, { isRanked }),
	setPhoto: (id: number, photo: Blob) => send<ListedPerson>('PUT', `/api/v1/people/${id}/photo`, photo),
	removePhoto: (id: number) => send<ListedPerson>('DELETE', `/api/v1/people/${id}/photo`),
};
