/** Files as people hand them over, and as those do who mean harm. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readUpload } from '../../../../server/sources/sheet/upload.ts';
import { partsOf, workbookOf } from '../../../support/workbook.ts';

const rows = [['Who', 'Nov 2026'], ['Ana', 1200.5]] as const;

test('a file is told by its content, and reads the same as CSV and as a workbook', async () => {
	const csv = await readUpload(Buffer.from('Who,Nov 2026\nAna,1200.5\n'));
	const xlsx = await readUpload(workbookOf(rows));
	expect([csv.kind, csv.name, xlsx.kind, xlsx.name, xlsx.names]).toEqual(['csv', null, 'xlsx', 'Targets', ['Targets']]);
	expect(xlsx.sheet.rows).toEqual(csv.sheet.rows);
});

test.each([
	['nothing', Buffer.alloc(0), 'The file is empty.'],
	['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'old workbook'],
	['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 97, 44, 98, 10]), 'no table but a picture'],
	['a photograph', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 97, 44, 98, 10]), 'no table but a picture'],
	['a PDF', Buffer.from('%PDF-1.7\n1,2\n'), 'no table but a PDF'],
	['a packed file', Buffer.from([0x1f, 0x8b, 0x08, 97, 44, 98, 10]), 'no table but a packed archive'],
	['bytes without a zero', Buffer.from(Array.from({ length: 500 }, (_, at) => 1 + ((at * 37) % 255))), 'no table but bytes of something else'],
	['half a workbook', workbookOf(rows).subarray(0, 300), 'no workbook that can be read'],
	['a zip of something else', Buffer.from(zipSync({ 'a.txt': strToU8('hello') })), 'cannot be read'],
])('%s is refused in a sentence', async (_what, bytes, sentence) => {
	await expect(readUpload(bytes)).rejects.toMatchObject({ name: 'InputError', code: 'unreadable', field: 'file', message: expect.stringContaining(sentence) });
});

describe('[check 27] a workbook that would fill the memory is refused before it does', () => {
	const parts = partsOf('<row r="1"><c r="A1"><v>1</v></c></row>');
	const huge = Buffer.alloc(70_000_000, ' ');
	const bomb = Buffer.from(zipSync({ ...parts, 'xl/worksheets/sheet1.xml': huge }, { level: 9 }));
	const sizeIn = (bytes: Buffer, mark: number, offset: number): number => bytes.lastIndexOf(Buffer.from([0x50, 0x4b, mark, mark + 1])) + offset;

	test('when its directory says how large it is', async () => {
		expect(bomb.length).toBeLessThan(100_000);
		await expect(readUpload(bomb)).rejects.toMatchObject({ status: 413, code: 'too_large' });
	});

	test('and when its directory lies', async () => {
		const lying = Buffer.from(bomb);
		expect(lying.readUInt32LE(sizeIn(lying, 1, 24))).toBe(70_000_000);
		lying.writeUInt32LE(1_000, sizeIn(lying, 1, 24));
		lying.writeUInt32LE(1_000, sizeIn(lying, 3, 22));
		await expect(readUpload(lying)).rejects.toMatchObject({ status: 413, code: 'too_large' });
	});

	test.each([
		['far out', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', 413],
		['in a row without end', '<row r="1e9"><c r="A1"><v>1</v></c></row>', 400],
		['in a column that no sheet has', '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>', 400],
		['in a place that is not plainly said', '<row r="1"><c r="&#88;FD9999999"><v>1</v></c></row>', 400],
		['behind a sign that seems to end it', '<row r="1048576"><c x=">" r="XFD1048576"><v>1</v></c></row>', 413],
		['behind more than any sheet would write', `<row r="1048576"><c x="${'>'.repeat(500)}" r="XFD1048576"><v>1</v></c></row>`, 400],
		['in single quotes', "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", 413],
	])('and when it names a cell %s', async (_what, xml, status) => {
		await expect(readUpload(Buffer.from(zipSync(partsOf(xml))))).rejects.toMatchObject({ status, field: 'file' });
	});

	test('but a far cell that is only coloured harms nobody', async () => {
		const { sheet } = await readUpload(Buffer.from(zipSync(partsOf('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'))));
		expect(sheet.rows).toEqual([{ line: 1, cells: ['1'] }]);
	});
});

describe('a file of an odd shape is refused for what is odd about it', () => {
	const most = { columns: 1_000, rows: 5 };
	const command = expect.stringContaining('npm run import');

	test.each([
		['more columns than anybody has', `a,b\n${','.repeat(1_000)}\n`],
		['more rows', 'a,b\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n'],
		['more rows without anything in them', `a,b\n${'\n'.repeat(6)}`],
	])('%s', async (_what, text) => {
		await expect(readUpload(Buffer.from(text), { most })).rejects.toMatchObject({ status: 413, code: 'too_large', message: command });
		await expect(readUpload(Buffer.from(text))).resolves.toBeDefined();
	});

	test('as a workbook too', async () => {
		const bytes = workbookOf(Array.from({ length: 6 }, () => ['Ana', 1]));
		await expect(readUpload(bytes, { most })).rejects.toMatchObject({ status: 413, code: 'too_large', message: command });
	});

	test('delimiters and line ends in a quoted text are neither columns nor rows', async () => {
		const text = `a,b\n"say ""hi""${','.repeat(2_000)}${'\n'.repeat(9)}",5" pipe\n`;
		const { sheet } = await readUpload(Buffer.from(text), { most });
		expect([sheet.width, sheet.rows.length]).toEqual([2, 2]);
	});

	test('a line without end is called one', async () => {
		await expect(readUpload(Buffer.from(`a,b\n1,2\n${'x'.repeat(1_000_100)}`))).rejects.toMatchObject({ message: 'The file cannot be read: line 3 has more than 1,000,000 characters.' });
	});
});
