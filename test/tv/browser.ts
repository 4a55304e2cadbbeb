/**
 * Drives a Chromium of any age by its own protocol. The drivers that there are know either the old engines or the new
 * ones, and a wall needs little: a page, a key, a look at it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { connect } from './connection.ts';
import { openPage, type Size, type TvPage } from './page.ts';

export interface TvBrowser {
	/** As it says itself: "68.0.3419.0". */
	version: string;
	/** A page with a storage of its own; `own`: with the browser's, which a restart in the same folder still has. */
	open(options?: { size?: Size; own?: boolean }): Promise<TvPage>;
	/** Ends it in good order, so that it keeps what it should. */
	close(): Promise<void>;
}

const usualSize: Size = [1280, 720];
const startsWithinMs = 30_000;
const endsWithinMs = 5_000;

const flags = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-dev-shm-usage',
	'--disable-background-networking',
	'--no-first-run',
	'--hide-scrollbars',
	'--mute-audio',
	'--remote-debugging-port=0',
	// As on a LAN: a name, no TLS.
	'--host-resolver-rules=MAP wall.test 127.0.0.1',
];

/** Where it listens. @throws Error with what it printed, when it does not */
function listening(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let printed = '';
		const fail = (): void => reject(new Error(`the browser does not start: ${printed.trim()}`));
		const timer = setTimeout(fail, startsWithinMs);
		child.once('error', reject);
		child.once('exit', fail);
		child.stderr?.on('data', (chunk: Buffer) => {
			printed += chunk.toString();
			const url = /DevTools listening on (ws:\S+)/.exec(printed)?.[1];
			if (url === undefined) return;
			clearTimeout(timer);
			resolve(url);
		});
	});
}

/** `folder`: where it keeps what a later start is to have; else it forgets. */
export async function launch(program: string, folder?: string): Promise<TvBrowser> {
	const profile = folder ?? (await mkdtemp(join(tmpdir(), 'floorcast-tv-')));
	const child = spawn(program, [...flags, `--user-data-dir=${profile}`], { stdio: ['ignore', 'ignore', 'pipe'] });
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	// Whoever started it may be stopped before it closes it.
	const kill = (): void => void child.kill('SIGKILL');
	process.once('exit', kill);
	const url = await listening(child).catch((error: unknown) => {
		kill();
		throw error;
	});
	const connection = await connect(url);
	const { host } = new URL(url);
	const { Browser } = z.object({ Browser: z.string() }).parse(await (await fetch(`http://${host}/json/version`)).json());

	return {
		version: Browser.split('/')[1] ?? '',
		open: async ({ size = usualSize, own = false } = {}) => {
			const context = own ? {} : z.object({ browserContextId: z.string() }).parse(await connection.send('Target.createBrowserContext'));
			const { targetId } = z.object({ targetId: z.string() }).parse(await connection.send('Target.createTarget', { url: 'about:blank', ...context }));
			const page = await openPage(await connect(`ws://${host}/devtools/page/${targetId}`), size);
			return {
				...page,
				close: async () => {
					await connection.send('Target.closeTarget', { targetId });
					if (!own) await connection.send('Target.disposeBrowserContext', context);
				},
			};
		},
		close: async () => {
			const timer = setTimeout(kill, endsWithinMs);
			// It may be gone before it answers.
			await connection.send('Browser.close').catch(kill);
			await ended;
			clearTimeout(timer);
			process.off('exit', kill);
			if (folder === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}
