/**
 * The demo company's life as a sequence of happenings. What happens on a day depends on the day and the cast alone,
 * so that a history made later continues one made earlier, under the same ids.
 */
import { createCast, createStaff, keeperOf } from './cast.ts';
import type { CastMember } from './cast.ts';
import { createCustomers, customerHappenings, surveysOn } from './customers.ts';
import { workDay } from './day.ts';
import { createFigures } from './figures.ts';
import { bodiesOf, latest, waves } from './happening.ts';
import type { Entity, Happening, PushBody } from './happening.ts';
import { positionHappenings } from './hiring.ts';
import { leadsOf } from './lead.ts';
import { createOffice, isoAt } from './office.ts';
import { endings } from './outcomes.ts';
import { pursuitOf } from './pursuit.ts';
import type { Closing, Pursuit } from './pursuit.ts';

/** Leads from before the history are needed for the deals that were under way when it begins. */
const warmUpDays = 100;
/** The furthest a lead that begins on the last day looks ahead. */
const aheadDays = 150;
const openingMonths = 18;
const dealChangesMs = 100 * 86_400_000;

interface Life {
	touches: Happening[];
	pursuit: Pursuit | null;
}

export interface HistoryOptions {
	timeZone: string;
	/** The month in which the demo began. */
	month: string;
	/** First and last day. */
	from: string;
	to: string;
}

/** Everything that happens, in the order of time, with what will become of the leads of the last days. */
export function createHistory({ timeZone, month, from, to }: HistoryOptions): Happening[] {
	const cast = createCast(month);
	const customers = createCustomers(month, timeZone);
	const first = Temporal.PlainDate.from(from);
	const office = createOffice(timeZone, first.subtract({ days: warmUpDays }).toString(), Temporal.PlainDate.from(to).add({ days: aheadDays }).toString());
	const fromMs = office.find(from).startMs;
	const figuresOn = createFigures(cast, createStaff(month), office);
	const openings = Temporal.PlainDate.from(`${month}-01`).subtract({ months: openingMonths }).toString();
	const happenings: Happening[] = [...customerHappenings(customers, cast), ...positionHappenings(cast, openings, timeZone)];
	const lives: Life[] = [];
	for (const day of office.days) {
		if (day.day > to) break;
		for (const member of cast) {
			const worked = workDay(member, day);
			if (day.startMs >= fromMs) happenings.push(...worked.activities);
			for (const booking of worked.bookings) lives.push({ touches: booking.call ? [booking.call] : [], pursuit: pursuitOf(booking, cast, office) });
			for (const { happenings: touches, booking } of leadsOf(member, day, office)) lives.push({ touches, pursuit: booking && pursuitOf(booking, cast, office) });
		}
		if (day.startMs >= fromMs) happenings.push(...surveysOn(day, customers, cast), ...figuresOn(day));
	}
	const ends = endings(lives.flatMap(({ pursuit }) => pursuit?.closing ?? []), cast, office);
	for (const { touches, pursuit } of lives) {
		const end = pursuit?.closing && ends.get(pursuit.closing);
		const whole = [...touches, ...(pursuit?.happenings ?? []), ...(end && pursuit.closing ? [end, ...signed(end, pursuit.closing, cast)] : [])];
		if (whole.some(({ at }) => at >= fromMs)) happenings.push(...whole);
	}
	return happenings.sort((one, other) => one.at - other.at);
}

/** What a won deal makes of the account: it pays every month, and whoever looks after customers takes it over. */
function signed(end: Happening<'deals'>, { recurring, team, deal, account: row }: Closing, cast: readonly CastMember[]): Happening[] {
	const { account } = deal;
	if (end.row.status !== 'won' || !account) return [];
	const owner = keeperOf(cast, team)?.email ?? null;
	const happenings: Happening[] = [];
	const kind = deal.type === 'expansion' ? 'expansion' : 'new';
	if (recurring > 0) happenings.push({ at: end.at, entity: 'movements', row: { external_id: `r-${deal.external_id}`, account, owner, kind, amount: `${recurring}.00`, at: isoAt(end.at) } });
	if (row) happenings.push({ at: end.at, entity: 'accounts', row: { ...row, owner } });
	return happenings;
}

/** Of these only the last version is told. */
const changing = new Set<Entity>(['meetings', 'leads', 'accounts', 'figures', 'positions']);

/**
 * Pushes that tell a history up to `now` at once: each meeting, lead and account as it ended, each deal with its changes of the last months.
 * What a deal went through before that is left out: a change costs several times what a new row does.
 */
export function told(history: readonly Happening[], now: number): PushBody[] {
	const once: Happening[] = [];
	const ended: Happening[] = [];
	const oldDeals: Happening[] = [];
	const deals: Happening[] = [];
	for (const happening of history) {
		if (happening.at > now) break;
		if (changing.has(happening.entity)) ended.push(happening);
		else if (happening.entity !== 'deals') once.push(happening);
		else if (happening.at < now - dealChangesMs) oldDeals.push(happening);
		else deals.push(happening);
	}
	return [[...latest(ended), ...once], ...waves([...latest(oldDeals), ...deals])].flatMap(bodiesOf);
}
