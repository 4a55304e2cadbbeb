/** The admin and review pages in a real browser against a whole server, under a host name that is no secure context, as on a LAN. */
import axeCore from 'axe-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { buildDisplay, displayDir } from '../../display/build.ts';
import { launchBrowser } from '../support/browser.ts';
import { apiKey, givenServer, password, type Given } from '../server/http/support.ts';

export { password };

const people = [
	['ana@x.example', 'Ana Lindqvist', 'North'],
	['bo@x.example', 'Bo Ek', 'North'],
	['eva@x.example', 'Eva Brown', 'South'],
	['max@x.example', 'Maximiliane von Hohenfels-Östergaard-Söderb', 'South'],
] as const;

/** Where the rows of the grid stand: the company, then each team with its people by name. */
export const row = { company: 0, north: 1, ana: 2, bo: 3, south: 4, eva: 5, max: 6 } as const;

export interface Visit {
	given: Given;
	page: Page;
	/** What went wrong in the page: exceptions, and errors on its console. */
	errors: string[];
	url: (path: string) => string;
}

export interface VisitOptions {
	env?: Record<string, string>;
	/** Visit an existing server instead of a new one. */
	given?: Given;
	context?: BrowserContextOptions;
	path?: string;
	signIn?: boolean;
	/** Who signs in. */
	account?: string;
}

let browser: Browser | null = null;

/** To be called at the top of each file. */
export function useBrowser(): void {
	beforeAll(async () => {
		await buildDisplay();
		browser = await launchBrowser(['--host-resolver-rules=MAP wall.test 127.0.0.1']);
	});
	afterAll(async () => {
		await browser?.close();
	});
}

export async function givenFloor(env: Record<string, string> = {}): Promise<Given> {
	const given = await givenServer({ displayDir, env: { LOCALE: 'en-GB', ...env } });
	const answer = await given.call('POST', '/api/v1/facts', {
		body: {
			source: 'crm',
			people: people.map(([email, name, team]) => ({ email, name, team, role: 'ae', start: '2025-01-01' })),
			deals: [
				{ external_id: 'D-1', name: 'A', owner: 'ana@x.example', status: 'won', amount: '12500.00', currency: 'EUR', created: '2026-09-01', closed: '2026-10-12' },
				{ external_id: 'D-2', name: 'B', owner: 'eva@x.example', status: 'won', amount: '8000.00', currency: 'EUR', created: '2026-09-01', closed: '2026-11-05' },
			],
		},
		headers: { Authorization: `Bearer ${apiKey}` },
	});
	if (answer.status !== 200) throw new Error(`the facts were refused: ${answer.text}`);
	return given;
}

export async function visit({ env, given: standing, context = {}, path = '/admin', signIn = true, account = 'admin' }: VisitOptions = {}): Promise<Visit> {
	if (!browser) throw new Error('useBrowser() is called at the top of the file');
	const given = standing ?? (await givenFloor(env));
	const opened = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'UTC', ...context });
	opened.setDefaultTimeout(15_000);
	onTestFinished(() => opened.close());
	const page = await opened.newPage();
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	page.on('console', (message) => {
		// The browser reports every refusal of the server there; those are looked at in the page.
		if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text());
	});
	const url = (to: string): string => `http://wall.test:${given.server.port}${to}`;
	await page.goto(url(path));
	if (signIn) {
		await page.locator('#account').fill(account);
		await page.locator('#password').fill(password);
		await page.keyboard.press('Enter');
		await page.locator('#account').waitFor({ state: 'detached' });
	}
	return { given, page, errors, url };
}

export const cell = (page: Page, at: number, column: number): Locator => page.locator(`input[data-at="${at}:${column}"]`);

/** Puts a text on the clipboard by copying it in another tab, as from a spreadsheet. */
export async function copyElsewhere(page: Page, text: string): Promise<void> {
	const other = await page.context().newPage();
	await other.setContent('<textarea></textarea>');
	await other.locator('textarea').fill(text);
	await other.keyboard.press('Control+A');
	await other.keyboard.press('Control+C');
	await other.close();
	await page.bringToFront();
}

interface Axe {
	run: (options: object) => Promise<{ violations: { id: string; impact: string | null; nodes: { target: unknown }[] }[] }>;
}

/** What axe-core finds, as short lines: serious or worse. The test runs it from outside the page's content policy. */
export const seriousFaults = (page: Page): Promise<string[]> => faults(page, ['serious', 'critical']);

/** The same with all of its rules, whatever weight they have. */
export const allFaults = (page: Page): Promise<string[]> => faults(page, null);

async function faults(page: Page, weights: readonly string[] | null): Promise<string[]> {
	await page.evaluate(axeCore.source);
	return page.evaluate(async (wanted) => {
		const { axe } = globalThis as unknown as { axe: Axe };
		// Without copies of the styles, which axe makes of a tree within a tree and the content policy refuses.
		const { violations } = await axe.run({ resultTypes: ['violations'], preload: false });
		return violations
			.filter(({ impact }) => wanted === null || (impact !== null && wanted.includes(impact)))
			.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).slice(0, 3).join(' | ')}`);
	}, weights);
}
