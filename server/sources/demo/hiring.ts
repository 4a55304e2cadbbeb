/** The places that the demo company had to fill: advertised when somebody had given notice, filled when the next one had signed. */
import { teamOn } from './cast.ts';
import type { CastMember } from './cast.ts';
import type { Happening } from './happening.ts';
import { createRandom } from './random.ts';

const titles = { sdr: 'Sales development representative', ae: 'Account executive', am: 'Account manager' };

/** Of everybody who began after `day`. */
export function positionHappenings(cast: readonly CastMember[], day: string, timeZone: string): Happening[] {
	return cast
		.filter(({ start }) => start >= day)
		.flatMap((member): Happening[] => {
			const random = createRandom(`position ${member.name}`);
			const start = Temporal.PlainDate.from(member.start);
			const filled = start.subtract({ days: random.whole(3, 14) });
			const opened = filled.subtract({ days: random.whole(24, 55) });
			const at = (date: Temporal.PlainDate): number => date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from('09:00') }).epochMilliseconds;
			const row = { external_id: `o-${member.email}`, title: titles[member.role], team: teamOn(member, member.start), role: member.role, opened: opened.toString() };
			return [
				{ at: at(opened), entity: 'positions', row },
				{ at: at(filled), entity: 'positions', row: { ...row, filled: filled.toString() } },
			];
		});
}
