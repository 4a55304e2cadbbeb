/** 64 kB of the worst that somebody can write, read by what reads it: it ends, and does not grow with the square of its length. */
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

/** What a cell, a period, a formula of a spreadsheet, or a sentence of the server may be made of. */
const pieces = ['0', ' ', '%', '-', '.', ',', '1,', "1'", 'a', 'A', '\n', '\t', '{', '{a}', '{a|', '(', '+', '/', 'Q1', '2026-', 'T', ':', 'team: ', 'company ', '<c ', '<row r="1" ', '"', "'", '<sheet ', '<Relationship ', '\u00a0', 'é', 'kr', '𝟘'];
const ends = ['', 'x', '\n', '!', '0', '>'];

const reading = `
import { parentPort } from 'node:worker_threads';
const at = (path) => import(new URL(path, ${JSON.stringify(root.href)}).href);
const [decimals, dates, periods, words, columns, rows, unpack, plain, csv] = await Promise.all(['server/sources/sheet/decimals.ts', 'server/sources/sheet/dates.ts', 'server/sources/sheet/period-words.ts', 'server/sources/sheet/own-words.ts', 'server/sources/sheet/columns.ts', 'server/sources/sheet/workbook-rows.ts', 'server/sources/sheet/unpack.ts', 'server/floor/plain-text.ts', 'shared/csv-text.ts'].map(at));
const readers = {
	decimal: (text) => [decimals.readDecimal(text, '.'), decimals.readDecimal(text, ','), decimals.currencyMark(text), decimals.readDecimal(text.slice(0, 60), ',')],
	period: (text) => [periods.readPeriodWords(text)],
	'own words': (text) => ['metric', 'scope', 'period'].map((field) => words.ownWord('targets', field)?.(text)).concat(['scope', 'month'].map((field) => words.ownWord('figures', field)?.(text))),
	column: (text) => [columns.slug(text), columns.isValue(text), [...text.matchAll(columns.placeholder)].length],
	name: (text) => [plain.oneLine(text), plain.plainName(text, 60)],
	csv: (text) => [csv.csvText([[text]], ';')],
};
parentPort.on('message', ({ reader, text }) => {
	readers[reader](text);
	parentPort.postMessage('done');
});
parentPort.postMessage(Object.keys(readers));
`;

test('[check 35] whatever is repeated to fill 64 kB, each reader of texts ends', async () => {
	let worker = new Worker(reading, { eval: true });
	const said = <T>(): Promise<T> => new Promise((resolve, reject) => {
		worker.once('message', resolve);
		worker.once('error', reject);
	});
	const names = await said<string[]>();
	expect(names).toHaveLength(6);
	const slow: string[] = [];
	for (const reader of names) {
		for (const piece of pieces) {
			for (const end of ends) {
				const text = piece.repeat(Math.ceil(65_536 / piece.length)) + end;
				worker.postMessage({ reader, text });
				// What takes the square of the length takes minutes.
				const isDone = await Promise.race([said().then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, 20_000, false).unref())]);
				if (isDone) continue;
				slow.push(`${reader}: ${JSON.stringify(piece)} … ${JSON.stringify(end)}`);
				await worker.terminate();
				worker = new Worker(reading, { eval: true });
				await said();
			}
		}
	}
	await worker.terminate();
	expect(slow).toEqual([]);
});
