/** The route of health, as the admin page uses it. */
import type { SystemHealth } from '../../shared/health-api.ts';
import { send } from './http.ts';

export const healthApi = {
	page: () => send<SystemHealth>('GET', '/api/v1/system/health'),
};
