/** What a test needs of the machine itself: a small disk, a free port. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { givenFolder } from '../server/http/support.ts';

const mount = (args: string[], folder: string): boolean => spawnSync('mount', [...args, 'tmpfs', folder]).status === 0;
const unmount = (folder: string): void => void spawnSync('umount', ['-l', folder]);

const tryToMount = (): boolean => {
	const folder = '/mnt';
	if (process.platform !== 'linux' || process.getuid?.() !== 0 || !mount(['-t', 'tmpfs', '-o', 'size=16k'], folder)) {
		console.warn('Tests of full and read-only disks need Linux, root, and the right to mount.');
		return false;
	}
	unmount(folder);
	return true;
};

export const mayMount = tryToMount();

/** A disk of its own, of a size such as '16m', until the test has ended. */
export function givenSmallDisk(size: string): string {
	const folder = givenFolder();
	if (!mount(['-t', 'tmpfs', '-o', `size=${size}`], folder)) throw new Error('a small disk could not be mounted');
	onTestFinished(() => unmount(folder));
	return folder;
}

export const makeReadOnly = (disk: string): void => {
	if (!mount(['-o', 'remount,ro'], disk)) throw new Error('the disk could not be made read-only');
};

export const givenFreePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const server = createServer().once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
		});
	});
