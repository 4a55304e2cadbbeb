/**
 * What may become a photo: a square JPEG or PNG that was read to its last byte. It is kept as a file written anew from what was read, so
 * that nothing else of what was sent is left: no place and time of taking, no colour profile, no text, nothing behind the end.
 */
import { largestPhoto } from '../../shared/people-api.ts';
import { InputError } from '../errors.ts';
import { rewrittenJpeg } from './photo-jpeg.ts';
import { rewrittenPng } from './photo-png.ts';
import type { Photo } from './photos.ts';

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((byte, index) => bytes[index] === byte);

/** @throws InputError 415 for what is neither JPEG nor PNG, 413 for what grows beyond the limit, 422 for what is wrong with one */
export function checkedPhoto(bytes: Uint8Array): Photo {
	const photo = readPhoto(bytes);
	if (photo.bytes.length > largestPhoto) throw new InputError(`The picture is larger than ${largestPhoto} bytes.`, { status: 413, code: 'too_large', field: 'body' });
	return photo;
}

function readPhoto(bytes: Uint8Array): Photo {
	if (startsWith(bytes, [0xff, 0xd8, 0xff])) return { type: 'image/jpeg', bytes: rewrittenJpeg(bytes) };
	if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return { type: 'image/png', bytes: rewrittenPng(bytes) };
	throw new InputError('This is neither a JPEG nor a PNG picture.', { status: 415, code: 'unsupported_type', field: 'body' });
}
