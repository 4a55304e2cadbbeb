/** Runs once before all tests, so that their workers find the browser and the display in place and do not each make them. */
import { buildDisplay } from '../../display/build.ts';
import { chosenEngines, tooOld } from '../tv/engines.ts';
import { fetchEngines } from '../tv/fetch.ts';
import { findBrowser } from './browser.ts';

export async function setup(): Promise<void> {
	await buildDisplay();
	try {
		process.env['CHROME_PATH'] = await findBrowser();
	} catch (error) {
		// The browser tests fail with this same sentence; all others can still run.
		console.error(error instanceof Error ? error.message : error);
	}
	// Elsewhere nobody's test run begins with a download of 180 MB that nobody asked for; `npm run test:tv` does it.
	if (process.env['CI'] === 'true') await fetchEngines([...chosenEngines(), tooOld]).catch(console.error);
}
