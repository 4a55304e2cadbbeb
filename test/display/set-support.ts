/** A wall of two panels in a real browser, on a server that says how its screen is set up. */
import { Server } from 'socket.io';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { buildDisplay, builtDisplay, displayDir } from '../../display/build.ts';
import type { CelebrationView } from '../../shared/celebration.ts';
import { usualSetup, type ScreenSetup } from '../../shared/screen.ts';
import type { PanelView } from '../../shared/views.ts';
import { notPaired, type ServerToWall, type WallToServer } from '../../shared/wire.ts';
import { launchBrowser } from '../support/browser.ts';
import { serveSite } from '../support/site.ts';
import { floorBoard } from '../fixtures/views.ts';

let browser: Browser;
/** For a file of tests: its browser. */
export function useBrowser(): void {
	beforeAll(async () => {
		[browser] = await Promise.all([launchBrowser(), buildDisplay()]);
	}, 120_000);
	afterAll(() => browser.close());
}

export const [trend, , , target] = floorBoard.panels as [PanelView, PanelView, PanelView, PanelView];
/** The server's time: 14:32 on the floor. */
export const now = Date.UTC(2026, 10, 23, 13, 32);
export const hour = 3_600_000;
/** Off now, on again in an hour. */
export const night = [[now + hour, now + 9 * hour]] as const;

export interface Screen {
	page: Page;
	/** Where another wall finds the same server. */
	url: string;
	setUp(part: Partial<ScreenSetup>): void;
	/** Told to every wall that is connected and, unless it is said just once, to each that connects later. */
	celebrate(celebration: CelebrationView, isOnce?: boolean): void;
	withdraw(id: string): void;
	/** Instead of waiting for one. */
	beat(): void;
	/** Ends every connection and lets none in until it is called again. What is celebrated meanwhile comes with the next. */
	cut(): void;
	build: string;
	/** How often it has connected. */
	connections(): number;
	errors: string[];
}

interface Wished {
	setup?: Partial<ScreenSetup>;
	/** As on a LAN (the usual), or as over https. */
	secure?: boolean;
	path?: string;
	paired?: boolean;
}

/** Its panels turn when they are told to. */
export async function givenScreen({ setup = {}, secure = false, path = '/', paired = true }: Wished = {}): Promise<Screen> {
	const site = await serveSite(displayDir, (asked) => {
		if (asked === '/before') return { status: 200, body: {} };
		if (asked === '/api/v1/pairing') return { status: 201, body: { deviceCode: 'd', userCode: 'AAA-111', expiresAt: '' } };
		if (asked === '/api/v1/pairing/claim') return { status: 202, body: {} };
		return null;
	});
	const sockets = new Server<WallToServer, ServerToWall>(site.server);
	let told: ScreenSetup = { ...usualSetup, ...setup };
	let connections = 0;
	let celebrated: CelebrationView[] = [];
	let isCut = false;
	sockets.use((_socket, next) => next(isCut ? new Error('cut') : undefined));
	if (!paired) sockets.use((_socket, next) => next(new Error(notPaired)));
	const build = (await builtDisplay()) ?? '';
	sockets.on('connection', (socket) => {
		connections += 1;
		socket.emit('screen', told);
		socket.emit('board', { ...floorBoard, build, seconds: 3600, panels: [trend, target] }, 0);
		socket.emit('beat', now, '14:29');
		for (const celebration of celebrated) socket.emit('celebrate', celebration);
	});
	// How it looks without beats is not asked here.
	const beating = setInterval(() => sockets.emit('beat', now, '14:29'), 5000);
	const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	onTestFinished(async () => {
		clearInterval(beating);
		await page.close();
		await sockets.close();
		await site.close();
	});
	const origin = `http://${secure ? '127.0.0.1' : 'wall.test'}:${new URL(site.url).port}`;
	await page.goto(`${origin}/before`);
	await page.goto(origin + path);
	return {
		page,
		errors,
		build,
		url: origin + path,
		celebrate: (celebration, isOnce = false) => {
			const isAgain = celebrated.some(({ id }) => id === celebration.id);
			if (isAgain) celebrated = celebrated.map((one) => (one.id === celebration.id ? celebration : one));
			else if (!isOnce) celebrated.push(celebration);
			sockets.emit('celebrate', celebration);
		},
		withdraw: (id) => {
			celebrated = celebrated.filter((one) => one.id !== id);
			sockets.emit('withdraw', id);
		},
		beat: () => void sockets.emit('beat', now, '14:29'),
		cut: () => {
			isCut = !isCut;
			if (isCut) sockets.disconnectSockets();
		},
		setUp: (part) => {
			told = { ...told, ...part };
			sockets.emit('screen', told);
		},
		connections: () => connections,
	};
}

export const panel = (page: Page, { id }: PanelView = trend) => page.locator(`[data-panel="${id}"]`);
/** A key as a remote sends it that gives no name. Sent a moment later, since it may end the page. */
export const press = (page: Page, keyCode: number, key = 'Unidentified') =>
	page.evaluate(
		([code, name]) => {
			const send = (type: string) => window.dispatchEvent(Object.defineProperty(new KeyboardEvent(type, { key: name, cancelable: true }), 'keyCode', { value: code }));
			setTimeout(() => ['keydown', 'keyup'].forEach(send), 0);
		},
		[keyCode, key] as const,
	);

/** Back as a set sends it that has no key for it. */
export const stepBack = (page: Page) => page.evaluate(() => void setTimeout(() => history.back(), 0));
