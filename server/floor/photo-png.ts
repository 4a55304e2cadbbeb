/** PNG (ISO/IEC 15948), as far as a browser's canvas writes it: 8 bits, no palette, not interlaced. The pixels are unpacked, checked and packed anew. */
import { constants, crc32, deflateSync, inflateSync } from 'node:zlib';
import { cutShort, demandSize, faulty } from './photo-fault.ts';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Bytes of a pixel by the kind of colour: grey, RGB, grey and RGB with transparency. */
const pixelBytes: Record<number, number> = { 0: 1, 2: 3, 4: 2, 6: 4 };
const lastFilter = 4;

interface Chunk {
	type: string;
	content: Buffer;
}

function chunksOf(file: Buffer): Chunk[] {
	if (!file.subarray(0, signature.length).equals(signature)) throw faulty('The picture begins like a PNG and is none.');
	const chunks: Chunk[] = [];
	let at = signature.length;
	while (chunks.at(-1)?.type !== 'IEND') {
		if (at + 12 > file.length) throw cutShort();
		const length = file.readUInt32BE(at);
		const end = at + 8 + length;
		if (end + 4 > file.length) throw cutShort();
		const type = file.toString('latin1', at + 4, at + 8);
		if (!/^[A-Za-z]{4}$/.test(type) || crc32(file.subarray(at + 4, end)) !== file.readUInt32BE(end)) throw faulty('The picture is damaged: a checksum does not match.');
		chunks.push({ type, content: file.subarray(at + 8, end) });
		at = end + 4;
	}
	if (at !== file.length) throw faulty('There is something behind the end of the picture.');
	return chunks;
}

const isCritical = ({ type }: Chunk): boolean => /^[A-Z]/.test(type);

function packed({ type, content }: Chunk): Buffer {
	const chunk = Buffer.alloc(content.length + 12);
	chunk.writeUInt32BE(content.length, 0);
	chunk.write(type, 4, 'latin1');
	content.copy(chunk, 8);
	chunk.writeUInt32BE(crc32(chunk.subarray(4, content.length + 8)), content.length + 8);
	return chunk;
}

/** At most as many bytes as the picture has, whatever the file would unpack to. */
function unpacked(content: Buffer, length: number): Buffer {
	try {
		return inflateSync(content, { maxOutputLength: length });
	} catch {
		throw faulty('The picture is damaged: its pixels cannot be unpacked.');
	}
}

/** The same pixels and nothing else. @throws InputError 422 */
export function rewrittenPng(bytes: Uint8Array): Uint8Array {
	const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)).filter(isCritical);
	const header = chunks[0]?.content;
	// Of the order of parts: the header first, the pixels in one piece, the end last.
	if (!header || !/^IHDR (PLTE )?(IDAT )+IEND $/.test(chunks.map(({ type }) => `${type} `).join('')) || header.length !== 13 || chunks.at(-1)?.content.length !== 0) throw faulty('The parts of the picture are not those of a PNG.');
	const width = header.readUInt32BE(0);
	const height = header.readUInt32BE(4);
	const [depth, colour = -1, compression, filter, interlace] = header.subarray(8);
	demandSize(width, height);
	const perPixel = pixelBytes[colour];
	if (depth !== 8 || perPixel === undefined || compression !== 0 || filter !== 0 || interlace !== 0) throw faulty('Save the picture as a PNG with 8 bits a colour, without a palette and not interlaced, or as a JPEG.');
	const rowBytes = 1 + width * perPixel;
	const pixels = unpacked(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ content }) => content)), rowBytes * height);
	if (pixels.length !== rowBytes * height) throw cutShort();
	for (let at = 0; at < pixels.length; at += rowBytes) if ((pixels[at] ?? 0) > lastFilter) throw faulty('The picture is damaged: a row cannot be read.');
	const content = deflateSync(pixels, { level: constants.Z_BEST_COMPRESSION });
	return Buffer.concat([signature, packed({ type: 'IHDR', content: header }), packed({ type: 'IDAT', content }), packed({ type: 'IEND', content: Buffer.alloc(0) })]);
}
