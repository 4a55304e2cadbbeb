/** A figure that reads otherwise since a change. */
export interface Consequence {
	metric: string;
	label: string;
	scope: string;
	/** Of the scope. */
	name: string;
	period: string;
	periodLabel: string;
	before: string;
	after: string;
}
