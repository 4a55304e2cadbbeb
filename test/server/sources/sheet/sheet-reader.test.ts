/** The thread that reads a file, from outside. */
import { expect, test } from 'vitest';
import { createSheetReader } from '../../../../server/sources/sheet/sheet-reader.ts';

const open = (text: string) => createSheetReader({ file: Buffer.from(text), name: 'a.csv', shipped: [], remembered: [], currency: null, today: '2026-11-27' });

test('who waits for an answer of a thread that is closed is told so at once', async () => {
	const reader = open('Who,Nov 2026\nNorth,5\n');
	const asked = reader.ask('targets', { sheet: null, decimal: null, most: 10 });
	reader.close();
	await expect(asked).rejects.toMatchObject({ status: 409, code: 'conflict' });
	await expect(reader.ask('understand', null)).rejects.toMatchObject({ status: 409 });
});

test('what the thread refuses arrives as it was refused', async () => {
	const reader = open('Who,Nov 2026\nNorth,5\nNorth,6\n');
	await expect(reader.ask('targets', { sheet: null, decimal: null, most: 1 })).rejects.toMatchObject({ status: 413, code: 'too_large', field: 'file' });
	await expect(reader.ask('targets', { sheet: null, decimal: null, most: 2 })).resolves.toMatchObject({ kind: 'csv', names: [] });
	reader.close();
});
