/** The words of the boards' page, and the names of the boards that come with the product. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	ready_floor: 'Floor',
	ready_sdr: 'SDR',
	ready_ae: 'AE',
	'ready_sales-leader': 'Sales leader',
	ready_management: 'Management',
} as const;

const sv: Translation<typeof en> = {
	ready_floor: 'Golvet',
	ready_sdr: 'SDR',
	ready_ae: 'AE',
	'ready_sales-leader': 'Säljledning',
	ready_management: 'Ledning',
};

export type BoardWords = Translation<typeof en>;
export const boardWords: Catalogue<typeof en> = { en, sv };
