/** The routes of money and sources, as the settings page uses them. */
import type { FactKind, MoneyChanged, MoneyState, RateFrom } from '../../shared/money-api.ts';
import { send } from './http.ts';

const put = (name: string, body: unknown) => send<MoneyChanged>('PUT', `/api/v1/money/${name}`, body);

export const moneyApi = {
	state: () => send<MoneyState>('GET', '/api/v1/money'),
	setRates: (wish: { currency: string; rates: RateFrom[]; was: RateFrom[] }) => put('rates', wish),
	setAuthority: (of: FactKind, source: string | null, was: string | null) => put('authority', { of, source, was }),
	setTimeZone: (timeZone: string, was: string) => put('time-zone', { timeZone, was }),
	orderStages: (stages: string[], was: string[]) => put('stages', { stages, was }),
	setStalledDays: (days: number, was: number) => put('stalled', { days, was }),
	setCurrency: (currency: string) => put('currency', { currency }),
};
