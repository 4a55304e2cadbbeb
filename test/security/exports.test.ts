/** Files for spreadsheets: nothing in one runs there, wherever the words in it come from, and a number stays a number. */
import { parse } from 'csv-parse/sync';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { csvText, type CsvDelimiter } from '../../shared/csv-text.ts';
import { openFloor } from './floor.ts';
import { fuzzing } from './nasty.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const code = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'server', 'shared', 'display'], { cwd: root, encoding: 'utf8' }).split('\n').filter((file) => /\.(ts|svelte)$/.test(file));

test('[check 28] whatever writes a file for spreadsheets has it from one place', () => {
	const writing = code.filter((file) => /text\/csv|\bcsvText\b/.test(readFileSync(join(root, file), 'utf8')));
	const makesRows = code.filter((file) => /\.join\((['"`])[,;](?:\\t)?\1\)\.?.*\\r\\n|\.join\(['"`]\\r\\n/.test(readFileSync(join(root, file), 'utf8')) && file !== 'shared/csv-text.ts' && !/sources\/sheet\/sample-file|alerts\/mail|http\/errors/.test(file));
	expect(makesRows).toEqual([]);
	// Who is not among them takes files, or the text of one that is.
	expect(writing.filter((file) => readFileSync(join(root, file), 'utf8').includes('csvText')).sort()).toEqual(['display/admin/save-file.ts', 'display/review/csv.ts', 'server/facts/import-stayed.ts', 'server/http/routes/account-admin.ts', 'server/sources/sheet/rejected-file.ts', 'shared/csv-text.ts']);
});

const isNumber = (text: string): boolean => /^[-+]?\d+([.,]\d+)*$/.test(text);
const runs = /^[=+\-@＝＋－＠\t\r\0]/;
const words = fc.oneof(fc.constantFrom('=1+1', '+1', '-1', '-1,5', '@SUM(A1)', '\t=1', '\r=1', '\0=1', '=cmd|"/c calc"!A1', "'=1", '"=1', 'a,=1', 'a;=1', 'a|=1', 'a\t=1', 'a\n=1', '-', '+', '＝1+1', '－1', '-2026-01-01', '+46 8 123', '=', '-1-1', '"', '";"=1', '""', ',', '\ufeff=1'), fc.string({ unit: 'binary', maxLength: 12 }));

test('[check 28] no cell of one begins with what a spreadsheet runs, however it is cut into cells; numbers are as they were', () => {
	fc.assert(
		fc.property(fc.array(fc.array(words, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), fc.constantFrom<CsvDelimiter>(',', ';', '\t', '|'), (rows, delimiter) => {
			const text = csvText(rows, delimiter);
			const read = parse(text, { delimiter, bom: true, relaxColumnCount: true, recordDelimiter: '\r\n', skipEmptyLines: false }) as string[][];
			expect(read.map((row) => row.length)).toEqual(rows.map((row) => row.length));
			for (const [at, row] of read.entries()) {
				for (const [place, cell] of row.entries()) {
					const given = rows[at]?.[place] ?? '';
					if (isNumber(given)) expect(cell).toBe(given);
					else expect(runs.test(cell)).toBe(false);
				}
			}
			// A spreadsheet that expects another delimiter cuts at it, and takes the quotation marks for text.
			for (const other of [',', ';', '\t', '|']) for (const part of text.replace(/^\ufeff/, '').split(new RegExp(`[\\r\\n]|\\${other}`))) expect(runs.test(part) && !isNumber(part.replace(/"+$/, ''))).toBe(false);
		}),
		fuzzing(300),
	);
});

test('[check 28] what was rejected, and what stayed, comes out of the server unable to run', async () => {
	const floor = await openFloor();
	onTestFinished(floor.close);
	const headers = floor.as('admin');
	const file = ['id,owner,status,amount,closed', `"=HYPERLINK(""http://x"")",ana@x.example,won,-5,2026-11-05`, 'B,@SUM(A1),won,=1+1,', 'C,bo@x.example,won,+2,"-1;=2"'].join('\n');
	const sent = await floor.call('POST', `/api/v1/imports?name=${encodeURIComponent('=cmd|x.csv')}`, { raw: file, headers: { ...headers, 'Content-Type': 'text/csv' } });
	expect(sent.status).toBe(200);
	await floor.good('POST', '/api/v1/imports/draft/check', {}).catch(() => undefined);
	for (const path of ['/api/v1/imports/draft/rejected', '/api/v1/import-samples/deals', '/api/v1/import-samples/people']) {
		const { status, text, headers: said } = await floor.call('GET', path, { headers });
		expect([path, status]).toEqual([path, 200]);
		expect(said).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': expect.stringMatching(/^attachment; filename\*=UTF-8''[\w.%-]+$/), 'x-content-type-options': 'nosniff' });
		for (const cell of (parse(text, { delimiter: [',', ';'], bom: true, relaxColumnCount: true, relaxQuotes: true }) as string[][]).flat()) expect([cell, runs.test(cell) && !isNumber(cell)]).toEqual([cell, false]);
	}
});
