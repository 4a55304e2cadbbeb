/** A cable that can be pulled: a browser in a network of its own, whose way to this machine leads over a switch. */
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { givenFolder } from '../server/http/support.ts';
import { findChromium } from './browser.ts';

export interface Cable {
	/** This machine, as the browser finds it. */
	host: string;
	/** Starts the browser in its own network: to be given as the browser's program. */
	browser: string;
	/** Between the switch and this machine, so that the television's own plug seems to be in. */
	pull: () => void;
	plugIn: () => void;
}

/** Set aside for tests between networks; no office has it. */
const host = '198.18.77.1';
const television = '198.18.77.2';

const ip = (...args: string[]): void => {
	const { status, stderr, error } = spawnSync('ip', args, { encoding: 'utf8' });
	if (status !== 0) throw error ?? new Error(`ip ${args.join(' ')}: ${stderr.trim()}`);
};

const remove = (network: string): void => void spawnSync('ip', ['netns', 'del', network]);

/** This machine's end of the cable is `wall0`; in the other network, `wall1` leads into the switch `tv0`, which is the television's plug too. */
const lay = (network: string): void => {
	const inside = ['-n', network];
	ip('netns', 'add', network);
	ip('link', 'add', 'wall0', 'type', 'veth', 'peer', 'name', 'wall1', 'netns', network);
	ip('addr', 'add', `${host}/30`, 'dev', 'wall0');
	ip('link', 'set', 'wall0', 'up');
	ip(...inside, 'link', 'add', 'tv0', 'type', 'bridge');
	// Something else on the switch, so that it is not alone when the cable is pulled.
	ip(...inside, 'link', 'add', 'other0', 'type', 'veth', 'peer', 'name', 'other1');
	for (const port of ['wall1', 'other0']) ip(...inside, 'link', 'set', port, 'master', 'tv0');
	for (const port of ['lo', 'tv0', 'wall1', 'other0', 'other1']) ip(...inside, 'link', 'set', port, 'up');
	ip(...inside, 'addr', 'add', `${television}/30`, 'dev', 'tv0');
};

const tryToLay = (): boolean => {
	const network = `floorcast-try-${process.pid}`;
	try {
		if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new Error('this is not Linux, or not root');
		ip('netns', 'add', network);
		ip('-n', network, 'link', 'add', 'tv0', 'type', 'bridge');
		return true;
	} catch (error) {
		console.warn(`Pulling a cable needs Linux, root, and iproute2: ${error instanceof Error ? error.message : String(error)}`);
		return false;
	} finally {
		remove(network);
	}
};

export const mayPull = tryToLay();

export function givenCable(): Cable {
	const network = `floorcast-${process.pid}`;
	onTestFinished(() => remove(network));
	lay(network);
	const browser = join(givenFolder(), 'browser');
	writeFileSync(browser, `#!/bin/sh\nexec ip netns exec ${network} '${findChromium()}' "$@"\n`);
	chmodSync(browser, 0o755);
	return {
		host,
		browser,
		pull: () => ip('-n', network, 'link', 'set', 'wall1', 'down'),
		plugIn: () => ip('-n', network, 'link', 'set', 'wall1', 'up'),
	};
}
