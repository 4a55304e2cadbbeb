/** The routes of API keys. */
import type { KeyList, KeyMade, KeyRequest } from '../../shared/keys-api.ts';
import { send } from './http.ts';

export const keysApi = {
	list: () => send<KeyList>('GET', '/api/v1/keys'),
	make: (request: KeyRequest) => send<KeyMade>('POST', '/api/v1/keys', request),
	revoke: (id: number) => send<unknown>('DELETE', `/api/v1/keys/${id}`),
};
