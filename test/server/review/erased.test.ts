/** [M18] Erased, a person is left nowhere in closed months and their files, and every number stands. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ana, givenWall, won, type GivenWall } from '../../support/wall.ts';
import { close, closeFile, closeFiles, figure, givenFile, givenJune, page } from './support.ts';

const [name, address] = ['Mirabella Quistgaardsen', 'mirabella.quist@x.example'];
const bytesBeside = (file: string): string =>
	[join(file, '..'), `${file}-closes`].flatMap((folder) => readdirSync(folder, { withFileTypes: true }).flatMap((each) => (each.isFile() ? [readFileSync(join(folder, each.name)).toString('utf8').toLowerCase()] : []))).join('\n');
const erase = (given: GivenWall, handle = address, typed = name) => given.wall.identifying.erase(given.idOf(handle), typed, given.head());
const givenMirabella = (file: string): GivenWall => {
	const given = givenJune({ file });
	given.push({ people: [{ email: address, name, team: 'North', role: 'ae' }], deals: [won({ owner: address, on: '2026-06-05', amount: 5_000, account: 'Acme' })] });
	given.target(`person:${address}`, '2026-06', 9_000);
	return given;
};

test('neither name, short name nor address is in the database or the files, and the numbers are the same', async () => {
	const file = givenFile();
	const given = givenMirabella(file);
	const id = given.idOf(address);
	await close(given);
	for (const trace of [name, 'Mirabella Q.', address]) expect([trace, bytesBeside(file).includes(trace.toLowerCase())]).toEqual([trace, true]);
	const values = (scope: string) => given.wall.closing.figures({ close: '1', scope }).figures.map(({ metric, value, target, attainment }) => [metric, value, target, attainment]);
	const before = [values('company'), values('team:North'), values(`person:${address}`)];
	const shapes = (await page(given)).document.sections.map(({ id: section, panels, tables }) => [section, panels.map(({ kind }) => kind), tables.map(({ rows }) => rows.length)]);

	expect(erase(given)).toMatchObject({ isSwept: true });
	await given.wall.closing.rewrite();
	given.db.pragma('wal_checkpoint(TRUNCATE)');
	expect(closeFiles(file)).toHaveLength(1);
	for (const trace of ['mirabella', 'quistgaardsen', address]) expect([trace, bytesBeside(file).includes(trace)]).toEqual([trace, false]);
	expect([values('company'), values('team:North'), values(`person:erased:${id}`)]).toEqual(before);
	const { document, scopes } = await page(given);
	expect(document.sections.map(({ id: section, panels, tables }) => [section, panels.map(({ kind }) => kind), tables.map(({ rows }) => rows.length)])).toEqual(shapes);
	expect(scopes.find(({ scope }) => scope === `person:erased:${id}`)).toMatchObject({ name: 'Former colleague', kind: 'person' });
	expect((await page(given, { scope: `person:erased:${id}` })).document.sections.every(({ id: section, whose }) => section === 'actions' || whose === 'Former colleague')).toBe(true);
	// The file is whole, and says the same as the database.
	const kept: { parts: { scope: string }[] } = JSON.parse(closeFile(file)); // as the wall wrote it
	expect(kept.parts.map(({ scope }) => scope)).toContain(`person:${id}`);
});

test('a name of one word is taken out of rows, sentences and cells, and stays where it means something else', async () => {
	const given = givenWall({ now: '2026-07-10T09:00', people: [{ email: ana, name: 'Sales', team: 'North' }, { email: 'bo@x.example', name: 'Bo', team: 'North' }], deals: [won({ owner: ana, on: '2026-06-05', amount: 10 }), won({ owner: 'bo@x.example', on: '2026-06-05', amount: 20 })] });
	await close(given);
	erase(given, ana, 'Sales');
	expect(figure(given, 1, 'sales')?.label).toBe('Sales');
	const text = given.db.prepare<[], string>(`SELECT group_concat(sections) FROM close_part`).pluck().get() ?? '';
	expect(text).not.toContain('"name":"Sales"');
	expect(text).toContain('"name":"Bo"');
});

test('what ops called them before, and a name of one word, leave closed months, tasks and labels as well', async () => {
	const file = givenFile();
	const given = givenMirabella(file);
	given.push({ people: [{ email: 'zelda@x.example', name: 'Zeldalonia', team: 'North', role: 'ae' }], deals: [won({ owner: 'zelda@x.example', on: '2026-06-06', amount: 4_000, account: 'Birka' })] });
	await close(given);
	const { journal } = given.wall;
	journal.apply('person saved', { person: given.idOf(address), fields: { name: 'Mira Newname' } }, given.head());
	journal.apply('action noted', { key: 'key-0001', month: '2026-06', what: 'Call Birka', who: 'Zeldalonia', until: null }, given.head());
	erase(given, address, 'Mira Newname');
	erase(given, 'zelda@x.example', 'Zeldalonia');
	await given.wall.closing.rewrite();
	given.db.pragma('wal_checkpoint(TRUNCATE)');
	for (const trace of ['mirabella', 'quistgaardsen', 'newname', 'zeldalonia']) expect([trace, bytesBeside(file).includes(trace)]).toEqual([trace, false]);
	expect((await page(given)).actions.map(({ what, who }) => [what, who])).toEqual([['Call Birka', 'Former colleague']]);
});

test('a name of one word that somebody had before leaves sentences, rows and cells of closed months too', async () => {
	const file = givenFile();
	const given = givenJune({ file });
	given.push({ people: [{ email: 'zelda@x.example', name: 'Zeldalonia', team: 'North', role: 'ae' }], deals: [won({ owner: 'zelda@x.example', on: '2026-06-06', amount: 40_000, account: 'Birka' })] });
	given.target('person:zelda@x.example', '2026-06', 9_000);
	await close(given);
	given.wall.journal.apply('person saved', { person: given.idOf('zelda@x.example'), fields: { name: 'Mira Newname' } }, given.head());
	expect(bytesBeside(file)).toContain('zeldalonia');
	erase(given, 'zelda@x.example', 'Mira Newname');
	await given.wall.closing.rewrite();
	given.db.pragma('wal_checkpoint(TRUNCATE)');
	for (const trace of ['zeldalonia', 'newname']) expect([trace, bytesBeside(file).includes(trace)]).toEqual([trace, false]);
});

test('a wall that stopped before the files were written anew writes them at its next start', async () => {
	const file = givenFile();
	const given = givenMirabella(file);
	await close(given);
	const [kept = ''] = closeFiles(file);
	const text = closeFile(file);
	given.wall.journal.apply('person erased', { person: given.idOf(address), salt: 'salt' }, given.head());
	expect(closeFile(file, kept)).toBe(text);
	await given.close();
	const again = givenWall({ now: '2026-07-10T10:00', file });
	await again.wall.closing.keep();
	expect(closeFile(file, kept).toLowerCase()).not.toContain('mirabella');
});
