/** The wall in a real browser, watched for what must never happen: a blank moment, an uncaught error, something left behind. */
import type { Browser, Page } from 'playwright-core';
import { pageOf } from '../../display/tv/rotation/pages.ts';
import type { ShownView } from '../../shared/views.ts';
import { pause } from '../bench/budget.ts';
import { checkLeaks, type Held } from '../support/leaks.ts';
import type { Floor } from './floor.ts';
import { press, turn, turnTo } from './turn.ts';

/** What must be known of a floor to say what its wall should show. */
export type Selling = Pick<Floor, 'hold' | 'sell' | 'board' | 'sales'>;

export interface WatchedWall {
	page: Page;
	/** How often the page was loaded: a newer build is. */
	loads: () => number;
	/** As many changes of the panel as there were. */
	turn: (times: number) => Promise<number>;
	held: () => Promise<Held>;
	/** Something is sold: null once the wall shows what the server then has, and what is wrong when it does not within that time. */
	whatIsWrong: (floor: Selling, withinMs: number) => Promise<string | null>;
	/** How far the clock of the page is off. */
	clock: (offMs: number) => Promise<void>;
}

/** The panel on which things are counted. */
const home = 'sales-target';
/** From the opening of a page until it must show something. */
const startMs = 5_000;
const sampleMs = 200;

/** Runs in the page. Whatever else there is, there must be a panel with words in it, or a sentence that says why there is none. */
function watchForBlanks({ startMs: grace, sampleMs: everyMs }: { startMs: number; sampleMs: number }): void {
	const places = '[data-panel], .sentence, main.message, body > div > p';
	const isBlank = (): boolean => [...document.querySelectorAll(places)].every((place) => (place.textContent ?? '').trim() === '');
	const { noteBlank } = window as unknown as { noteBlank: () => Promise<void> };
	let hasBegun = false;
	let wasBlank = false;
	setInterval(() => {
		hasBegun ||= !isBlank() || performance.now() > grace;
		const isBlankNow = hasBegun && isBlank();
		if (isBlankNow && !wasBlank) void noteBlank();
		wasBlank = isBlankNow;
	}, everyMs);
}

/** Runs in the page: its wall clock can be set, its other clocks go on. */
function makeClockSettable(): void {
	const Real = Date;
	let off = 0;
	class Settable extends Real {
		constructor(...given: [] | [number]) {
			super(given.length === 0 ? Real.now() + off : given[0]);
		}
		static override now(): number {
			return Real.now() + off;
		}
	}
	Object.assign(window, { Date: Settable, setClock: (offMs: number) => (off = offMs) });
}

const numbersOf = (value: unknown): string[] => {
	if (typeof value !== 'object' || value === null) return [];
	if ('digits' in value && 'text' in value) return [String(value.text)];
	return Object.values(value).flatMap(numbersOf);
};

/** What a panel that has just come on show must say. */
const numbersOnShow = (view: ShownView): string[] => (view.empty === null ? numbersOf(pageOf(view, 0)) : [view.empty]);

export async function openWatchedWall(browser: Browser, url: string, note: (problem: string) => void): Promise<WatchedWall> {
	const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
	const check = await checkLeaks(page);
	let loads = 0;
	page.on('domcontentloaded', () => (loads += 1));
	page.on('pageerror', (error) => note(`the page threw: ${error.message}`));
	page.on('crash', () => note('the page crashed'));
	await page.exposeFunction('noteBlank', () => note('the wall was blank'));
	await page.addInitScript(watchForBlanks, { startMs, sampleMs });
	await page.addInitScript(makeClockSettable);
	await page.goto(url);
	await page.locator('[data-panel]').waitFor();

	/** Again, should the page have been loaded anew meanwhile: it has then lost what it was asked. */
	const despiteLoads = async <T>(work: () => Promise<T>): Promise<T> => {
		for (;;) {
			const before = loads;
			try {
				return await work();
			} catch (error) {
				await pause(500);
				if (loads === before) throw error;
				await page.locator('[data-panel]').waitFor();
			}
		}
	};

	const compare = async (floor: Selling): Promise<string | null> => {
		if ((await page.locator('main.silent').count()) > 0) return 'the numbers are greyed out';
		const { panels } = await floor.board();
		for (const view of panels) {
			await turnTo(page, view.id);
			const text = (await page.locator('[data-panel]').textContent()) ?? '';
			const expected = [...numbersOnShow(view), ...(view.id === home ? [await floor.sales()] : [])];
			const missing = expected.find((number) => !text.includes(number));
			if (missing !== undefined) return `the panel ${view.id} lacks ${missing}: ${text}`;
			await press(page, 1);
		}
		return null;
	};

	return {
		page,
		loads: () => loads,
		turn: (times) => despiteLoads(() => turn(page, times)),
		held: () =>
			despiteLoads(async () => {
				await turnTo(page, home);
				// What the floor sells meanwhile is celebrated, and is no part of the page at rest.
				await page.locator('[data-celebration]').waitFor({ state: 'detached' });
				return check.held();
			}),
		whatIsWrong: async (floor, withinMs) => {
			const until = performance.now() + withinMs;
			const goOn = await floor.hold();
			let isSold = false;
			const look = async (): Promise<string | null> => {
				try {
					if (!isSold) await floor.sell();
					isSold = true;
					return await despiteLoads(() => compare(floor));
				} catch (error) {
					return error instanceof Error ? error.message : String(error);
				}
			};
			let wrong = await look();
			while (wrong !== null && performance.now() < until) {
				await pause(200);
				wrong = await look();
			}
			goOn();
			return wrong;
		},
		clock: (offMs) => page.evaluate((value) => (window as unknown as { setClock: (offMs: number) => void }).setClock(value), offMs),
	};
}
