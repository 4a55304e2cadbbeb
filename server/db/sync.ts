/** Brings what was written to the disk itself, so that it outlives a power cut. */
import { closeSync, fsyncSync, openSync } from 'node:fs';

/** To sync a file it must be open for writing on some systems. */
export function syncFile(file: string): void {
	const handle = openSync(file, 'r+');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** A name is on disk once its folder is; Windows and some network shares know no such thing. */
export function syncFolder(folder: string): void {
	if (process.platform === 'win32') return;
	const handle = openSync(folder, 'r');
	try {
		fsyncSync(handle);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && ['EINVAL', 'ENOTSUP'].includes(String(error.code)))) throw error;
	} finally {
		closeSync(handle);
	}
}
