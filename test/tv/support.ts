/** What the tests on televisions have in common: their engines, with a browser of each for all tests of a file. */
import { afterAll } from 'vitest';
import { findChromium } from '../support/browser.ts';
import { launch, type TvBrowser } from './browser.ts';
import { canRun, chosenEngines, isHere, programOf, versionOf, type Engine } from './engines.ts';

export interface Tv {
	/** For the title of a test. */
	title: string;
	/** Its engine is not here. */
	skip: boolean;
	program: string;
}

export const tvOf = (engine: Engine): Tv => ({ title: `Chromium ${versionOf(engine)} (${engine.on})`, skip: !isHere(engine), program: programOf(engine) });

export const tvs: Tv[] = chosenEngines().map(tvOf);
if (tvs.some(({ skip }) => skip)) {
	console.warn(canRun ? 'Engines of televisions are missing: `npm run test:tv` fetches them.' : 'The engines of televisions are there for Linux on x64 only.');
}

/** The browser of the machine: what the others are compared with. */
export const newest = (): string => findChromium();

/** Starts each browser when it is first asked for, and ends them all after the tests of the file. */
export function givenBrowsers(): (program: string) => Promise<TvBrowser> {
	const started = new Map<string, Promise<TvBrowser>>();
	afterAll(() => Promise.all([...started.values()].map(async (browser) => (await browser).close())));
	return (program) => {
		const browser = started.get(program) ?? launch(program);
		started.set(program, browser);
		return browser;
	};
}
