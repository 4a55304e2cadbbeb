/** What the bookkeeper, the web statistics and the market researchers say of a month, as much as is known of it on each working day. */
import type { FigureName } from '../../facts/schema.ts';
import { isEmployed, teamOn, teams } from './cast.ts';
import type { CastMember, StaffMember } from './cast.ts';
import type { Happening } from './happening.ts';
import { minuteMs, season } from './office.ts';
import type { Day, Office } from './office.ts';
import { quota } from './quotas.ts';
import { createRandom } from './random.ts';

/** A month, with what the employer pays on top. */
const wages = { sdr: 2_700, ae: 3_900, am: 3_400, sdrm: 4_000, lead: 6_500, enb: 3_800 };
const commission = 0.06;

interface MonthFigure {
	name: FigureName;
	scope: string;
	value: number;
}

function figuresOf(month: string, cast: readonly CastMember[], staff: readonly StaffMember[]): MonthFigure[] {
	const middle = `${month}-15`;
	const random = createRandom(`figures ${month}`);
	const about = (value: number, by: number): number => Math.round(value * random.between(1 - by, 1 + by));
	const quotas = cast.map((member) => quota(member, 'sales', month));
	const expected = quotas.reduce((sum, value) => sum + value, 0);
	const byTeam = new Map<string, number>(teams.map((team) => [team, 0]));
	let company = 0;
	const pay = (team: string | null, cost: number): void => {
		company += cost;
		if (team !== null) byTeam.set(team, (byTeam.get(team) ?? 0) + cost);
	};
	cast.forEach((member, index) => {
		if (isEmployed(member, middle)) pay(teamOn(member, middle), about(wages[member.role] + commission * (quotas[index] ?? 0), 0.05));
	});
	for (const member of staff) pay(member.team, wages[member.role]);
	return [
		{ name: 'selling_cost', scope: 'company', value: company },
		...[...byTeam].map(([team, value]) => ({ name: 'selling_cost' as const, scope: `team:${team}`, value })),
		{ name: 'marketing_cost', scope: 'company', value: about(expected * 0.09, 0.12) },
		{ name: 'web_visits', scope: 'company', value: about(5_600 * season(month), 0.08) },
		{ name: 'market_size', scope: 'company', value: about(expected * 22, 0.05) },
		{ name: 'largest_rival', scope: 'company', value: about(expected * 2.3, 0.08) },
	];
}

const knownAfter = 7 * 60 * minuteMs;

/** The figures of the day's month, by the share of its working days that will be over in the evening. */
export function createFigures(cast: readonly CastMember[], staff: readonly StaffMember[], office: Office): (day: Day) => Happening[] {
	const known = new Map<string, MonthFigure[]>();
	return (day) => {
		if (day.weekday > 5) return [];
		const month = day.day.slice(0, 7);
		const figures = known.get(month) ?? figuresOf(month, cast, staff);
		known.set(month, figures);
		const at = day.startMs + knownAfter;
		return figures.map(({ name, scope, value }) => {
			const soFar = Math.round(value * office.monthShareAfter(day));
			return { at, entity: 'figures', row: { external_id: `f-${name}-${scope}-${month}`, name, scope, month, value: String(soFar) } };
		});
	};
}
