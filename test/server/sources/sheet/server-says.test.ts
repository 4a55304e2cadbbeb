/** What the server says of files is said in Swedish too, or stays as it is. */
import { expect, test } from 'vitest';
import { rowSchemas } from '../../../../server/facts/schema.ts';
import { rejectedFile, rejectedIn } from '../../../../server/sources/sheet/rejected-file.ts';
import { counted } from '../../../../shared/counted.ts';
import { saidIn } from '../../../../shared/words/server-says.ts';
import { mapped, understood } from './support.ts';

test.each([
	['no number with a decimal point', 'inget tal med decimalpunkt'],
	['no date or time with the day first', 'inget datum och ingen tid med dagen först'],
	['a row of deals needs this', 'det här behövs på varje rad av affärer'],
	['has 5 cells, the file has 4 columns', 'har 5 celler, filen har 4 kolumner'],
	['The file is empty.', 'Filen är tom.'],
	['This is no table but a picture. Save the sheet as CSV or XLSX.', 'Det här är ingen tabell utan en bild. Spara bladet som CSV eller XLSX.'],
	['The file cannot be read: a quotation mark is opened and never closed (noticed in line 7).', 'Filen kan inte läsas: ett citattecken öppnas och stängs aldrig (märktes på rad 7).'],
	['amount: must not be empty', 'amount: får inte vara tomt'],
	["source: 'by hand' is kept for what ops enter in the admin page; choose another name", 'source: ”by hand” är för det som matas in på adminsidan; välj ett annat namn'],
	["expected a day (2026-11-23), week (2026-W47), month (2026-11), quarter (2026-Q4) or year (2026), not 'soon'", 'väntade en dag (2026-11-23), vecka (2026-W47), månad (2026-11), ett kvartal (2026-Q4) eller år (2026), inte ”soon”'],
	['closed on 2026-02-19, before it began on 2026-02-20; its sales cycle is unknown', 'avslutad 2026-02-19, innan den började 2026-02-20; säljcykeln är okänd'],
	['something new', 'something new'],
])('%s', (english, swedish) => {
	expect([saidIn(english, 'sv'), saidIn(english, 'en')]).toEqual([swedish, english]);
});

test('every reason and note that a messy file brings is known', () => {
	const files = [
		understood('deals', ['id;status;amount;created;close date;type', '1;Won;lots;01/13/2024;2024-01-13;', '2;Won;1.5;soon;2024-01-13;', ';Won;1.5;01/14/2024;2024-01-13;', '3;Won;1.5;01/14/2024;;', '4;Pending;1.5;01/14/2024;2024-01-13;Partner', '5;Won;1.5;01/14/2024;2024-01-13;;surplus', '6;Won;1.5', '7;Won;1.5;01/14/1960;2024-01-13;', '7;Won;1.5;01/14/2024;2024-01-13;Partner'].join('\n')),
		understood('people', 'name,email\nAna,nowhere\n'),
		understood('accounts', 'id,name\n,Acme\n2,\n', mapped({ accounts: { external_id: 'id', name: 'name' } })),
		understood('activities', 'id,kind,at,seconds\n1,dance,2026-01-02,1\n2,call,2026-01-02,1.5\n3,call,2026-01-02,-4\n4,call,2026-01-02,x\n'),
	];
	const sentences = files.flatMap(({ rejected, notes }) => [...rejected.map(({ reason }) => reason), ...notes.map(({ message }) => message)]);
	expect(sentences.length).toBeGreaterThan(12);
	expect(sentences.filter((sentence) => saidIn(sentence, 'sv') === sentence)).toEqual([]);
});

test('what the fields of facts refuse is known, whatever stands in them', () => {
	const junk = Object.fromEntries(Object.values(rowSchemas).flatMap(({ shape }) => Object.keys(shape)).map((name) => [name, '?'.repeat(400)]));
	// Targets come by their own page, deletions by no file.
	const messages = (['people', 'deals', 'activities', 'meetings', 'proposals', 'accounts', 'leads', 'movements', 'surveys', 'figures', 'positions'] as const).flatMap((kind) => rowSchemas[kind].safeParse(junk).error?.issues.map(({ message }) => message) ?? []);
	expect(new Set(messages).size).toBeGreaterThan(8);
	expect(messages.filter((message) => saidIn(message, 'sv') === message)).toEqual([]);
});

test('the file of rejected rows keeps its delimiter and its values in another language', () => {
	const file = rejectedFile([{ file: 'a;b.csv', line: 2, column: 'x', value: '=1+1\n"two"', reason: 'no date or time' }], ';');
	expect(rejectedIn(file, 'en')).toBe(file);
	expect(rejectedIn(file, 'sv')).toBe('\ufeff"fil";"rad";"kolumn";"värde";"orsak"\r\n"a;b.csv";"2";"x";"\'=1+1\n""two""";"inget datum och ingen tid"\r\n');
});

test('the form of a word follows the number before it', () => {
	const text = 'Of {file}, {count} {row goes|rows go}.';
	expect([counted(text, { file: 'a', count: '1' }), counted(text, { file: '1', count: '1,000' }), counted(text, { file: '1', count: 0 })]).toEqual(['Of a, 1 row goes.', 'Of 1, 1,000 rows go.', 'Of 1, 0 rows go.']);
});
