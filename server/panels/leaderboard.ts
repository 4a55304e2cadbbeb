/** `leaderboard`: people by their result, or by how much better it is than their own months before (M10, M18). */
import type { LeaderboardRow, LeaderboardView } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { Person } from '../floor/people.ts';
import type { Period } from '../floor/period.ts';
import { addDays, previousPeriod } from '../floor/period.ts';
import { metricOf } from '../metrics/catalogue.ts';
import { company, personScope, storedScope } from '../metrics/scope.ts';
import type { Cut } from '../rollups/read.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { currentPeriod, initialsOf, labelOf, shortName, unitOfBase } from './context.ts';
import { frameOf } from './frame.ts';
import { standingVerdict, thisPeriod } from './standing.ts';

const rowsShown = 28;

interface Entrant {
	person: Person;
	value: number;
	note: string;
}

/** Ties share a rank: 1, 1, 3. */
export function ranks(values: readonly number[]): number[] {
	return values.map((value) => 1 + values.filter((other) => other > value).length);
}

const byValue = (a: Entrant, b: Entrant): number => b.value - a.value || (a.person.name < b.person.name ? -1 : a.person.name > b.person.name ? 1 : a.person.id - b.person.id);

function results(config: PanelConfig<'leaderboard'>, period: Period, cut: Cut, { metrics }: PanelContext): Entrant[] {
	const { evaluator, roster } = metrics;
	const values = evaluator.by(config.metric, config.metric, 'person', company, period, cut);
	const to = cut.untilDay < period.to ? cut.untilDay : period.to;
	const named = new Set(roster.active({ from: period.from, to }, metricOf(config.metric).roles).map(({ id }) => id));
	return roster
		.people()
		.filter(({ isRanked }) => isRanked)
		.map((person) => ({ person, value: values.get(person.id)?.value ?? null, note: '' }))
		.filter(({ person, value }) => (value !== null && value !== 0) || named.has(person.id))
		.map(({ value, ...rest }) => ({ ...rest, value: value ?? 0 }))
		.sort(byValue);
}

/** Result per working day against the person's own mean of the three whole months before; only who was active in all of them. */
function improvements(config: PanelConfig<'leaderboard'>, period: Period, context: PanelContext): Entrant[] {
	const { metrics, calendar, rules, cut } = context;
	const { evaluator, roster } = metrics;
	const { words, text } = metrics.numbers();
	const unit = unitOfBase(config.metric);
	const months: Period[] = [];
	for (let month = period, count = 0; count < 3; count += 1) months.unshift((month = previousPeriod(month, rules)));
	const [first] = months;
	if (!first) return [];
	const before = { ...first, to: addDays(period.from, -1) };
	const was = evaluator.by(config.metric, config.metric, 'person', company, before, cut);
	const is = evaluator.by(config.metric, config.metric, 'person', company, period, cut);
	const always = months.map((month) => new Set(roster.active(month, []).map(({ id }) => id)));
	return roster
		.active(period)
		.filter(({ id, isRanked }) => isRanked && always.every((active) => active.has(id)))
		.flatMap((person) => {
			const from = person.startDay !== null && person.startDay > before.from ? person.startDay : before.from;
			const days = calendar.workdays(from, before.to, person.id);
			const { elapsed } = evaluator.progress(personScope(person), period, cut);
			const mean = (was.get(person.id)?.value ?? 0) / days;
			if (elapsed < 1 || days === 0 || mean <= 0) return [];
			const value = (is.get(person.id)?.value ?? 0) / elapsed / mean - 1;
			return value > 0 ? [{ person, value, note: fill(words.improvedNote, { before: text(unit, mean) }) }] : [];
		})
		.sort(byValue);
}

/** Places gained or lost since the end of yesterday, when yesterday belongs to the period. */
function movements(config: PanelConfig<'leaderboard'>, period: Period, now: Entrant[], context: PanelContext): Map<number, string> {
	const { metrics, calendar, cut } = context;
	const yesterday = addDays(cut.untilDay, -1);
	if (yesterday < period.from || cut.untilDay > period.to) return new Map();
	const before = results(config, period, metrics.evaluator.cutAt(calendar.endOf(yesterday), cut.asOf), context);
	if (before.every(({ value }) => value === 0)) return new Map();
	const beforeRanks = ranks(before.map(({ value }) => value));
	const was = new Map(before.map(({ person }, index) => [person.id, beforeRanks[index] ?? 0]));
	const nowRanks = ranks(now.map(({ value }) => value));
	return new Map(
		now.map(({ person }, index) => {
			const gained = (was.get(person.id) ?? 0) - (nowRanks[index] ?? 0);
			return [person.id, !was.has(person.id) || gained === 0 ? '' : gained > 0 ? `▲${gained}` : `▼${-gained}`];
		}),
	);
}

export function leaderboardView(config: PanelConfig<'leaderboard'>, context: PanelContext): LeaderboardView {
	const { metrics, cut } = context;
	const { words, write } = metrics.numbers();
	const { metric } = config;
	const period = currentPeriod(config, context);
	const label = labelOf(metric, context);
	const isImprovement = config.ranking === 'improvement';
	const found = isImprovement ? improvements(config, period, context) : results(config, period, cut, context);
	// A page of zeros ranks nobody.
	const entrants = found.some(({ value }) => value !== 0) ? found : [];
	const moved = isImprovement ? new Map<number, string>() : movements(config, period, entrants, context);
	const ranked = ranks(entrants.map(({ value }) => value));
	const best = entrants[0]?.value ?? 0;
	const unit = isImprovement ? 'share' : unitOfBase(metric);
	const listed = entrants.slice(0, rowsShown);
	// Where nobody has a photo, initials would only say the names again.
	const hasPhotos = listed.some(({ person }) => person.photo !== null);
	const rows = listed.map(({ person, value, note }, index): LeaderboardRow => {
		const number = write(unit, value);
		return {
			// Not the address: a wall is no address book.
			id: storedScope(personScope(person)),
			rank: String(ranked[index] ?? ''),
			name: shortName(person.name),
			initials: hasPhotos ? initialsOf(person.name) : '',
			photo: person.photo,
			number: isImprovement ? { ...number, before: '+', text: `+${number.text}` } : number,
			bar: best > 0 ? Math.round(Math.min(1, Math.max(0, value / best)) * 1000) / 1000 : 0,
			moved: moved.get(person.id) ?? '',
			note,
			first: ranked[index] === 1 && value > 0,
		};
	});
	const isSum = metricOf(metric).formula.kind === 'sum' && !isImprovement;
	const unassigned = isSum ? (metrics.evaluator.by(metric, metric, 'person', company, period, cut).get(null)?.value ?? 0) : 0;
	if (unassigned !== 0) rows.push({ id: '', rank: '', name: words.unassigned, initials: '', photo: null, number: write(unit, unassigned), bar: best > 0 ? Math.min(1, Math.max(0, unassigned / best)) : 0, moved: '', note: '', first: false });
	const hasResults = metrics.evaluator.by(metric, metric, 'person', company, period, cut).size > 0;
	const isEarly = metrics.evaluator.progress(company, period, cut).elapsed < 1;
	const nobody = isImprovement ? (hasResults && !isEarly ? words.nobodyAbove : words.nobodyImproved) : words.nobodyYet;
	return {
		...frameOf(config, isImprovement ? words.improvedTitle : words.leaderboardTitle, period, context),
		by: isImprovement ? fill(words.improvedBy, { metric: label }) : fill(words.rankedBy, { metric: label, period: thisPeriod(period, context) }),
		empty: rows.length === 0 ? nobody : null,
		rows,
		more: entrants.length > rowsShown ? fill(words.andMore, { count: entrants.length - rowsShown }) : '',
		total: isSum
			? {
					label: words.everybody,
					number: write(unit, metrics.evaluator.value(metric, metric, company, period, cut).value),
					verdict: standingVerdict(metric, period, context),
				}
			: null,
	};
}
