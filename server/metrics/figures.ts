/**
 * What is known of whole months from elsewhere: costs, web visits, the market. The company's own figure wins, else the teams' add up. A
 * figure cannot be cut: where a month lacks one, or only a part of a month is asked for, it is unknown and not guessed.
 */
import type { UnitName } from '../../shared/api.ts';
import type { Db } from '../db/open.ts';
import type { FigureName } from '../facts/schema.ts';
import type { Calendar } from '../floor/calendar.ts';
import { addDays, periodAround, type Period, type PeriodRules } from '../floor/period.ts';
import type { CountedRow } from '../rollups/counted-rows.ts';
import type { Cut } from '../rollups/read.ts';
import type { Scope } from './scope.ts';

/** By what they are made of. */
const made = {
	selling_cost: ['selling_cost'],
	acquisition_cost: ['selling_cost', 'marketing_cost'],
	web_visits: ['web_visits'],
	market_size: ['market_size'],
	largest_rival: ['largest_rival'],
} as const satisfies Record<string, readonly FigureName[]>;
export type FigureId = keyof typeof made;

export const isFigure = (id: string): id is FigureId => Object.hasOwn(made, id);
export const unitOfFigure = (id: FigureId): UnitName => (id === 'web_visits' ? 'count' : 'money');

export type Lacking = 'not_begun' | 'no_figure';

export interface Figures {
	of: (id: FigureId, scope: Scope, period: Period, cut: Cut) => number | Lacking;
	/** Of each team that has them. */
	byTeam: (id: FigureId, scope: Scope, period: Period, cut: Cut) => Map<number, number>;
	/** What it adds up, newest first. */
	rows: (id: FigureId, scope: Scope, period: Period, cut: Cut) => CountedRow[];
}

interface Known {
	name: FigureName;
	isCompany: number;
	/** Null: the company's, or of a team that nobody knows. */
	team: number | null;
	month: string;
	day: string;
	/** Null: in a currency without a rate. */
	adds: number | null;
	source: string;
	externalId: string;
}

export function createFigures(db: Db, { calendar, rules, changes }: { calendar: () => Calendar; rules: () => PeriodRules; changes: () => readonly unknown[] }): Figures {
	const read = db.prepare<[], Known>(`
		SELECT f.name, f.scope = 'company' AS isCompany, a.team, f.month, f.day, CASE f.name WHEN 'web_visits' THEN CAST(f.value AS REAL) ELSE f.value_minor END AS adds, f.source, f.external_id AS externalId
		FROM figure f LEFT JOIN team_alias a ON a.name = substr(f.scope, 6) AND f.scope LIKE 'team:%' WHERE f.counts = 1 ORDER BY f.day DESC, f.source DESC, f.external_id DESC`);
	let remembered: { on: readonly unknown[]; all: Map<string, Known[]> } | null = null;
	const among = (name: FigureName, month: string): readonly Known[] => {
		const on = changes();
		if (!remembered?.on.every((part, at) => part === on[at])) {
			remembered = { on, all: new Map() };
			for (const row of read.all()) {
				const key = `${row.name} ${row.month}`;
				remembered.all.set(key, [...(remembered.all.get(key) ?? []), row]);
			}
		}
		return remembered.all.get(`${name} ${month}`) ?? [];
	};

	const monthsOf = (period: Period, cut: Cut): string[] | Lacking => {
		if (period.from > cut.untilDay) return 'not_begun';
		if (period.kind === 'day' || period.kind === 'week') return 'no_figure';
		const to = period.to < cut.untilDay ? period.to : cut.untilDay;
		const months: string[] = [];
		let lastDay = period.from;
		for (let day = period.from; day <= to; day = addDays(lastDay, 1)) {
			months.push(day.slice(0, 7));
			lastDay = periodAround('month', day, rules()).to;
		}
		// Of a month that is over by now its figure is the whole month's.
		return to < lastDay && calendar().dayOf(cut.asOf) > lastDay ? 'no_figure' : months;
	};
	/** Empty: the month lacks one. */
	const counting = (name: FigureName, month: string, scope: Scope): readonly Known[] => {
		const all = among(name, month);
		if (scope.kind === 'person') return [];
		if (scope.kind === 'team') return all.filter(({ team }) => team === scope.id);
		const own = all.filter(({ isCompany }) => isCompany === 1);
		return own.length > 0 ? own : all;
	};
	/** Of several rivals that are known of a month the largest counts. */
	const counted = (id: FigureId, rows: readonly Known[]): readonly Known[] => (id === 'largest_rival' ? [...rows].sort((a, b) => (b.adds ?? 0) - (a.adds ?? 0)).slice(0, 1) : rows);
	const rowsOf = (id: FigureId, scope: Scope, period: Period, cut: Cut): Known[] | Lacking => {
		const months = monthsOf(period, cut);
		if (typeof months === 'string') return months;
		const found = made[id].flatMap((name) => months.map((month) => counting(name, month, scope)));
		const isWhole = found.every((rows) => rows.length > 0 && rows.every(({ adds }) => adds !== null));
		return isWhole ? found.flatMap((rows) => counted(id, rows)) : 'no_figure';
	};
	const sumOf = (rows: readonly Known[]): number => rows.reduce((sum, { adds }) => sum + (adds ?? 0), 0);

	return {
		of: (id, scope, period, cut) => {
			const rows = rowsOf(id, scope, period, cut);
			return typeof rows === 'string' ? rows : sumOf(rows);
		},
		byTeam: (id, scope, period, cut) => {
			const months = monthsOf(period, cut);
			if (scope.kind === 'person' || typeof months === 'string') return new Map();
			const teams = new Set(made[id].flatMap((name) => months.flatMap((month) => among(name, month).flatMap(({ team }) => team ?? []))));
			return new Map(
				[...teams].flatMap((team): [number, number][] => {
					if (scope.kind === 'team' && scope.id !== team) return [];
					const rows = rowsOf(id, { kind: 'team', id: team, name: '' }, period, cut);
					return typeof rows === 'string' ? [] : [[team, sumOf(rows)]];
				}),
			);
		},
		rows: (id, scope, period, cut) => {
			const rows = rowsOf(id, scope, period, cut);
			if (typeof rows === 'string') return [];
			const listed = rows.map(({ day, source, externalId, adds }): CountedRow => ({ day, at: -1, source, externalId, ownerKey: '', person: null, adds: adds ?? 0 }));
			return listed.sort((a, b) => (isBefore(a, b) ? 1 : -1));
		},
	};
}

/** In the order of pages of rows: by day, source and id. */
export const isBefore = (a: Pick<CountedRow, 'day' | 'at' | 'source' | 'externalId'>, b: Pick<CountedRow, 'day' | 'at' | 'source' | 'externalId'>): boolean =>
	a.day !== b.day ? a.day < b.day : a.at !== b.at ? a.at < b.at : a.source !== b.source ? a.source < b.source : a.externalId < b.externalId;
