/** A body that is a file: written to disk as it comes, so that no file is held in memory, and gone again when it does not come whole, or nobody takes it. */
import type { RequestHandler } from 'express';
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../errors.ts';
import { sheetTypes } from './sheet-body.ts';

export interface FileBody {
	path: string;
	size: number;
	/** SHA-256 of the bytes. */
	digest: string;
	/** Whoever takes the file over says so; a file that nobody took is gone with the answer. */
	take: () => void;
}

export const isFileBody = (body: unknown): body is FileBody => typeof body === 'object' && body !== null && 'path' in body && 'digest' in body;

export interface FileBodyLimits {
	/** Bytes; asked for when a file comes. */
	largest: () => number;
	/** What to do with one that is larger. */
	hint: string;
	types?: string[];
}

/** @param folder made when it is asked for. */
export function fileBody(folder: () => string, { largest: most, hint, types = sheetTypes }: FileBodyLimits): RequestHandler {
	const say = (message: string, field: string): InputError => new InputError(message, { status: 415, code: 'unsupported_type', field });
	return async (request, response, next) => {
		if (!request.is(types)) throw say(`Expected a file with Content-Type: ${types[0]}.`, 'Content-Type');
		if (request.headers['content-encoding'] !== undefined) throw say('Expected the file as it is, without Content-Encoding.', 'Content-Encoding');
		const largest = most();
		const tooLarge = (): InputError => new InputError(`The file is larger than ${Math.floor(largest / 1_000_000)} MB. ${hint}`, { status: 413, code: 'too_large', field: 'body' });
		if (Number(request.headers['content-length'] ?? 0) > largest) throw tooLarge();
		const path = join(folder(), `${randomUUID()}.new`);
		let [isTaken, isOver] = [false, false];
		const remove = (): void => rmSync(path, { force: true });
		response.once('close', () => {
			isOver = true;
			if (!isTaken) remove();
		});
		const hash = createHash('sha256');
		let size = 0;
		const measured = new Transform({
			transform: (chunk: Buffer, _encoding, done) => {
				size += chunk.length;
				hash.update(chunk);
				if (size > largest) done(tooLarge());
				else done(null, chunk);
			},
		});
		try {
			await pipeline(request, measured, createWriteStream(path, { mode: 0o600 }));
		} catch (error) {
			remove();
			throw error;
		}
		// Whoever sent it has gone.
		if (isOver) {
			remove();
			return;
		}
		request.body = { path, size, digest: hash.digest('base64url'), take: () => void (isTaken = true) } satisfies FileBody;
		next();
	};
}
