/** The routes of messages and alerts. */
import type { AlertList } from '../../shared/alerts-api.ts';
import type { MessageList, MessageRequest, MessageRow } from '../../shared/messages-api.ts';
import { send } from './http.ts';

export const messagesApi = {
	list: () => send<MessageList>('GET', '/api/v1/messages'),
	post: (request: MessageRequest) => send<MessageRow>('POST', '/api/v1/messages', request),
	put: (id: number, request: MessageRequest) => send<MessageRow>('PUT', `/api/v1/messages/${id}`, request),
	end: (id: number) => send<unknown>('DELETE', `/api/v1/messages/${id}`),
	alerts: () => send<AlertList>('GET', '/api/v1/alerts'),
	testAlerts: () => send<AlertList>('POST', '/api/v1/alerts/test', {}),
};
