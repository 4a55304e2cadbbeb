/** Whether the machine's clock goes as time does: held against one that nobody can set, from look to look. */
import type { Clock } from '../clock.ts';
import type { ClockState } from './inputs.ts';

export interface ClockWatch {
	state: () => ClockState;
	/** To be called now and then. */
	look: () => void;
}

/** Less is what a time service does all day. */
const leastStepMs = 60_000;

/** `uptime`: milliseconds on a clock that nobody can set; it rests while the machine sleeps. `newestAt`: when the newest entry was made. */
export function createClockWatch({ clock, newestAt, uptime = () => performance.now() }: { clock: Clock; newestAt: () => number; uptime?: () => number }): ClockWatch {
	let last = { wall: clock.now(), up: uptime() };
	let stepped: ClockState['stepped'] = null;
	return {
		state: () => ({ stepped, behindMs: Math.max(0, newestAt() - clock.now()) }),
		look: () => {
			const now = { wall: clock.now(), up: uptime() };
			const byMs = Math.round(now.wall - last.wall - (now.up - last.up));
			if (Math.abs(byMs) >= leastStepMs) stepped = { at: now.wall, byMs };
			last = now;
		},
	};
}
