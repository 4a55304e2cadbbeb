/** Closes outlive a restored database: each is a file beside it, and what the database lacks is kept from there. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ana, givenWall, won } from '../../support/wall.ts';
import { changes, close, closeFile, closeFiles, figure, givenFile, givenJune, now, page } from './support.ts';

const backUp = (file: string): void => copyFileSync(file, `${file}.backup`);
const restore = (file: string): void => {
	for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
	copyFileSync(`${file}.backup`, file);
};

test('a close is a file, too, which a restored database says it lacks and keeps', async () => {
	const file = givenFile();
	const given = givenJune({ file });
	given.db.pragma('wal_checkpoint(TRUNCATE)');
	backUp(file);
	await close(given);
	const [name = ''] = closeFiles(file);
	expect(name).toMatch(/^2026-06-[0-9a-f]{24}\.json$/);
	const text = closeFile(file);
	expect(JSON.parse(text)).toMatchObject({ head: { month: '2026-06', author: 'Ada' }, parts: expect.any(Array) });
	const sections = (await page(given)).document.sections;
	await given.close();
	restore(file);

	const again = givenWall({ now: '2026-07-12T09:00', file });
	expect((await page(again)).closes).toEqual([]);
	await again.wall.closing.keep();
	const { closes, kept, document } = await page(again);
	expect(kept).toEqual([{ id: 1, month: '2026-06', closedAt: '2026-07-10T07:00:00Z', closedText: 'Jul 10, 2026 09:00', by: 'Ada', isKept: true }]);
	expect([closes, document.sections]).toEqual([kept, sections]);
	expect(figure(again, 1, 'sales', `person:${ana}`)?.value).toBe(1_000);
	again.push({ deals: [won({ owner: ana, on: '2026-06-02', amount: 10 })] });
	expect(await changes(again)).toMatchObject({ facts: null, more: 0, ops: [], figures: expect.arrayContaining([{ metric: 'sales', label: 'Sales', then: '€1,500', now: '€1,510' }]) });
	// Once is enough, and the file is as it was.
	const revision = again.wall.journal.revision();
	await again.wall.closing.keep();
	expect([again.wall.journal.revision(), closeFile(file, name)]).toEqual([revision, text]);
});

test('a file that was not written, or was lost, is written at the next start; what was begun is cleared away', async () => {
	const file = givenFile();
	const given = givenJune({ file });
	await close(given);
	const [name = ''] = closeFiles(file);
	const text = closeFile(file);
	await given.close();
	rmSync(join(`${file}-closes`, name));
	writeFileSync(join(`${file}-closes`, `${name}.new`), 'half');
	const again = givenWall({ now, file });
	await again.wall.closing.keep();
	expect([closeFiles(file), closeFile(file)]).toEqual([[name], text]);
	expect(figure(again, 1, 'sales')?.value).toBe(1_500);
});

test('a damaged file, one of another workspace and one of something else are left alone', async () => {
	const file = givenFile();
	const given = givenJune({ file });
	await close(given);
	const text = closeFile(file);
	await given.close();
	const other = givenFile();
	mkdirSync(`${other}-closes`);
	const put = (name: string, content: string): void => writeFileSync(join(`${other}-closes`, name), content);
	const [name = ''] = closeFiles(file);
	put(name, text);
	put('2026-05-0123456789abcdef.json', text.slice(0, -40));
	put('2026-04-0123456789abcdef.json', text.replace('"month":"2026-06"', '"month":"2026-04"'));
	put('notes.json', '{}');
	put('empty.json', '');
	const again = givenWall({ now: '2026-07-12T09:00', file: other });
	const before = readdirSync(`${other}-closes`).map((each) => readFileSync(join(`${other}-closes`, each), 'utf8'));
	await again.wall.closing.keep();
	expect((await page(again)).kept).toEqual([]);
	expect(readdirSync(`${other}-closes`).map((each) => readFileSync(join(`${other}-closes`, each), 'utf8'))).toEqual(before);
});

test('where no file can be written the close stands, and the file follows once it can', async () => {
	const file = givenFile();
	const given = givenJune({ file });
	writeFileSync(`${file}-closes`, 'in the way');
	await close(given);
	expect(figure(given, 1, 'sales')?.value).toBe(1_500);
	rmSync(`${file}-closes`);
	await given.wall.closing.keep();
	expect(closeFiles(file)).toHaveLength(1);
	chmodSync(`${file}-closes`, 0o700);
});

test('a database in memory has no files', async () => {
	const given = givenJune();
	await close(given);
	await given.wall.closing.keep();
	expect(existsSync(':memory:-closes')).toBe(false);
});
