/** Days of another length, and hours that come twice or not at all: the days of a period add up to the period, and that to its facts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { givenWall } from '../../support/wall.ts';

const hourMs = 3_600_000;
const zones = ['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Kathmandu'];
const year = '2026';

const local = (at: number, zone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

/** The changes of the offset, the ends of months, and new year. */
const turnsOf = (zone: string): number[] => {
	const turns: number[] = [];
	let at: Temporal.ZonedDateTime | null = Temporal.PlainDate.from('2026-01-01').toZonedDateTime(zone);
	while (at && at.year === 2026) {
		turns.push(at.epochMilliseconds);
		at = at.getTimeZoneTransition('next');
	}
	for (let month = 1; month <= 12; month += 1) turns.push(Temporal.PlainDate.from({ year: 2026, month, day: 1 }).toZonedDateTime(zone).epochMilliseconds);
	return turns;
};

const instantsAround = (zone: string): fc.Arbitrary<number> =>
	fc.tuple(fc.constantFrom(...turnsOf(zone)), fc.oneof(fc.constantFrom(-1, 0, 1, -hourMs, hourMs, -hourMs / 2, hourMs / 2), fc.integer({ min: -26 * hourMs, max: 26 * hourMs }))).map(([turn, off]) => turn + off);

/** Names of the periods around an instant. */
const periodsAround = (at: number, zone: string): string[] => {
	const day = local(at, zone).toPlainDate();
	return [day.toString(), day.toPlainYearMonth().toString(), `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`, `${day.year}-Q${Math.ceil(day.month / 3)}`];
};

test.each(zones)('[M1] [R15] in %s the days of a period are the period, at any moment, and that is what its facts say', async (zone) => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.tuple(instantsAround(zone), fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 25 }), instantsAround(zone), async (facts, asOf) => {
			const given = givenWall({ timeZone: zone, now: '2027-02-01T12:00' });
			const iso = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toString();
			given.push({ deals: facts.map(([at, amount], index) => ({ external_id: String(index), status: 'won', closed: iso(at), amount })) });
			const expected = (period: string, until: number): number =>
				facts.reduce((sum, [at, amount]) => sum + (at <= until && (period === year ? local(at, zone).year === 2026 : periodsAround(at, zone).includes(period)) ? amount : 0), 0);
			for (const until of [asOf, given.ms('2027-02-01T12:00')]) {
				for (const period of [...periodsAround(asOf, zone), ...periodsAround(facts[0]?.[0] ?? asOf, zone), year]) {
					const { value, by } = await given.explain('sales', { period, by: 'day', asOf: iso(until) });
					// A period that is yet to begin has no figure.
					expect([period, value ?? 0]).toEqual([period, expected(period, until)]);
					expect([period, (by ?? []).reduce((sum, part) => sum + (part.value ?? 0), 0)]).toEqual([period, value ?? 0]);
				}
			}
			await given.close();
		}),
		{ numRuns: 8, endOnFailure: true },
	);
});
