/** Chromium for the tests that need a real browser: the one of the machine, else one that is installed for them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const usualPlaces = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];
const missing = 'The browser tests need Chromium or Google Chrome: install one, or set CHROME_PATH to it.';
const installWithinMs = 300_000;

const flags = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// A name as a TV on the LAN uses it: over plain http it is no secure context, which 127.0.0.1 is.
	'--host-resolver-rules=MAP wall.test 127.0.0.1',
];

/** @throws Error that says what to install when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
	const onPath = (env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
	const found = [env['CHROME_PATH'] ?? '', ...onPath, ...usualPlaces, chromium.executablePath()].find((path) => path !== '' && existsSync(path));
	if (found === undefined) throw new Error(missing);
	return found;
}

/** Looks for a browser and, where there is none, has Playwright or the distribution install one. @throws Error that says what to install */
export async function findBrowser(): Promise<string> {
	const places: (() => string)[] = [findChromium, installByPlaywright, installByApt];
	for (const place of places) {
		try {
			return place();
		} catch (error) {
			if (place === installByApt) throw error;
			console.warn(error instanceof Error ? error.message : String(error));
		}
	}
	throw new Error(missing);
}

function installByPlaywright(): string {
	console.warn('No Chromium on this machine: Playwright installs one.');
	const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
	run(process.execPath, [cli, 'install', 'chromium']);
	const path = chromium.executablePath();
	// A download may lack libraries of the system.
	run(path, ['--version']);
	return path;
}

function installByApt(): string {
	const isRoot = process.getuid?.() === 0;
	const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
	if (!isRoot || !/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)) throw new Error(missing);
	console.warn('Installing the package `chromium` of this distribution.');
	try {
		run('apt-get', ['update']);
		run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
	} catch (error) {
		throw new Error(missing, { cause: error });
	}
	return findChromium();
}

function run(command: string, args: string[]): void {
	const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: installWithinMs, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
	if (error) throw error;
	if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr.trim().split('\n').at(-1) ?? 'failed'}`);
}

/** A browser that keeps what it stores in `profile`, as a TV does over being switched off and on. */
export const launchTv = (profile: string): Promise<BrowserContext> => chromium.launchPersistentContext(profile, { executablePath: findChromium(), args: flags, viewport: { width: 1280, height: 720 } });

/** `args` are added to the usual flags. */
export const launchBrowser = (args: string[] = [], executablePath = findChromium()): Promise<Browser> => chromium.launch({ executablePath, args: [...flags, ...args] });

export interface OwnBrowser {
	browser: Browser;
	/** Of its first process. */
	pid: number;
	close: () => Promise<void>;
}

/** One whose processes a test may stop and start. */
export async function launchOwnBrowser(): Promise<OwnBrowser> {
	const server = await chromium.launchServer({ executablePath: findChromium(), args: flags });
	const browser = await chromium.connect(server.wsEndpoint());
	return { browser, pid: server.process().pid ?? 0, close: () => server.close() };
}
