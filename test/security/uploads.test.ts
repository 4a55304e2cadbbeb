/** Files that are sent: by their content and not by what is said of them; whatever stands in one, it is refused whole or kept anew. */
import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jpeg, ofCanvas, png } from '../support/photos.ts';
import { partsOf, workbookOf } from '../support/workbook.ts';
import { demandClear } from './answers.ts';
import { openFloor, type Floor } from './floor.ts';
import { fuzzing } from './nasty.ts';

let floor: Floor;
let person: number;
beforeAll(async () => {
	floor = await openFloor();
	person = (await floor.person()).id;
});
afterAll(async () => floor.close());

/** A file with some of its bytes otherwise, cut, or with something behind or before it. */
type Harm = { at: number; with: Uint8Array } | { cut: number } | { behind: Uint8Array } | { before: Uint8Array };
const bytes = fc.uint8Array({ minLength: 1, maxLength: 24 });
const harm: fc.Arbitrary<Harm> = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ at: fc.nat(), with: bytes }) },
	{ weight: 1, arbitrary: fc.record({ cut: fc.nat() }) },
	{ weight: 1, arbitrary: fc.record({ behind: bytes }) },
	{ weight: 1, arbitrary: fc.record({ before: bytes }) },
);
const harmed = (file: Buffer, how: Harm): Buffer => {
	if ('cut' in how) return file.subarray(0, how.cut % file.length);
	if ('behind' in how) return Buffer.concat([file, how.behind]);
	if ('before' in how) return Buffer.concat([how.before, file]);
	const copy = Buffer.from(file);
	copy.set(how.with.subarray(0, copy.length), Math.min(how.at % copy.length, Math.max(0, copy.length - how.with.length)));
	return copy;
};

const send = async (method: string, path: string, raw: Buffer | string, type: string) => {
	const headers = { ...floor.as('admin'), 'Content-Type': type };
	const [before, files] = [floor.digest(), floor.files()];
	const answer = await floor.call(method, path, { raw, headers });
	demandClear(floor, answer, before);
	if (answer.status >= 400) expect(floor.files()).toEqual(files);
	return answer;
};
const photo = (raw: Buffer | string, type = 'image/png') => send('PUT', `/api/v1/people/${person}/photo`, raw, type);

describe('[check 27] photos', () => {
	test.each([['canvas', ofCanvas], ['jpeg', jpeg()], ['png', png()]] as const)('of %s bytes, harmed in any place, are refused or written anew without what was put in', async (_name, good) => {
		await fc.assert(
			fc.asyncProperty(fc.array(harm, { minLength: 1, maxLength: 2 }), async (harms) => {
				const { status, json } = await photo(harms.reduce(harmed, good), 'image/jpeg');
				if (status !== 200) {
					expect([status, json.field]).toEqual([expect.toSatisfy((one: number) => [413, 415, 422].includes(one)), 'body']);
					return;
				}
				const kept = await floor.call('GET', `/photos/${json.photo}`, { headers: floor.as('admin') });
				expect(['image/jpeg', 'image/png']).toContain(kept.headers['content-type']);
				expect(kept.headers).toMatchObject({ 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' });
			}),
			fuzzing(40),
		);
	});
	const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
	test.each([
		['an SVG', svg], ['an SVG in a declaration', `<?xml version="1.0"?>${svg}`], ['a page', '<!doctype html><script>alert(1)</script>'], ['a GIF that is a script', 'GIF89a/*\x01\x00*/=alert(1)//'], ['a WebP', 'RIFF\x24\x00\x00\x00WEBPVP8 '], ['an AVIF', '\x00\x00\x00\x20ftypavif'], ['a BMP', 'BM\x46\x00'], ['a TIFF', 'II*\x00'], ['a PDF', '%PDF-1.7'], ['nothing', ''],
	])('%s is refused, whatever it is called', async (_name, content) => {
		for (const type of ['image/png', 'image/jpeg', 'image/svg+xml', 'text/html', 'application/octet-stream']) expect((await photo(content, type)).status).toBe(415);
	});
	test('a file that is two things at once is kept as a picture and nothing else', async () => {
		const script = Buffer.from('<script>alert(1)</script>/*PK\x03\x04*/');
		expect((await photo(Buffer.concat([ofCanvas, script]), 'image/jpeg')).status).toBe(422);
		expect((await photo(Buffer.concat([png(), script]))).status).toBe(422);
		const { json } = await photo(jpeg({ before: [0xff, 0xfe, 0, script.length + 2, ...script] }), 'image/jpeg');
		expect((await floor.call('GET', `/photos/${json.photo}`, { headers: floor.as('admin') })).bytes.includes('script')).toBe(false);
	});
});

const csv = Buffer.from('id,owner,status,amount,closed\nI-1,ana@x.example,won,100.50,2026-11-05\nI-2,cy@x.example,lost,20,2026-11-06\n');
const rows = [['id', 'owner', 'status', 'amount', 'closed'], ['I-1', 'ana@x.example', 'won', 100.5, '2026-11-05']] as const;
const good: [string, Buffer][] = [['CSV', csv], ['a workbook', workbookOf(rows)], ['a workbook, not packed', Buffer.from(zipSync(partsOf('<row r="1"><c r="A1"><v>1</v></c></row>'), { level: 0 }))]];

describe('[check 27] sheets', () => {
	test.each(good)('of %s, harmed in any place, are understood, asked about or refused in a sentence', async (_name, file) => {
		await fc.assert(
			fc.asyncProperty(fc.array(harm, { minLength: 1, maxLength: 3 }), async (harms) => {
				const odd = harms.reduce(harmed, file);
				await send('POST', '/api/v1/targets/import', odd, 'application/octet-stream');
				if ((await send('POST', '/api/v1/imports?name=odd', odd, 'application/octet-stream')).status === 200) await floor.good('DELETE', '/api/v1/imports/draft');
			}),
			fuzzing(8),
		);
	}, 300_000);
	test('a workbook that unfolds without end, or that reaches for other files, is refused', async () => {
		const bomb = Buffer.from(zipSync({ ...partsOf(''), 'xl/worksheets/sheet1.xml': Buffer.alloc(70_000_000, ' ') }, { level: 9 }));
		const entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>';
		const laughing = Buffer.from(zipSync({ ...partsOf(''), 'xl/worksheets/sheet1.xml': strToU8(`${entity}<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;&c;</t></is></c></row></sheetData></worksheet>`) }));
		const outside = Buffer.from(zipSync({ ...partsOf('<row r="1"><c r="A1"><v>1</v></c></row>'), '../../outside.xml': strToU8('<x/>'), '/etc/outside.xml': strToU8('<x/>'), '__proto__.xml': strToU8('<x/>') }));
		expect((await send('POST', '/api/v1/targets/import', bomb, 'application/octet-stream')).status).toBe(413);
		const { text } = await send('POST', '/api/v1/targets/import', laughing, 'application/octet-stream');
		expect(text).not.toMatch(/root:|hahaha/);
		await send('POST', '/api/v1/targets/import', outside, 'application/octet-stream');
		expect(floor.files().filter((name) => name.includes('outside'))).toEqual([]);
	});
	test('what is packed on its way is refused, and so is what is called by a name that leads elsewhere', async () => {
		for (const path of ['/api/v1/targets/import', '/api/v1/imports?name=a.csv']) {
			const { status } = await floor.call('POST', path, { raw: gzipSync(csv), headers: { ...floor.as('admin'), 'Content-Type': 'text/csv', 'Content-Encoding': 'gzip' } });
			expect(status).toBe(415);
		}
		for (const name of ['../../evil.csv', '/etc/passwd', '..\\evil.csv', 'a\u0000.csv', '\u202evsc.exe', 'CON', '.', 'x'.repeat(300), "'; DROP TABLE import; --", '<img src=x>']) {
			const { status } = await send('POST', `/api/v1/imports?name=${encodeURIComponent(name)}`, csv, 'text/csv');
			expect([name, status]).toEqual([name, 200]);
			expect(floor.files().filter((file) => /evil|passwd|CON|DROP|img|xxx/.test(file))).toEqual([]);
			await floor.good('DELETE', '/api/v1/imports/draft');
		}
	});
	test('a file that breaks off on its way leaves nothing', async () => {
		const { request } = await import('node:http');
		const files = floor.files();
		await new Promise<void>((resolve) => {
			const asked = request({ host: '127.0.0.1', port: floor.server.port, method: 'POST', path: '/api/v1/imports?name=a.csv', headers: { ...floor.as('admin'), 'Content-Type': 'text/csv', 'Content-Length': 1_000_000 } });
			asked.on('error', () => resolve());
			asked.write(csv);
			setTimeout(() => asked.destroy(), 200);
		});
		await expect.poll(floor.files).toEqual(files);
	});
});
