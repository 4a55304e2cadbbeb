/** Starts the server: the one file that reads the environment, listens to signals and exits. */
import { systemClock } from './clock.ts';
import { readConfig, secretsOf } from './config.ts';
import { ConfigError, diskProblem } from './errors.ts';
import { startServer, type RunningServer } from './floorcast.ts';
import { createLog } from './log.ts';
import { createScrub, harmless } from './scrub.ts';

const stopWithinMs = 4500;
const print = (line: string): void => void process.stdout.write(`${harmless(line)}\n`);

// An output that cannot be written, since its disk is full or its reader gone, must not stop the wall.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

let server: RunningServer | null = null;
let isStopping = false;
let dataDir = '';
let scrub = createScrub();

/** In a sentence that a person can act on, or with all that is known of a mistake of ours. */
const complain = (error: unknown): void => {
	const mistake = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const place = server?.wall().options.db.name ?? dataDir;
	process.stderr.write(`${harmless(scrub(error instanceof ConfigError ? error.message : (diskProblem(error, place) ?? mistake)))}\n`);
};
const fail = (error: unknown): void => {
	complain(error);
	process.exit(1);
};

const stop = async (): Promise<void> => {
	if (isStopping) return;
	isStopping = true;
	// Whatever hangs, the process is gone in time; what was acknowledged is on disk already.
	setTimeout(() => process.exit(0), stopWithinMs).unref();
	await server?.close();
	process.exit(0);
};

const run = async (): Promise<void> => {
	process.umask(0o077);
	process.on('uncaughtException', fail);
	const config = readConfig(process.env);
	({ dataDir } = config);
	scrub = createScrub(secretsOf(config));
	const log = createLog(config.logLevel, { scrub });
	process.on('SIGTERM', () => void stop().catch(fail));
	process.on('SIGINT', () => void stop().catch(fail));
	server = await startServer(config, {
		clock: systemClock,
		log,
		print,
		onFatal: (error) => {
			complain(error);
			// A moment, for the answers that say so.
			setTimeout(() => process.exit(1), 200);
		},
	});
	await server.ready;
};

run().catch(fail);
