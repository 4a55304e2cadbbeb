/** QR codes are made here, so that a screen which shows one needs nothing but a path to paint. */
import { encode } from 'uqr';
import type { QrCode } from '../../shared/fleet.ts';

/** More would make modules that no phone reads from three metres. */
const mostCharacters = 110;

/** Null for a text that is too long for a code to be read across a room. */
export function qrOf(text: string): QrCode | null {
	if (text.length > mostCharacters) return null;
	// The quiet zone is the screen's to leave: it is white in either theme.
	const { data, size } = encode(text, { ecc: 'M', border: 0 });
	const runs = data.flatMap((row, y) => [...row.map((dark) => (dark ? '1' : '0')).join('').matchAll(/1+/g)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`));
	return { size, path: runs.join('') };
}
