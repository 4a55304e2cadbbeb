/** Activity (KPIS.md §1). */
import type { Metric } from '../metric.ts';

export const activity = {
	calls_made: {
		label: { en: 'Calls made', sv: 'Samtal' },
		means: { en: 'Outbound calls.', sv: 'Utgående samtal.' },
		unit: 'count', class: 'activity', leads: true, better: 'up', roles: ['sdr', 'ae', 'sdrm'],
		formula: { kind: 'sum', measure: 'calls_made' },
	},
	emails_sent: {
		label: { en: 'E-mails sent', sv: 'Skickade mejl' },
		means: { en: 'Outbound e-mails.', sv: 'Utgående mejl.' },
		unit: 'count', class: 'activity', leads: true, better: 'up', roles: ['sdr', 'ae', 'sdrm'],
		formula: { kind: 'sum', measure: 'emails_sent' },
	},
	connects: {
		label: { en: 'Connects', sv: 'Besvarade samtal' },
		means: { en: 'Outbound calls that were answered.', sv: 'Utgående samtal som besvarades.' },
		unit: 'count', class: 'activity', leads: true, better: 'up', roles: ['sdr', 'sdrm'],
		formula: { kind: 'sum', measure: 'connects' },
	},
	meetings_booked: {
		label: { en: 'Meetings booked', sv: 'Bokade möten' },
		means: { en: 'Meetings by the day they were booked, credited to who booked them.', sv: 'Möten efter bokningsdag, den som bokade får äran.' },
		unit: 'count', class: 'activity', leads: true, better: 'up', roles: ['sdr', 'mgmt'],
		formula: { kind: 'sum', measure: 'meetings_booked' },
	},
	meetings_held: {
		label: { en: 'Meetings held', sv: 'Genomförda möten' },
		means: { en: 'Meetings by the day they were held, credited to their owner.', sv: 'Möten efter dagen de hölls, ägaren får äran.' },
		unit: 'count', class: 'activity', leads: true, better: 'up', roles: ['ae'],
		formula: { kind: 'sum', measure: 'meetings_held' },
	},
	proposals_sent: {
		label: { en: 'Proposals sent', sv: 'Skickade offerter' },
		means: { en: 'Proposals by the day they were sent.', sv: 'Offerter efter dagen de skickades.' },
		unit: 'count', class: 'activity', leads: true, better: 'up', roles: ['ae'],
		formula: { kind: 'sum', measure: 'proposals_sent' },
	},
	meetings_upcoming: {
		label: { en: 'Upcoming meetings', sv: 'Kommande möten' },
		means: { en: 'Meetings that are yet to come and still stand.', sv: 'Möten som ligger framför oss och fortfarande gäller.' },
		unit: 'count', class: 'activity', leads: true, better: 'up', roles: ['sdr'],
		formula: { kind: 'rows', of: 'meetings_upcoming' },
	},
} as const satisfies Record<string, Metric>;
