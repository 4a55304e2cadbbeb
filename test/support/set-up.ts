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
	// Elsewhere no run begins with a download that nobody asked for. What could not be fetched is skipped, which CI counts as failed.
	if (process.env['CI'] === 'true') await fetchEngines([...chosenEngines(), tooOld]).catch(console.error);
}
