/** What is expected of whom, month by month. */
import type { TargetRow } from '../../facts/schema.ts';
import { isAway, isEmployed, ramp, teamOn, teams } from './cast.ts';
import type { CastMember } from './cast.ts';
import { monthsSince2025 } from './pursuit.ts';
import { season } from './office.ts';

/** Of somebody average in a usual month. */
const meetings = { sdr: 15.5, ae: 6.5, am: 9.5 };
const sales = { ae: 26_500, am: 18_000 };

/** Zero when nothing is expected that month. @param month '2026-09' */
export function quota(member: CastMember, metric: 'sales' | 'meetings_booked', month: string): number {
	const middle = `${month}-15`;
	if (!isEmployed(member, middle) || isAway(member, middle)) return 0;
	const scale = ramp(member, middle) * (member.skill > 1.07 ? 1.12 : 1);
	if (metric === 'meetings_booked') return Math.max(1, Math.round(meetings[member.role] * scale * season(month)));
	if (member.role === 'sdr') return 0;
	// What closes this month began in the last one.
	const before = Temporal.PlainYearMonth.from(month).subtract({ months: 1 }).toString();
	const lagged = 0.6 * season(before) + 0.4 * season(month);
	return Math.round((sales[member.role] * scale * lagged * (1 + 0.006 * monthsSince2025(middle))) / 500) * 500;
}

export function targetRows(cast: readonly CastMember[], months: readonly string[]): TargetRow[] {
	const rows: TargetRow[] = [];
	for (const period of months) {
		const byTeam = new Map<string, number>(teams.map((team) => [team, 0]));
		for (const member of cast) {
			const sales = quota(member, 'sales', period);
			if (sales > 0) rows.push({ metric: 'sales', scope: `person:${member.email}`, period, value: String(sales) });
			const meetings = quota(member, 'meetings_booked', period);
			if (meetings === 0) continue;
			rows.push({ metric: 'meetings_booked', scope: `person:${member.email}`, period, value: String(meetings) });
			const team = teamOn(member, `${period}-01`);
			byTeam.set(team, (byTeam.get(team) ?? 0) + meetings);
		}
		let company = 0;
		for (const [team, value] of byTeam) {
			company += value;
			rows.push({ metric: 'meetings_booked', scope: `team:${team}`, period, value: String(value) });
		}
		rows.push({ metric: 'meetings_booked', scope: 'company', period, value: String(company) });
	}
	return rows;
}
