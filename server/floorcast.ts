/**
 * One whole server: the database, the wall over it, the web server and the sockets. Set-up in the automatic demo starts the real database
 * and moves over to it on the same port; the walls reconnect by themselves.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackups } from './backup/backups.ts';
import { openBackupFolder } from './backup/folder.ts';
import { finish } from './backup/swap.ts';
import { createSafeguards } from './backup/upgrade.ts';
import type { Clock } from './clock.ts';
import { chooseDatabase, databaseFiles, type Config, type FloorKind } from './config.ts';
import { holdFolder, openDatabase, suspect, type Db } from './db/open.ts';
import { ConfigError, InputError, isDiskFailure, isDiskFull } from './errors.ts';
import { hashPassword, parsePassword } from './floor/passwords.ts';
import { openCertificate } from './http/certificate.ts';
import type { AppContext } from './http/context.ts';
import type { Log } from './log.ts';
import type { Resolve } from './outbound.ts';
import { createSealing } from './sealing.ts';
import { needlessRights } from './rights.ts';
import { createRestoring } from './restoring.ts';
import { serve, type Serving } from './serving.ts';
import { startDemo } from './sources/demo/demo.ts';
import { dealStages } from './sources/demo/pursuit.ts';
import { shownIds } from './sources/demo/show.ts';
import { createWall, type Wall } from './wall.ts';

export interface ServerDeps {
	clock: Clock;
	log: Log;
	/** Where people are told addresses and the set-up code. */
	print: (line: string) => void;
	/** Told when the server cannot go on, above all when the database can no longer be trusted; nothing more is acknowledged from then on. */
	onFatal?: (error: unknown) => void;
	/** The folder of the built display, unless it is the usual one. */
	displayDir?: string;
	/** Looks up the names of hosts outside; the system's unless given. */
	resolve?: Resolve;
	/** Walls' connections held at most, unless the usual number. */
	mostConnections?: { total: number; perAddress: number };
}

export interface RunningServer {
	port: number;
	/** The wall being served; another one after set-up has left the demo. */
	wall: () => Wall;
	/** Resolves when the first board is built. */
	ready: Promise<void>;
	close: () => Promise<void>;
}

/** A database with the wall over it. */
interface Floor {
	db: Db;
	wall: Wall;
}

const usualDisplayDir = fileURLToPath(new URL('../.build/display/', import.meta.url));
const packageFile = new URL('../package.json', import.meta.url);

const readField = (file: string | URL, field: string): string | null => {
	if (!existsSync(file)) return null;
	const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
	const value: unknown = typeof read === 'object' && read !== null ? Object.entries(read).find(([name]) => name === field)?.[1] : null;
	return typeof value === 'string' ? value : null;
};

const makeFolder = (dataDir: string): void => {
	try {
		mkdirSync(dataDir, { recursive: true, mode: 0o700 });
		accessSync(dataDir, constants.W_OK);
	} catch (error) {
		throw new ConfigError(`DATA_DIR: ${error instanceof Error ? error.message : String(error)}. Give this user a folder to read and write in.`);
	}
};

export async function startServer(config: Config, deps: ServerDeps): Promise<RunningServer> {
	const { clock, log } = deps;
	const displayDir = deps.displayDir ?? usualDisplayDir;
	const build = readField(join(displayDir, 'build.json'), 'build') ?? 'dev';
	const version = readField(packageFile, 'version') ?? '0';
	let isStopping = false;

	const onFatal = (error: unknown): void => {
		if (isStopping) return;
		isStopping = true;
		log.fatal({ err: error }, 'the server cannot go on');
		if (isDiskFailure(error)) markSuspect();
		deps.onFatal?.(error);
	};
	const markSuspect = (): void => {
		try {
			suspect(floor.db);
		} catch (error) {
			log.warn({ err: error }, 'the next start will not read the whole database first');
		}
	};

	const sealing = createSealing(config.dataDir, config.secretKeys);
	const fileOf = (kind: FloorKind): string => join(config.dataDir, databaseFiles[kind]);
	const isOurs = config.backupDir === null;
	const backupDir = config.backupDir ?? join(config.dataDir, 'backups');
	const safeguards = createSafeguards({ file: fileOf('real'), folder: backupDir, isOurs, clock, print: deps.print });
	const backups = createBackups({
		file: fileOf('real'),
		folder: openBackupFolder(backupDir, { isOurs }),
		clock,
		log,
		timeZone: () => (served === null || served.wall.options.demo ? null : (served.wall.workspace()?.timeZone ?? null)),
	});
	const openOver = (db: Db, kind: FloorKind): Floor => {
		try {
			return { db, wall: createWall({ db, clock, log, tickMs: config.tickMs, demo: kind === 'demo', build, version, outside: { hosts: config.feedHosts, sealing, resolve: deps.resolve }, onFatal, ...(kind === 'real' && { backUp: () => backups.backUp('before-retention') }) }) };
		} catch (error) {
			db.close();
			throw error;
		}
	};
	const openFloor = (kind: FloorKind): Floor => openOver(openDatabase(fileOf(kind), kind === 'real' ? safeguards : null), kind);
	const closeFloor = async ({ db, wall }: Floor): Promise<void> => {
		await wall.close();
		try {
			db.pragma('wal_checkpoint(TRUNCATE)');
		} catch (error) {
			// It stays in the write-ahead log until there is room.
			if (!isDiskFull(error)) throw error;
		} finally {
			db.close();
		}
	};

	const openChosen = async (): Promise<Floor> => {
		const real = existsSync(fileOf('real')) ? openFloor('real') : null;
		const kind = chooseDatabase(config, real !== null && real.wall.workspace() !== null);
		if (kind === 'demo' && real) await closeFloor(real);
		const floor = kind === 'demo' || !real ? openFloor(kind) : real;
		if (floor.wall.workspace() === null) {
			const { currency, timeZone, locale } = config;
			floor.wall.createWorkspace({ name: kind === 'demo' ? 'Demo floor' : 'Sales floor', currency, timeZone, locale }, kind === 'demo' ? 'demo' : 'environment');
		}
		return floor;
	};

	const createAdministrator = async ({ accounts, journal }: Wall): Promise<void> => {
		if (config.adminPassword === null || accounts.hasAdministrator()) return;
		try {
			const passwordHash = await hashPassword(parsePassword(config.adminPassword, { field: 'ADMIN_PASSWORD', names: ['admin'] }));
			journal.apply('account created', { name: 'admin', role: 'admin', passwordHash }, { at: clock.now(), author: 'environment' });
		} catch (error) {
			if (error instanceof InputError) throw new ConfigError(`ADMIN_PASSWORD: ${error.message}`);
			throw error;
		}
	};

	const serveFloor = ({ wall }: Floor, port: number): Promise<Serving> => serve(wall, port, { config, clock, log, certificate, print: deps.print, displayDir, mostConnections: deps.mostConnections, newHome, onFatal, isStopping: () => isStopping, backups, restoring });

	const push = (wall: Wall) => (body: unknown) => {
		try {
			return wall.push(body, 'demo');
		} catch (error) {
			if (isDiskFailure(error)) onFatal(error);
			throw error;
		}
	};
	const simulate = ({ wall }: Floor): { close: () => void } => {
		const { timeZone } = wall.workspace() ?? config;
		const isEmpty = Object.values(wall.health().facts).every((count) => count === 0);
		const createdAt = wall.journal.entries({ kinds: ['workspace created'], limit: 1 })[0]?.at ?? clock.now();
		const seededOn = Temporal.Instant.fromEpochMilliseconds(createdAt).toZonedDateTimeISO(timeZone).toPlainDate().toString();
		const begin = (): { close: () => void } => startDemo({ push: push(wall), clock, log, isEmpty, timeZone, seededOn, shown: wall.factsBeginning('demo', shownIds) });
		// All of its history or nothing, so that a start that is killed half-way begins anew.
		if (!isEmpty) return begin();
		const begun = wall.journal.together(() => {
			wall.journal.apply('stages ordered', { stages: [...dealStages] }, { at: clock.now(), author: 'demo' });
			return begin();
		});
		// Nothing of its history has just happened.
		wall.celebrations.pass();
		return begun;
	};

	const newHome = (): ReturnType<AppContext['openHome']> => {
		const floor = openFloor('real');
		return {
			wall: floor.wall,
			start: floor.wall.start,
			settle: () => {
				moving = moveTo(floor).catch(onFatal);
			},
			abandon: () => void closeFloor(floor).catch(onFatal),
		};
	};

	/** The next floor has its first board already, and takes the port in the turn in which the last lets go of it. */
	const moveTo = async (next: Floor): Promise<void> => {
		const last = { floor, serving, demo };
		demo = null;
		last.demo?.close();
		const stopped = last.serving.stop();
		floor = served = next;
		serving = await serveFloor(next, serving.port);
		await stopped;
		await closeFloor(last.floor);
		log.info('the demo has ended; the real floor is on the wall');
	};

	/** What is there is what another start, or a restore, left. */
	const replace = async (decides: () => void): Promise<void> => {
		const last = { floor, serving };
		served = null;
		await last.serving.stop();
		await closeFloor(last.floor);
		try {
			decides();
		} finally {
			try {
				finish(fileOf('real'));
				floor = served = openFloor('real');
				serving = await serveFloor(floor, last.serving.port);
				await floor.wall.start();
			} catch (error) {
				onFatal(error);
				throw error;
			}
		}
	};
	const restoring = createRestoring({ file: fileOf('real'), backups, clock, log, wall: () => floor.wall, openOnTrial: (file) => openOver(openDatabase(file), 'real'), replace });

	const certificate = config.tls && (await openCertificate(config.tls, { clock, log }));
	makeFolder(config.dataDir);
	for (const warning of needlessRights(config.dataDir)) {
		log.warn(warning);
		deps.print(`Warning: ${warning}`);
	}
	const release = holdFolder(config.dataDir);
	let served: Floor | null = null;
	let floor: Floor;
	let serving: Serving;
	try {
		finish(fileOf('real'));
		floor = await openChosen();
		try {
			await createAdministrator(floor.wall);
			serving = await serveFloor(floor, config.port);
		} catch (error) {
			await closeFloor(floor);
			throw error;
		}
	} catch (error) {
		certificate?.close();
		release();
		throw error;
	}
	served = floor;
	backups.start();
	let demo: { close: () => void } | null = floor.wall.options.demo ? simulate(floor) : null;
	let moving: Promise<void> = Promise.resolve();

	return {
		port: serving.port,
		wall: () => floor.wall,
		ready: floor.wall.start(),
		close: async () => {
			await moving;
			await backups.close();
			demo?.close();
			await serving.stop();
			await closeFloor(floor);
			certificate?.close();
			release();
		},
	};
}
