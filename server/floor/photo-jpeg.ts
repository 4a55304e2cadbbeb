/**
 * JPEG (ITU-T T.81), as far as a browser's canvas writes it: sequential, 8 bits, grey or three colours, one scan. The tables are checked as
 * strictly as decoders do, and the scan is walked code by code to the last block, so that what is kept is what a decoder paints.
 */
import { cutShort, demandSize, faulty } from './photo-fault.ts';
import { huffmanCodes, walkScan, type HuffmanCodes } from './photo-scan.ts';

const marker = { start: 0xd8, end: 0xd9, huffman: 0xc4, quantisation: 0xdb, restart: 0xdd, scan: 0xda, jfif: 0xe0, adobe: 0xee, comment: 0xfe } as const;
/** Sequential, of which the second may be of 12 bits and is not then. */
const frames = [0xc0, 0xc1];
const otherFrames = [0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];

interface Component {
	id: number;
	across: number;
	down: number;
	quantisation: number;
}
interface Table {
	segment: Buffer;
	codes: HuffmanCodes;
}

const damaged = (what: string): Error => faulty(`The picture is damaged: ${what}.`);

function segmentOf(name: number, content: Uint8Array): Buffer {
	const head = Buffer.from([0xff, name, 0, 0]);
	head.writeUInt16BE(content.length + 2, 2);
	return Buffer.concat([head, content]);
}

/** By number: tables of 64 steps, of one byte each or two. */
function readQuantisation(content: Buffer, tables: Map<number, Buffer>): void {
	let at = 0;
	while (at < content.length) {
		const head = content[at] ?? 0;
		const isWide = head >> 4 === 1;
		const end = at + 1 + (isWide ? 128 : 64);
		if (head >> 4 > 1 || (head & 15) > 3 || end > content.length) throw damaged('a table of steps');
		for (let step = at + 1; step < end; step += isWide ? 2 : 1) {
			if ((isWide ? content.readUInt16BE(step) : content[step]) === 0) throw damaged('a table of steps');
		}
		tables.set(head & 15, segmentOf(marker.quantisation, content.subarray(at, end)));
		at = end;
	}
}

/** By class and number, as the head of each writes them. */
function readHuffman(content: Buffer, tables: Map<number, Table>): void {
	let at = 0;
	while (at < content.length) {
		const head = content[at] ?? 0;
		const counts = content.subarray(at + 1, at + 17);
		const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
		if (head >> 4 > 1 || (head & 15) > 3 || counts.length < 16 || end > content.length) throw damaged('a table of codes');
		const codes = huffmanCodes(counts, content.subarray(at + 17, end), head >> 4 === 0);
		if (!codes) throw damaged('a table of codes');
		tables.set(head, { segment: segmentOf(marker.huffman, content.subarray(at, end)), codes });
		at = end;
	}
}

function readFrame(content: Buffer): { width: number; height: number; components: Component[] } {
	const count = content[5] ?? 0;
	if (content.length < 6 || content.length !== 6 + 3 * count) throw damaged('its size');
	if (content[0] !== 8 || (count !== 1 && count !== 3)) throw faulty('Save the picture as a JPEG in grey or in RGB colours, with 8 bits.');
	const components = Array.from({ length: count }, (_, index): Component => {
		const [id = 0, sampling = 0, quantisation = 0] = content.subarray(6 + 3 * index);
		return { id, across: sampling >> 4, down: sampling & 15, quantisation };
	});
	const isUsual = components.every(({ across, down }) => [1, 2].includes(across) && [1, 2].includes(down));
	const blocks = components.reduce((sum, { across, down }) => sum + across * down, 0);
	if (!isUsual || blocks > 10 || new Set(components.map(({ id }) => id)).size !== count) throw damaged('its colours');
	return { width: content.readUInt16BE(3), height: content.readUInt16BE(1), components };
}

/** The same picture and nothing else. @throws InputError 422 */
export function rewrittenJpeg(bytes: Uint8Array): Uint8Array {
	const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	const quantisation = new Map<number, Buffer>();
	const huffman = new Map<number, Table>();
	let frame: (ReturnType<typeof readFrame> & { segment: Buffer }) | null = null;
	let interval = 0;
	/** Whether the three are RGB and not brightness and two differences, which is said by one maker's part only. */
	let isRgb: boolean | null = null;
	let at = 2;
	for (;;) {
		if (at + 4 > file.length) throw cutShort();
		const name = file[at + 1] ?? 0;
		if (file[at] !== 0xff) throw damaged('one of its parts does not begin where it should');
		// Between two parts may stand any number of these.
		if (name === 0xff) {
			at += 1;
			continue;
		}
		if (otherFrames.includes(name)) throw faulty('Save the picture as a plain (baseline) JPEG, not as a progressive one.');
		const length = file.readUInt16BE(at + 2);
		const end = at + 2 + length;
		if (length < 2 || end > file.length) throw cutShort();
		const content = file.subarray(at + 4, end);
		at = end;
		if (name === marker.quantisation) readQuantisation(content, quantisation);
		else if (name === marker.huffman) readHuffman(content, huffman);
		else if (name === marker.restart && length === 4) interval = content.readUInt16BE(0);
		else if (name === marker.adobe && content.length >= 12 && content.toString('latin1', 0, 5) === 'Adobe') isRgb = content[11] === 0;
		else if (frames.includes(name) && !frame) {
			frame = { ...readFrame(content), segment: segmentOf(name, content) };
			demandSize(frame.width, frame.height);
		} else if (name === marker.scan) {
			if (!frame) throw damaged('it has no size');
			return scanned(frame, content);
		} else if (!((name >= marker.jfif && name <= 0xef) || name === marker.comment)) throw damaged('it has a part that does not belong there');
	}

	function scanned({ components, width, height, segment }: NonNullable<typeof frame>, scan: Buffer): Buffer {
		const count = components.length;
		if (scan[0] !== count || scan.length !== 4 + 2 * count || scan[scan.length - 3] !== 0 || scan[scan.length - 2] !== 63 || scan[scan.length - 1] !== 0) throw faulty('Save the picture as a plain (baseline) JPEG, with all colours in one scan.');
		const steps = new Set<Buffer>();
		const codes = new Set<Buffer>();
		const parts = components.map(({ id, across, down, quantisation: number }, index) => {
			const tables = scan[2 + 2 * index] ?? 0;
			const table = quantisation.get(number);
			const first = huffman.get(tables >> 4);
			const others = huffman.get(16 + (tables & 15));
			if (scan[1 + 2 * index] !== id || !table || !first || !others) throw damaged('a table is missing');
			steps.add(table);
			codes.add(first.segment).add(others.segment);
			// A single colour has no blocks to interleave.
			return { blocks: count === 1 ? 1 : across * down, first: first.codes, others: others.codes };
		});
		const across = count === 1 ? 1 : Math.max(...components.map((one) => one.across));
		const down = count === 1 ? 1 : Math.max(...components.map((one) => one.down));
		const end = walkScan(file, at, { parts, units: Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down)), interval });
		if (end === null) throw damaged('its pixels cannot be read');
		if (end + 2 > file.length) throw cutShort();
		if (file[end] !== 0xff || file[end + 1] !== marker.end) throw damaged('it goes on where it should end');
		if (end + 2 !== file.length) throw faulty('There is something behind the end of the picture.');
		const colours =
			isRgb === null ? segmentOf(marker.jfif, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')) : segmentOf(marker.adobe, Buffer.from(`Adobe\0\x64\0\0\0\0${isRgb ? '\0' : '\x01'}`, 'latin1'));
		const restarts = Buffer.from([interval >> 8, interval & 255]);
		return Buffer.concat([
			Buffer.from([0xff, marker.start]),
			colours,
			...steps,
			segment,
			...codes,
			...(interval > 0 ? [segmentOf(marker.restart, restarts)] : []),
			segmentOf(marker.scan, scan),
			file.subarray(at, end),
			Buffer.from([0xff, marker.end]),
		]);
	}
}
