/** The general settings: /api/v1/settings. */
import type { Consequence } from './consequence.ts';

export interface GeneralValues {
	name: string;
	/** BCP 47. */
	locale: string;
	/** 1 = Monday … 7 = Sunday. */
	weekStart: number;
	/** 1 = January. */
	fiscalYearStart: number;
}

export interface GeneralState extends GeneralValues {
	/** How many targets are set for weeks, and for quarters and years: they keep the names of their periods. */
	targets: { weeks: number; quartersAndYears: number };
}

/** PUT: what is named is set; `was`: what must stand now. */
export type GeneralRequest = Partial<GeneralValues> & { was?: Partial<GeneralValues> };

export interface GeneralChanged {
	settings: GeneralState;
	consequences: Consequence[];
}
