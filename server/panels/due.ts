/** Which panels of a board are due at a moment, by the workspace's clock. */
import type { Calendar } from '../floor/calendar.ts';
import { addDays, weekdayOf } from '../floor/period.ts';
import { stretchOn } from '../floor/screen-hours.ts';
import type { PanelConfig } from './boards.ts';

function isDue({ times }: PanelConfig, now: number, calendar: Calendar): boolean {
	if (times === null) return true;
	const today = calendar.dayOf(now);
	// Yesterday's evening may last into today.
	return [addDays(today, -1), today].some((day) => {
		if (!times.days.includes(weekdayOf(day))) return false;
		const [begins, ends] = stretchOn(day, times, calendar);
		return now >= begins && now < ends;
	});
}

/** Those whose day and hour it is; when any of them is pinned, the pinned ones alone. */
export function duePanels(panels: readonly PanelConfig[], now: number, calendar: Calendar): readonly PanelConfig[] {
	const due = panels.filter((panel) => isDue(panel, now, calendar));
	const pinned = due.filter((panel) => panel.pinned);
	return pinned.length > 0 ? pinned : due;
}
