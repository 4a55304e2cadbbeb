/**
 * A thread that brings a file to the disk again and again while it is written. Left to the end, gigabytes wait in memory, and whoever else wants
 * something on the disk, such as the acknowledgement of a push, waits for them. It ends when it is told to, and fails where the disk does.
 */
import { existsSync, fdatasyncSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

const everyMs = 20;

const file = z.string().parse(workerData);
// Open until the thread ends: to close it would let go of what SQLite has locked in it.
let handle: number | null = null;
const flush = (): void => {
	if (handle === null && existsSync(file)) handle = openSync(file, 'r+');
	if (handle !== null) fdatasyncSync(handle);
};
const flushing = setInterval(flush, everyMs);
parentPort?.once('message', () => {
	clearInterval(flushing);
	flush();
});
