/**
 * `npm run soak` lets a wall go through a day's changes, outages and clocks, over and over, for an hour; `-- --hours 8` or `-- --changes 10000`
 * for longer or shorter. Says once a minute how it goes. Ends with exit code 1 when anything was wrong.
 */
import { parseArgs } from 'node:util';
import { buildDisplay } from '../../display/build.ts';
import { launchBrowser } from '../support/browser.ts';
import { cut, killed, midnight, newBuild, pageClock, serverClock, silent, slow, stopped, type Fault } from './fault-list.ts';
import { openFloor } from './floor.ts';
import { soak } from './soak.ts';

const { values } = parseArgs({ options: { hours: { type: 'string' }, changes: { type: 'string' } } });
const hours = Number(values.hours ?? (values.changes === undefined ? 1 : Number.POSITIVE_INFINITY));
const mostChanges = Number(values.changes ?? Number.POSITIVE_INFINITY);
if (!(hours > 0) || !(mostChanges > 0)) {
	console.error('Expected --hours 2 or --changes 10000.');
	process.exit(2);
}

/** The long ones are longer than both ends wait for each other. */
const faults: Fault[] = [
	cut,
	killed(1),
	stopped(8),
	silent(4, false),
	newBuild,
	serverClock(1),
	killed(20),
	slow(2_000, 10),
	silent(26, true),
	pageClock(1),
	midnight,
	cut,
	stopped(30),
	serverClock(-24),
	pageClock(-1),
	silent(40, false),
	serverClock(24),
];

await buildDisplay();
const floor = await openFloor(1_000);
if (floor.clock === null) console.warn('The server’s clock cannot be set on this machine: its faults are left out.');
const browser = await launchBrowser();
const until = performance.now() + hours * 3_600_000;
const { changes, slowestMs, problems } = await soak(browser, floor, {
	faults,
	changesBetween: 300,
	isOver: (soFar) => soFar >= mostChanges || performance.now() > until,
	say: (line) => console.log(line),
}).finally(async () => {
	await browser.close();
	await floor.close();
});
console.log(`\n${changes.toLocaleString('en')} changes of the panel; right again at most ${(slowestMs / 1000).toFixed(1)} s after a fault.`);
console.log(problems.length === 0 ? 'Nothing was left behind, nothing was wrong, nothing was blank.' : `${problems.length} problems:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
process.exitCode = problems.length === 0 ? 0 : 1;
