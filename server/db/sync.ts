/** Brings what was written to the disk itself, so that it outlives a power cut. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** To sync a file it must be open for writing on some systems. */
export function syncFile(file: string): void {
	const handle = openSync(file, 'r+');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** Windows and some network shares cannot do it with a folder. */
const refuseUnlessUnknown = (error: unknown): void => {
	if (!(error instanceof Error && 'code' in error && ['EINVAL', 'ENOTSUP'].includes(String(error.code)))) throw error;
};

/** A name is on disk once its folder is. */
export function syncFolder(folder: string): void {
	if (process.platform === 'win32') return;
	const handle = openSync(folder, 'r');
	try {
		fsyncSync(handle);
	} catch (error) {
		refuseUnlessUnknown(error);
	} finally {
		closeSync(handle);
	}
}

/** The same of a folder that may be long in answering. */
export async function syncFolderLater(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync().catch(refuseUnlessUnknown);
	} finally {
		await handle.close();
	}
}
