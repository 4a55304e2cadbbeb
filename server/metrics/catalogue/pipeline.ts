/** Pipeline: state as of a moment (KPIS.md §3). */
import type { Metric } from '../metric.ts';

export const pipeline = {
	open_deals: {
		label: { en: 'Open deals', sv: 'Öppna affärer' },
		means: { en: 'Deals open at the moment.', sv: 'Affärer som är öppna just då.' },
		unit: 'count', class: 'objective', leads: true, better: 'up', roles: ['ae', 'lead'],
		formula: { kind: 'state', of: 'open_deals' },
	},
	pipeline_value: {
		label: { en: 'Pipeline value', sv: 'Pipelinevärde' },
		means: { en: 'Amount of the deals open at the moment.', sv: 'Beloppet i de affärer som är öppna just då.' },
		unit: 'money', class: 'objective', leads: true, better: 'up', roles: ['mgmt', 'lead'],
		formula: { kind: 'state', of: 'pipeline_value' },
	},
	average_open_deal_size: {
		label: { en: 'Opportunity size', sv: 'Affärsstorlek i pipeline' },
		means: { en: 'Amount of the deals open at the moment, by their number.', sv: 'Beloppet i de öppna affärerna, delat med deras antal.' },
		unit: 'money', class: 'objective', leads: true, better: 'up', roles: ['lead'],
		formula: { kind: 'computed', of: 'average_open_deal_size' },
	},
} as const satisfies Record<string, Metric>;
