/** The server's routes of celebrations. */
import type { CelebratedRow, CelebrationKind, CelebrationRules, RulesState } from '../../shared/celebration.ts';
import { send, type ScreenId } from './http.ts';

export const celebrationsApi = {
	rules: () => send<RulesState>('GET', '/api/v1/celebrations/rules'),
	setRules: (part: Partial<CelebrationRules>) => send<RulesState>('PUT', '/api/v1/celebrations/rules', part),
	list: () => send<CelebratedRow[]>('GET', '/api/v1/celebrations'),
	tryOn: (screen: ScreenId, kind: CelebrationKind) => send<unknown>('POST', '/api/v1/celebrations/trial', { screen, kind }),
};
