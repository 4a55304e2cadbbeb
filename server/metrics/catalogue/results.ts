/** Results (KPIS.md §4). */
import type { Metric } from '../metric.ts';

export const results = {
	deals_won: {
		label: { en: 'Deals won', sv: 'Vunna affärer' },
		means: { en: 'Deals won, by the day they were closed.', sv: 'Vunna affärer efter dagen de stängdes.' },
		unit: 'count', class: 'objective', leads: false, better: 'up', roles: ['ae'],
		formula: { kind: 'sum', measure: 'deals_won' },
	},
	deals_lost: {
		label: { en: 'Deals lost', sv: 'Förlorade affärer' },
		means: { en: 'Deals lost, by the day they were closed.', sv: 'Förlorade affärer efter dagen de stängdes.' },
		unit: 'count', class: 'objective', leads: false, better: 'down', roles: ['ae'],
		formula: { kind: 'sum', measure: 'deals_lost' },
	},
	win_rate: {
		label: { en: 'Win rate', sv: 'Vinstgrad' },
		means: { en: 'Deals won, of the deals decided in the period.', sv: 'Vunna affärer, av de affärer som avgjordes i perioden.' },
		unit: 'share', class: 'objective', leads: false, better: 'up', roles: ['ae', 'lead'],
		formula: { kind: 'ratio', of: 'deals_won', over: 'deals_decided' },
	},
	sales: {
		label: { en: 'Sales', sv: 'Försäljning' },
		means: { en: 'Net amount of the deals won, by the day they were closed.', sv: 'Nettobelopp för vunna affärer efter dagen de stängdes.' },
		unit: 'money', class: 'objective', leads: false, better: 'up', roles: [],
		formula: { kind: 'sum', measure: 'sales' },
	},
	average_deal_size: {
		label: { en: 'Average deal size', sv: 'Genomsnittlig affär' },
		means: { en: 'Sales, by the deals won whose amount is known.', sv: 'Försäljning per vunnen affär med känt belopp.' },
		unit: 'money', class: 'efficiency', leads: false, better: 'up', roles: ['mgmt', 'enb'],
		formula: { kind: 'ratio', of: 'sales', over: 'deals_won_sized' },
	},
	sales_cycle_days: {
		label: { en: 'Sales cycle', sv: 'Säljcykel' },
		means: { en: 'Mean calendar days from first touch, else creation, to won.', sv: 'Dagar i snitt från första kontakt, annars skapad, till vunnen.' },
		unit: 'days', class: 'efficiency', leads: false, better: 'down', roles: [],
		formula: { kind: 'ratio', of: 'cycle_days', over: 'deals_won_timed' },
	},
	new_customers: {
		label: { en: 'New customers', sv: 'Nya kunder' },
		means: { en: 'Accounts whose first won deal was closed in the period.', sv: 'Kunder vars första vunna affär stängdes i perioden.' },
		unit: 'count', class: 'objective', leads: false, better: 'up', roles: ['lead'],
		formula: { kind: 'sum', measure: 'new_customers' },
	},
	new_accounts: {
		label: { en: 'New accounts', sv: 'Nya konton' },
		means: { en: 'Accounts by the day they were created.', sv: 'Konton efter dagen de skapades.' },
		unit: 'count', class: 'objective', leads: false, better: 'up', roles: ['sdrm'],
		formula: { kind: 'sum', measure: 'new_accounts' },
	},
	quota_attainment: {
		label: { en: 'Quota attainment', sv: 'Måluppfyllelse' },
		means: { en: 'Result, of the target of the whole period.', sv: 'Resultat, av målet för hela perioden.' },
		unit: 'share', class: 'objective', leads: false, better: 'up', roles: [],
		formula: { kind: 'derived', derivation: 'quota_attainment' },
	},
	reps_at_quota: {
		label: { en: 'Reps at quota', sv: 'Säljare i mål' },
		means: { en: 'People at or above their target, of the people who have one.', sv: 'Personer i eller över mål, av dem som har ett mål.' },
		unit: 'share', class: 'objective', leads: false, better: 'up', roles: ['lead'],
		formula: { kind: 'derived', derivation: 'reps_at_quota' },
	},
	pace: {
		label: { en: 'Pace', sv: 'Takt' },
		means: { en: 'Attainment, by the share of working days elapsed; 100 % is on track.', sv: 'Måluppfyllelse i förhållande till hur mycket arbetstid som gått; 100 % är i fas.' },
		unit: 'share', class: 'objective', leads: true, better: 'up', roles: [],
		formula: { kind: 'derived', derivation: 'pace' },
	},
	projected: {
		label: { en: 'On course for', sv: 'På väg mot' },
		means: { en: 'Where the period ends at the present rate: result, by the share of working days elapsed.', sv: 'Var perioden slutar i nuvarande takt: resultat delat med andelen arbetsdagar som gått.' },
		unit: 'base', class: 'objective', leads: true, better: 'up', roles: [],
		formula: { kind: 'derived', derivation: 'projected' },
	},
	required_per_day: {
		label: { en: 'Needed per day', sv: 'Behövs per dag' },
		means: { en: 'What is missing to the target, by the working days left.', sv: 'Det som fattas till målet, delat på arbetsdagarna som är kvar.' },
		unit: 'base', class: 'objective', leads: true, better: 'neither', roles: [],
		formula: { kind: 'derived', derivation: 'required_per_day' },
	},
	growth: {
		label: { en: 'Growth', sv: 'Tillväxt' },
		means: { en: 'Change against the previous period up to the same working time.', sv: 'Förändring mot förra perioden vid samma arbetstid.' },
		unit: 'share', class: 'objective', leads: false, better: 'up', roles: ['mgmt'],
		formula: { kind: 'derived', derivation: 'growth' },
	},
} as const satisfies Record<string, Metric>;
