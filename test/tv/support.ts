/** What the tests on televisions have in common: their engines, with a browser of each for all tests of a file. */
import { afterAll } from 'vitest';
import { findChromium } from '../support/browser.ts';
import { launch, type TvBrowser } from './browser.ts';
import { chosenEngines, programOf, versionOf, whyNot, type Engine } from './engines.ts';

export interface Tv {
	/** For the title of a test, with the reason where it has to be skipped. */
	title: string;
	skip: boolean;
	program: string;
}

export function tvOf(engine: Engine): Tv {
	const why = whyNot(engine);
	return { title: `Chromium ${versionOf(engine)} (${engine.on}${why && `: ${why}`})`, skip: why !== '', program: programOf(engine) };
}

export const tvs: Tv[] = chosenEngines().map(tvOf);
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
