/** How the server itself is doing: in words for the admin page, in numbers for Prometheus. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { screenStandings } from '../../alerts/watch.ts';
import { contentType, exposition } from '../../health/exposition.ts';
import { familiesOf } from '../../health/families.ts';
import { findingsOf } from '../../health/findings.ts';
import type { AppContext } from '../context.ts';
import { route, type Route } from '../route.ts';

const standings = ['live', 'dark', 'frozen', 'offline', 'never'] as const;

/** Begins with the first question: a server that nobody watches has no need of it. */
function createLoopLag(): () => number | null {
	let delays: ReturnType<typeof monitorEventLoopDelay> | null = null;
	return () => {
		if (!delays) {
			delays = monitorEventLoopDelay({ resolution: 20 });
			delays.enable();
			return null;
		}
		const lag = delays.percentile(99) / 1e9;
		delays.reset();
		return Number.isFinite(lag) ? lag : null;
	};
}

export function systemRoutes({ wall, sockets, health, meter }: AppContext): Route[] {
	const loopLag = createLoopLag();
	const numbers = (): string => {
		const inputs = health().inputs();
		const { version, build, revision, facts } = wall.health();
		const screens = screenStandings(wall.screens, sockets());
		const { user, system } = process.cpuUsage();
		const { rss, heapUsed } = process.memoryUsage();
		return exposition(
			familiesOf({
				version, build, inputs, revision, facts,
				findings: findingsOf(inputs),
				ticks: wall.watched.tickDurations(),
				connections: sockets().online().walls,
				screens: Object.fromEntries(standings.map((state) => [state, screens.filter((one) => one.state === state).length])),
				pushes: wall.watched.pushNotes.totals(),
				http: meter.read(),
				process: { startedAt: performance.timeOrigin, cpuSeconds: (user + system) / 1e6, residentBytes: rss, heapBytes: heapUsed, loopLagSeconds: loopLag() },
			}),
		);
	};
	return [
		route({ method: 'get', path: '/api/v1/system/health', who: 'desk', says: 'What is wrong with the server, since when and what to do, worst first, and how everything that is looked at stands.', answer: () => health().page() }),
		route({
			method: 'get',
			path: '/metrics',
			who: 'reader',
			says: 'Gives the health of the server in numbers, in the text format of Prometheus (0.0.4).',
			gives: 'text/plain',
			answer: ({ response }) => void response.type(contentType).send(numbers()),
		}),
	];
}
