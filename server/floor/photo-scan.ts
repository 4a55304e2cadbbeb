/** The scan of a sequential JPEG (ITU-T T.81, Annex F): its Huffman codes read one by one, and nothing made of them. */

/** For each length of code, 1 to 16: the first code of it, the first beyond, and where its symbols begin. */
export interface HuffmanCodes {
	from: readonly number[];
	beyond: readonly number[];
	place: readonly number[];
	symbols: Uint8Array;
}

/** A kind of blocks in a unit of the scan. */
export interface ScanPart {
	blocks: number;
	/** For the mean of a block, and for all else in it. */
	first: HuffmanCodes;
	others: HuffmanCodes;
}

export interface Scan {
	parts: readonly ScanPart[];
	/** Groups of blocks in the whole picture. */
	units: number;
	/** Units from one restart to the next; 0: there are none. */
	interval: number;
}

/** Bits of a mean at most, in eight-bit pictures. */
const mostMeanBits = 11;
const blockSize = 64;

/** Null for what is no set of codes. `counts`: how many there are of each length. */
export function huffmanCodes(counts: Uint8Array, symbols: Uint8Array, areMeans: boolean): HuffmanCodes | null {
	const from: number[] = [];
	const beyond: number[] = [];
	const place: number[] = [];
	let code = 0;
	let at = 0;
	for (let length = 1; length <= 16; length += 1) {
		const count = counts[length - 1] ?? 0;
		from.push(code);
		place.push(at);
		code += count;
		at += count;
		beyond.push(code);
		if (code > 2 ** length) return null;
		code *= 2;
	}
	if (at === 0 || at > 256 || (areMeans && symbols.some((symbol) => symbol > mostMeanBits))) return null;
	return { from, beyond, place, symbols };
}

/** What stops the walk; caught below. */
class Unreadable extends Error {}

/** The byte behind the scan, or null when it cannot be read to its end. */
export function walkScan(file: Uint8Array, begin: number, { parts, units, interval }: Scan): number | null {
	let at = begin;
	let held = 0;
	let heldBits = 0;

	const bits = (count: number): number => {
		let read = 0;
		for (let left = count; left > 0; left -= 1) {
			if (heldBits === 0) {
				const byte = file[at];
				// In a scan, this byte stands for itself only with a nought behind it.
				if (byte === undefined || (byte === 0xff && file[at + 1] !== 0)) throw new Unreadable();
				at += byte === 0xff ? 2 : 1;
				held = byte;
				heldBits = 8;
			}
			heldBits -= 1;
			read = read * 2 + ((held >> heldBits) & 1);
		}
		return read;
	};
	const symbol = ({ from, beyond, place, symbols }: HuffmanCodes): number => {
		let code = 0;
		for (let length = 0; length < 16; length += 1) {
			code = code * 2 + bits(1);
			if (code < (beyond[length] ?? 0)) return symbols[(place[length] ?? 0) + code - (from[length] ?? 0)] ?? 0;
		}
		throw new Unreadable();
	};
	const block = ({ first, others }: ScanPart): void => {
		bits(symbol(first));
		for (let place = 1; place < blockSize; place += 1) {
			const found = symbol(others);
			const skipped = found >> 4;
			if (found === 0) return;
			place += skipped;
			if ((found & 15) === 0 && skipped !== 15) throw new Unreadable();
			if (place >= blockSize) throw new Unreadable();
			bits(found & 15);
		}
	};

	try {
		for (let unit = 0; unit < units; unit += 1) {
			if (interval > 0 && unit > 0 && unit % interval === 0) {
				heldBits = 0;
				if (file[at] !== 0xff || file[at + 1] !== 0xd0 + ((unit / interval - 1) % 8)) return null;
				at += 2;
			}
			for (const part of parts) for (let count = 0; count < part.blocks; count += 1) block(part);
		}
		return at;
	} catch (error) {
		if (error instanceof Unreadable) return null;
		throw error;
	}
}
