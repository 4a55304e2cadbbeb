/** What a test needs of the machine itself: a small disk, a free port. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** A disk of its own in a file, as a disk is: it holds what was written through to it, and not what the system still keeps for it in memory. */
export interface ImagedDisk {
	folder: string;
	/** What the disk holds at this moment, in another file: the power has failed. */
	fail: () => string;
	unplug: () => void;
}

const run = (program: string, args: string[]): void => {
	const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
	if (status !== 0) throw error ?? new Error(`${program} ${args.join(' ')}: ${stderr.trim()}`);
};

/** `image`: of an earlier one; a new and empty disk unless given. */
export function givenImagedDisk(image?: string): ImagedDisk {
	const folder = givenFolder();
	const file = image ?? join(givenFolder(), 'disk.img');
	if (image === undefined) {
		run('truncate', ['-s', '96M', file]);
		run('mkfs.ext4', ['-q', '-F', file]);
	}
	run('mount', ['-o', 'loop', file, folder]);
	let isPlugged = true;
	const unplug = (): void => {
		if (isPlugged) unmount(folder);
		isPlugged = false;
	};
	onTestFinished(unplug);
	return {
		folder,
		unplug,
		fail: () => {
			const copy = join(givenFolder(), 'after.img');
			run('cp', ['--sparse=always', file, copy]);
			return copy;
		},
	};
}

const tryImages = (): boolean => {
	if (!mayMount || spawnSync('mkfs.ext4', ['-V']).status !== 0) return false;
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-'));
	try {
		const file = join(folder, 'disk.img');
		run('truncate', ['-s', '8M', file]);
		run('mkfs.ext4', ['-q', '-F', file]);
		run('mount', ['-o', 'loop', file, '/mnt']);
		unmount('/mnt');
		return true;
	} catch (error) {
		console.warn(`Tests of failing power need loop devices and mkfs.ext4: ${error instanceof Error ? error.message : String(error)}`);
		return false;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};

export const mayMountImages = tryImages();
