/** What is celebrated, what was, and a trial of it on one screen. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { celebrationKinds, dealTypes, targetScopes, type CelebratedRow, type CelebrationRules, type RulesState } from '../../../shared/celebration.ts';
import { isoText } from '../../clock.ts';
import { InputError } from '../../errors.ts';
import { minorDigits } from '../../facts/money.ts';
import { areApart, notApart, timesShape } from '../../floor/screen-hours.ts';
import type { AppContext } from '../context.ts';
import { authorOf, yesOrNo, route, type Route } from '../route.ts';

const largestThreshold = 1_000_000_000_000;
const amount = z.number({ message: 'expected an amount, or null for every deal' }).min(0, { message: 'expected no less than 0' }).max(largestThreshold, { message: `expected no more than ${largestThreshold}` });
const some = <T extends string>(names: readonly T[]) =>
	z
		.array(z.enum(names, { message: `expected ${names.join(', ')}` }), { message: `expected a list of ${names.join(', ')}` })
		.min(1, { message: 'expected at least one' })
		.transform((chosen) => names.filter((name) => chosen.includes(name)));

const quietHours = z.object(timesShape, { message: 'expected days, from and to' }).refine(areApart, notApart);
const mostQuietHours = 20;

/** A part of the rules: two people who change them change what each of them chose, and nothing else. */
const rulesRequest = z
	.object({
		deals: z.object({ on: yesOrNo, threshold: amount.nullable(), types: some(dealTypes) }, { message: 'expected on, threshold and types' }).exactOptional(),
		targets: z.object({ on: yesOrNo, scopes: some(targetScopes) }, { message: 'expected on and scopes' }).exactOptional(),
		streaks: z.object({ on: yesOrNo, days: z.int({ message: 'expected a whole number of days' }).min(2, { message: 'expected at least 2 days' }).max(100, { message: 'expected at most 100 days' }) }, { message: 'expected on and days' }).exactOptional(),
		quiet: z.array(quietHours, { message: 'expected a list of quiet hours' }).max(mostQuietHours, { message: `expected at most ${mostQuietHours}` }).exactOptional(),
	})
	.refine((part) => Object.keys(part).length > 0, { message: 'expected at least one of deals, targets, streaks and quiet' });
const trialRequest = z.object({
	screen: z.union([z.int().positive(), z.literal('unpaired')], { message: "expected the number of a screen, or 'unpaired'" }),
	kind: z.enum(celebrationKinds, { message: `expected ${celebrationKinds.join(', ')}` }),
});

const usualDays = 30;

const sinceQuery = z.object({
	since: z
		.string()
		.transform((text, context) => {
			try {
				return Temporal.Instant.from(text).epochMilliseconds;
			} catch (error) {
				if (!(error instanceof RangeError)) throw error;
				context.addIssue({ code: 'custom', message: 'expected an instant such as 2026-11-23T09:00:00Z' });
				return z.NEVER;
			}
		})
		.optional()
		.meta({ description: 'From which instant on; the last 30 days unless given.' }),
});

export function celebrationRoutes({ wall, clock, celebrating }: AppContext): Route[] {
	const state = (): RulesState => {
		const lastChange = wall.celebrationRules.lastChange();
		return { rules: wall.celebrationRules.get(), lastChange: lastChange && { ...lastChange, at: isoText(lastChange.at) } };
	};
	return [
		route({
			method: 'get',
			path: '/api/v1/celebrations',
			// The review shows them, too.
			who: 'session',
			says: 'Lists what was celebrated.',
			query: sinceQuery,
			answer: ({ query: { since } }): CelebratedRow[] => wall.celebrations.list(since ?? clock.now() - usualDays * 86_400_000),
		}),
		route({ method: 'get', path: '/api/v1/celebrations/rules', who: 'desk', says: 'Gives the rules of what is celebrated.', answer: state }),
		route({
			method: 'put',
			path: '/api/v1/celebrations/rules',
			who: 'ops',
			says: 'Changes what is celebrated, and when it is quiet.',
			body: rulesRequest,
			answer: ({ body: change, caller }): RulesState => {
				const before = wall.celebrationRules.get();
				const rules: CelebrationRules = { ...before, ...change };
				const { threshold } = rules.deals;
				const { currency } = wall.settings.get();
				if (threshold !== null && Number(threshold.toFixed(minorDigits(currency))) !== threshold) throw new InputError(`deals.threshold: expected no more decimals than ${currency} has`, { field: 'deals.threshold' });
				if (!isDeepStrictEqual(before, rules)) wall.journal.apply('celebrations set', rules, { at: clock.now(), author: authorOf(caller) });
				return state();
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/celebrations/trial',
			who: 'ops',
			says: 'Tries a celebration on one screen.',
			body: trialRequest,
			answer: ({ body: { screen, kind } }) => {
				celebrating().tryOn(screen === 'unpaired' ? null : screen, kind);
				return {};
			},
		}),
	];
}
