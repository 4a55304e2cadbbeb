/** The wall in a real browser, and a server that says what the test wants. */
import { Server } from 'socket.io';
import type { Browser, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { builtDisplay, displayDir } from '../../display/build.ts';
import { changeOf } from '../../shared/board-change.ts';
import type { BoardView } from '../../shared/views.ts';
import type { ServerToWall, WallToServer } from '../../shared/wire.ts';
import { floorBoard } from '../fixtures/views.ts';
import { serveSite } from '../support/site.ts';

export interface Shell {
	page: Page;
	/** Sends a board, and every wall that connects later gets it, too. */
	send(part: Partial<BoardView>): void;
	/** The same as a change of the board before; `number` as if so many had been sent. */
	change(part: Partial<BoardView>, number?: number): void;
	/** Sends a change that may be anything. */
	say(change: unknown): void;
	/** How often walls have connected. */
	connections(): number;
	beat(): void;
	/** Walls that connect from now on get no beat. */
	hush(): void;
	panel(): Promise<string | null>;
	/** Errors that nothing in the page has caught. */
	errors: string[];
}

interface Wanted {
	/** Runs in the page before anything else does, at each start. */
	before?: () => void;
}

/** A server that sends `part` of a board and one beat on connecting, and a wall that shows it. */
export async function givenShell(browser: Browser, part: Partial<BoardView>, { before }: Wanted = {}): Promise<Shell> {
	const site = await serveSite(displayDir, (path) => (path === '/healthz' ? { status: 200, body: {} } : null));
	const sockets = new Server<WallToServer, ServerToWall>(site.server);
	const build = (await builtDisplay()) ?? '';
	let board: BoardView = { ...floorBoard, build, ...part };
	const now = () => Date.UTC(2026, 10, 23, 13, 32);
	let number = 0;
	let connections = 0;
	let hushed = false;
	sockets.on('connection', (socket) => {
		connections += 1;
		socket.emit('board', board, number);
		if (!hushed) socket.emit('beat', now(), '14:29');
	});
	const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	onTestFinished(async () => {
		await page.close();
		await sockets.close();
		await site.close();
	});
	if (before) await page.addInitScript(before);
	await page.goto(site.url);
	const sent = (next: Partial<BoardView>): void => {
		board = { ...board, ...next, revision: board.revision + 1 };
		number += 1;
	};
	return {
		page,
		errors,
		send: (next) => {
			sent(next);
			sockets.emit('board', board, number);
		},
		change: (next, as) => {
			const earlier = board;
			sent(next);
			sockets.emit('change', changeOf(earlier, board), as ?? number);
		},
		say: (change) => {
			number += 1;
			sockets.emit('change', change as never, number); // what no server of ours says
		},
		connections: () => connections,
		beat: () => sockets.emit('beat', now(), '14:31'),
		hush: () => (hushed = true),
		panel: () => page.locator('[data-panel]').getAttribute('data-panel', { timeout: 5000 }),
	};
}
