/** Starts the server: the one file that reads the environment, listens to signals and exits. */
import { systemClock } from './clock.ts';
import { readConfig } from './config.ts';
import { ConfigError } from './errors.ts';
import { startServer, type RunningServer } from './floorcast.ts';
import { createLog } from './log.ts';

const stopWithinMs = 4500;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

let server: RunningServer | null = null;
let isStopping = false;

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
	const config = readConfig(process.env);
	const log = createLog(config.logLevel);
	process.on('SIGTERM', () => void stop());
	process.on('SIGINT', () => void stop());
	server = await startServer(config, {
		clock: systemClock,
		log,
		print,
		// A moment, for the answers that say so.
		onFatal: () => void setTimeout(() => process.exit(1), 200),
	});
	await server.ready;
};

run().catch((error: unknown) => {
	process.stderr.write(`${error instanceof ConfigError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exit(1);
});
