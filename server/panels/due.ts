/** Which panels of a board are due at a moment, by the workspace's clock. */
import type { Calendar } from '../floor/calendar.ts';
import { isWithin } from '../floor/screen-hours.ts';
import type { PanelConfig } from './boards.ts';

/** Those whose day and hour it is; when any of them is pinned, the pinned ones alone. */
export function duePanels(panels: readonly PanelConfig[], now: number, calendar: Calendar): readonly PanelConfig[] {
	const due = panels.filter(({ times }) => times === null || isWithin(times, now, calendar));
	const pinned = due.filter((panel) => panel.pinned);
	return pinned.length > 0 ? pinned : due;
}
