/**
 * The demo floor: a simulated company that speaks the push schema like any other source. Begins with 18 months of
 * history, then goes on living. The clock and the seeds decide everything.
 */
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { createCast, createStaff } from './cast.ts';
import type { CastMember, StaffMember } from './cast.ts';
import { bodiesOf, latest } from './happening.ts';
import type { Deletion, Happening, PushBody } from './happening.ts';
import { createHistory, told } from './history.ts';
import { targetRows } from './quotas.ts';
import { createRandom } from './random.ts';
import { createShow } from './show.ts';

export interface DemoDeps {
	/** Takes the body of a `POST /api/v1/facts`. */
	push: (body: unknown) => unknown;
	clock: Clock;
	log: Log;
	/** True when the floor has no facts yet. */
	isEmpty: boolean;
	timeZone: string;
	/** The day on which the floor was first seeded, so that people's stories stay where they were; else today. */
	seededOn?: string;
	/** What an earlier run has shown beside the company's own day; it is taken back. */
	shown?: Deletion[];
}

const historyMonths = 18;
const targetMonthsAhead = 12;
const mostCatchUpMs = 14 * 86_400_000;
const longestWaitMs = 30_000;
const retryMs = 5_000;

/** @returns what stops it */
export function startDemo({ push, clock, log, isEmpty, timeZone, seededOn, shown = [] }: DemoDeps): { close: () => void } {
	const dayAt = (ms: number): string => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate().toString();
	const startsAt = clock.now();
	const began = (seededOn ?? dayAt(startsAt)).slice(0, 7);
	const cast = createCast(began);

	/** From the month of `sinceMs` to the end of tomorrow. */
	const historySince = (sinceMs: number, untilMs: number): Happening[] => {
		const to = Temporal.PlainDate.from(dayAt(untilMs)).add({ days: 1 }).toString();
		return createHistory({ timeZone, month: began, from: `${dayAt(sinceMs).slice(0, 7)}-01`, to });
	};
	const begin = (): Happening[] => {
		const month = Temporal.PlainYearMonth.from(dayAt(startsAt).slice(0, 7));
		const first = month.subtract({ months: historyMonths }).toPlainDate({ day: 1 });
		const history = historySince(first.toZonedDateTime(timeZone).epochMilliseconds, startsAt);
		for (const people of peopleRows(cast, createStaff(began))) push({ source: 'demo', people });
		const months = Array.from({ length: historyMonths + targetMonthsAhead + 1 }, (_, index) => month.add({ months: index - historyMonths }).toString());
		push({ source: 'demo', targets: targetRows(cast, months) });
		for (const body of told(history, startsAt)) push(body);
		return history;
	};
	/** What could not be pushed stays and goes first next time. */
	let unsent: PushBody[] = [];
	const resume = (): Happening[] => {
		const history = historySince(startsAt - mostCatchUpMs, startsAt);
		const missed = history.filter(({ at }) => at > startsAt - mostCatchUpMs && at <= startsAt);
		unsent = [...(shown.length > 0 ? [{ source: 'demo' as const, deleted: shown }] : []), ...bodiesOf(latest(missed))];
		return history;
	};

	let history = (isEmpty ? begin() : resume()).filter(({ at }) => at > startsAt);
	let toldUntil = startsAt;
	let shownAt = startsAt;
	let day = dayAt(startsAt);
	const openShow = (now: number) => createShow({ cast, random: createRandom(`show ${now}`), timeZone, startsAt: now, day });
	let show = openShow(startsAt);
	log.info({ resumed: !isEmpty }, 'the demo floor is alive');

	const happenedBy = (now: number): PushBody[] => {
		const bodies: PushBody[] = [];
		// Also when the clock was set back: the show would be quiet until it has caught up.
		if (dayAt(now) !== day || now < shownAt) {
			day = dayAt(now);
			history = historySince(toldUntil, now).filter(({ at }) => at > toldUntil);
			bodies.push({ source: 'demo', deleted: show.withdrawn() });
			show = openShow(now);
		}
		shownAt = now;
		const due = history.findIndex(({ at }) => at > now);
		const happened = history.splice(0, due === -1 ? history.length : due);
		toldUntil = Math.max(toldUntil, now);
		return [...bodies, ...bodiesOf(latest([...happened, ...show.at(now)]))];
	};
	const send = (): void => {
		try {
			for (let body = unsent[0]; body; body = unsent[0]) {
				push(body);
				unsent.shift();
			}
		} catch (error) {
			log.warn({ err: error }, 'the demo floor could not push');
		}
	};

	let timer: NodeJS.Timeout;
	const wait = (): void => {
		const delay = unsent.length > 0 ? retryMs : Math.min(longestWaitMs, Math.max(500, show.nextAt() - clock.now()));
		timer = setTimeout(() => {
			if (unsent.length === 0) unsent = happenedBy(clock.now());
			send();
			wait();
		}, delay);
	};
	send();
	wait();
	return { close: () => clearTimeout(timer) };
}

const managers: Record<string, StaffMember['role']> = { sdr: 'sdrm', ae: 'lead', am: 'lead', sdrm: 'lead', enb: 'lead' };
/** Whose SDRs the second of the two SDR managers looks after. */
const secondHalf = new Set(['South', 'West']);

/** Everyone as they began, then those who changed team. */
const peopleRows = (cast: readonly CastMember[], staff: readonly StaffMember[]) => {
	const managerOf = (role: string, team: string | null): string | null => {
		const [first, second] = staff.filter((member) => member.role === managers[role]);
		return (team !== null && secondHalf.has(team) ? (second ?? first) : first)?.email ?? null;
	};
	return [
		staff.map(({ email, name, role, team, start }) => ({ email, name, role, team, start, manager: managerOf(role, team) })),
		cast.map(({ email, name, role, start, end, firstTeam }) => ({ email, name, role, start, end, team: firstTeam, manager: managerOf(role, firstTeam) })),
		cast.flatMap(({ email, move }) => (move ? { email, team: move.team, team_from: move.from } : [])),
	];
};
