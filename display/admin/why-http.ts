/** The routes of explanations and of the facts behind them. */
import type { Explained } from '../../shared/api.ts';
import type { FactKind, FactPage, FactTrail, FigureRows } from '../../shared/why-api.ts';
import { query, send } from './http.ts';
import type { Figure } from './why-link.ts';

const asked = ({ metric, scope, period, asOf = '', until = '' }: Figure): Record<string, string> => ({ metric, scope, ...(period ? { period } : {}), ...(asOf ? { asOf } : {}), ...(until ? { until } : {}) });

export const whyApi = {
	explain: (figure: Figure, by = '') => send<Explained>('GET', `/api/v1/explain?${query({ ...asked(figure), ...(by ? { by } : {}) })}`),
	rows: (figure: Figure, part: string, before: string | null) => send<FigureRows>('GET', `/api/v1/explain/rows?${query({ ...asked(figure), ...(part ? { part } : {}), ...(before ? { before } : {}) })}`),
	/** What is empty is not asked for. */
	list: (wanted: Record<string, string>) => send<FactPage>('GET', `/api/v1/facts/list?${query(Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== '')))}`),
	trail: ({ entity, source, externalId }: { entity: FactKind; source: string; externalId: string }) => send<FactTrail>('GET', `/api/v1/facts/trail?${query({ entity, source, id: externalId })}`),
};
