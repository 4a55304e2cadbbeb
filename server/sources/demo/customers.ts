/**
 * The customers that the demo company had before its history begins, and what becomes of them: what they pay every month, what they cut,
 * when they leave, what they answer when asked. Told, like the cast, in months before the month in which the demo began; those that will
 * leave buy nothing more, so that nothing needs to be known of what was won in between.
 */
import { accountId, fickleCustomers, loyalCustomers, regionFor } from './accounts.ts';
import { keeperOf, teams } from './cast.ts';
import type { CastMember } from './cast.ts';
import type { Deal, Happening } from './happening.ts';
import { isoAt, officeMoment } from './office.ts';
import type { Day } from './office.ts';
import { createRandom } from './random.ts';

interface Customer {
	name: string;
	team: string;
	sinceMs: number;
	/** A month. */
	recurring: number;
	cut: { atMs: number; amount: number } | null;
	churnedMs: number | null;
}

/** A customer of the first team leaves in each month from the first of the history to a year after the beginning, of the others in most. */
const monthsBefore = 18;
const monthsAfter = 12;
/** They came long before, so that nothing about those years stands beside figures of the history. */
const monthsAgo = { least: 22, most: 69 };

/** @param month the month in which the demo began, '2026-09' */
export function createCustomers(month: string, timeZone: string): Customer[] {
	const first = Temporal.PlainDate.from(`${month}-01`);
	const momentIn = (months: number, day: number, minute: number): number => {
		let date = first.add({ months }).add({ days: day - 1 });
		while (date.dayOfWeek > 5) date = date.add({ days: 1 });
		return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from('09:30') }).epochMilliseconds + minute * 60_000;
	};
	const customers: Customer[] = [];
	for (const [place, team] of teams.entries()) {
		const add = (name: string, leaves: number | null, cuts: number | null): void => {
			const random = createRandom(`customer ${name}`);
			const recurring = Math.round(780 * Math.exp(random.normal(0, 0.4)));
			customers.push({
				name,
				team,
				sinceMs: momentIn(-monthsBefore - random.whole(monthsAgo.least, monthsAgo.most), random.whole(1, 26), random.whole(0, 400)),
				recurring,
				cut: cuts === null ? null : { atMs: momentIn(cuts, random.whole(4, 24), random.whole(0, 400)), amount: Math.round(recurring * random.between(0.2, 0.5)) },
				churnedMs: leaves === null ? null : momentIn(leaves, random.whole(3, 24), random.whole(0, 400)),
			});
		};
		loyalCustomers(team).forEach((name, index) => add(name, null, index - monthsBefore));
		fickleCustomers(team)
			.slice(0, monthsBefore + monthsAfter + 1)
			.forEach((name, index) => add(name, index - monthsBefore + (place > 0 ? createRandom(`leaving ${name}`).whole(0, 1) : 0), null));
	}
	return customers;
}

const euros = (amount: number): string => `${amount}.00`;

/** What they once bought, so that it is known that whatever they buy now is not their first. */
const firstDeal = (id: string, { name, team, sinceMs, recurring }: Customer, owner: string | null): Deal => ({
	external_id: `first-${id}`,
	name: `${name} – Pro`,
	owner,
	pipeline: 'New business',
	stage: 'Won',
	status: 'won',
	amount: euros(recurring * 12),
	contract_value: euros(recurring * 12),
	recurring: euros(recurring),
	cost: euros(Math.round(recurring * 12 * 0.28)),
	type: 'new_business',
	account: name,
	product: 'Pro',
	region: regionFor(team, name),
	channel: 'Outbound',
	lead_source: 'Cold call',
	created: isoAt(sinceMs - 45 * 86_400_000),
	closed: isoAt(sinceMs),
	changed: isoAt(sinceMs),
});

/** Who they are, what they pay, and how that changes. */
export function customerHappenings(customers: readonly Customer[], cast: readonly CastMember[]): Happening[] {
	return customers.flatMap((customer) => {
		const { name, team, sinceMs, recurring, cut, churnedMs } = customer;
		const owner = keeperOf(cast, team)?.email ?? null;
		const id = accountId(name);
		const account = { external_id: id, name, region: regionFor(team, name), owner, created: isoAt(sinceMs) };
		const moved = (kind: 'new' | 'contraction' | 'churn', at: number, amount: number): Happening => ({ at, entity: 'movements', row: { external_id: `${kind}-${id}`, account: name, owner, kind, amount: euros(amount), at: isoAt(at) } });
		const happenings: Happening[] = [{ at: sinceMs, entity: 'accounts', row: account }, { at: sinceMs, entity: 'deals', row: firstDeal(id, customer, owner) }, moved('new', sinceMs, recurring)];
		if (cut) happenings.push(moved('contraction', cut.atMs, cut.amount));
		if (churnedMs !== null) happenings.push(moved('churn', churnedMs, recurring - (cut?.amount ?? 0)), { at: churnedMs, entity: 'accounts', row: { ...account, churned: isoAt(churnedMs) } });
		return happenings;
	});
}

const askedShare = 0.8;

/** Most days each team hears from one of its customers; those that are about to leave are less pleased. */
export function surveysOn(day: Day, customers: readonly Customer[], cast: readonly CastMember[]): Happening[] {
	if (day.load < 0.3) return [];
	return teams.flatMap((team): Happening[] => {
		const random = createRandom(`survey ${day.day} ${team}`);
		const own = customers.filter((customer) => customer.team === team && (customer.churnedMs === null || customer.churnedMs > day.startMs));
		const asked = own[random.whole(0, own.length - 1)];
		if (!asked || !random.chance(askedShare)) return [];
		const at = officeMoment(day, random);
		const isLeaving = asked.churnedMs !== null && asked.churnedMs - day.startMs < 120 * 86_400_000;
		const row = { external_id: `s-${day.day}-${team}`, account: asked.name, owner: keeperOf(cast, team)?.email ?? null, satisfied: random.chance(isLeaving ? 0.45 : 0.91), at: isoAt(at) };
		return [{ at, entity: 'surveys', row }];
	});
}
