/** What evaluating a metric gives: a value, or why there is none (M3). */

/** A value in the metric's inner unit (money in minor units); for a ratio what stands above and below the line. */
export interface Evaluated {
	value: number | null;
	numerator: number | null;
	denominator: number | null;
	approximate: boolean;
	/** Why it is unknown. */
	reason: Reason | null;
}

export type Reason = 'no_target' | 'incomplete_target' | 'too_early' | 'over' | 'no_working_time' | 'not_begun' | 'not_for_this_metric' | 'no_denominator' | 'less_is_better' | 'not_in_this_scope' | 'no_figure' | 'target_met' | 'retired';

export const known = (value: number | null, numerator: number | null = null, denominator: number | null = null, approximate = false): Evaluated => ({ value, numerator, denominator, approximate, reason: null });
export const unknown = (reason: Reason): Evaluated => ({ value: null, numerator: null, denominator: null, approximate: false, reason });
export const ratio = (above: number, below: number, approximate = false): Evaluated => ({ value: below === 0 ? null : above / below, numerator: above, denominator: below, approximate, reason: below === 0 ? 'no_denominator' : null });

/** One figure by another; unknown where either is. */
export const quotient = (above: Evaluated, below: Evaluated): Evaluated =>
	above.value === null ? unknown(above.reason ?? 'no_denominator') : below.value === null ? unknown(below.reason ?? 'no_denominator') : ratio(above.value, below.value, above.approximate || below.approximate);
