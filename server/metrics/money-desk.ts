/** Where ops say what facts amount to: dated rates, the source that counts, time zone, order of stages, currency. */
import { isDeepStrictEqual } from 'node:util';
import type { FactKind, MoneyChanged, MoneyState, RateFrom } from '../../shared/money-api.ts';
import { fill, languageOf, wordsIn } from '../../shared/words/language.ts';
import { moneyWords } from '../../shared/words/money.ts';
import { InputError } from '../errors.ts';
import type { Authority } from '../facts/authority.ts';
import type { MoneyFacts } from '../facts/money-facts.ts';
import type { Rates } from '../facts/rates.ts';
import type { RestatingHandlers } from '../facts/restating.ts';
import type { RulesStore } from '../floor/celebration-rules.ts';
import { plainName } from '../floor/plain-text.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Targets } from '../floor/targets.ts';
import type { Journal } from '../journal/journal.ts';
import { isMetricId, metricOf } from './catalogue.ts';
import type { Consequences } from './consequences.ts';

export interface MoneyDesk {
	state: () => MoneyState;
	/** All rates of a currency; none takes them away. @throws InputError 409 when `was` is not what stands. */
	setRates: (wish: { currency: string; rates: RateFrom[]; was?: RateFrom[] | undefined }, author: string) => Promise<MoneyChanged>;
	/** @throws InputError 409 when `was` is not what stands; so do the next ones. */
	setAuthority: (wish: { of: FactKind; source: string | null; was?: string | null | undefined }, author: string) => Promise<MoneyChanged>;
	setTimeZone: (timeZone: string, author: string, was?: string) => Promise<MoneyChanged>;
	orderStages: (stages: string[], author: string, was?: string[]) => Promise<MoneyChanged>;
	setStalledDays: (days: number, author: string, was?: number) => Promise<MoneyChanged>;
	/** @throws InputError 409 once an amount has a meaning. */
	setCurrency: (currency: string, author: string) => Promise<MoneyChanged>;
	isCurrencyFixed: () => boolean;
}

export interface MoneyDeskStages {
	journal: Journal<RestatingHandlers>;
	settings: FloorSettings;
	facts: { rates: Rates; authority: Authority; money: MoneyFacts };
	targets: Targets;
	celebrationRules: Pick<RulesStore, 'get'>;
	consequences: Consequences;
	now: () => number;
}

const longestStage = 100;

export function createMoneyDesk({ journal, settings, facts, targets, celebrationRules, consequences, now }: MoneyDeskStages): MoneyDesk {
	const { rates, authority, money } = facts;
	const words = () => wordsIn(moneyWords, languageOf(settings.get().locale));

	/**
	 * Amounts that came without a currency, money targets and the threshold of celebrations are in the workspace's currency, and rates lead
	 * to it: once there is one of them, another currency would make them say what nobody has said.
	 */
	const isMoney = (metric: string): boolean => isMetricId(metric) && metricOf(metric).unit === 'money';
	const isCurrencyFixed = (): boolean => money.anyAmount() || rates.all().size > 0 || targets.list().some(({ metric }) => isMoney(metric)) || celebrationRules.get().deals.threshold !== null;

	const state = (): MoneyState => {
		const { currency, timeZone, stageOrder, stalledDays } = settings.get();
		const today = settings.calendar().dayOf(now());
		const known = new Map(money.stages().map(({ name, deals }) => [name, deals]));
		const others = [...known.keys()].filter((name) => !stageOrder.includes(name));
		return {
			currency,
			currencyFixed: isCurrencyFixed() ? fill(words().currencyFixed, { currency }) : null,
			timeZone,
			today,
			rates: [...rates.all()].map(([of, list]) => ({ currency: of, rates: [...list] })),
			unrated: money.unrated(today),
			stages: [...stageOrder, ...others].map((name) => ({ name, deals: known.get(name) ?? 0, isOrdered: stageOrder.includes(name) })),
			stalledDays,
			kinds: money.kinds(),
		};
	};

	/** `isChange` is asked again where it is made: the sums had to be waited for. */
	const changed = async (isChange: () => boolean, change: () => number): Promise<MoneyChanged> => {
		let touched = 0;
		const found = isChange()
			? await consequences(() => {
					if (isChange()) touched = change();
				})
			: [];
		return { state: state(), touched, consequences: found };
	};
	const head = (author: string) => ({ at: now(), author });
	/** What must still hold when the change is made: that `was`, if it is said, stands. */
	const seen = (was: unknown, stands: () => unknown, what: string) => (): void => {
		if (was !== undefined && !isDeepStrictEqual(was, stands())) throw new InputError(`${what} changed in the meantime`, { status: 409, code: 'conflict', field: 'was' });
	};

	return {
		state,
		isCurrencyFixed,
		setRates: async ({ currency, rates: given, was }, author) => {
			if (currency === settings.get().currency) throw new InputError(`${currency} is the workspace's own currency`, { field: 'currency' });
			const list = [...given].sort((a, b) => (a.from < b.from ? -1 : 1));
			const twice = list.find(({ from }, index) => list[index + 1]?.from === from);
			if (twice) throw new InputError(`there are two rates from ${twice.from}`, { field: 'rates' });
			const demand = seen(was, () => rates.of(currency), `the rates of ${currency} were`);
			demand();
			return changed(
				() => !isDeepStrictEqual(list, rates.of(currency)),
				() => {
					demand();
					return journal.apply('rates set', { currency, rates: list }, head(author));
				},
			);
		},
		setAuthority: async ({ of, source, was }, author) => {
			if (source !== null && !money.isSource(source)) throw new InputError(`there is no source called '${source.slice(0, 100)}'`, { field: 'source', code: 'unknown_source' });
			const demand = seen(was, () => authority.of(of), `the source of ${of} was`);
			demand();
			return changed(
				() => authority.of(of) !== source,
				() => {
					demand();
					return journal.apply('authority set', { of, source }, head(author));
				},
			);
		},
		setTimeZone: async (timeZone, author, was) => {
			const demand = seen(was, () => settings.get().timeZone, 'the time zone was');
			demand();
			return changed(
				() => settings.get().timeZone !== timeZone,
				() => {
					demand();
					return journal.apply('time zone set', { timeZone }, head(author));
				},
			);
		},
		orderStages: async (stages, author, was) => {
			if (new Set(stages).size < stages.length) throw new InputError('a stage stands there twice', { field: 'stages' });
			// What a source calls them stands as it is.
			const known = new Set([...settings.get().stageOrder, ...money.stages().map(({ name }) => name)]);
			if (stages.some((name) => !known.has(name) && plainName(name, longestStage) === null)) throw new InputError('expected names that can be read, in one line', { field: 'stages' });
			seen(was, () => settings.get().stageOrder, 'the order of stages was')();
			// No sum by month follows from it.
			const touched = isDeepStrictEqual(settings.get().stageOrder, stages) ? 0 : journal.apply('stages ordered', { stages }, head(author));
			return { state: state(), touched, consequences: [] };
		},
		setStalledDays: async (days, author, was) => {
			seen(was, () => settings.get().stalledDays, 'the days were')();
			const touched = settings.get().stalledDays === days ? 0 : journal.apply('stalled days set', { days }, head(author));
			return { state: state(), touched, consequences: [] };
		},
		setCurrency: async (currency, author) => {
			const demand = (): void => {
				if (isCurrencyFixed()) throw new InputError(fill(words().currencyFixed, { currency: settings.get().currency }), { status: 409, code: 'currency_fixed', field: 'currency' });
			};
			if (settings.get().currency !== currency) demand();
			return changed(
				() => settings.get().currency !== currency,
				() => {
					demand();
					return journal.apply('currency set', { currency }, head(author));
				},
			);
		},
	};
}
