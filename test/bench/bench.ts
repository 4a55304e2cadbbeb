/** `npm run bench` measures the budgets, `npm run bench -- B2 B5` those named. Ends with exit code 1 when one is over. */
import { buildDisplay } from '../../display/build.ts';
import { backup } from './backup.ts';
import type { Budget } from './budget.ts';
import { endurance } from './endurance.ts';
import { ingest } from './ingest.ts';
import { memory } from './memory.ts';
import { page } from './page.ts';
import { paint } from './paint.ts';
import { start } from './start.ts';
import { tick } from './tick.ts';
import { traffic } from './traffic.ts';

const budgets: Budget[] = [ingest, tick, paint, traffic, page, endurance, start, memory, backup];

const wished = process.argv.slice(2).map((id) => id.toUpperCase());
const unknown = wished.filter((id) => !budgets.some((budget) => budget.id === id));
if (unknown.length > 0) {
	console.error(`There is no bench called ${unknown.join(', ')}; there are ${budgets.map(({ id }) => id).join(', ')}.`);
	process.exit(2);
}

await buildDisplay();
let over = 0;
for (const budget of budgets) {
	if (wished.length > 0 && !wished.includes(budget.id)) continue;
	console.log(`\n${budget.id}  ${budget.what}`);
	for (const { what, value, budget: limit, baseline, isMet } of await budget.measure()) {
		if (!isMet) over += 1;
		console.log(`${budget.id}  ${what}: ${value}  (budget ${limit}; ${baseline})  ${isMet ? 'ok' : 'over'}`);
	}
}
console.log(over === 0 ? '\nAll measured budgets are met.' : `\n${over} over budget.`);
process.exitCode = over === 0 ? 0 : 1;
