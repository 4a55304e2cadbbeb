/** Metrics that follow from others: each says how, for a scope and a period as they stand at a moment. */
import type { Calendar } from '../floor/calendar.ts';
import { daysBetween, type Period } from '../floor/period.ts';
import type { Cut } from '../rollups/read.ts';
import type { MetricId } from './catalogue.ts';
import type { Evaluator } from './evaluate.ts';
import { known, quotient, ratio, unknown, type Evaluated } from './evaluated.ts';
import type { QuantityId } from './quantities.ts';
import type { Roster } from './roster.ts';
import type { UnitName } from '../../shared/api.ts';
import { teamScope, type Scope } from './scope.ts';

/** Names and not keys of the table below: metrics name them, and they are made of metrics. */
export type ComputedId = 'pipeline_coverage' | 'sales_cycle_vs_team' | 'sales_velocity' | 'ltv' | 'ltv_to_cac';

export interface Computing {
	scope: Scope;
	period: Period;
	cut: Cut;
	evaluator: Evaluator;
	/** Of the same scope, period and moment. */
	value: (metric: MetricId) => Evaluated;
	/** What it adds up to; null before its period has begun. */
	amount: (quantity: QuantityId) => number | null;
	roster: Roster;
	calendar: Calendar;
}

/** How many months of a period have gone by, in parts of one; a whole month is one, however long. */
function monthsElapsed(period: Period, cut: Cut): number {
	const to = period.to < cut.untilDay ? period.to : cut.untilDay;
	const whole = { day: 1 / 30.4375, week: 7 / 30.4375, month: 1, quarter: 3, year: 12 }[period.kind];
	return (whole * (daysBetween(period.from, to) + 1)) / (daysBetween(period.from, period.to) + 1);
}

export const computed: Record<ComputedId, (given: Computing) => Evaluated> = {
	pipeline_coverage: ({ scope, period, evaluator, value, amount }) => {
		const target = evaluator.target('sales', scope, period);
		if (!target) return unknown('no_target');
		if (target.incomplete) return unknown('incomplete_target');
		const open = amount('open_expected');
		const won = value('sales').value;
		if (open === null || won === null) return unknown('not_begun');
		return won >= target.value ? unknown('target_met') : ratio(open, target.value - won, value('forecast').approximate);
	},
	sales_cycle_vs_team: ({ scope, period, cut, evaluator, roster, value }) => {
		const day = period.to < cut.untilDay ? period.to : cut.untilDay;
		const id = scope.kind === 'person' ? (roster.teamOn(scope.id, day) ?? roster.teamOn(scope.id, period.from)) : null;
		const team = id === null ? undefined : roster.team(id);
		const own = value('sales_cycle_days');
		if (!team || own.value === null) return unknown(own.reason ?? 'no_denominator');
		const theirs = evaluator.value('sales_cycle_days', 'sales_cycle_days', teamScope(team), period, cut);
		return theirs.value === null ? unknown(theirs.reason ?? 'no_denominator') : known(own.value - theirs.value);
	},
	sales_velocity: ({ value }) => {
		const [open, rate, size, days] = [value('open_deals'), value('win_rate'), value('average_deal_size'), value('sales_cycle_days')];
		const missing = [open, rate, size, days].find((part) => part.value === null);
		return missing ? unknown(missing.reason ?? 'no_denominator') : ratio((open.value ?? 0) * (rate.value ?? 0) * (size.value ?? 0), days.value ?? 0);
	},
	ltv: ({ period, cut, value, amount }) => {
		// Of whom no recurring revenue is known, it is not none (M3).
		if (amount('movements_known') === 0) return unknown('no_denominator');
		const [mrr, accounts, margin, retention] = [value('mrr'), value('active_accounts'), value('margin_rate'), value('retention_rate')];
		const missing = [mrr, accounts, margin, retention].find((part) => part.value === null);
		if (missing) return unknown(missing.reason ?? 'no_denominator');
		if (!accounts.value) return unknown('no_denominator');
		return ratio(((mrr.value ?? 0) / accounts.value) * (margin.value ?? 0), (1 - (retention.value ?? 0)) / monthsElapsed(period, cut));
	},
	ltv_to_cac: ({ value }) => quotient(value('ltv'), value('cac')),
};

/** Those that a target is a part of. */
export const restOnTarget: readonly ComputedId[] = ['pipeline_coverage'];

/** What it is made of, so that a figure can be followed down to its facts. */
export const ingredientsOf: Record<ComputedId, readonly MetricId[]> = {
	pipeline_coverage: ['forecast', 'sales'],
	sales_cycle_vs_team: ['sales_cycle_days'],
	sales_velocity: ['open_deals', 'win_rate', 'average_deal_size', 'sales_cycle_days'],
	ltv: ['mrr', 'active_accounts', 'margin_rate', 'retention_rate'],
	ltv_to_cac: ['ltv', 'cac'],
};

/** What stands above and below its line; otherwise what it is itself, by a count. */
export const sidesOf: Partial<Record<ComputedId, { above: UnitName; below: UnitName }>> = {
	pipeline_coverage: { above: 'money', below: 'money' },
	sales_velocity: { above: 'money', below: 'days' },
	ltv: { above: 'money', below: 'share' },
	ltv_to_cac: { above: 'money', below: 'money' },
};
