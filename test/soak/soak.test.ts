/** A thousand changes of the panel on a real wall, with facts coming in and the server and the line failing now and then. `npm run soak` takes longer. */
import { expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { cut, killed, silent, slow } from './fault-list.ts';
import { openFloor } from './floor.ts';
import { soak } from './soak.ts';

// A minute on an idle machine, of which most is waiting for frames.
test('[B7] a thousand panels later, through cuts and restarts, the wall is right and holds no more than at the start', { timeout: 400_000 }, async () => {
	const floor = await openFloor(200);
	onTestFinished(floor.close);
	const browser = await launchBrowser();
	onTestFinished(() => browser.close());
	const { changes, problems } = await soak(browser, floor, {
		faults: [cut, killed(1), silent(4, false), slow(3_000, 3), killed(0)],
		changesBetween: 150,
		isOver: (soFar) => soFar >= 1_000,
		say: (line) => console.warn(line),
	});
	expect(problems).toEqual([]);
	expect(changes).toBeGreaterThanOrEqual(1_000);
});
