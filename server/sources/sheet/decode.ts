/** Bytes of a text file to text, and which encoding they turned out to be in. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

export interface Decoded {
	text: string;
	encoding: Encoding;
	/** The file says its encoding itself, by a byte order mark. */
	marked: boolean;
}

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean => mark.every((byte, index) => bytes[index] === byte);

const markOf = (bytes: Uint8Array): Encoding | null =>
	startsWith(bytes, 0xef, 0xbb, 0xbf) ? 'utf-8' : startsWith(bytes, 0xff, 0xfe) ? 'utf-16le' : startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : null;

/** UTF-16 without a mark: of Western text every other byte is zero. */
function wideOf(bytes: Uint8Array): Encoding | null {
	const sample = bytes.subarray(0, 2_000);
	const zeros = [0, 0];
	sample.forEach((byte, index) => {
		if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
	});
	const [even = 0, odd = 0] = zeros;
	if (odd > sample.length / 4 && even < odd / 4) return 'utf-16le';
	return even > sample.length / 4 && odd < even / 4 ? 'utf-16be' : null;
}

/** UTF-8 is told by its form, which text in another encoding practically never has by chance. */
export function decode(bytes: Uint8Array, forced?: Encoding): Decoded {
	const mark = markOf(bytes);
	const encoding = forced ?? mark ?? wideOf(bytes);
	const marked = mark !== null && mark === encoding;
	if (encoding) return { text: new TextDecoder(encoding).decode(bytes), encoding, marked };
	try {
		return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8', marked };
	} catch {
		return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252', marked };
	}
}
