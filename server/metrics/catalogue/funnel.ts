/** Funnel and conversion (KPIS.md §2). */
import type { Metric } from '../metric.ts';

export const funnel = {
	connect_rate: {
		label: { en: 'Connect rate', sv: 'Svarsandel' },
		means: { en: 'Connects, of the calls made.', sv: 'Besvarade samtal, av alla utgående.' },
		unit: 'share', class: 'efficiency', leads: true, better: 'up', roles: ['sdr'],
		formula: { kind: 'ratio', of: 'connects', over: 'calls_made' },
	},
	no_show_rate: {
		label: { en: 'No-show rate', sv: 'Uteblivna' },
		means: { en: 'Meetings that nobody came to, of the meetings due.', sv: 'Möten som ingen kom till, av de möten som skulle hållas.' },
		unit: 'share', class: 'efficiency', leads: true, better: 'down', roles: ['sdr', 'ae'],
		formula: { kind: 'ratio', of: 'no_shows', over: 'meetings_due' },
	},
} as const satisfies Record<string, Metric>;
