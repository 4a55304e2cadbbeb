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
	/** Something else was written meanwhile: the change is not all that it shows. */
	isMixed?: true;
}
