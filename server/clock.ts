/** Where the present comes from. Everything that asks for the time takes a clock, so that tests can hold it. */
export interface Clock {
	/** Epoch milliseconds. */
	now: () => number;
}

/** As interfaces write a moment. */
export const isoText = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toString();

export const systemClock: Clock = { now: () => Date.now() };
