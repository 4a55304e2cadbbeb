/** What is expected of whom, month by month. */
import type { TargetRow } from '../../facts/schema.ts';
import { isAway, isEmployed, ramp, teamOn, teams } from './cast.ts';
import type { CastMember } from './cast.ts';
import { monthsSince2025 } from './lead.ts';
import { season } from './office.ts';

/** Zero when nothing is expected that month. @param month '2026-09' */
export function quota(member: CastMember, metric: 'sales' | 'meetings_booked', month: string): number {
	const middle = `${month}-15`;
	if (!isEmployed(member, middle) || isAway(member, middle)) return 0;
	const scale = ramp(member, middle) * (member.skill > 1.07 ? 1.12 : 1);
	if (metric === 'meetings_booked') return Math.max(1, Math.round((member.role === 'sdr' ? 18 : 6.5) * scale * season(month)));
	if (member.role !== 'ae') return 0;
	// What closes this month began in the last one.
	const before = Temporal.PlainYearMonth.from(month).subtract({ months: 1 }).toString();
	const lagged = 0.6 * season(before) + 0.4 * season(month);
	return Math.round((26_500 * scale * lagged * (1 + 0.006 * monthsSince2025(middle))) / 500) * 500;
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
