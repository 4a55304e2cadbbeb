/** The routes of explanations and of the facts behind them. */
import type { Explained } from '../../shared/api.ts';
import type { FigureRows } from '../../shared/why-api.ts';
import { query, send } from './http.ts';
import type { Figure } from './why-link.ts';

const asked = ({ metric, scope, period, asOf = '' }: Figure): Record<string, string> => ({ metric, scope, ...(period ? { period } : {}), ...(asOf ? { asOf } : {}) });

export const whyApi = {
	explain: (figure: Figure, by = '') => send<Explained>('GET', `/api/v1/explain?${query({ ...asked(figure), ...(by ? { by } : {}) })}`),
	rows: (figure: Figure, part: string, before: string | null) => send<FigureRows>('GET', `/api/v1/explain/rows?${query({ ...asked(figure), ...(part ? { part } : {}), ...(before ? { before } : {}) })}`),
};
