/** Pictures made by hand, part by part, so that each part can be made wrong. */
import { crc32, deflateSync } from 'node:zlib';

/** As a browser's canvas writes it: 64 pixels a side, three colours, with a colour profile. */
export const ofCanvas = Buffer.from(
	'/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCABAAEADASIAAhEBAxEB/8QAGQABAAMBAQAAAAAAAAAAAAAAAAEDBQYE/8QAJRAAAgIBAwMEAwAAAAAAAAAAAAECAwQFESESMTITUWFxQUKB/8QAGAEBAQEBAQAAAAAAAAAAAAAABAMCBQH/xAAXEQADAQAAAAAAAAAAAAAAAAAAAQIR/9oADAMBAAIRAxEAPwDQAA5s40yAASbETIIAItiZkAAk2ImSQALbOdMnu03T3lvrsbjUn+O7N2nHpojtVXGK+FyMepU49daXjHYtDt6OiFKKrsem+O1tcZfa5MLUtPeI+uDcqm/7E6Iqyaldj2VteUdjxmzkwAQbETJJAAps58ydZj2q7HrsT8o7lpzum6i8R+nYnKp+3eJu05FN8eqqyMl8PkxogtKsm1U49lj/AFi2LsimiO9tkY/b5MLUtReW1CtONS9+8jNUkjcQ6Z4ACArY6ZJAAps50yAASbETIAIJNiZkAAi2ImT/2Q==',
	'base64',
);

const u16 = (value: number): number[] => [value >> 8, value & 255];
export const segment = (marker: number, ...content: number[]): number[] => [0xff, marker, ...u16(content.length + 2), ...content];

interface JpegParts {
	side?: number;
	height?: number;
	frame?: number;
	depth?: number;
	/** Of each colour: blocks across and down. */
	sampling?: number[];
	steps?: number[];
	codes?: number[][];
	/** Units from one restart to the next. */
	interval?: number;
	/** The scan itself; by default all blocks the same grey. */
	scan?: number[];
	/** Of the scan: first and last coefficient, and their bits. */
	range?: number[];
	before?: number[];
	end?: number[];
}

/** One code of one bit: the mean is as before. And one that ends a block. */
const oneCode = (head: number): number[] => [head, 1, ...Array<number>(15).fill(0), 0];

/** A grey JPEG: each block is two bits, "as before" and "nothing else". */
export function jpeg(parts: JpegParts = {}): Buffer {
	const { side = 64, frame = 0xc0, depth = 8, sampling = [0x11], interval = 0, range = [0, 63, 0], before = [], end = [0xff, 0xd9] } = parts;
	const { height = side, steps = [0, ...Array<number>(64).fill(8)], codes = [oneCode(0x00), oneCode(0x10)] } = parts;
	const blocks = Math.ceil(side / 8) * Math.ceil(height / 8);
	const scan = parts.scan ?? [...Array<number>(Math.ceil((blocks * 2) / 8)).fill(0)];
	return Buffer.from([
		...[0xff, 0xd8],
		...before,
		...segment(0xdb, ...steps),
		...segment(frame, depth, ...u16(height), ...u16(side), sampling.length, ...sampling.flatMap((sampled, index) => [index + 1, sampled, 0])),
		...codes.flatMap((table) => segment(0xc4, ...table)),
		...(interval > 0 ? segment(0xdd, ...u16(interval)) : []),
		...segment(0xda, sampling.length, ...sampling.flatMap((_, index) => [index + 1, 0x00]), ...range),
		...scan,
		...end,
	]);
}

export function chunk(type: string, content: Uint8Array = new Uint8Array()): Buffer {
	const made = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), content, Buffer.alloc(4)]);
	made.writeUInt32BE(content.length, 0);
	made.writeUInt32BE(crc32(made.subarray(4, -4)), made.length - 4);
	return made;
}

interface PngParts {
	side?: number;
	height?: number;
	depth?: number;
	colour?: number;
	interlace?: number;
	/** Rows, each with the byte of its filter. */
	rows?: Buffer;
	pixels?: Buffer;
	before?: Buffer[];
	after?: Buffer[];
	behind?: Buffer;
}

/** A PNG in RGB with transparency. */
export function png(parts: PngParts = {}): Buffer {
	const { side = 64, height = side, depth = 8, colour = 6, interlace = 0, before = [], after = [], behind = Buffer.alloc(0) } = parts;
	const header = Buffer.alloc(13);
	header.writeUInt32BE(side, 0);
	header.writeUInt32BE(height, 4);
	header.set([depth, colour, 0, 0, interlace], 8);
	const perPixel = { 0: 1, 2: 3, 4: 2, 6: 4 }[colour] ?? 1;
	const row = Buffer.concat([Buffer.from([1]), Buffer.alloc(side * perPixel, 3)]);
	const pixels = parts.pixels ?? deflateSync(parts.rows ?? Buffer.concat(Array.from({ length: height }, () => row)));
	return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), ...before, chunk('IDAT', pixels), ...after, chunk('IEND'), behind]);
}

/** The same picture, said to be held a quarter turned (EXIF orientation 6), as phones write it. */
export function turned(photo: Buffer): Buffer {
	const exif = Buffer.from('45786966000049492a0008000000010012010300010000000600000000000000', 'hex');
	return Buffer.concat([photo.subarray(0, 2), Buffer.from(segment(0xe1, ...exif)), photo.subarray(2)]);
}
