/** Alerts over one floor: how its screens and sources stand, as the stages before know it. */
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Db } from '../db/open.ts';
import type { Sources } from '../facts/source-reports.ts';
import type { Screens } from '../floor/screens.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Log } from '../log.ts';
import type { Sockets } from '../push/sockets.ts';
import { channelsOf, createAlerts, type Alerts } from './alerts.ts';
import type { PartStanding, ScreenStanding } from './incidents.ts';

interface Floor {
	options: { db: Db; clock: Clock; log: Log };
	settings: FloorSettings;
	screens: Pick<Screens, 'paired' | 'setupOf'>;
	sources: Pick<Sources, 'list'>;
}

/** How each paired screen stands. */
export const screenStandings = (screens: Floor['screens'], { fleet }: Pick<Sockets, 'fleet'>): ScreenStanding[] =>
	screens.paired().map((screen) => {
		const { id, name, place, pairedAt } = screen;
		const now = fleet.health(screen).standing;
		const since = 'since' in now ? Temporal.Instant.from(now.since).epochMilliseconds : now.state === 'never' ? pairedAt : null;
		return { id, name, place, state: now.state, since, on: screens.setupOf(id).on };
	});

/** Begins to look, every minute, until it is closed. `parts`: how the server itself stands. */
export function watchFloor({ options, settings, screens, sources }: Floor, sockets: Pick<Sockets, 'fleet'>, config: Config['alerts'], onFatal: (error: unknown) => void, parts: () => PartStanding[] = () => []): Alerts {
	const alerts = createAlerts({
		...options,
		channels: channelsOf(config),
		workplace: () => {
			const current = settings.current();
			return current && { name: current.name, locale: current.locale, calendar: settings.calendar() };
		},
		screens: () => screenStandings(screens, sockets),
		parts,
		sources: (now) => sources.list(now, settings.calendar()),
		onFatal,
	});
	alerts.start();
	return alerts;
}
