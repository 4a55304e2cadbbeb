/** What a booked meeting becomes: held or not, a deal, its stages and, when the deal is strong, its last chance to be won. */
import { accountId, regionFor } from './accounts.ts';
import { available, isAtWork, teamOn } from './cast.ts';
import type { CastMember } from './cast.ts';
import type { Booking } from './day.ts';
import type { AccountRow, Deal, Happening, LeadRow, Meeting } from './happening.ts';
import { appointment, isoAt, minuteMs, officeMoment } from './office.ts';
import type { Day, Office } from './office.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { callRow, emailRow, touched } from './touches.ts';

export interface Pursuit {
	/** In the order of time; without the deal's end, which waits for what else is won that month. */
	happenings: Happening[];
	closing: Closing | null;
}

export interface Closing {
	at: number;
	/** The deal as it stands before it closes. */
	deal: Deal;
	/** The account, if it is no customer yet. */
	account: AccountRow | null;
	owner: CastMember;
	team: string;
	amount: number;
	/** What the account will pay every month more than now; 0: it pays so already. */
	recurring: number;
	/** Weak deals are never won. */
	isStrong: boolean;
	/** Won when below the chance of the moment. */
	luck: number;
	lostReason: string;
}

const acceptedShare = 0.96;
const dealShare = 0.935;
const strongShare = 0.6;
const noShowShare = 0.14;
const sellerMovesShare = 0.55;
/** Of the meetings that the seller moves, hardly any comes about (KPIS.md, reschedule_loss_rate). */
const lostWhenSellerMoves = 0.77;
const products = [
	{ name: 'Basic', factor: 0.62, share: 0.3 },
	{ name: 'Pro', factor: 1, share: 0.48 },
	{ name: 'Enterprise', factor: 1.75, share: 0.22 },
];
/** What an open deal goes through. */
export const dealStages = ['Discovery', 'Demo', 'Proposal', 'Negotiation'] as const;
const [firstStage, ...stages] = dealStages;
const categories = { Demo: 'pipeline', Proposal: 'best_case', Negotiation: 'commit' } as const;
const lostReasons = ['Price', 'No decision', 'Competitor', 'Timing', 'Missing feature'] as const;

export function pursuitOf(booking: Booking, cast: readonly CastMember[], office: Office): Pursuit {
	const random = createRandom(`pursuit ${booking.key}`);
	const happenings: Happening[] = [];
	const bookedOn = office.dayAt(booking.at);
	const firstDay = office.workingDay(bookedOn, random.whole(1, 7));
	const owner = closerFor(booking, cast, office, firstDay, random);
	let { lead } = booking;
	const know = (at: number, more: Partial<LeadRow>): void => {
		if (!lead) return;
		lead = { ...lead, ...more };
		happenings.push({ at, entity: 'leads', row: lead });
	};
	know(booking.at, { owner: owner.email, passed: isoAt(booking.at) });
	const account: AccountRow = { external_id: accountId(booking.account), name: booking.account, region: regionFor(booking.team, booking.account), owner: owner.email, created: isoAt(booking.at) };
	if (lead) happenings.push({ at: booking.at, entity: 'accounts', row: account });
	const meeting: Meeting = {
		external_id: `m-${booking.key}`,
		kind: random.chance(0.2) ? 'demo' : 'meeting',
		booked_by: booking.by.email,
		owner: owner.email,
		account: booking.account,
		lead: lead && String(lead.external_id),
		booked_at: isoAt(booking.at),
		scheduled_for: isoAt(appointment(firstDay, random)),
		status: 'scheduled',
	};
	const { heldAt, knownAt } = meet(meeting, booking.at, happenings, office, random);
	const isAccepted = heldAt !== null && random.chance(acceptedShare);
	if (isAccepted) know(knownAt + 2 * minuteMs, { accepted: isoAt(knownAt + 2 * minuteMs) });
	if (!isAccepted || !random.chance(dealShare)) {
		const at = knownAt + random.whole(10, 90) * minuteMs;
		if (heldAt !== null || random.chance(0.5)) know(at, { disqualified: isoAt(at) });
		return { happenings, closing: null };
	}
	const created = knownAt + random.whole(5, 40) * minuteMs;
	know(created, { on_forecast: isoAt(created) });
	return { happenings, closing: { ...pursue(booking, owner, created, happenings, office, random), account: lead && account } };
}

/** Who booked it, if they can see it through; else a colleague. */
function closerFor(booking: Booking, cast: readonly CastMember[], office: Office, day: Day, random: Random): CastMember {
	const until = office.workingDayAfter(day, 80).day;
	if (booking.by.role !== 'sdr' && (booking.by.end === null || booking.by.end >= until)) return booking.by;
	const all = available(cast, 'ae', day.day, until);
	const own = all.filter((member) => teamOn(member, day.day) === booking.team);
	const [first, ...rest] = own.length > 0 ? own : all;
	return first ? random.pick([first, ...rest]) : booking.by;
}

/** Writes what becomes of a meeting: when it was held, null when it never was, and since when that is known. */
function meet(meeting: Meeting, bookedAt: number, happenings: Happening[], office: Office, random: Random): { heldAt: number | null; knownAt: number } {
	happenings.push({ at: bookedAt, entity: 'meetings', row: meeting });
	const dueAt = Temporal.Instant.from(meeting.scheduled_for ?? meeting.booked_at).epochMilliseconds;
	const changedAt = bookedAt + (dueAt - bookedAt) * random.between(0.3, 0.9);
	const wholeSecond = changedAt - (changedAt % 1000);
	const isLost = meeting.moved_by === 'seller' && random.chance(lostWhenSellerMoves);
	const row: Meeting = { ...meeting, moved_by: null };
	const fate = random.share();
	if (isLost ? fate < 0.6 : fate < 0.04) {
		happenings.push({ at: wholeSecond, entity: 'meetings', row: { ...row, status: 'cancelled' } });
		return { heldAt: null, knownAt: wholeSecond };
	}
	if (!isLost && fate < 0.1 && !meeting.replaces) {
		const moved_by = random.chance(sellerMovesShare) ? 'seller' : 'buyer';
		happenings.push({ at: wholeSecond, entity: 'meetings', row: { ...row, status: 'rescheduled', moved_by } });
		const day = office.workingDay(office.dayAt(dueAt), random.whole(1, 4));
		const next: Meeting = { ...meeting, external_id: `${meeting.external_id}-again`, replaces: String(meeting.external_id), booked_at: isoAt(wholeSecond), scheduled_for: isoAt(appointment(day, random)), moved_by };
		return meet(next, wholeSecond, happenings, office, random);
	}
	if (isLost || random.chance(noShowShare)) {
		happenings.push({ at: dueAt + 20 * minuteMs, entity: 'meetings', row: { ...row, status: 'no_show' } });
		return { heldAt: null, knownAt: dueAt + 20 * minuteMs };
	}
	const knownAt = dueAt + random.whole(25, 50) * minuteMs;
	happenings.push({ at: knownAt, entity: 'meetings', row: { ...row, status: 'held', held_at: isoAt(dueAt) } });
	return { heldAt: dueAt, knownAt };
}

/** What a deal is worth: its price, what of it recurs, what is signed for and what it costs us. */
function worthOf(asked: number, share: number, random: Random): { contract_value: string; recurring: string; cost: string } {
	return {
		contract_value: `${asked * random.pick([1, 1, 2, 3])}.00`,
		recurring: `${Math.round((asked * share) / 12)}.00`,
		cost: `${Math.round(asked * random.between(0.2, 0.36))}.00`,
	};
}

function pursue(booking: Booking, owner: CastMember, created: number, happenings: Happening[], office: Office, random: Random): Omit<Closing, 'account'> {
	const createdOn = office.dayAt(created);
	const firstTouchOn = office.dayAt(booking.firstTouchAt);
	const isStrong = random.chance(strongShare);
	const before = office.dayAt(booking.at).index - firstTouchOn.index;
	const usual = Math.round(Math.min(60, Math.max(21, random.normal(36, 8)) + before * 0.5));
	const length = Math.max(createdOn.index - firstTouchOn.index + 7, isStrong ? usual : Math.round(usual * random.between(0.45, 1)));
	const closeOn = office.workingDayAfter(firstTouchOn, length);
	const closeAt = officeMoment(closeOn, random);
	const team = teamOn(owner, closeOn.day);
	const product = productFor(random);
	const trend = 1 + 0.006 * monthsSince2025(createdOn.day);
	const asked = Math.max(1500, Math.round((9800 * product.factor * trend * Math.exp(random.normal(0, 0.45))) / 50) * 50);
	const isCustomer = booking.lead === null;
	const type = isCustomer ? (random.chance(0.7) ? 'expansion' : 'renewal') : 'new_business';
	const recurringShare = isCustomer ? 1 : random.between(0.35, 0.6);

	const furthest = isStrong ? 3 : random.whole(0, 2);
	const moves: { stage: (typeof stages)[number]; at: number }[] = [];
	for (const [order, stage] of stages.entries()) {
		if (order >= furthest) break;
		const at = officeMoment(office.workingDay(office.dayAt(created + (closeAt - created) * ([0.25, 0.5, 0.78][order] ?? 1))), random);
		if (at > (moves.at(-1)?.at ?? created) && at < closeAt) moves.push({ stage, at });
	}
	/** What will come is hoped for sooner, never before the deal moves on; what will not is put off. */
	const expectedAt = (order: number): string => {
		const hoped = closeOn.index + (isStrong ? -random.whole(0, 20 - 5 * order) : random.whole(0, 14));
		return office.workingDay(office.days[Math.max(hoped, office.dayAt(moves[order]?.at ?? closeAt).index)] ?? closeOn).day;
	};
	let amount = asked;
	let deal: Deal = {
		external_id: `d-${booking.key}`,
		name: `${booking.account} – ${product.name}`,
		owner: owner.email,
		sdr: booking.by.role === 'sdr' ? booking.by.email : null,
		pipeline: isCustomer ? 'Customers' : 'New business',
		stage: firstStage,
		status: 'open',
		amount: `${asked}.00`,
		...worthOf(asked, recurringShare, random),
		forecast_category: 'pipeline',
		type,
		account: booking.account,
		product: product.name,
		region: regionFor(booking.team, booking.account),
		channel: booking.channel,
		lead_source: booking.leadSource,
		lead: booking.lead && String(booking.lead.external_id),
		first_touch: isoAt(booking.firstTouchAt),
		created: isoAt(created),
		expected_close: expectedAt(0),
		changed: isoAt(created),
	};
	happenings.push({ at: created, entity: 'deals', row: deal });
	let since = created;
	for (const [order, { stage, at }] of moves.entries()) {
		if (stage === 'Demo' && random.chance(0.6)) show(booking, owner, deal, since, at, happenings, office, random);
		if (stage === 'Proposal') happenings.push({ at, entity: 'proposals', row: { external_id: `p-${booking.key}`, deal: String(deal.external_id), owner: owner.email, sent: isoAt(at) } });
		if (stage === 'Negotiation' && random.chance(0.4)) amount = Math.round((asked * random.between(0.88, 0.98)) / 50) * 50;
		deal = { ...deal, stage, amount: `${amount}.00`, forecast_category: categories[stage], expected_close: expectedAt(order + 1), changed: isoAt(at) };
		happenings.push({ at, entity: 'deals', row: deal });
		since = at;
	}
	stayInTouch(deal, owner, created, isStrong ? closeAt : since + 86_400_000, happenings, office, random);
	const proposed = moves.some(({ stage }) => stage === 'Proposal');
	const recurring = type === 'renewal' ? 0 : Number(deal.recurring);
	return { at: closeAt, deal, owner, team, amount, recurring, isStrong: isStrong && proposed, luck: random.share(), lostReason: random.pick(lostReasons) };
}

/** The owner calls or writes every week or so; deals that go nowhere are left alone after a while. */
function stayInTouch(deal: Deal, owner: CastMember, from: number, until: number, happenings: Happening[], office: Office, random: Random): void {
	let on = office.workingDay(office.dayAt(from), random.whole(2, 5));
	for (let index = 0; index < 8; index++) {
		const at = officeMoment(on, random);
		if (at >= until) return;
		const of = { id: `f-${deal.external_id}-${index}`, owner: owner.email, account: deal.account ?? '', at, lead: deal.lead ?? null, deal: String(deal.external_id) };
		const row = random.chance(0.5) ? callRow(of, random.chance(0.42), random) : emailRow(of, random);
		if (isAtWork(owner, on.day)) happenings.push(touched(at, row));
		on = office.workingDay(on, random.whole(3, 8));
	}
}

/** A demonstration: called for and booked by the deal's owner, held on the day the deal moves on. */
function show(booking: Booking, owner: CastMember, deal: Deal, after: number, at: number, happenings: Happening[], office: Office, random: Random): void {
	const callAt = officeMoment(office.workingDay(office.dayAt(after), 1), random);
	const ofDeal = { account: booking.account, lead: deal.lead ?? null, deal: String(deal.external_id) };
	const call = touched(callAt, callRow({ ...ofDeal, id: `c-${booking.key}-demo`, owner: owner.email, at: callAt }, true, random));
	const bookedAt = call.at + minuteMs;
	if (bookedAt + 60 * minuteMs > at) return;
	const dueAt = at - 40 * minuteMs;
	const meeting: Meeting = { ...ofDeal, external_id: `m-${booking.key}-demo`, kind: 'demo', booked_by: owner.email, owner: owner.email, booked_at: isoAt(bookedAt), scheduled_for: isoAt(dueAt), status: 'scheduled' };
	happenings.push(call, { at: bookedAt, entity: 'meetings', row: meeting });
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
