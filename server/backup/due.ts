/** When the daily backup is made: at a quarter past two at night where the workspace is; by a server that was off then, soon after it is on. */
const quietTime = Temporal.PlainTime.from('02:15');

const quietOn = (day: Temporal.PlainDate, timeZone: string): number => day.toZonedDateTime({ timeZone, plainTime: quietTime }).epochMilliseconds;
export const dayIn = (timeZone: string, at: number): Temporal.PlainDate => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();

/** The last time that one was to be made, in epoch milliseconds. */
export function lastDue(now: number, timeZone: string): number {
	const today = dayIn(timeZone, now);
	const due = quietOn(today, timeZone);
	return due <= now ? due : quietOn(today.subtract({ days: 1 }), timeZone);
}

/** The next time. */
export function nextDue(now: number, timeZone: string): number {
	const today = dayIn(timeZone, now);
	const due = quietOn(today, timeZone);
	return due > now ? due : quietOn(today.add({ days: 1 }), timeZone);
}
