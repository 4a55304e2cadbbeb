/** What a booked meeting becomes: held or not, a deal, its stages and, when the deal is strong, its last chance to be won. */
import { available, regionOf, teamOn } from './cast.ts';
import type { CastMember } from './cast.ts';
import { callRow } from './day.ts';
import type { Booking } from './day.ts';
import type { Deal, Happening, Meeting } from './happening.ts';
import { appointment, isoAt, minuteMs, officeMoment } from './office.ts';
import type { Day, Office } from './office.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

export interface Lead {
	/** In the order of time; without the deal's end, which waits for what else is won that month. */
	happenings: Happening[];
	closing: Closing | null;
}

export interface Closing {
	at: number;
	/** The deal as it stands before it closes. */
	deal: Deal;
	owner: CastMember;
	team: string;
	amount: number;
	/** Weak deals are never won. */
	isStrong: boolean;
	/** Won when below the chance of the moment. */
	luck: number;
	lostReason: string;
}

const dealShare = 0.88;
const strongShare = 0.55;
const noShowShare = 0.15;
const products = [
	{ name: 'Basic', factor: 0.62, share: 0.3 },
	{ name: 'Pro', factor: 1, share: 0.48 },
	{ name: 'Enterprise', factor: 1.75, share: 0.22 },
];
const lostReasons = ['Price', 'No decision', 'Competitor', 'Timing', 'Missing feature'] as const;

export function leadOf(booking: Booking, cast: readonly CastMember[], office: Office): Lead {
	const random = createRandom(`lead ${booking.key}`);
	const happenings: Happening[] = [booking.call];
	const bookedOn = office.dayAt(booking.at);
	const firstDay = office.workingDay(bookedOn, random.whole(1, 7));
	const owner = closerFor(booking, cast, office, firstDay, random);
	const meeting: Meeting = {
		external_id: `m-${booking.key}`,
		kind: random.chance(0.2) ? 'demo' : 'meeting',
		booked_by: booking.by.email,
		owner: owner.email,
		account: booking.account,
		booked_at: isoAt(booking.at),
		scheduled_for: isoAt(appointment(firstDay, random)),
		status: 'scheduled',
	};
	const heldAt = meet(meeting, booking.at, happenings, office, random);
	if (heldAt === null || !random.chance(dealShare)) return { happenings, closing: null };
	return { happenings, closing: pursue(booking, owner, heldAt, happenings, office, random) };
}

/** Who booked it, if they can see it through; else a colleague. */
function closerFor(booking: Booking, cast: readonly CastMember[], office: Office, day: Day, random: Random): CastMember {
	const until = office.workingDayAfter(day, 80).day;
	const all = available(cast, 'ae', day.day, until);
	if (booking.by.role === 'ae' && (booking.by.end === null || booking.by.end >= until)) return booking.by;
	const own = all.filter((member) => teamOn(member, day.day) === booking.team);
	const [first, ...rest] = own.length > 0 ? own : all;
	return first ? random.pick([first, ...rest]) : booking.by;
}

/** Writes what becomes of a meeting. Returns when it was held, null when it never was. */
function meet(meeting: Meeting, bookedAt: number, happenings: Happening[], office: Office, random: Random): number | null {
	happenings.push({ at: bookedAt, entity: 'meetings', row: meeting });
	const dueAt = Temporal.Instant.from(meeting.scheduled_for ?? meeting.booked_at).epochMilliseconds;
	const changedAt = bookedAt + (dueAt - bookedAt) * random.between(0.3, 0.9);
	const wholeSecond = changedAt - (changedAt % 1000);
	const fate = random.share();
	if (fate < 0.05) {
		happenings.push({ at: wholeSecond, entity: 'meetings', row: { ...meeting, status: 'cancelled' } });
		return null;
	}
	if (fate < 0.11 && !meeting.replaces) {
		const movedBy = random.chance(0.4) ? 'seller' : 'buyer';
		happenings.push({ at: wholeSecond, entity: 'meetings', row: { ...meeting, status: 'rescheduled', moved_by: movedBy } });
		const day = office.workingDay(office.dayAt(dueAt), random.whole(1, 4));
		const next: Meeting = { ...meeting, external_id: `${meeting.external_id}-again`, replaces: String(meeting.external_id), booked_at: isoAt(wholeSecond), scheduled_for: isoAt(appointment(day, random)) };
		return meet(next, wholeSecond, happenings, office, random);
	}
	if (random.chance(noShowShare)) {
		happenings.push({ at: dueAt + 20 * minuteMs, entity: 'meetings', row: { ...meeting, status: 'no_show' } });
		return null;
	}
	const knownAt = dueAt + random.whole(25, 50) * minuteMs;
	happenings.push({ at: knownAt, entity: 'meetings', row: { ...meeting, status: 'held', held_at: isoAt(dueAt) } });
	return knownAt;
}

function pursue(booking: Booking, owner: CastMember, heldAt: number, happenings: Happening[], office: Office, random: Random): Closing {
	const created = heldAt + random.whole(5, 40) * minuteMs;
	const createdOn = office.dayAt(created);
	const firstTouchOn = office.dayAt(booking.at);
	const isStrong = random.chance(strongShare);
	const usual = Math.round(Math.min(58, Math.max(21, random.normal(38, 9))));
	const length = Math.max(createdOn.index - firstTouchOn.index + 7, isStrong ? usual : Math.round(usual * random.between(0.4, 1)));
	const closeOn = office.workingDayAfter(firstTouchOn, length);
	const closeAt = officeMoment(closeOn, random);
	const team = teamOn(owner, closeOn.day);
	const product = productFor(random);
	const trend = 1 + 0.006 * monthsSince2025(createdOn.day);
	const asked = Math.max(1500, Math.round((9800 * product.factor * trend * Math.exp(random.normal(0, 0.45))) / 50) * 50);
	const type = booking.isCustomer ? (random.chance(0.7) ? 'expansion' : 'renewal') : 'new_business';
	let deal: Deal = {
		external_id: `d-${booking.key}`,
		name: `${booking.account} – ${product.name}`,
		owner: owner.email,
		sdr: booking.by.role === 'sdr' ? booking.by.email : null,
		stage: 'Discovery',
		status: 'open',
		amount: `${asked}.00`,
		type,
		account: booking.account,
		product: product.name,
		region: random.pick(regionOf[team] ?? ['Europe']),
		channel: booking.isCustomer ? 'Customer' : random.pick(['Outbound', 'Outbound', 'Inbound', 'Partner', 'Event']),
		lead_source: booking.isCustomer ? 'Existing customer' : random.pick(['Cold call', 'Cold call', 'Referral', 'Website', 'Trade fair']),
		first_touch: booking.call.entity === 'activities' ? booking.call.row.at : isoAt(booking.at),
		created: isoAt(created),
		expected_close: office.workingDayAfter(closeOn, random.whole(0, 20)).day,
		changed: isoAt(created),
	};
	happenings.push({ at: created, entity: 'deals', row: deal });

	const furthest = isStrong ? 3 : random.whole(0, 2);
	let amount = asked;
	let before = created;
	for (const [order, stage] of ['Demo', 'Proposal', 'Negotiation'].entries()) {
		if (order >= furthest) break;
		const share = [0.25, 0.5, 0.78][order] ?? 1;
		const at = officeMoment(office.workingDay(office.dayAt(created + (closeAt - created) * share)), random);
		if (at <= before || at >= closeAt) continue;
		if (stage === 'Demo' && random.chance(0.6)) show(booking, owner, deal, before, at, happenings, office, random);
		if (stage === 'Proposal') happenings.push({ at, entity: 'proposals', row: { external_id: `p-${booking.key}`, deal: String(deal.external_id), owner: owner.email, sent: isoAt(at) } });
		if (stage === 'Negotiation' && random.chance(0.4)) amount = Math.round((asked * random.between(0.88, 0.98)) / 50) * 50;
		deal = { ...deal, stage, amount: `${amount}.00`, expected_close: office.workingDayAfter(closeOn, stage === 'Negotiation' ? 0 : random.whole(0, 10)).day, changed: isoAt(at) };
		happenings.push({ at, entity: 'deals', row: deal });
		before = at;
	}
	const proposed = happenings.some((happening) => happening.entity === 'proposals');
	return { at: closeAt, deal, owner, team, amount, isStrong: isStrong && proposed, luck: random.share(), lostReason: random.pick(lostReasons) };
}

/** A demonstration: called for and booked by the deal's owner, held on the day the deal moves on. */
function show(booking: Booking, owner: CastMember, deal: Deal, after: number, at: number, happenings: Happening[], office: Office, random: Random): void {
	const callAt = officeMoment(office.workingDay(office.dayAt(after), 1), random);
	const call = callRow(`c-${booking.key}-demo`, owner.email, booking.account, callAt, true, random);
	const bookedAt = callAt + ((call.seconds ?? 0) + 60) * 1000;
	if (bookedAt + 60 * minuteMs > at) return;
	const dueAt = at - 40 * minuteMs;
	const meeting: Meeting = {
		external_id: `m-${booking.key}-demo`,
		kind: 'demo',
		booked_by: owner.email,
		owner: owner.email,
		account: booking.account,
		deal: String(deal.external_id),
		booked_at: isoAt(bookedAt),
		scheduled_for: isoAt(dueAt),
		status: 'scheduled',
	};
	happenings.push({ at: bookedAt - 60_000, entity: 'activities', row: { ...call, deal: String(deal.external_id) } });
	happenings.push({ at: bookedAt, entity: 'meetings', row: meeting });
	const missed = random.chance(noShowShare / 2);
	happenings.push({ at: at - minuteMs, entity: 'meetings', row: missed ? { ...meeting, status: 'no_show' } : { ...meeting, status: 'held', held_at: isoAt(dueAt) } });
}

function productFor(random: Random): { name: string; factor: number } {
	let left = random.share();
	for (const product of products) {
		left -= product.share;
		if (left < 0) return product;
	}
	return { name: 'Pro', factor: 1 };
}

export const monthsSince2025 = (day: string): number => Math.min(48, Math.max(0, (Number(day.slice(0, 4)) - 2025) * 12 + Number(day.slice(5, 7)) - 1));
