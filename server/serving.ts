/** Serves one floor: the web server, the sockets over it, alerts and the live stream of changes, until it is stopped. */
import type { Server as HttpServer } from 'node:http';
import { addressesOf } from './addresses.ts';
import { screenStandings, watchFloor } from './alerts/watch.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { ConfigError, isDiskFailure } from './errors.ts';
import { createPairing } from './floor/pairing.ts';
import { createPresenting } from './floor/presenting.ts';
import { createHealth } from './health/health.ts';
import type { Outside } from './health/inputs.ts';
import { createApp } from './http/app.ts';
import type { Certificate } from './http/certificate.ts';
import type { AppContext } from './http/context.ts';
import { securityHeaders } from './http/headers.ts';
import { createHttpMeter } from './http/meter.ts';
import { createSetupCode } from './http/setup-code.ts';
import { createWebServer } from './http/web-server.ts';
import type { Log } from './log.ts';
import { createCelebrating } from './push/celebrating.ts';
import { areaOf } from './push/change-areas.ts';
import { createLiveChanges } from './push/live-changes.ts';
import { createSockets } from './push/sockets.ts';
import type { Wall } from './wall.ts';

export interface Serving {
	/** The port it listens on, also where any was asked for. */
	port: number;
	stop: () => Promise<void>;
}

export interface ServingOptions extends Pick<AppContext, 'displayDir' | 'onFatal' | 'isStopping' | 'backups' | 'restoring'> {
	config: Config;
	clock: Clock;
	log: Log;
	/** Of the server, unless it speaks plain http. */
	certificate: Certificate | null;
	/** Where people are told addresses and the set-up code. */
	print: (line: string) => void;
	/** A new real floor, for set-up in the automatic demo. */
	newHome: AppContext['openHome'];
	/** Walls' connections held at most, unless the usual number. */
	mostConnections: { total: number; perAddress: number } | undefined;
}

const connectionsEndAfterMs = 1500;

const portOf = (http: HttpServer, asked: number): number => {
	const address = http.address();
	return typeof address === 'object' && address !== null ? address.port : asked;
};

const listenProblem = (error: NodeJS.ErrnoException, host: string, port: number): Error => {
	switch (error.code) {
		case 'EADDRINUSE':
			return new ConfigError(`PORT: ${port} is in use by another program.`);
		case 'EACCES':
			return new ConfigError(`PORT: this user may not listen on ${port}; choose one above 1023.`);
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return new ConfigError(`HOST: ${host} is no address of this machine.`);
		default:
			return error;
	}
};

/** What other parts of the server know of how it is doing. */
const outsideOf = ({ certificateState, backups, wall: { apiKeys, feeds, options, settings } }: AppContext): Partial<Outside> => ({
	certificate: certificateState,
	isRoot: () => process.getuid?.() === 0,
	feeds: () => (settings.current() ? feeds.failing() : null),
	backupFolder: () => (backups.state().isKept ? { trouble: backups.folder.trouble(), freeBytes: backups.folder.freeApart(options.db.name) } : null),
	backup: () => {
		const { isKept, lastGood, failingSince, failures } = backups.state();
		const failing = failingSince === null ? null : { since: failingSince, message: failures.find(({ work }) => work === 'backup')?.message ?? '' };
		return isKept ? { lastGoodAt: lastGood, failing } : null;
	},
	keys: () => apiKeys.list().flatMap(({ name, state, until }) => (state === 'valid' && until !== null && settings.current() ? [{ name, expiresAt: settings.calendar().endOf(until) }] : [])),
});

/** @throws ConfigError when nobody can listen there. */
export async function serve(wall: Wall, asked: number, options: ServingOptions): Promise<Serving> {
	const { config, clock, log, certificate, print, onFatal } = options;
	const { demo } = wall.options;
	const setupCode = createSetupCode(!wall.accounts.hasAdministrator(), (code) => print(`Set-up code: ${code}  (type it into the admin page; it is valid once, for an hour)`));
	const context: AppContext = {
		config,
		clock,
		log,
		wall,
		sockets: () => sockets,
		celebrating: () => celebrating,
		alerts: () => alerts,
		health: () => health,
		meter: createHttpMeter(),
		liveChanges: () => liveChanges,
		pairing: createPairing(clock),
		presenting: createPresenting(clock),
		setupCode,
		openHome: () => (demo && config.demo === 'auto' ? options.newHome() : { wall, start: async () => undefined, settle: () => undefined, abandon: () => undefined }),
		displayDir: options.displayDir,
		certificateState: () => certificate?.state() ?? null,
		onFatal,
		isStopping: options.isStopping,
		backups: options.backups,
		restoring: options.restoring,
	};
	const http = createWebServer(createApp(context), securityHeaders(config.trustProxy), certificate);
	const sockets = createSockets(http, { wall, clock, log, demo, trustProxy: config.trustProxy, screens: wall.screens, onFatal, ...(options.mostConnections && { most: options.mostConnections }) });
	const celebrating = createCelebrating({ sockets, celebrations: wall.celebrations, screens: wall.screens, onApplied: wall.journal.onApplied, clock, onError: (error) => (isDiskFailure(error) ? onFatal(error) : log.error({ err: error }, 'a celebration could not be told')) });
	wall.onMeetingScreens((shown, gone) => {
		for (const id of shown) sockets.tellScreen(id);
		for (const id of gone) sockets.disconnectScreen(id);
	});
	const health = createHealth({
		floor: wall.watched,
		screens: () => screenStandings(wall.screens, sockets),
		alerts: () => alerts,
		outside: outsideOf(context),
		onFatal,
	});
	const alerts = watchFloor(wall, sockets, config.alerts, onFatal, health.parts);
	const liveChanges = createLiveChanges({ journal: wall.journal, areaOf: (kind) => areaOf(kind, wall.changes.areaOf), sessions: wall.accounts, onError: (error) => (isDiskFailure(error) ? onFatal(error) : log.error({ err: error }, 'changes could not be told')) });
	await new Promise<void>((resolve, reject) => {
		http.once('error', (error: NodeJS.ErrnoException) => reject(listenProblem(error, config.host, asked)));
		http.listen(asked, config.host, resolve);
	}).catch((error: unknown) => {
		alerts.close();
		health.close();
		liveChanges.close();
		sockets.close();
		throw error;
	});
	const port = portOf(http, asked);
	const addresses = addressesOf(config.host, port, certificate);
	print(`Wall:  ${addresses.map((address) => `${address}/`).join('  ')}`);
	print(`Admin: ${addresses.map((address) => `${address}/admin`).join('  ')}`);
	setupCode.announce();
	return {
		port,
		stop: async () => {
			const ended = new Promise((resolve) => http.close(resolve));
			// Whoever waits for the next change would keep it open.
			wall.meetings.close();
			celebrating.close();
			alerts.close();
			health.close();
			liveChanges.close();
			sockets.close();
			http.closeIdleConnections();
			const impatience = setTimeout(() => http.closeAllConnections(), connectionsEndAfterMs);
			await ended;
			clearTimeout(impatience);
		},
	};
}
