/**
 * What a visitor sees happen, at any hour: beside the office's own day, calls every few seconds, meetings, wins.
 * No real floor is that busy for long, so the longer a day lasts the slower it goes, and the next day takes it back:
 * the figures of past days stay those of a company of this size.
 */
import { prospect, regionFor } from './accounts.ts';
import { available, keeperOf, teamOn } from './cast.ts';
import type { CastMember } from './cast.ts';
import type { Deal, Deletion, Happening, LeadRow, Meeting } from './happening.ts';
import { appointment, createOffice, isoAt, minuteMs, officeMoment } from './office.ts';
import type { Office } from './office.ts';
import type { Random } from './random.ts';
import { callRow, connectShare, emailRow, linkedinRow } from './touches.ts';

export interface ShowOptions {
	cast: readonly CastMember[];
	random: Random;
	timeZone: string;
	/** Epoch milliseconds, and the local day it is. */
	startsAt: number;
	day: string;
}

export interface Show {
	/** What happens at `now`, if anything. */
	at: (now: number) => Happening[];
	nextAt: () => number;
	/** Everything that was shown. */
	withdrawn: () => Deletion[];
}

/** With what the id of everything shown begins. */
export const shownIds = 'live-';

/**
 * Milliseconds before the first and between the first few; after `patience` of them it takes e times as long. Ten minutes bring some
 * seventy touches, a handful of meetings and a win or two; eight hours about as much again as such a company does in a day.
 */
const rhythms = {
	touch: { first: 1_000, gap: 4_000, patience: 45 },
	meeting: { first: 20_000, gap: 60_000, patience: 2.5 },
	win: { first: 90_000, gap: 180_000, patience: 1.2 },
};

export function createShow({ cast, random, timeZone, startsAt, day }: ShowOptions): Show {
	const today = Temporal.PlainDate.from(day);
	const office = createOffice(timeZone, today.subtract({ days: 90 }).toString(), today.add({ days: 40 }).toString());
	const people = { sdr: available(cast, 'sdr', day), ae: available(cast, 'ae', day) };
	const shown: Deletion[] = [];
	let sequence = 0;

	const rhythm = ({ first, gap, patience }: { first: number; gap: number; patience: number }) => {
		let next = startsAt + first;
		let count = 0;
		return {
			next: () => next,
			isDue: (now: number): boolean => {
				if (now < next) return false;
				next = now + gap * Math.exp(count++ / patience) * random.between(0.5, 1.5);
				return true;
			},
		};
	};
	const touches = rhythm(rhythms.touch);
	const meetings = rhythm(rhythms.meeting);
	const wins = rhythm(rhythms.win);

	const someone = (role: 'sdr' | 'ae', team?: string): CastMember | undefined => {
		const all = people[role];
		const mates = all.filter((member) => teamOn(member, day) === team);
		const [first, ...rest] = mates.length > 0 ? mates : all;
		return first && random.pick([first, ...rest]);
	};

	const actAt = (now: number): Happening[] => {
		const key = `${shownIds}${now.toString(36)}-${sequence++}`;
		const happenings: Happening[] = [];
		if (touches.isDue(now)) happenings.push(...touch(key, now));
		if (meetings.isDue(now)) happenings.push(...meeting(key, now));
		if (wins.isDue(now)) happenings.push(...win(key, now));
		for (const { entity, row } of happenings) shown.push({ entity, external_id: row.external_id });
		return happenings;
	};

	const touch = (key: string, now: number): Happening[] => {
		const by = someone(random.chance(0.8) ? 'sdr' : 'ae');
		if (!by) return [];
		const account = prospect(teamOn(by, day), random);
		const of = { owner: by.email, account, at: now };
		const kind = random.share();
		if (kind < 0.06) return [{ at: now, entity: 'activities', row: linkedinRow({ ...of, id: `${key}-in` }, random) }];
		if (kind < 0.3) return [{ at: now, entity: 'activities', row: emailRow({ ...of, id: `${key}-e` }, random) }];
		const row = callRow({ ...of, id: `${key}-c` }, random.chance(connectShare), random);
		return [{ at: now, entity: 'activities', row: { ...row, at: isoAt(now - (row.seconds ?? 0) * 1000) } }];
	};

	const meeting = (key: string, now: number): Happening[] => {
		const by = someone(random.chance(0.7) ? 'sdr' : 'ae');
		if (!by) return [];
		const owner = by.role === 'ae' ? by : (someone('ae', teamOn(by, day)) ?? by);
		const on = office.workingDay(office.dayAt(now + 86_400_000), random.whole(0, 7));
		return booked(key, by, owner, prospect(teamOn(by, day), random), now, appointment(on, random), random);
	};

	const win = (key: string, now: number): Happening[] => {
		const by = someone('sdr');
		const owner = by && someone('ae', teamOn(by, day));
		return by && owner ? wonDeal({ key, by, owner, team: teamOn(owner, day), keeper: keeperOf(cast, teamOn(owner, day)) ?? owner, now }, office, random) : [];
	};

	return { at: actAt, nextAt: () => Math.min(touches.next(), meetings.next(), wins.next()), withdrawn: () => [...shown] };
}

/** Somebody new, the call that reached them and the meeting that it led to. */
function booked(key: string, by: CastMember, owner: CastMember, account: string, at: number, dueAt: number, random: Random): [call: Happening<'activities'>, lead: Happening<'leads'>, meeting: Happening<'meetings'>] {
	const seconds = random.whole(70, 600);
	const calledAt = at - minuteMs - seconds * 1000;
	const call = callRow({ id: `${key}-mc`, owner: by.email, account, at: calledAt, lead: `${key}-l` }, true, random);
	const lead: LeadRow = {
		external_id: `${key}-l`,
		name: account,
		account,
		owner: owner.email,
		sdr: by.role === 'sdr' ? by.email : null,
		lead_source: 'Cold call',
		channel: 'Outbound',
		rating: 'likely',
		created: isoAt(calledAt - 5 * minuteMs),
		first_response: isoAt(calledAt),
		sql: isoAt(at - minuteMs),
		passed: isoAt(at),
	};
	const meeting: Meeting = {
		external_id: `${key}-m`,
		kind: random.chance(0.3) ? 'demo' : 'meeting',
		booked_by: by.email,
		owner: owner.email,
		account,
		lead: `${key}-l`,
		booked_at: isoAt(at),
		scheduled_for: isoAt(dueAt),
		status: 'scheduled',
	};
	return [
		{ at, entity: 'activities', row: { ...call, seconds, meaningful: true } },
		{ at, entity: 'leads', row: lead },
		{ at, entity: 'meetings', row: meeting },
	];
}

interface Win {
	key: string;
	by: CastMember;
	owner: CastMember;
	team: string;
	/** Who looks after the account from now on. */
	keeper: CastMember;
	now: number;
}

/** A deal won at `now`, with the lead, the call, the meeting and the proposal that led to it, and what follows from it. */
function wonDeal({ key, by, owner, team, keeper, now }: Win, office: Office, random: Random): Happening[] {
	const today = office.dayAt(now);
	const touchedOn = office.workingDayAfter(office.find(office.days[0]?.day ?? today.day), today.index - random.whole(26, 52));
	const touchedAt = officeMoment(touchedOn, random);
	const heldAt = appointment(office.workingDay(touchedOn, 4), random);
	const sentAt = officeMoment(office.workingDay(touchedOn, 10), random);
	const account = prospect(team, random);
	const [call, lead, meeting] = booked(key, by, owner, account, touchedAt, heldAt, random);
	const created = isoAt(heldAt + 40 * minuteMs);
	const amount = Math.round((3500 * Math.exp(random.normal(0, 0.4))) / 50) * 50;
	const recurring = `${Math.round((amount * 0.85) / 12)}.00`;
	const region = regionFor(team, account);
	const deal: Deal = {
		external_id: `${key}-d`,
		name: `${account} – Basic`,
		owner: owner.email,
		sdr: by.email,
		pipeline: 'New business',
		stage: 'Won',
		status: 'won',
		amount: `${amount}.00`,
		contract_value: `${amount}.00`,
		recurring,
		cost: `${Math.round(amount * 0.28)}.00`,
		forecast_category: 'commit',
		type: 'new_business',
		account,
		product: 'Basic',
		region,
		channel: 'Outbound',
		lead_source: 'Cold call',
		lead: `${key}-l`,
		first_touch: call.row.at,
		created,
		expected_close: today.day,
		closed: isoAt(now),
		changed: isoAt(now),
	};
	return [
		call,
		{ ...lead, row: { ...lead.row, accepted: isoAt(heldAt + 30 * minuteMs), on_forecast: created } },
		{ ...meeting, row: { ...meeting.row, status: 'held', held_at: isoAt(heldAt) } },
		{ at: sentAt, entity: 'proposals', row: { external_id: `${key}-p`, deal: `${key}-d`, owner: owner.email, sent: isoAt(sentAt) } },
		{ at: now, entity: 'accounts', row: { external_id: `${key}-a`, name: account, region, owner: keeper.email, created: lead.row.created } },
		{ at: now, entity: 'deals', row: deal },
		{ at: now, entity: 'movements', row: { external_id: `${key}-r`, account, owner: keeper.email, kind: 'new', amount: recurring, at: isoAt(now) } },
	];
}
