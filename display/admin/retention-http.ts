/** The routes of retention, as the admin page uses them. */
import type { Keep, Retention, RetentionPreview, Retirable } from '../../shared/retention-api.ts';
import { send } from './http.ts';

export const retentionApi = {
	stands: () => send<Retention>('GET', '/api/v1/retention'),
	preview: (keep: Keep) => send<RetentionPreview>('POST', '/api/v1/retention/preview', { keep }),
	keep: (keep: Keep, confirm: string) => send<Retention>('PUT', '/api/v1/retention', { keep, confirm }),
	lift: (of: Retirable) => send<Retention>('POST', '/api/v1/retention/lift', { of }),
};
