/** What may become a photo, and what is left of it. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../server/errors.ts';
import { checkedPhoto } from '../../../server/floor/photo-file.ts';
import { launchBrowser } from '../../support/browser.ts';
import { chunk, jpeg, ofCanvas, png, segment, turned } from '../../support/photos.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const stored = (file: Buffer): Buffer => Buffer.from(checkedPhoto(file).bytes);

/** "422 The picture is cut short." */
function refusal(file: Uint8Array): string {
	try {
		checkedPhoto(file);
	} catch (error) {
		if (error instanceof InputError) return `${error.status} ${error.message}`;
		throw error;
	}
	return 'taken';
}

const good: [string, Buffer][] = [
	['a JPEG of a canvas', ofCanvas],
	['a JPEG from a phone', turned(ofCanvas)],
	['a grey JPEG', jpeg()],
	['a JPEG of 512 pixels', jpeg({ side: 512 })],
	['a JPEG whose sides are no multiple of eight', jpeg({ side: 65 })],
	['a JPEG with 16-bit steps', jpeg({ frame: 0xc1, steps: [0x10, ...Array.from({ length: 64 }, () => [1, 4]).flat()] })],
	['a JPEG in three colours', jpeg({ sampling: [0x22, 0x11, 0x11], scan: Array<number>(24).fill(0) })],
	// 64 blocks, 16 to a restart: four bytes of them between two.
	['a JPEG with restarts', jpeg({ interval: 16, scan: [0, 0, 0, 0, 0xff, 0xd0, 0, 0, 0, 0, 0xff, 0xd1, 0, 0, 0, 0, 0xff, 0xd2, 0, 0, 0, 0] })],
	['a JPEG with filling between its parts', jpeg({ before: [0xff, 0xff, ...segment(0xfe, 1, 2)] })],
	['a JPEG in RGB', jpeg({ before: segment(0xee, ...bytes('Adobe'), 0, 100, 0, 0, 0, 0, 0), sampling: [0x11, 0x11, 0x11], scan: Array<number>(48).fill(0) })],
	...([0, 2, 4, 6] as const).map((colour): [string, Buffer] => [`a PNG of kind ${colour}`, png({ colour })]),
	['a PNG of 512 pixels', png({ side: 512 })],
	['a PNG with a profile and texts', png({ before: [chunk('iCCP', bytes('x\0\0abc')), chunk('tEXt', bytes('Author\0Somebody'))], after: [chunk('eXIf', bytes('where'))] })],
	['a PNG with a palette that is only proposed', png({ before: [chunk('PLTE', bytes('abcdef'))] })],
];
const secret = bytes('GPS 59.33 18.06');

describe('[check 27] what is kept', () => {
	test.each(good)('%s is kept as a file that is taken again and stays the same', (_name, file) => {
		const photo = checkedPhoto(file);
		expect(photo.type).toBe(file[0] === 0xff ? 'image/jpeg' : 'image/png');
		expect(stored(Buffer.from(photo.bytes)).equals(photo.bytes)).toBe(true);
	});

	test('nothing but the picture is left: where and when it was taken, profiles, comments and texts are gone', () => {
		const metadata = [0xe1, 0xe2, 0xed, 0xfe].flatMap((marker) => segment(marker, ...secret));
		expect(stored(jpeg({ before: metadata })).equals(stored(jpeg()))).toBe(true);
		expect(ofCanvas.includes('ICC_PROFILE')).toBe(true);
		expect(stored(ofCanvas).includes('ICC_PROFILE')).toBe(false);
		expect(stored(turned(ofCanvas)).equals(stored(ofCanvas))).toBe(true);
		const texts = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'puRP'].map((type) => chunk(type, secret));
		expect(stored(png({ before: texts, after: texts })).equals(stored(png()))).toBe(true);
		expect(stored(png()).toString('latin1').match(/IHDR|IDAT|IEND|[a-z]{2}[A-Z][a-zA-Z]/g)?.slice(0, 1)).toEqual(['IHDR']);
	});

	test('tables that no colour uses are left out', () => {
		const unused = segment(0xdb, 3, ...secret, ...Array<number>(64 - secret.length).fill(1));
		expect(stored(jpeg({ before: unused })).includes(secret)).toBe(false);
	});
});

describe('[check 27] what is refused', () => {
	test.each([
		['nothing', Buffer.alloc(0)],
		['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
		['an SVG with a declaration', bytes('<?xml version="1.0"?><svg/>')],
		['a GIF', bytes('GIF89a\x40\0\x40\0\0\0\0;')],
		['a page', bytes('<!doctype html><script>alert(1)</script>')],
		['a WebP', bytes('RIFF\x24\0\0\0WEBPVP8 ')],
		['a HEIC', bytes('\0\0\0\x18ftypheic')],
		['a PDF', bytes('%PDF-1.7')],
		['a BMP', bytes('BM\0\0')],
		['a PNG behind a space', Buffer.concat([bytes(' '), png()])],
		['a JPEG behind a page', Buffer.concat([bytes('<html>'), jpeg()])],
	])('%s is no picture of ours: 415', (_name, file) => {
		expect(refusal(file)).toBe('415 This is neither a JPEG nor a PNG picture.');
	});

	test.each([
		['JPEG', jpeg()],
		['JPEG of a canvas', ofCanvas],
		['PNG', png()],
	])('a %s that ends early, wherever, and one with anything behind its end', (_name, file) => {
		for (let length = 4; length < file.length; length += 1) expect(refusal(file.subarray(0, length))).toMatch(/^422 /);
		for (const behind of ['\0', '<script>alert(1)</script>', 'PK\x03\x04', ' ']) expect(refusal(Buffer.concat([file, bytes(behind)]))).toBe('422 There is something behind the end of the picture.');
		expect(refusal(Buffer.concat([file, file]))).toBe('422 There is something behind the end of the picture.');
	});

	test.each([
		['too small', jpeg({ side: 63 }), '422 A photo is square, 64 to 512 pixels a side; this one is 63 × 63.'],
		['too large', png({ side: 513 }), '422 A photo is square, 64 to 512 pixels a side; this one is 513 × 513.'],
		['not square', jpeg({ side: 64, height: 65 }), '422 A photo is square, 64 to 512 pixels a side; this one is 64 × 65.'],
		['a bomb of a JPEG', jpeg({ side: 65535, scan: [0] }), '422 A photo is square, 64 to 512 pixels a side; this one is 65535 × 65535.'],
		['a bomb of a PNG', png({ side: 64, height: 64, rows: Buffer.alloc(50_000_000) }), '422 The picture is damaged: its pixels cannot be unpacked.'],
		['without a height', jpeg({ height: 0, side: 64, scan: Array<number>(16).fill(0) }), '422 A photo is square, 64 to 512 pixels a side; this one is 64 × 0.'],
	])('one that is %s', (_name, file, message) => {
		expect(refusal(file)).toBe(message);
	});
	test('a PNG that says it is huge', () => {
		const file = png({ pixels: Buffer.alloc(10) });
		file.writeUInt32BE(2 ** 31 - 1, 16);
		expect(refusal(file)).toMatch(/^422 The picture is damaged: a checksum/);
		const header = Buffer.alloc(13);
		header.writeUInt32BE(2 ** 31 - 1, 0);
		header.writeUInt32BE(2 ** 31 - 1, 4);
		header.set([8, 6], 8);
		expect(refusal(Buffer.concat([file.subarray(0, 8), chunk('IHDR', header), file.subarray(33)]))).toContain('2147483647 × 2147483647');
	});

	test.each([
		['progressive', jpeg({ frame: 0xc2 }), 'not as a progressive one'],
		['lossless', jpeg({ frame: 0xc3 }), 'plain (baseline)'],
		['arithmetic', jpeg({ frame: 0xc9 }), 'plain (baseline)'],
		['of 12 bits', jpeg({ frame: 0xc1, depth: 12 }), 'with 8 bits'],
		['of four colours', jpeg({ sampling: [0x11, 0x11, 0x11, 0x11], scan: Array<number>(64).fill(0) }), 'in grey or in RGB'],
		['of two colours', jpeg({ sampling: [0x11, 0x11] }), 'in grey or in RGB'],
		['of odd sampling', jpeg({ sampling: [0x31] }), 'its colours'],
		['with too many blocks in a unit', jpeg({ sampling: [0x22, 0x22, 0x22], scan: Array<number>(48).fill(0) }), 'its colours'],
		['with a part of the coefficients', jpeg({ range: [0, 5, 0] }), 'all colours in one scan'],
		['with a step of nought', jpeg({ steps: [0, 0, ...Array<number>(63).fill(8)] }), 'a table of steps'],
		['with too few steps', jpeg({ steps: [0, 8, 8] }), 'a table of steps'],
		['with a table of steps too many', jpeg({ steps: [4, ...Array<number>(64).fill(8)] }), 'a table of steps'],
		['with more codes than there can be', jpeg({ codes: [[0x00, 3, ...Array<number>(15).fill(0), 0, 1, 2], [0x10, 1, ...Array<number>(15).fill(0), 0]] }), 'a table of codes'],
		['with codes that are cut short', jpeg({ codes: [[0x00, 1, 2, 3]] }), 'a table of codes'],
		['with a table of codes that is empty', jpeg({ codes: [[0x00, ...Array<number>(16).fill(0)]] }), 'a table of codes'],
		['with a mean of sixteen bits', jpeg({ codes: [[0x00, 1, ...Array<number>(15).fill(0), 16], [0x10, 1, ...Array<number>(15).fill(0), 0]] }), 'a table of codes'],
		['without its codes', jpeg({ codes: [] }), 'a table is missing'],
		['without its steps', jpeg({ steps: [1, ...Array<number>(64).fill(8)] }), 'a table is missing'],
		['with a code that there is not', jpeg({ scan: Array<number>(16).fill(0xaa) }), 'its pixels cannot be read'],
		['with a scan that is too short', jpeg({ scan: Array<number>(15).fill(0) }), 'its pixels cannot be read'],
		['with a scan that is too long', jpeg({ scan: Array<number>(17).fill(0) }), 'it goes on where it should end'],
		['with a restart that it does not announce', jpeg({ scan: [...Array<number>(8).fill(0), 0xff, 0xd0, ...Array<number>(8).fill(0)] }), 'its pixels cannot be read'],
		['with a restart missing', jpeg({ interval: 16, scan: Array<number>(16).fill(0) }), 'its pixels cannot be read'],
		['with two pictures', jpeg({ end: [...segment(0xda, 1, 1, 0, 0, 63, 0), 0, 0xff, 0xd9] }), 'it goes on where it should end'],
		['with two sizes', jpeg({ before: segment(0xc0, 8, 0, 64, 0, 64, 1, 1, 0x11, 0) }), 'a part that does not belong there'],
		['with a part that is none', jpeg({ before: [...segment(0xfe), 0x00, 0x00] }), 'does not begin where it should'],
		['with a length of nought', jpeg({ before: [0xff, 0xe1, 0, 0] }), 'cut short'],
		['with a part longer than itself', jpeg({ before: [0xff, 0xe1, 0xff, 0xff] }), 'cut short'],
	])('a JPEG %s', (_name, file, message) => {
		expect(refusal(file)).toMatch(/^422 /);
		expect(refusal(file)).toContain(message);
	});

	const rowOf = (filter: number): Buffer => Buffer.concat([Buffer.from([filter]), Buffer.alloc(64 * 4)]);
	const allRows = (count: number, filter = 0): Buffer => Buffer.concat(Array.from({ length: count }, () => rowOf(filter)));
	test.each([
		['with a palette', png({ colour: 3, before: [chunk('PLTE', bytes('abc'))], rows: Buffer.alloc(65 * 64) }), 'without a palette'],
		['of 16 bits', png({ depth: 16 }), 'with 8 bits a colour'],
		['of one bit', png({ depth: 1, colour: 0 }), 'with 8 bits a colour'],
		['interlaced', png({ interlace: 1 }), 'not interlaced'],
		['with a row too few', png({ rows: allRows(63) }), 'cut short'],
		['with a row too many', png({ rows: allRows(65) }), 'cannot be unpacked'],
		['with a filter that there is not', png({ rows: allRows(64, 5) }), 'a row cannot be read'],
		['with pixels that are not packed', png({ pixels: Buffer.alloc(100) }), 'cannot be unpacked'],
		['with its pixels in two places', png({ before: [chunk('IDAT', deflateSync(allRows(64))), chunk('PLTE', bytes('abc'))] }), 'not those of a PNG'],
		['with an unknown part that matters', png({ before: [chunk('ABCD')] }), 'not those of a PNG'],
		['with two headers', png({ before: [chunk('IHDR', Buffer.alloc(13))] }), 'not those of a PNG'],
		['whose signature is not quite one', Buffer.concat([Buffer.from('89504e470d0a1a0b', 'hex'), png().subarray(8)]), 'begins like a PNG'],
		['whose part has no name', png({ before: [chunk('a<b>')] }), 'a checksum does not match'],
	])('a PNG %s', (_name, file, message) => {
		expect(refusal(file)).toMatch(/^422 /);
		expect(refusal(file)).toContain(message);
	});
	test('a PNG with any bit of a checksum wrong, also of what would be left out', () => {
		const file = png({ before: [chunk('tEXt', secret)] });
		for (const at of [29, 33 + 8 + secret.length, file.length - 1]) {
			const wrong = Buffer.from(file);
			wrong[at] = (wrong[at] ?? 0) ^ 1;
			expect(refusal(wrong)).toBe('422 The picture is damaged: a checksum does not match.');
		}
	});
	test('a PNG that is small only as it was packed: 413', () => {
		let seed = 7;
		const noise = Buffer.from(Array.from({ length: 180 * 180 * 4 + 180 }, (_, at) => (at % 721 === 0 ? 0 : (seed = (seed * 48271) % 2147483647) & 255)));
		expect(refusal(png({ side: 180, rows: noise }))).toBe('413 The picture is larger than 100000 bytes.');
	});
});

describe('[check 27] a browser paints whatever is kept', () => {
	let browser: Browser;
	beforeAll(async () => {
		browser = await launchBrowser();
	});
	afterAll(() => browser.close());

	/** Of each file, its sides as painted: "64×64", or what went wrong. */
	async function painted(files: readonly Uint8Array[]): Promise<string[]> {
		const page = await browser.newPage();
		const answers = await page.evaluate(async (all) => {
			const found: string[] = [];
			for (const text of all) {
				const blob = new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]);
				found.push(await createImageBitmap(blob).then(({ width, height }) => `${width}×${height}`, (error: unknown) => String(error)));
			}
			return found;
		}, files.map((file) => Buffer.from(file).toString('base64')));
		await page.close();
		return answers;
	}

	test('of the good ones each', async () => {
		const sides = good.map(([name]) => (name.includes('512') ? '512×512' : name.includes('multiple') ? '65×65' : '64×64'));
		expect(await painted(good.map(([, file]) => stored(file)))).toEqual(sides);
	});

	test('of damaged ones each that is taken; and nothing is ever thrown but a refusal', async () => {
		const taken = new Map<string, Uint8Array>();
		const damage = fc.array(fc.tuple(fc.nat(1_000_000), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 });
		const small = good.filter(([name]) => !name.includes('512')).map(([, file]) => file);
		const source = fc.oneof(fc.constant(ofCanvas), fc.constantFrom(...small));
		fc.assert(
			fc.property(source, damage, (file, places) => {
				const damaged = Buffer.from(file);
				for (const [place, value] of places) damaged[place % damaged.length] = value;
				if (refusal(damaged) !== 'taken') return;
				const photo = stored(damaged);
				expect(stored(photo).equals(photo)).toBe(true);
				taken.set(photo.toString('base64'), photo);
			}),
			{ numRuns: 10_000 },
		);
		// Changed steps, codes and coefficients that still end where they should: else this test would look at nothing.
		expect(taken.size).toBeGreaterThan(100);
		const sides = await painted([...taken.values()]);
		expect(sides.filter((side) => !/^(\d+)×\1$/.test(side))).toEqual([]);
	});
});
