/**
 * The time on the wall is the server's, in the floor's zone. It is worked out from the beats and the page's own clock, which
 * counts milliseconds since the page was opened and which nobody can set; the TV's clock and zone are often wrong.
 */
import type { WallClock } from '../../../shared/views.ts';

export interface ServerClock {
	/** What to add to the page's clock to have the server's; null while that is not known. */
	offset(): number | null;
	/** A beat has arrived: the server's time in it, and the page's. */
	heard(serverNow: number, at: number): void;
	/** The page's clock stood still: what was worked out before is void. */
	forget(): void;
}

const remembered = 12;
/** The server's clock was set when a beat is so far from what was expected. */
const setByMs = 5_000;

export function createServerClock(): ServerClock {
	let offsets: number[] = [];
	// A beat is late by what it travelled and never early: the largest is the nearest to the truth.
	const offset = () => (offsets.length === 0 ? null : Math.max(...offsets));
	return {
		offset,
		heard(serverNow, at) {
			const latest = serverNow - at;
			const known = offset();
			if (known !== null && Math.abs(latest - known) > setByMs) offsets = [];
			offsets = [...offsets, latest].slice(-remembered);
		},
		forget() {
			offsets = [];
		},
	};
}

/** A moment on the floor's clock and calendar. */
export interface LocalTime {
	/** Days since 1 January 1970. */
	dayNumber: number;
	/** 0 is Sunday. */
	weekday: number;
	dayOfMonth: number;
	/** 0 is January. */
	month: number;
	minuteOfDay: number;
}

/** `at` is the server's time in epoch milliseconds. */
export function localTime(at: number, clock: WallClock): LocalTime {
	const changed = clock.changesAt !== null && at >= clock.changesAt;
	const minutes = Math.floor(at / 60_000) + (changed ? clock.offsetAfterMinutes : clock.offsetMinutes);
	// The calendar alone, reckoned in UTC: neither the TV's clock nor its zone is asked.
	const date = new Date(minutes * 60_000);
	return {
		dayNumber: Math.floor(minutes / 1440),
		weekday: date.getUTCDay(),
		dayOfMonth: date.getUTCDate(),
		month: date.getUTCMonth(),
		minuteOfDay: date.getUTCHours() * 60 + date.getUTCMinutes(),
	};
}

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** "14:32" in the floor's zone; `at` is the server's time in epoch milliseconds. */
export function timeText(at: number, clock: WallClock): string {
	const { minuteOfDay } = localTime(at, clock);
	return `${twoDigits(Math.floor(minuteOfDay / 60))}:${twoDigits(minuteOfDay % 60)}`;
}
