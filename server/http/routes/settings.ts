/** The general settings: what the workspace is called, its language, and when its weeks and its fiscal year begin. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Consequence } from '../../../shared/consequence.ts';
import type { GeneralChanged, GeneralState, GeneralValues } from '../../../shared/settings-api.ts';
import { isLocale } from '../../config.ts';
import { InputError } from '../../errors.ts';
import { nameOf } from '../../floor/plain-text.ts';
import type { AppContext } from '../context.ts';
import { authorOf, route, type Route } from '../route.ts';

const text = z.string({ message: 'expected text' }).max(1000, { message: 'at most 1000 characters' });
const ordinal = (first: string, last: string, count: number) => {
	const says = { message: `expected 1 (${first}) to ${count} (${last})` };
	return z.int(says).min(1, says).max(count, says);
};
const values = {
	name: nameOf('the workspace', 60),
	locale: text.refine(isLocale, { message: 'expected a language tag such as en or sv-SE' }).transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag),
	weekStart: ordinal('Monday', 'Sunday', 7),
	fiscalYearStart: ordinal('January', 'December', 12),
};
const names = ['name', 'locale', 'weekStart', 'fiscalYearStart'] as const;
const some = { name: values.name.exactOptional(), locale: values.locale.exactOptional(), weekStart: values.weekStart.exactOptional(), fiscalYearStart: values.fiscalYearStart.exactOptional() };
/** What was seen is compared with, whatever it is. */
const seen = z.object({ name: text.exactOptional(), locale: text.exactOptional(), weekStart: values.weekStart.exactOptional(), fiscalYearStart: values.fiscalYearStart.exactOptional() }, { message: 'expected what was seen' });
const generalRequest = z
	.object({ ...some, was: seen.exactOptional() })
	.refine((request) => names.some((name) => request[name] !== undefined), { message: `expected at least one of ${names.join(', ')}` });

const isOfWeek = (period: string): boolean => /^\d{4}-W\d{2}$/.test(period);
const isOfFiscalYear = (period: string): boolean => /^\d{4}(-Q[1-4])?$/.test(period);

export function settingsRoutes({ wall, clock }: AppContext): Route[] {
	const state = (): GeneralState => {
		const { name, locale, weekStart, fiscalYearStart } = wall.settings.get();
		const periods = wall.targets().map(({ period }) => period);
		return { name, locale, weekStart, fiscalYearStart, targets: { weeks: periods.filter(isOfWeek).length, quartersAndYears: periods.filter(isOfFiscalYear).length } };
	};
	return [
		route({ method: 'get', path: '/api/v1/settings', who: 'desk', says: 'Gives the general settings.', answer: state }),
		route({
			method: 'put',
			path: '/api/v1/settings',
			who: 'ops',
			says: 'Changes general settings.',
			body: generalRequest,
			answer: async ({ body: { was = {}, ...wished }, caller }): Promise<GeneralChanged> => {
				const now = wall.settings.get();
				const requireSeen = (): void => {
					const stands = wall.settings.get();
					const stale = names.find((name) => was[name] !== undefined && was[name] !== stands[name]);
					if (stale) throw new InputError(`${stale} was changed in the meantime.`, { status: 409, code: 'conflict', field: stale });
				};
				requireSeen();
				const changed = (only: readonly (keyof GeneralValues)[]) => Object.fromEntries(only.flatMap((name) => (wished[name] === undefined || isDeepStrictEqual(wished[name], now[name]) ? [] : [[name, wished[name]]])));
				const apply = (set: Record<string, unknown>): void => {
					if (Object.keys(set).length > 0) wall.journal.apply('settings changed', { set }, { at: clock.now(), author: authorOf(caller) });
				};
				// A language alters how every figure is written and none that it is: it is not among what the rest changes.
				const rules = changed(['weekStart', 'fiscalYearStart']);
				const change = (): void => {
					// Somebody may have been quicker while the figures before were read.
					requireSeen();
					apply(rules);
				};
				const consequences: Consequence[] = Object.keys(rules).length > 0 ? await wall.consequences(change) : [];
				apply(changed(['name', 'locale']));
				return { settings: state(), consequences };
			},
		}),
	];
}
