/**
 * The metrics (KPIS.md §§1–4), as data: what each is called, what it means and how it follows from measures.
 * Sums first, divided last: a ratio names the measures above and below the line.
 */
import type { UnitName } from '../../shared/api.ts';
import type { Role } from '../../shared/roles.ts';
import type { Language } from '../../shared/views.ts';
import { textIn } from '../../shared/words/language.ts';
import type { FactEntity } from '../facts/schema.ts';
import { streams } from '../facts/streams.ts';
import { measureOf, type MeasureId } from '../rollups/measures.ts';

interface Words {
	en: string;
	sv: string;
}

/** What follows from another metric's value and target over a period. */
export type Derivation = 'quota_attainment' | 'reps_at_quota' | 'pace' | 'projected' | 'required_per_day' | 'growth';

export type Formula =
	| { kind: 'sum'; measure: MeasureId }
	| { kind: 'ratio'; of: MeasureId; over: MeasureId }
	| { kind: 'state'; of: 'open_deals' | 'pipeline_value' }
	| { kind: 'derived'; derivation: Derivation };

export interface Metric {
	label: Words;
	means: Words;
	/** `base`: the unit of the metric it is derived from. */
	unit: UnitName | 'base';
	class: 'activity' | 'objective' | 'efficiency';
	/** Leading or lagging. */
	leads: boolean;
	better: 'up' | 'down' | 'neither';
	/** Whom its boards rank; empty: everybody who sells. */
	roles: Role[];
	formula: Formula;
}

export const catalogue = {
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
	connect_rate: {
		label: { en: 'Connect rate', sv: 'Svarsandel' },
		means: { en: 'Connects, of the calls made.', sv: 'Besvarade samtal, av alla utgående.' },
		unit: 'share', class: 'efficiency', leads: true, better: 'up', roles: ['sdr'],
		formula: { kind: 'ratio', of: 'connects', over: 'calls_made' },
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
	no_show_rate: {
		label: { en: 'No-show rate', sv: 'Uteblivna' },
		means: { en: 'Meetings that nobody came to, of the meetings due.', sv: 'Möten som ingen kom till, av de möten som skulle hållas.' },
		unit: 'share', class: 'efficiency', leads: true, better: 'down', roles: ['sdr', 'ae'],
		formula: { kind: 'ratio', of: 'no_shows', over: 'meetings_due' },
	},
	proposals_sent: {
		label: { en: 'Proposals sent', sv: 'Skickade offerter' },
		means: { en: 'Proposals by the day they were sent.', sv: 'Offerter efter dagen de skickades.' },
		unit: 'count', class: 'activity', leads: true, better: 'up', roles: ['ae'],
		formula: { kind: 'sum', measure: 'proposals_sent' },
	},
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

export type MetricId = keyof typeof catalogue;

export const metricIds = Object.keys(catalogue) as MetricId[];

export const metricOf = (id: MetricId): Metric => catalogue[id];

export const labelOf = (id: MetricId, language: Language): string => textIn(metricOf(id).label, language);

/** What it is counted from; a rate's is that of what it is a rate of. */
export function entityOf(id: MetricId): FactEntity {
	const { formula } = metricOf(id);
	if (formula.kind === 'sum') return streams[measureOf(formula.measure).stream].entity;
	return formula.kind === 'ratio' ? streams[measureOf(formula.over).stream].entity : 'deals';
}

export const isMetricId = (id: string): id is MetricId => Object.hasOwn(catalogue, id);

/** Metrics that are computed from facts themselves, so that others can be derived from them. */
export const baseMetrics = metricIds.filter((id) => metricOf(id).formula.kind !== 'derived');
