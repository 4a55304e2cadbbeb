/** What can happen to a wall, each from its beginning until it has cleared. */
import { timeZone } from '../bench/floor.ts';
import { pause } from '../bench/budget.ts';
import type { Floor } from './floor.ts';
import type { WatchedWall } from './watched-wall.ts';

export interface Fault {
	name: string;
	/** True when the wall must load itself anew. */
	loadsAnew?: boolean;
	run: (floor: Floor, wall: WatchedWall) => Promise<void>;
}

const seconds = (count: number): Promise<void> => pause(count * 1000);
const hourMs = 3_600_000;
/** A newer build comes at the first change of the panel after up to two minutes. */
const newBuildWithinMs = 180_000;

export const cut: Fault = {
	name: 'the connection cut',
	run: async ({ line }) => line.cut(),
};

export const killed = (awayForSeconds: number): Fault => ({
	name: `the server killed and away for ${awayForSeconds} s`,
	run: async (floor) => {
		await floor.server().end('SIGKILL');
		await seconds(awayForSeconds);
		await floor.restart();
	},
});

export const stopped = (forSeconds: number): Fault => ({
	name: `the server standing still for ${forSeconds} s`,
	run: async (floor) => {
		floor.server().signal('SIGSTOP');
		await seconds(forSeconds);
		floor.server().signal('SIGCONT');
	},
});

export const silent = (forSeconds: number, forgets: boolean): Fault => ({
	name: `the line silent for ${forSeconds} s${forgets ? ', its connections lost' : ''}`,
	run: async ({ line }) => {
		line.silence();
		await seconds(forSeconds);
		line.heal({ forgets });
	},
});

export const slow = (bytesPerSecond: number, forSeconds: number): Fault => ({
	name: `the line at ${bytesPerSecond} bytes a second for ${forSeconds} s`,
	run: async ({ line }) => {
		line.slow(bytesPerSecond);
		await seconds(forSeconds);
		line.heal();
	},
});

export const serverClock = (hours: number): Fault => ({
	name: `the server's clock off by ${hours} h`,
	run: async ({ clock }) => {
		if (!clock) return;
		const before = clock.off();
		clock.set(before + hours * hourMs);
		await seconds(12);
		clock.set(before);
	},
});

export const pageClock = (hours: number): Fault => ({
	name: `the television's clock off by ${hours} h`,
	run: async (_floor, wall) => {
		await wall.clock(hours * hourMs);
		await seconds(12);
		await wall.clock(0);
	},
});

export const newBuild: Fault = {
	name: 'a new build',
	loadsAnew: true,
	run: async (floor, wall) => {
		const before = wall.loads();
		await floor.server().end();
		floor.renew();
		await floor.restart();
		const until = performance.now() + newBuildWithinMs;
		while (wall.loads() === before) {
			if (performance.now() > until) throw new Error('the wall did not load the new build');
			await seconds(1);
		}
	},
};

/** The clock goes on to shortly before the next midnight of the floor. */
export const midnight: Fault = {
	name: 'midnight',
	run: async ({ clock }) => {
		if (!clock) return;
		const now = Date.now() + clock.off();
		const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
		const turn = today.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
		clock.set(clock.off() + turn - now - 5_000);
		await seconds(10);
	},
};
