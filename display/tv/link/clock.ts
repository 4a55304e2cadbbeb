/** The time on the wall is the server's, in the floor's zone. The TV's own clock and zone are often wrong and never asked. */
import type { WallClock } from '../../../shared/views.ts';

/** What to add to this machine's clock to have the server's. */
export function clockOffset(serverNow: number, localNow: number): number {
	return serverNow - localNow;
}

function twoDigits(value: number): string {
	return value < 10 ? `0${value}` : String(value);
}

/** "14:32" in the floor's zone; `at` is the server's time in epoch milliseconds. */
export function timeText(at: number, clock: WallClock): string {
	const changed = clock.changesAt !== null && at >= clock.changesAt;
	const eastMinutes = changed ? clock.offsetAfterMinutes : clock.offsetMinutes;
	const minutes = Math.floor(at / 60_000) + eastMinutes;
	const ofDay = ((minutes % 1440) + 1440) % 1440;
	return `${twoDigits(Math.floor(ofDay / 60))}:${twoDigits(ofDay % 60)}`;
}
