/** A day of somebody who looks after customers: calls and e-mails, and which calls led to a meeting. Depends on the person and the day alone. */
import { customer } from './accounts.ts';
import { isAtWork, ramp, teamOn } from './cast.ts';
import type { CastMember } from './cast.ts';
import type { Happening, LeadRow } from './happening.ts';
import { minuteMs, officeMoment } from './office.ts';
import type { Day } from './office.ts';
import { createRandom } from './random.ts';
import { callRow, connectShare, emailRow, touched } from './touches.ts';

/** A call that led to a meeting. */
export interface Booking {
	/** Unique in the demo; the ids of what follows are made from it. */
	key: string;
	at: number;
	by: CastMember;
	team: string;
	account: string;
	/** Who was called, as known by now; null: a customer. */
	lead: LeadRow | null;
	/** The call, unless it is one of the lead's touches. */
	call: Happening | null;
	/** Where the deal comes from. */
	channel: string;
	leadSource: string;
	firstTouchAt: number;
}

export interface WorkedDay {
	activities: Happening[];
	bookings: Booking[];
}

const volumes = { calls: 5.2, emails: 1.6, book: 0.15 };

export function workDay(member: CastMember, day: Day): WorkedDay {
	const worked: WorkedDay = { activities: [], bookings: [] };
	if (member.role !== 'am' || day.load === 0 || !isAtWork(member, day.day)) return worked;
	const random = createRandom(`day ${day.day} ${member.index}`);
	const effort = day.load * ramp(member, day.day) * random.between(0.75, 1.25);
	const team = teamOn(member, day.day);
	const calls = Math.round(volumes.calls * effort + random.between(-0.5, 0.5));
	for (let index = 0; index < calls; index++) {
		const at = officeMoment(day, random);
		const account = customer(team, random);
		const key = `${day.day}-${member.index}-${index}`;
		const row = callRow({ id: `c-${key}`, owner: member.email, account, at }, random.chance(connectShare), random);
		const call = touched(at, row);
		if (row.meaningful && random.chance(volumes.book * member.skill)) {
			worked.bookings.push({ key, at: call.at + random.whole(1, 3) * minuteMs, by: member, team, account, lead: null, call, channel: 'Customer', leadSource: 'Existing customer', firstTouchAt: at });
		} else worked.activities.push(call);
	}
	const emails = Math.round(volumes.emails * effort + random.between(-0.5, 0.5));
	for (let index = 0; index < emails; index++) {
		const at = officeMoment(day, random);
		worked.activities.push(touched(at, emailRow({ id: `e-${day.day}-${member.index}-${index}`, owner: member.email, account: customer(team, random), at }, random)));
	}
	return worked;
}
