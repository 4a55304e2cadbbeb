/** Whether a JPEG is there to its end. Browsers show one that was cut short as it is, grey from there on. */

const startOfScan = 0xda;
const endOfImage = 0xd9;

/** Where the pixels of the picture itself begin, past those of a thumbnail; null: this is no JPEG that can be followed. */
function pixelsAt(bytes: Uint8Array): number | null {
	if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
	let at = 2;
	while (at + 3 < bytes.length && bytes[at] === 0xff) {
		if (bytes[at + 1] === startOfScan) return at;
		at += 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
	}
	// Cut off before its pixels, if it does not go on as a JPEG does.
	return at >= bytes.length - 3 ? bytes.length : null;
}

/** What phones put behind a picture, such as a film of it, does not matter. */
export function isCutShort(bytes: Uint8Array): boolean {
	const from = pixelsAt(bytes);
	if (from === null) return false;
	for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) if (bytes[at + 1] === endOfImage) return false;
	return true;
}
