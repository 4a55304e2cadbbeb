/** One person's day: calls and e-mails, and which calls led to a meeting. Depends on the person and the day alone. */
import { customer, prospect } from './accounts.ts';
import { isAway, isEmployed, ramp, teamOn } from './cast.ts';
import type { CastMember } from './cast.ts';
import type { Call, Happening } from './happening.ts';
import { isoAt, minuteMs, officeMoment } from './office.ts';
import type { Day } from './office.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

/** A call that led to a meeting. */
export interface Booking {
	/** Unique in the demo; the ids of what follows are made from it. */
	key: string;
	at: number;
	by: CastMember;
	team: string;
	account: string;
	isCustomer: boolean;
	call: Happening;
}

export interface WorkedDay {
	activities: Happening[];
	bookings: Booking[];
}

const volumes = {
	sdr: { calls: 16, emails: 3, connect: 0.118, book: 0.48 },
	ae: { calls: 2.3, emails: 0.8, connect: 0.12, book: 0.42 },
};
const daysOff = 0.07;

export function workDay(member: CastMember, day: Day): WorkedDay {
	const worked: WorkedDay = { activities: [], bookings: [] };
	if (day.load === 0 || !isEmployed(member, day.day) || isAway(member, day.day)) return worked;
	const random = createRandom(`day ${day.day} ${member.index}`);
	if (random.chance(daysOff)) return worked;

	const volume = volumes[member.role];
	const effort = day.load * ramp(member, day.day) * random.between(0.75, 1.25);
	const team = teamOn(member, day.day);
	const calls = Math.round(volume.calls * effort + random.between(-0.5, 0.5));
	for (let index = 0; index < calls; index++) {
		const at = officeMoment(day, random);
		const isCustomer = member.role === 'ae' && random.chance(0.6);
		const account = isCustomer ? customer(team, random) : prospect(team, random);
		const connected = random.chance(volume.connect * (0.8 + 0.2 * member.skill));
		const key = `${day.day}-${member.index}-${index}`;
		const row = callRow(`c-${key}`, member.email, account, at, connected, random);
		const call: Happening = { at: at + (row.seconds ?? 0) * 1000, entity: 'activities', row };
		if (connected && random.chance(volume.book * member.skill)) {
			worked.bookings.push({ key, at: call.at + random.whole(1, 3) * minuteMs, by: member, team, account, isCustomer, call });
		} else {
			worked.activities.push(call);
		}
	}
	const emails = Math.round(volume.emails * effort + random.between(-0.5, 0.5));
	for (let index = 0; index < emails; index++) {
		const at = officeMoment(day, random);
		worked.activities.push({ at, entity: 'activities', row: emailRow(`e-${day.day}-${member.index}-${index}`, member.email, prospect(team, random), at, random) });
	}
	return worked;
}

export function callRow(id: string, owner: string, account: string, at: number, connected: boolean, random: Random): Call {
	const miss = random.share();
	const outcome = connected ? 'connected' : miss < 0.56 ? 'no_answer' : miss < 0.88 ? 'voicemail' : miss < 0.95 ? 'busy' : 'wrong_number';
	const seconds = connected ? random.whole(70, 600) : outcome === 'voicemail' ? random.whole(18, 45) : random.whole(5, 25);
	return { external_id: id, kind: 'call', direction: 'outbound', outcome, owner, account, at: isoAt(at), seconds };
}

export function emailRow(id: string, owner: string, account: string, at: number, random: Random): Call {
	const fate = random.share();
	const outcome = fate < 0.05 ? 'replied' : fate < 0.36 ? 'opened' : fate < 0.39 ? 'bounced' : 'none';
	return { external_id: id, kind: 'email', direction: 'outbound', outcome, owner, account, at: isoAt(at) };
}
