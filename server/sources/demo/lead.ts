/**
 * A lead's life until it is passed on: created, answered, touched again and again, until somebody agrees to meet, says no or is given up.
 * Depends on its first owner and the day it was created alone.
 */
import { prospect } from './accounts.ts';
import { isAtWork, ramp, teamOn } from './cast.ts';
import type { CastMember } from './cast.ts';
import type { Booking } from './day.ts';
import type { Happening, LeadRow, Touch } from './happening.ts';
import { inOffice, isoAt, minuteMs, officeMoment } from './office.ts';
import type { Day, Office } from './office.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { callRow, connectShare, emailRow, linkedinRow, touched } from './touches.ts';

export interface Lead {
	/** In the order of time. */
	happenings: Happening[];
	booking: Booking | null;
}

/** New leads on a usual day. */
const volumes = { sdr: 2.2, ae: 0.25 };
const bookShare = 0.19;
const refusedShare = 0.1;
const oneTouchShare = 0.1;

const origins = [
	{ leadSource: 'Cold call', channel: 'Outbound', share: 0.5, isInbound: false },
	{ leadSource: 'Website', channel: 'Web', share: 0.27, isInbound: true },
	{ leadSource: 'Referral', channel: 'Partner', share: 0.13, isInbound: true },
	{ leadSource: 'Trade fair', channel: 'Event', share: 0.1, isInbound: true },
] as const;
export type Origin = (typeof origins)[number];

export function leadsOf(member: CastMember, day: Day, office: Office): Lead[] {
	if (member.role === 'am' || day.load === 0 || !isAtWork(member, day.day)) return [];
	const random = createRandom(`day ${day.day} ${member.index}`);
	const count = Math.floor(volumes[member.role] * day.load * ramp(member, day.day) * random.between(0.6, 1.4) + random.share());
	return Array.from({ length: count }, (_, index) => leadOf(`${day.day}-${member.index}-${index}`, member, day, office));
}

function leadOf(key: string, member: CastMember, day: Day, office: Office): Lead {
	const random = createRandom(`lead ${key}`);
	const team = teamOn(member, day.day);
	const account = prospect(team, random);
	const origin = originFor(random);
	// The web has no office hours.
	const createdAt = origin.leadSource === 'Website' && random.chance(0.3) ? day.startMs + random.whole(18 * 60, 23 * 60) * minuteMs : officeMoment(day, random);
	const firstAt = inOffice(office, createdAt + responseMs(origin, random));
	let row: LeadRow = {
		external_id: `l-${key}`,
		name: account,
		account,
		owner: member.email,
		sdr: member.role === 'sdr' ? member.email : null,
		lead_source: origin.leadSource,
		channel: origin.channel,
		created: isoAt(createdAt),
	};
	const happenings: Happening[] = [];
	const know = (at: number, more: Partial<LeadRow>): void => {
		row = { ...row, ...more };
		happenings.push({ at, entity: 'leads', row });
	};
	know(createdAt, {});
	if (origin.isInbound && random.chance(0.75)) {
		const mqlAt = createdAt + random.whole(0, 60) * 1000;
		know(mqlAt, { mql: isoAt(mqlAt) });
	}

	const most = random.chance(oneTouchShare) ? 1 : random.whole(6, 16);
	let askedOnLinkedin = false;
	let at = firstAt;
	for (let step = 0; step < most; step++) {
		if (step > 0) at = nextTouch(at, office, random);
		if (!isAtWork(member, office.dayAt(at).day)) {
			if (step === 0) break;
			continue;
		}
		const kind = random.share();
		const of = { owner: member.email, account, at, lead: `l-${key}` };
		let touch: Touch;
		if (kind < 0.2 && step > 0 && !askedOnLinkedin) {
			askedOnLinkedin = true;
			touch = linkedinRow({ ...of, id: `in-${key}-${step}` }, random);
		} else if (kind < 0.34) touch = emailRow({ ...of, id: `e-${key}-${step}` }, random);
		else touch = callRow({ ...of, id: `c-${key}-${step}` }, random.chance(connectShare * (0.8 + 0.2 * member.skill)), random);
		const happening = touched(at, touch);
		happenings.push(happening);
		const known = happening.at;
		if (step === 0) know(known, { first_response: isoAt(at) });
		if (touch.meaningful) {
			const rated = row.rating ? {} : { rating: random.pick(['likely', 'likely', 'possible', 'possible', 'unlikely'] as const) };
			const qualified = row.mql || !random.chance(0.2) ? {} : { mql: isoAt(known) };
			if (touch.kind === 'call' && random.chance(bookShare * member.skill)) {
				const bookedAt = known + random.whole(1, 3) * minuteMs;
				know(known, { ...rated, ...qualified, sql: isoAt(known) });
				return { happenings, booking: { key, at: bookedAt, by: member, team, account, lead: row, call: null, channel: origin.channel, leadSource: origin.leadSource, firstTouchAt: firstAt } };
			}
			if (random.chance(refusedShare)) {
				know(known, { ...rated, disqualified: isoAt(known) });
				return { happenings, booking: null };
			}
			if (rated.rating ?? qualified.mql) know(known, { ...rated, ...qualified });
		}
		at = known;
	}
	if (most > 1 && random.chance(0.5)) know(at + 60 * minuteMs, { disqualified: isoAt(at + 60 * minuteMs) });
	return { happenings, booking: null };
}

/** Whoever asks is answered within the hour, mostly; who is called on our own account was noted just before. */
function responseMs({ isInbound }: Origin, random: Random): number {
	if (!isInbound) return random.whole(2, 40) * minuteMs;
	const luck = random.share();
	const minutes = luck < 0.76 ? random.whole(3, 45) : luck < 0.95 ? random.whole(60, 240) : random.whole(300, 900);
	return minutes * minuteMs;
}

/** The same day or a few working days later. */
function nextTouch(at: number, office: Office, random: Random): number {
	const gap = random.pick([0, 1, 1, 1, 1, 2, 2, 3]);
	const today = office.dayAt(at);
	if (gap === 0) return inOffice(office, at + random.whole(20, 200) * minuteMs);
	let day = office.workingDay(office.workingDay(today), gap);
	while (day.load < 0.3 && day !== office.workingDay(day, 1)) day = office.workingDay(day, 1);
	return officeMoment(day, random);
}

function originFor(random: Random): Origin {
	let left = random.share();
	for (const origin of origins) {
		left -= origin.share;
		if (left < 0) return origin;
	}
	return origins[0];
}
