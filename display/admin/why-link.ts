/** The address of a figure's explanation, and the figure that an address is of. */
import { query } from './http.ts';

export interface Figure {
	/** `pace:meetings_booked` where it is derived from another than sales. */
	metric: string;
	scope: string;
	/** Empty: the month. */
	period: string;
	/** Empty: now. */
	asOf?: string;
	/** What is dated later is left out; empty: nothing. */
	until?: string;
}

export const whyLink = ({ metric, scope, period, asOf = '', until = '' }: Figure): string => `#facts/why?${query({ metric, scope, ...(period ? { period } : {}), ...(asOf ? { asOf } : {}), ...(until ? { until } : {}) })}`;

/** Null where the address is of another page. */
export function figureIn(hash: string): Figure | null {
	const [path, rest = ''] = hash.split('?');
	if (path !== '#facts/why') return null;
	const asked = new URLSearchParams(rest);
	return { metric: asked.get('metric') ?? 'sales', scope: asked.get('scope') ?? 'company', period: asked.get('period') ?? '', asOf: asked.get('asOf') ?? '', until: asked.get('until') ?? '' };
}
