/** Sheets that are followed, over a real server outside: what of them is in the facts, and what is not taken. */
import { expect, test } from 'vitest';
import { feedTroubleText } from '../../../shared/words/feed-trouble.ts';
import { givenFollowing, entriesOf, head, many, people, sales, sheetOf, troubleOf, waitsMs, won } from '../../support/feeds.ts';
import { stillMay } from '../../support/wall.ts';
import { workbookOf } from '../../support/workbook.ts';

test('a sheet that is followed is in the facts, and again with each change: rows that are new, changed, gone, and back', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll } = given;
	sheets.put('/deals', sheetOf(won('D-1', '100'), won('D-2', '200'), won('D-3', '300'), won('D-4', '400')));
	const { id, ...state } = await follow({ path: '/deals', name: 'Deals', everyMinutes: 5 });
	expect(state).toMatchObject({ name: 'Deals', source: 'Deals', kind: 'deals', host: sheets.origin, everyMinutes: 5, isOn: true, rows: 4, rejected: 0, trouble: null, savedBy: 'ops' });
	expect(await sales(given)).toBe(1_000);

	sheets.put('/deals', sheetOf(won('D-1', '150'), won('D-2', '200'), won('D-4', '400'), won('D-5', '1')));
	expect(await poll(id)).toMatchObject({ rows: 4, trouble: null });
	expect(await sales(given)).toBe(751);
	// What did not change is not handed over again, and what is gone and what came stand in one entry.
	expect(entriesOf(given)[0]).toMatchObject({ source: 'Deals', feed: id, inserted: 1, updated: 1, unchanged: 0, deleted: 1 });

	sheets.put('/deals', sheetOf(won('D-1', '150'), won('D-2', '200'), won('D-3', '300'), won('D-4', '400'), won('D-5', '1')));
	await poll(id);
	expect(await sales(given)).toBe(1_051);
});

test('a row that was deleted and comes back is there again even when it says that it is old', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll } = given;
	const dated = (...rows: string[]): string => `${head},updated\n${rows.map((row) => `${row},2026-01-01`).join('\n')}\n`;
	sheets.put('/deals', dated(won('D-1', '100'), won('D-2', '200')));
	const { id } = await follow({ path: '/deals' });
	sheets.put('/deals', dated(won('D-1', '100')));
	await poll(id);
	expect(await sales(given)).toBe(100);
	sheets.put('/deals', dated(won('D-1', '100'), won('D-2', '200')));
	await poll(id);
	expect(await sales(given)).toBe(300);
});

test('[R21] a sheet as it was, by its digest or by what its server says, is a report without a push', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll, at, wall } = given;
	let sent = 0;
	sheets.put('/deals', (request, response) => {
		const isKnown = request.headers['if-none-match'] === '"v1"';
		if (!isKnown) sent += 1;
		response.writeHead(isKnown ? 304 : 200, { ETag: '"v1"' }).end(isKnown ? '' : sheetOf(won('D-1', '100')));
	});
	sheets.put('/plain', sheetOf(won('D-9', '5')));
	const { id } = await follow({ path: '/deals', name: 'A' });
	const plain = await follow({ path: '/plain', name: 'B' });
	const revision = wall.journal.revision();
	at('2026-09-15T09:05');
	for (const each of [id, plain.id]) expect(await poll(each)).toMatchObject({ trouble: null, reported: '2026-09-15T07:05:00Z' });
	// Once when it was looked at, once when it was followed.
	expect([sent, wall.journal.revision()]).toEqual([2, revision]);
	expect(wall.health().sources.filter(({ name }) => name !== 'crm').map(({ lastReported }) => lastReported)).toEqual(['2026-09-15T07:05:00Z', '2026-09-15T07:05:00Z']);
});

test('rows that somebody else has taken out are there again with the next day, and at once when somebody says fetch', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll, fetchNow, push, at } = given;
	sheets.put('/deals', sheetOf(won('D-1', '100'), won('D-2', '200')));
	const { id } = await follow({ path: '/deals', name: 'Deals' });
	push({ source: 'Deals', deals: [{ external_id: 'D-1', status: 'won', closed: '2026-09-03', amount: '7' }] });
	await poll(id);
	expect(await sales(given)).toBe(207);
	await fetchNow(id);
	expect(await sales(given)).toBe(300);
	push({ source: 'Deals', deals: [{ external_id: 'D-1', status: 'won', closed: '2026-09-03', amount: '7' }] });
	at('2026-09-16T09:30');
	await poll(id);
	expect(await sales(given)).toBe(300);
});

test('[R21] rows that are missing only while the sheet is being written are not taken off the wall', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll } = given;
	const whole = sheetOf(...many(10));
	sheets.put('/deals', whole);
	const { id } = await follow({ path: '/deals' });
	let answers = 0;
	sheets.put('/deals', (_request, response) => void response.end((answers += 1) === 1 ? sheetOf(...many(8)) : sheetOf(...many(11))));
	await poll(id);
	expect([await sales(given), answers]).toEqual([110, 2]);
	// One that loses other rows each time: only those that were never there are gone.
	answers = 0;
	sheets.put('/deals', (_request, response) => {
		answers += 1;
		response.end(sheetOf(...many(11).filter((_row, at) => at !== 4 && at !== 4 + answers)));
	});
	await poll(id);
	expect([await sales(given), answers]).toEqual([100, 3]);
});

test('[R21] more than half of the rows goes only when somebody has said so; the rest of such a sheet is not taken either', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll, fetchNow } = given;
	sheets.put('/deals', sheetOf(...many(10)));
	const { id } = await follow({ path: '/deals' });
	sheets.put('/deals', sheetOf(...many(4), won('D-99', '1000')));
	expect(troubleOf(await poll(id))).toEqual({ code: 'shrunk', gone: 6, of: 10 });
	expect(await sales(given)).toBe(100);
	// Fetching it is no answer to the question, and nor is an answer to another one.
	expect(troubleOf(await fetchNow(id))).toEqual({ code: 'shrunk', gone: 6, of: 10 });
	sheets.put('/deals', sheetOf(...many(3)));
	expect(troubleOf(await fetchNow(id, 6))).toEqual({ code: 'shrunk', gone: 7, of: 10 });
	expect(await sales(given)).toBe(100);
	expect(troubleOf(await fetchNow(id, 7))).toBeNull();
	expect(await sales(given)).toBe(30);
	// Half of it is not more than half.
	sheets.put('/deals', sheetOf(won('D-1', '10'), won('D-2', '10')));
	expect(troubleOf(await poll(id))).toBeNull();
	expect(await sales(given)).toBe(20);
	sheets.put('/deals', `${head}\n`);
	expect(troubleOf(await poll(id))).toEqual({ code: 'shrunk', gone: 2, of: 2 });
});

/** What may come instead of a sheet of ten deals, and what is said of it. */
const corpus: [what: string, sheet: string | Buffer, trouble: object][] = [
	['a page', '<!DOCTYPE html><title>Sign in to continue</title>', { code: 'page' }],
	['nothing', '', { code: 'empty' }],
	['lines without a word', '\n\n\n', { code: 'unreadable', says: 'The file cannot be read: the file is empty.' }],
	['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]), { code: 'unreadable', says: 'This is no table but a picture. Save the sheet as CSV or XLSX.' }],
	['an error in JSON', '{"error":{"code":500,"message":"backend error"}}', { code: 'json' }],
	['noise', Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7919) % 251)), { code: expect.stringMatching(/^(unreadable|columns)$/) }],
	['other columns', 'id,owner,stage,value,closing day\nD-1,ana@x.example,Won,100,2026-09-03\n', { code: 'columns', columns: 'amount, closed' }],
	['no names of columns', `${won('D-1', '100')}\n${won('D-2', '200')}\n`, { code: 'columns' }],
	['half of a file', sheetOf(...many(10)).slice(0, 150), { code: 'shrunk' }],
	['a file that ends within a quotation', `${sheetOf(...many(10))}D-11,"ana@x.example`, { code: 'unreadable' }],
	['another sheet of the workbook', `${head}\nX-1,bo@x.example,Won,5,2026-09-03\nX-2,bo@x.example,Won,5,2026-09-03\n`, { code: 'shrunk', gone: 10, of: 10 }],
	['amounts that are none', sheetOf(...many(10).map((row) => row.replace(',10,', ',#REF!,'))), { code: 'refused', says: 'amount: no number with a decimal point' }],
	['what can be read in two ways', sheetOf(...many(10).map((row) => row.replace('Won', 'Closed'))), { code: 'questions', says: 'stage: Closed' }],
];

test('[R21] whatever comes instead of the sheet is said in words, and the wall keeps what it has', { timeout: 120_000 }, async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll, at, wall } = given;
	sheets.put('/deals', sheetOf(...many(10)));
	const { id, reported } = await follow({ path: '/deals' });
	const revision = wall.journal.revision();
	at('2026-09-15T09:05');
	for (const [what, sheet, trouble] of corpus) {
		sheets.put('/deals', sheet);
		const state = await poll(id);
		expect(state, what).toMatchObject({ trouble, reported, tried: '2026-09-15T07:05:00Z', rows: 10 });
		// It is tried again.
		expect(state.next).not.toBeNull();
		for (const language of ['en', 'sv'] as const) if (state.trouble) expect(feedTroubleText(state.trouble, language)).toMatch(/^[^{}]+[.)]$/);
	}
	expect([await sales(given), wall.journal.revision()]).toEqual([100, revision]);
	sheets.put('/deals', sheetOf(...many(11)));
	expect(troubleOf(await poll(id))).toBeNull();
	expect(await sales(given)).toBe(110);
});

test('a row that has become unreadable keeps what it was, and is said; with ids nothing else waits for it', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll } = given;
	sheets.put('/deals', sheetOf(...many(4), 'Total,,,40,'));
	const { id, rejected } = await follow({ path: '/deals' });
	expect(rejected).toBe(1);
	sheets.put('/deals', sheetOf(won('D-1', 'tbd'), won('D-2', '20'), won('D-4', '10'), 'Total,,,40,'));
	expect(await poll(id)).toMatchObject({ trouble: null, rows: 2, rejected: 2, rejectedSays: 'amount: no number with a decimal point' });
	// D-1 is as it was, D-2 as it is now, D-3 gone.
	expect(await sales(given)).toBe(40);
});

test('without ids, rows that are gone stay while more rows than before cannot be read: nobody knows which they were', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll } = given;
	const named = (name: string, amount: string): string => `${name},ana@x.example,Won,${amount},2026-09-03`;
	const sheet = (...rows: string[]): string => `name,owner,stage,amount,closed\n${rows.join('\n')}\n`;
	sheets.put('/deals', sheet(named('One', '100'), named('Two', '200'), named('Three', '300'), ',,,600,'));
	const { id, rejected } = await follow({ path: '/deals' });
	expect([await sales(given), rejected]).toEqual([600, 1]);
	// A row that is renamed is another one, and the former is gone.
	sheets.put('/deals', sheet(named('Uno', '100'), named('Two', '200'), named('Three', '300'), ',,,600,'));
	await poll(id);
	expect(await sales(given)).toBe(600);
	sheets.put('/deals', sheet(named('Two', 'tbd'), named('Three', '300'), ',,,600,'));
	await poll(id);
	expect(await sales(given)).toBe(600);
	sheets.put('/deals', sheet(named('Two', '250'), named('Three', '300'), ',,,600,'));
	await poll(id);
	expect(await sales(given)).toBe(550);
});

test('columns may change places and others may come; owners become known once', async () => {
	const given = await givenFollowing();
	const { sheets, follow, poll, wall } = given;
	sheets.put('/deals', 'id,owner,stage,amount,closed\nD-1,Ana Ek,Won,100,2026-09-03\n');
	const { id } = await follow({ path: '/deals', name: 'Deals' }, { introduces: { name: { from: { column: 'owner' } } } });
	sheets.put('/deals', 'note,closed,amount,stage,owner,id\nx,2026-09-03,150,Won,Ana Ek,D-1\ny,2026-09-04,50,Won,Bo Ek,D-2\n');
	await poll(id);
	expect(await sales(given)).toBe(200);
	expect(wall.people.list().map(({ name }) => name).sort()).toEqual(['Ana Ek', 'Bo Ek']);
	// The second time Ana was not told of again.
	expect(entriesOf(given)[0]).toMatchObject({ rows: { people: 1, deals: 2 } });
});

test('people of a sheet are kept up to date, and stay when they are gone from it', async () => {
	const given = await givenFollowing();
	const { sheets, follow, poll, wall } = given;
	sheets.put('/team', 'email,name,team\nana@x.example,Ana,North\nbo@x.example,Bo,North\neva@x.example,Eva,South\n');
	const { id, kind } = await follow({ path: '/team', name: 'Team' });
	expect(kind).toBe('people');
	sheets.put('/team', 'email,name,team\nana@x.example,Ana Ek,North\n');
	expect(troubleOf(await poll(id))).toBeNull();
	expect(wall.people.list().map(({ name }) => name).sort()).toEqual(['Ana Ek', 'Bo', 'Eva']);
	expect(entriesOf(given)[0]).toMatchObject({ rows: { people: 1 } });
});

test('of two sheets of one source each loses only its own rows, and what others have brought to it stays', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll, fetchNow, push, wall } = given;
	push({ source: 'crm', deals: [{ external_id: 'P-1', owner: 'ana@x.example', status: 'won', amount: '1', closed: '2026-09-02' }] });
	sheets.put('/a', sheetOf(won('A-1', '10'), won('A-2', '20')));
	sheets.put('/b', sheetOf(won('B-1', '100')));
	const a = await follow({ path: '/a', name: 'A' }, { source: 'crm' });
	const b = await follow({ path: '/b', name: 'B' }, { source: 'crm' });
	expect([a.name, a.source]).toEqual(['A', 'crm']);
	sheets.put('/a', sheetOf(won('A-1', '10')));
	await poll(a.id);
	expect(await sales(given)).toBe(111);
	// A row that moves from one sheet to the other is there all along.
	sheets.put('/b', sheetOf(won('B-1', '100'), won('A-1', '10')));
	await poll(b.id);
	sheets.put('/a', sheetOf(won('A-3', '1000')));
	await fetchNow(a.id, 1);
	expect(await sales(given)).toBe(1_111);
	await wall.feeds.remove(b.id, true, 'ops', stillMay);
	expect(await sales(given)).toBe(1_001);
});

test('no two sheets are called the same, small or large letters alike, whichever alphabet; one may be spelled otherwise itself', async () => {
	const { sheets, follow, wall } = await givenFollowing({ people });
	sheets.put('/deals', sheetOf(won('D-1', '100')));
	const { id } = await follow({ path: '/deals', name: 'Ärenden' });
	const other = await follow({ path: '/deals', name: 'Affärer' });
	const refused = { status: 409, code: 'taken', field: 'name' };
	await expect(wall.feeds.draft({ name: 'ärenden', address: sheets.url('/deals') }, 'ops')).rejects.toMatchObject(refused);
	await expect(wall.feeds.draft({ id: other.id, name: 'ärenden' }, 'ops')).rejects.toMatchObject(refused);
	expect(() => wall.feeds.edit(other.id, { name: 'äRENDEN' }, 'ops')).toThrow(expect.objectContaining(refused));
	expect(wall.feeds.edit(id, { name: 'ärenden' }, 'ops').name).toBe('ärenden');
});

test('a workbook is followed as a table of text is', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll } = given;
	sheets.put('/book', workbookOf([head.split(','), won('D-1', '100').split(',')]));
	const { id } = await follow({ path: '/book' });
	sheets.put('/book', workbookOf([head.split(','), won('D-1', '100').split(','), won('D-2', '5').split(',')]));
	expect(troubleOf(await poll(id))).toBeNull();
	expect(await sales(given)).toBe(105);
});

test('what was there when a sheet was first followed is no occasion to celebrate, and what comes later is', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, poll } = given;
	sheets.put('/deals', sheetOf(won('D-1', '100', '2026-09-15')));
	const { id } = await follow({ path: '/deals' });
	expect(entriesOf(given)[0]).toMatchObject({ file: true, won: 1 });
	sheets.put('/deals', sheetOf(won('D-1', '100', '2026-09-15'), won('D-2', '100', '2026-09-15')));
	await poll(id);
	expect(entriesOf(given)[0]).toMatchObject({ won: 1 });
	expect(entriesOf(given)[0]).not.toHaveProperty('file');
});

test('its columns are decided anew without a trace of the former reading, and what its rows are stays', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, wall } = given;
	sheets.put('/deals', 'id,owner,stage,amount,net,closed\nD-1,ana@x.example,Won,100,80,2026-09-03\n');
	const { id } = await follow({ path: '/deals', name: 'Deals' });
	expect(await sales(given)).toBe(100);
	const draft = await wall.feeds.draft({ id }, 'ops');
	expect([draft.feed, draft.mapping.kind]).toEqual([{ id, name: 'Deals', host: sheets.origin, everyMinutes: 5 }, 'remembered']);
	await wall.imports.choose({ ...draft.choices, fields: { ...draft.choices.fields, amount: { from: { column: 'net' } } } });
	await expect(wall.imports.run('ops')).rejects.toThrow('to be followed and not to be imported');
	await wall.feeds.save('ops');
	await expect.poll(async () => await sales(given)).toBe(80);
	const again = await wall.feeds.draft({ id }, 'ops');
	await wall.imports.choose({ ...again.choices, source: 'other' });
	await expect(wall.feeds.save('ops')).rejects.toMatchObject({ status: 409, code: 'feed_kept' });
});

test('a sheet is removed with what it brought, or without; followed again it is as before', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, wall, at } = given;
	sheets.put('/deals', sheetOf(...many(600)));
	const { id } = await follow({ path: '/deals', name: 'Deals' });
	expect(await sales(given)).toBe(6_000);
	await wall.feeds.remove(id, true, 'ops', stillMay);
	expect([await sales(given), wall.feeds.list().feeds]).toEqual([0, []]);
	const again = await follow({ path: '/deals', name: 'Deals' });
	expect(await sales(given)).toBe(6_000);
	await wall.feeds.remove(again.id, false, 'ops', stillMay);
	expect(await sales(given)).toBe(6_000);
	// It is of files only by now: it has a date and is never silent.
	at('2026-12-15T12:00');
	expect(wall.health().sources.find(({ name }) => name === 'Deals')).toMatchObject({ silent: false, lastReported: '2026-09-15T07:00:00Z' });
	expect(wall.changes.list({ of: 'imports' }).changes.map(({ says }) => says)).toEqual([
		'Follows the sheet Deals no more; what it brought stays',
		'Follows the sheet Deals, every 5 minutes',
		'Follows the sheet Deals no more; what it brought was taken off the wall',
		'Follows the sheet Deals, every 5 minutes',
	]);
});

test('[R5] a sheet whose removal fails half-way is followed as before, and what had gone is back soon', async () => {
	const given = await givenFollowing({ people });
	const { sheets, follow, state, poll, wall, db, ms } = given;
	sheets.put('/deals', sheetOf(...many(600)));
	const { id } = await follow({ path: '/deals', name: 'Deals', everyMinutes: 1_440 });
	db.exec(`CREATE TEMP TRIGGER failing BEFORE DELETE ON feed_row WHEN (SELECT count(*) FROM feed_row) <= 300 BEGIN SELECT RAISE(ABORT, 'it failed'); END`);
	await expect(wall.feeds.remove(id, true, 'ops', () => undefined)).rejects.toThrow('it failed');
	db.exec('DROP TRIGGER failing');
	expect(await sales(given)).toBe(3_500);
	expect(state(id).isOn).toBe(true);
	expect(waitsMs(ms('2026-09-15T09:00'), state(id))).toBeLessThanOrEqual(30_000);
	expect(await poll(id)).toMatchObject({ rows: 600, trouble: null });
	expect(await sales(given)).toBe(6_000);
	await wall.feeds.remove(id, true, 'ops', () => undefined);
	expect([await sales(given), wall.feeds.list().feeds]).toEqual([0, []]);
});
