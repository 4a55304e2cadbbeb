/** Settings that change what facts amount to. */
import { z } from 'zod';
import { factKinds, type MoneyChanged, type MoneyState } from '../../../shared/money-api.ts';
import { isCurrency, isTimeZone, timeZoneId } from '../../config.ts';
import type { AppContext } from '../context.ts';
import { authorOf, route, type Route } from '../route.ts';

const mostRates = 1_000;
const mostStages = 200;

const isDay = (text: string): boolean => {
	try {
		return text >= '1900-01-01' && text <= '2999-12-31' && Temporal.PlainDate.from(text).toString() === text;
	} catch (error) {
		if (error instanceof RangeError) return false;
		throw error;
	}
};

const rateSchema = z
	.object(
		{
			from: z.string({ message: 'expected a day as YYYY-MM-DD' }).refine(isDay, { message: 'expected a day as YYYY-MM-DD' }),
			rate: z
				.string({ message: 'expected a decimal such as 11.45' })
				.trim()
				.refine((text) => /^\d{1,9}(\.\d{1,10})?$/.test(text) && /[1-9]/.test(text), { message: 'expected a decimal above 0 such as 11.45' }),
		},
		{ message: 'expected from and rate' },
	);
const rates = z.array(rateSchema, { message: 'expected a list of rates' }).max(mostRates, { message: `expected at most ${mostRates}` });
// A code that is in no list any more may still stand in old facts.
const anyCurrency = z.string({ message: 'expected a three-letter currency code' }).trim().toUpperCase().refine((code) => /^[A-Z]{3}$/.test(code), { message: 'expected a three-letter currency code' });

const ratesRequest = z.object({ currency: anyCurrency, rates, was: rates.optional() });
const source = z.string({ message: 'expected the name of a source, or null for all' }).max(100, { message: 'at most 100 characters' }).nullable();
/** `was`, here and below: what was seen; another has been quicker when it does not stand any more. */
const authorityRequest = z.object({ of: z.enum(factKinds, { message: `expected ${factKinds.join(', ')}` }), source, was: source.optional() });
const timeZoneRequest = z.object({ timeZone: z.string({ message: 'expected a time zone such as Europe/Stockholm' }).trim().refine(isTimeZone, { message: 'expected a time zone such as Europe/Stockholm' }).transform(timeZoneId), was: z.string({ message: 'expected the time zone that was seen' }).optional() });
const stages = z.array(z.string({ message: 'expected the name of a stage' }).min(1, { message: 'must not be empty' }).max(100, { message: 'at most 100 characters' }), { message: 'expected a list of stages' }).max(mostStages, { message: `expected at most ${mostStages}` });
const stagesRequest = z.object({ stages, was: stages.optional() });
const days = z.int({ message: 'expected a whole number of days' }).min(1, { message: 'expected at least 1 day' }).max(365, { message: 'expected at most 365 days' });
const stalledRequest = z.object({ days, was: days.optional() });
const currencyRequest = z.object({ currency: anyCurrency.refine(isCurrency, { message: 'expected a three-letter currency code such as EUR' }) });

export function moneyRoutes({ wall }: AppContext): Route[] {
	const put = <T>(name: string, says: string, body: z.ZodType<T>, change: (wish: T, author: string) => Promise<MoneyChanged>): Route =>
		route({ method: 'put', path: `/api/v1/money/${name}`, who: 'ops', says, body, answer: ({ body: wish, caller }) => change(wish, authorOf(caller)) });
	return [
		route({ method: 'get', path: '/api/v1/money', who: 'desk', says: 'Gives the settings that decide what facts amount to.', answer: (): MoneyState => wall.money.state() }),
		put('rates', 'Sets the rates of a currency, each from a day on.', ratesRequest, (wish, author) => wall.money.setRates(wish, author)),
		put('authority', 'Says which source counts for a kind of fact.', authorityRequest, (wish, author) => wall.money.setAuthority(wish, author)),
		put('time-zone', 'Changes the time zone of the workspace.', timeZoneRequest, ({ timeZone, was }, author) => wall.money.setTimeZone(timeZone, author, was)),
		put('stages', 'Puts the stages of deals in order.', stagesRequest, (wish, author) => wall.money.orderStages(wish.stages, author, wish.was)),
		put('stalled', 'Says after how many days without a change an open deal is stalled.', stalledRequest, (wish, author) => wall.money.setStalledDays(wish.days, author, wish.was)),
		put('currency', 'Changes the currency of the workspace, while there is no amount.', currencyRequest, ({ currency }, author) => wall.money.setCurrency(currency, author)),
	];
}
