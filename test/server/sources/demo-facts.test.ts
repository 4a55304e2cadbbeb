/** Whether the demo company is one that can be believed: its rates, its leads, its customers, its books. */
import { beforeAll, expect, test } from 'vitest';
import type { ActivityRow, DealRow, LeadRow, MeetingRow, MovementRow } from '../../../server/facts/schema.ts';
import { dealsOf, ms, now, run, share, told, type Told } from './demo-support.ts';

let floor: Told;
let activities: ActivityRow[];
let leads: LeadRow[];
let meetings: MeetingRow[];
let deals: DealRow[];
let movements: MovementRow[];
const months: string[] = [];
beforeAll(() => {
	floor = told(run(now));
	activities = [...floor.activities.values()];
	leads = [...floor.leads.values()];
	meetings = [...floor.meetings.values()];
	deals = dealsOf(floor);
	movements = [...floor.movements.values()].toSorted((one, other) => ms(one.at) - ms(other.at));
	for (let month = Temporal.PlainYearMonth.from('2025-05'); month.toString() <= '2026-11'; month = month.add({ months: 1 })) months.push(month.toString());
});

const isIn = (month: string) => (at: string | null | undefined): boolean => at?.startsWith(month) ?? false;

test('the rates of 18 months are near their benchmarks: reach 35–40 %, pass 11 %, pipe 73 %', () => {
	const conversations = activities.filter(({ meaningful }) => meaningful);
	const passed = leads.filter((lead) => lead.passed);
	expect(conversations.length / activities.length).toBeGreaterThan(0.35);
	expect(conversations.length / activities.length).toBeLessThan(0.4);
	expect(passed.length / conversations.length).toBeGreaterThan(0.1);
	expect(passed.length / conversations.length).toBeLessThan(0.12);
	// Those of the last days are not on the forecast yet.
	expect(share(passed, ({ on_forecast }) => on_forecast !== null)).toBeGreaterThan(0.7);
	expect(share(passed, ({ on_forecast }) => on_forecast !== null)).toBeLessThan(0.77);
});

test('only what was answered can have been a conversation', () => {
	const answered = new Set(['connected', 'replied', 'accepted']);
	expect(activities.filter(({ meaningful, outcome }) => meaningful && !answered.has(outcome ?? ''))).toEqual([]);
	expect(new Set(activities.map(({ kind }) => kind))).toEqual(new Set(['call', 'email', 'linkedin']));
});

test('of the meetings that the seller moves some 80 % are lost', () => {
	const moved = meetings.filter(({ status, moved_by }) => status === 'rescheduled' && moved_by === 'seller');
	const inTheirPlace = new Map(meetings.map((meeting) => [meeting.replaces, meeting]));
	expect(moved.length).toBeGreaterThan(60);
	const lost = share(moved, ({ external_id }) => inTheirPlace.get(external_id)?.status !== 'held');
	expect(lost).toBeGreaterThan(0.72);
	expect(lost).toBeLessThan(0.88);
});

test('most leads are answered within an hour, and touched again and again', () => {
	const minutes = leads.flatMap(({ created, first_response }) => (first_response ? (ms(first_response) - ms(created)) / 60_000 : []));
	expect(share(minutes, (length) => length <= 60)).toBeGreaterThan(0.7);
	const touches = new Map<string, number>();
	for (const { lead } of activities) if (lead) touches.set(lead, (touches.get(lead) ?? 0) + 1);
	const counts = [...touches.values()];
	expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeGreaterThan(6);
	expect(share(counts, (count) => count === 1)).toBeGreaterThan(0.05);
	expect(share(counts, (count) => count === 1)).toBeLessThan(0.2);
});

test('every lead goes through its states in the order of time, after it was created', () => {
	for (const lead of leads) {
		const states = [lead.created, lead.mql, lead.sql, lead.passed, lead.accepted, lead.on_forecast].flatMap((at) => (at ? ms(at) : []));
		const answered = [lead.created, lead.first_response, lead.sql, lead.disqualified].flatMap((at) => (at ? ms(at) : []));
		for (const moments of [states, answered]) if (moments.some((at, index) => at < (moments[index - 1] ?? 0))) throw new Error(JSON.stringify(lead));
		if (lead.on_forecast && lead.disqualified) throw new Error(`${lead.external_id} is on the forecast and disqualified`);
		if (Math.max(...states, ...answered) > ms(now)) throw new Error(`${lead.external_id} knows the future`);
	}
});

test('what names a lead or a deal names one that there is', () => {
	for (const { lead, deal } of [...activities, ...meetings]) {
		if (lead && !floor.leads.has(lead)) throw new Error(`no lead ${lead}`);
		if (deal && !floor.deals.has(deal)) throw new Error(`no deal ${deal}`);
	}
	for (const { lead, type } of deals) expect(lead !== null && floor.leads.has(lead)).toBe(type === 'new_business');
	expect(deals.filter(({ lead }) => lead).length).toBe(leads.filter(({ on_forecast }) => on_forecast).length);
});

test('no account ever pays less than nothing, and none that churned pays on', () => {
	const paid = new Map<string, number>();
	for (const { account, kind, amount } of movements) {
		const now = (paid.get(account) ?? 0) + (kind === 'new' || kind === 'expansion' ? 1 : -1) * Number(amount);
		if (now < 0) throw new Error(`${account} pays ${now}`);
		paid.set(account, now);
	}
	const churned = [...floor.accounts.values()].filter((account) => account.churned);
	for (const { name } of churned) expect(paid.get(name)).toBe(0);
	for (const { name } of churned) expect(deals.filter(({ account, status }) => account === name && status === 'won')).toEqual([]);
	expect(movements.filter(({ account }) => ![...floor.accounts.values()].some(({ name }) => name === account))).toEqual([]);
});

test('what is won recurs: a movement for every deal won but renewals', () => {
	const won = deals.filter(({ status, type }) => status === 'won' && type !== 'renewal');
	const kinds = { new_business: 'new', expansion: 'expansion' };
	for (const { external_id, type, recurring, account } of won) {
		expect(floor.movements.get(`r-${external_id}`)).toMatchObject({ kind: kinds[type as 'expansion'], account, amount: recurring });
	}
	for (const { amount, cost, contract_value, recurring } of deals) {
		expect(Number(cost) / Number(amount)).toBeLessThan(0.45);
		expect(Number(contract_value)).toBeGreaterThanOrEqual(Number(amount));
		expect(Number(recurring) * 12).toBeLessThanOrEqual(1.2 * Number(amount));
	}
});

test('in every month customers come, buy more, buy less, leave and answer', () => {
	for (const month of months) {
		const kinds = new Set(movements.filter(({ at }) => isIn(month)(at)).map(({ kind }) => kind));
		expect({ month, kinds: [...kinds].toSorted() }).toEqual({ month, kinds: ['churn', 'contraction', 'expansion', 'new'] });
		expect([...floor.accounts.values()].filter(({ churned }) => isIn(month)(churned)).length).toBeGreaterThan(0);
		expect([...floor.surveys.values()].filter(({ at }) => isIn(month)(at)).length).toBeGreaterThan(20);
	}
	const satisfied = share([...floor.surveys.values()], (survey) => survey.satisfied);
	expect(satisfied).toBeGreaterThan(0.8);
	expect(satisfied).toBeLessThan(0.93);
});

test('the books of every month are kept: costs, visits and the market, the current one as far as it is over', () => {
	const figures = [...floor.figures.values()];
	for (const month of months) {
		const own = figures.filter((figure) => figure.month === month);
		expect(own.filter(({ scope }) => scope === 'company').map(({ name }) => name).toSorted()).toEqual(['largest_rival', 'market_size', 'marketing_cost', 'selling_cost', 'web_visits']);
		expect(own.filter(({ scope, name }) => scope !== 'company' && name === 'selling_cost')).toHaveLength(4);
		const company = Number(own.find(({ name, scope }) => name === 'selling_cost' && scope === 'company')?.value);
		const teams = own.filter(({ scope }) => scope !== 'company').reduce((sum, { value }) => sum + Number(value), 0);
		expect(teams).toBeLessThan(company);
		expect(teams).toBeGreaterThan(0.8 * company);
	}
	const visits = (month: string): number => Number(figures.find((figure) => figure.name === 'web_visits' && figure.month === month)?.value);
	expect(visits('2026-11') / visits('2026-10')).toBeGreaterThan(0.55);
	expect(visits('2026-11') / visits('2026-10')).toBeLessThan(0.95);
});

test('places are filled some weeks after they opened, some of them now open', () => {
	const positions = [...floor.positions.values()];
	const days = positions.flatMap(({ opened, filled }) => (filled ? Temporal.PlainDate.from(opened).until(filled).days : []));
	expect(days.length).toBeGreaterThanOrEqual(18);
	expect(Math.min(...days)).toBeGreaterThan(20);
	expect(Math.max(...days)).toBeLessThan(60);
	expect(positions.length - days.length).toBeGreaterThan(0);
});

test('open deals are on the forecast by their stage, and are hoped for sooner than they come', () => {
	const categories: Record<string, string> = { Discovery: 'pipeline', Demo: 'pipeline', Proposal: 'best_case', Negotiation: 'commit' };
	for (const { status, stage, forecast_category } of floor.dealVersions) if (status === 'open') expect(forecast_category).toBe(categories[stage ?? '']);
	const first = new Map(floor.dealVersions.toReversed().map((deal) => [deal.external_id, deal]));
	const slips = deals.filter(({ status }) => status === 'won').map(({ external_id, closed }) => Temporal.PlainDate.from(first.get(external_id)?.expected_close ?? '').until((closed ?? '').slice(0, 10)).days);
	expect(slips.reduce((sum, days) => sum + days, 0) / slips.length).toBeGreaterThan(0.5);
});

test('in most months most teams end between 85 and 115 % of their quota', () => {
	const placeOf = new Map<string, { team: string; from: string }[]>();
	for (const { email, team, team_from } of floor.people) if (email && team) placeOf.set(email, [...(placeOf.get(email) ?? []), { team, from: team_from ?? '' }]);
	const teamOf = (email: string, month: string): string => placeOf.get(email)?.findLast(({ from }) => from <= `${month}-01`)?.team ?? '';
	const attained: number[] = [];
	for (const month of months.slice(0, -1)) {
		const result = new Map<string, number>();
		const target = new Map<string, number>();
		for (const { owner, amount, closed, status } of deals) if (owner && status === 'won' && isIn(month)(closed)) result.set(teamOf(owner, month), (result.get(teamOf(owner, month)) ?? 0) + Number(amount));
		for (const { metric, scope, period, value } of floor.targets) {
			const team = teamOf(scope.replace('person:', ''), month);
			if (metric === 'sales' && period === month) target.set(team, (target.get(team) ?? 0) + Number(value));
		}
		for (const [team, value] of target) attained.push((result.get(team) ?? 0) / value);
	}
	expect(attained).toHaveLength(72);
	expect(share(attained, (attainment) => attainment >= 0.85 && attainment <= 1.15)).toBeGreaterThan(0.6);
});
