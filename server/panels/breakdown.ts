/** `breakdown`: a metric told apart, in ordered bars (never a pie): the largest first, stages in their own order. */
import type { BreakdownRow, BreakdownView } from '../../shared/further-views.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { toldApartWords } from '../../shared/words/told-apart.ts';
import { labelOf } from '../metrics/catalogue.ts';
import type { Evaluated } from '../metrics/evaluated.ts';
import { personScope, storedScope, teamScope } from '../metrics/scope.ts';
import { addsUp, isPart, type Part } from '../metrics/told-apart.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { currentPeriod, shortName, unitOfBase } from './context.ts';
import { frameOf } from './frame.ts';
import { amountsOf, hidesAmounts, isListed } from './privacy.ts';
import { changeBetween, comparedWith, ofTarget, standingVerdict, thisPeriodAlone } from './standing.ts';

const rowsShown = 10;
const smallBelow = 10;

type Key = string | number | null;

interface Told {
	id: string;
	name: string;
	/** Nobody's, or not said: after all others. */
	isRest: boolean;
	/** May be listed by its name; else it is only among those that are not. */
	isListed: boolean;
	is: Evaluated | null;
	/** Null: not known, or there is no such part of the period before. */
	was: number | null;
}

/** How a part is called; what sources say in words of ours is in the floor's language, all else as they say it. */
function named(part: Part, key: Key, { metrics, privacy }: PanelContext): Pick<Told, 'id' | 'name' | 'isListed'> {
	const { words, language } = metrics.numbers();
	const own: Record<string, string> = wordsIn(toldApartWords, language);
	if (part === 'person') {
		const person = typeof key === 'number' ? metrics.roster.person(key) : undefined;
		return person ? { id: storedScope(personScope(person)), name: shortName(person.name), isListed: isListed(person, privacy) } : { id: '', name: words.unassigned, isListed: true };
	}
	if (part === 'team') {
		const team = typeof key === 'number' ? metrics.roster.team(key) : undefined;
		return team ? { id: storedScope(teamScope(team)), name: team.name, isListed: true } : { id: '', name: words.unassigned, isListed: true };
	}
	if (key === null || key === '') return { id: '', name: own['notSaid'] ?? '', isListed: true };
	return { id: `${part}:${key}`, name: own[`${part}_${key}`] ?? String(key), isListed: true };
}

const isNothing = (value: number | null | undefined): boolean => value === null || value === undefined || value === 0;
const least = Number.NEGATIVE_INFINITY;

/** All parts, in the order of the panel; nobody who has nothing. */
function toldApart(config: PanelConfig<'breakdown'>, part: Part, context: PanelContext): { all: Told[]; isThenKnown: boolean } {
	const { metrics, cut, scope } = context;
	const { metric } = config;
	const { evaluator } = metrics;
	const period = currentPeriod(config, context);
	const before = evaluator.previous(period, cut);
	const now = evaluator.by(metric, metric, part, scope, period, cut);
	const then = evaluator.by(metric, metric, part, scope, before.period, before.cut);
	const found = new Map<string, Told>();
	for (const key of new Set<Key>([...now.keys(), ...then.keys()])) {
		const is = now.get(key) ?? null;
		const was = then.get(key)?.value ?? null;
		// Of people and teams only who has something now: nobody is shown for what they no longer do.
		if (isNothing(is?.value) && (isNothing(was) || part === 'person' || part === 'team') && isNothing(is?.denominator)) continue;
		const name = named(part, key, context);
		found.set(String(key), { ...name, isRest: name.id === '', is, was });
	}
	const order = part === 'stage' ? metrics.stageOrder() : [];
	const placeOf = ({ name }: Told): number => (order.includes(name) ? order.indexOf(name) : order.length);
	const all = [...found.values()].sort(
		(a, b) => Number(a.isRest) - Number(b.isRest) || placeOf(a) - placeOf(b) || (b.is?.value ?? least) - (a.is?.value ?? least) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
	);
	return { all, isThenKnown: !evaluator.isRetired(metric, before.period, before.cut) };
}

export function breakdownView(config: PanelConfig<'breakdown'>, context: PanelContext): BreakdownView {
	const { metrics, cut, scope, privacy } = context;
	const { evaluator } = metrics;
	const { words, write, language } = metrics.numbers();
	const own = wordsIn(toldApartWords, language);
	const { metric } = config;
	const part: Part = isPart(config.by) ? config.by : 'team';
	const period = currentPeriod(config, context);
	const unit = unitOfBase(metric);
	const isHidden = hidesAmounts(unit, privacy);
	const isSum = addsUp(metric);

	const { all, isThenKnown } = toldApart(config, part, context);
	const sum = (parts: readonly Told[]): number => parts.reduce((total, { is }) => total + (is?.value ?? 0), 0);
	const whole = sum(all);
	// Of parts that are partly below zero none is a share of the whole.
	const haveShares = isSum && whole > 0 && all.every(({ is }) => (is?.value ?? 0) >= 0);
	const shareOf = (value: number | null): number | null => (haveShares && value !== null ? value / whole : null);
	const amount = (value: number | null) => (isHidden ? write('share', shareOf(value)) : write(unit, value));

	const listed = all.filter(({ isListed: mayBe }) => mayBe).slice(0, rowsShown);
	const others = all.filter((one) => !listed.includes(one));
	const longest = Math.max(...listed.map(({ is }) => Math.abs(is?.value ?? 0)), 0);
	const rows = listed.map(({ id, name, is, was }): BreakdownRow => {
		const value = is?.value ?? (isSum ? 0 : null);
		const verdict = value === null || was === null ? null : changeBetween(metric, metric, value, was, metrics);
		const small = is !== null && is.denominator !== null && is.denominator < smallBelow && unit === 'share';
		return {
			id,
			name,
			number: amount(value),
			bar: longest > 0 && value !== null ? Math.round((value / longest) * 1000) / 1000 : 0,
			share: isHidden || !haveShares ? '' : write('share', shareOf(value)).text,
			verdict,
			note: small
				? fill(words.smallSample, { numerator: is.numerator ?? 0, denominator: is.denominator ?? 0 })
				: isSum && isThenKnown && isNothing(was) && !isNothing(value)
					? own.isNew
					: '',
		};
	});

	const amounts = amountsOf(metric, privacy, metrics.numbers());
	const standing = evaluator.target(metric, scope, period);
	const target = standing && !standing.incomplete ? standing.value : null;
	const total = evaluator.value(metric, metric, scope, period, cut).value;
	const label = labelOf(metric, language);
	const by = own[`by_${part}`];
	const isMute = isHidden && !haveShares && all.length > 0;
	const cannot = all.length === 0 && !isNothing(total);
	return {
		...frameOf(config, fill(own.titled, { metric: label, by }), period, context),
		empty: isMute ? own.notHere : cannot ? fill(words.noSuchSlice, { metric: label, by: part }) : rows.length === 0 ? words.nothingYet : null,
		headline: {
			label: thisPeriodAlone(period, context),
			number: amounts.write(amounts.of(total, target)),
			verdict: standingVerdict(metric, period, context),
			context: target === null ? '' : ofTarget(metric, Math.round(target), context),
		},
		compared: isThenKnown ? comparedWith(period, context) : '',
		rows: isMute ? [] : rows,
		more: others.length === 0 || isMute ? '' : fill(isSum ? own.andMoreOf : own.andMore, { count: others.length, value: amount(sum(others)).text }),
	};
}
