/**
 * The demo company's life as a sequence of happenings. What happens on a day depends on the day and the cast alone,
 * so that a history made later continues one made earlier, under the same ids.
 */
import type { CastMember } from './cast.ts';
import { workDay } from './day.ts';
import type { Booking } from './day.ts';
import { bodiesOf, latest, waves } from './happening.ts';
import type { Happening, PushBody } from './happening.ts';
import { leadOf } from './lead.ts';
import type { Lead } from './lead.ts';
import { createOffice } from './office.ts';
import { endings } from './outcomes.ts';

/** Leads from before the history are needed for the deals that were under way when it begins. */
const warmUpDays = 100;
/** The furthest a lead that begins on the last day looks ahead. */
const aheadDays = 150;
const dealChangesMs = 100 * 86_400_000;

export interface HistoryOptions {
	timeZone: string;
	cast: readonly CastMember[];
	/** First and last day. */
	from: string;
	to: string;
}

/** Everything that happens, in the order of time, with what will become of the leads of the last days. */
export function createHistory({ timeZone, cast, from, to }: HistoryOptions): Happening[] {
	const first = Temporal.PlainDate.from(from);
	const office = createOffice(timeZone, first.subtract({ days: warmUpDays }).toString(), Temporal.PlainDate.from(to).add({ days: aheadDays }).toString());
	const fromMs = office.find(from).startMs;
	const happenings: Happening[] = [];
	const leads: Lead[] = [];
	for (const day of office.days) {
		if (day.day > to) break;
		const bookings: Booking[] = [];
		for (const member of cast) {
			const worked = workDay(member, day);
			if (day.startMs >= fromMs) happenings.push(...worked.activities);
			bookings.push(...worked.bookings);
		}
		for (const booking of bookings) leads.push(leadOf(booking, cast, office));
	}
	const ends = endings(leads.flatMap(({ closing }) => closing ?? []), cast, office);
	for (const lead of leads) {
		const end = lead.closing && ends.get(lead.closing);
		const whole = end ? [...lead.happenings, end] : lead.happenings;
		if (whole.some(({ at }) => at >= fromMs)) happenings.push(...whole);
	}
	return happenings.sort((one, other) => one.at - other.at);
}

/**
 * Pushes that tell a history up to `now` at once: each meeting as it ended, each deal with its changes of the last months.
 * What a deal went through before that is left out: a change costs several times what a new row does.
 */
export function told(history: readonly Happening[], now: number): PushBody[] {
	const once: Happening[] = [];
	const meetings: Happening[] = [];
	const oldDeals: Happening[] = [];
	const deals: Happening[] = [];
	for (const happening of history) {
		if (happening.at > now) break;
		if (happening.entity === 'meetings') meetings.push(happening);
		else if (happening.entity !== 'deals') once.push(happening);
		else if (happening.at < now - dealChangesMs) oldDeals.push(happening);
		else deals.push(happening);
	}
	return [[...once, ...latest(meetings)], ...waves([...latest(oldDeals), ...deals])].flatMap(bodiesOf);
}
