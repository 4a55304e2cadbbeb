/** The server over another build of the display, whose folder is the argument: as after an update. */
import { systemClock } from '../../server/clock.ts';
import { readConfig } from '../../server/config.ts';
import { startServer } from '../../server/floorcast.ts';
import { createLog } from '../../server/log.ts';

const config = readConfig(process.env);
const displayDir = process.argv[2];
const server = await startServer(config, {
	clock: systemClock,
	log: createLog(config.logLevel),
	print: (line) => void process.stdout.write(`${line}\n`),
	onFatal: (error) => {
		console.error(error);
		process.exit(1);
	},
	...(displayDir !== undefined && { displayDir }),
});
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
