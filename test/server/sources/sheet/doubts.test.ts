/** What in a sheet could become a wrong number unnoticed: it is asked about, refused or said. */
import { describe, expect, test } from 'vitest';
import { describe as describeSheet } from '../../../../server/sources/sheet/describe.ts';
import { rejectedFile } from '../../../../server/sources/sheet/rejected-file.ts';
import type { Reading } from '../../../../server/sources/sheet/sheet.ts';
import { readSheet } from '../../../../server/sources/sheet/sheet.ts';
import { mapped, planOf, understood } from './support.ts';

const rowsOf = (...given: Parameters<typeof understood>) => understood(...given).rows.map(({ row }) => row);
const saidOf = (...[kind, file, mapping, reading, currency]: Parameters<typeof planOf>) => describeSheet(readSheet(Buffer.from(file as string)), planOf(kind, file, mapping, reading, currency)).join('\n');

test('ids that a spreadsheet has rounded after their fifteenth digit are asked about, those that only end in zeros are not', () => {
	const file = (...ids: string[]) => `id,status\n${ids.map((id) => `${id},open`).join('\n')}\n`;
	expect(() => planOf('deals', file('5805028000000800000', '5805028000000900000'))).toThrow(/an id that a spreadsheet has shortened/);
	expect(rowsOf('deals', file('5805028000000800000', '5805028000000805001'))).toHaveLength(2);
});

describe('deals without ids', () => {
	const month = (...rows: string[]) => rowsOf('deals', `Owner;Account;Amount;Status;Closed\n${rows.join('\n')}\n`).map(({ external_id }) => external_id);
	const september = ['Ana;Acme;100;Won;2026-09-03', 'Ana;Bolt;200;Won;2026-09-04', 'Ana;Bolt;200;Won;2026-09-04'];
	test('that have neither name nor creation are known by their closing too: one month takes no other’s place', () => {
		const [first, second] = [month(...september), month('Ana;Acme;100;Won;2026-10-03', 'Ana;Bolt;200;Won;2026-10-04')];
		expect(new Set([...first, ...second]).size).toBe(5);
		expect(saidOf('deals', `Owner;Account;Amount;Status;Closed\n${september.join('\n')}`)).toContain('a row is known by account, owner, closed, its occurrence');
	});
	test('are the same when their amount or outcome changes', () => {
		expect(month('Ana;Acme;150;Lost;2026-09-03', ...september.slice(1))).toEqual(month(...september));
	});
	test('that nothing tells apart are refused, and so is a row with nothing of what tells the others apart', () => {
		expect(() => planOf('deals', 'Amount;Status\n5;Open\n')).toThrow(/^nothing tells one of these deals from another: there is no column of ids, nor of name, account, owner, product, created.*--column external_id=…/);
		expect(() => planOf('deals', 'Status\nOpen\n', mapped({ deals: { status: 'Status', owner: { is: 'Ana' } } }))).toThrow(/nothing tells/);
		expect(understood('deals', 'Owner;Amount;Status\nAna;5;Open\n;5;Open\n').rejected).toEqual([{ line: 3, column: '', value: ' | 5 | Open', reason: 'nothing tells this row from others: it has none of owner' }]);
	});
});

describe('a currency beside an amount', () => {
	const deals = (amounts: string[], currency?: string, reading: Reading = {}) => rowsOf('deals', `id;status;amount\n${amounts.map((amount, index) => `${index};open;${amount}`).join('\n')}\n`, undefined, reading, currency).map((row) => row['currency']);
	test.each([['USD 700', 'USD'], ['£9,5', 'GBP'], ['€ 5', 'EUR'], ['5 zł', 'PLN'], ['US$5', 'USD'], ['R$ 5', 'BRL'], ['5 SEK', 'SEK'], ['usd 5', 'USD'], ['CA$5', 'CAD'], ['5 Kč', 'CZK'], ['₹5', 'INR']])('%s is %s, whatever the workspace’s', (text, code) => {
		expect(deals([text], 'NOK')).toEqual([code]);
	});
	test('that is the workspace’s is what an amount without one has too', () => {
		expect([deals(['€ 5', '5', '$5'], 'EUR', { currency: 'USD' }), deals(['5 kr', '5 kr.'], 'SEK'), deals(['$5'], 'USD'), deals(['¥5'], 'JPY')]).toEqual([[undefined, 'USD', 'USD'], [undefined, undefined], [undefined], [undefined]]);
	});
	test.each([['$ 1.000,50', 'EUR'], ['1 234,50 kr', 'EUR'], ['¥5', 'EUR'], ['Fr. 5', 'EUR'], ['C$5', 'USD']])('%s in a workspace of %s is settled or asked about, never taken as it is', (text, workspace) => {
		if (text === 'C$5') expect(deals([text], workspace)).toEqual(['CAD']);
		else expect(() => deals([text], workspace)).toThrow(/^amount: .* \(line 2\) can be in several currencies, and the workspace's is EUR\. Say which, as in --currency USD/);
	});
	test('is what was said when asked, where it can be that', () => {
		expect([deals(['$5', '£5', '5'], 'EUR', { currency: 'CAD' }), deals(['5 kr'], 'EUR', { currency: 'DKK' })]).toEqual([['CAD', 'GBP', 'CAD'], ['DKK']]);
		expect(() => deals(['$5'], 'EUR', { currency: 'SEK' })).toThrow(/can be in several currencies/);
	});
	test('that is in its own column stands, and a contradiction is rejected', () => {
		const found = understood('deals', 'id,status,amount,Opportunity Currency\n1,open,$5,CAD\n2,open,€5,USD\n3,open,5,€\n4,open,5,\n', undefined, {}, 'EUR');
		expect(found.rows.map(({ row }) => row['currency'])).toEqual(['CAD', 'EUR', undefined]);
		expect(found.rejected).toEqual([{ line: 3, column: 'amount', value: '€5', reason: 'the amount is in €, the currency USD' }]);
	});
	test('that no server was there to compare is noted', () => {
		expect(understood('deals', 'id,status,amount\n1,open,$5\n2,open,5\n').notes).toEqual([{ message: `whether $ is the workspace's currency could not be checked without the server`, count: 1, line: 2 }]);
	});
	test('of a target is the workspace’s or refused', () => {
		const target = (value: string) => understood('targets', `metric,scope,period,value\nsales,company,2026-01,${value}\n`, undefined, {}, 'EUR');
		expect([target('€5').rows.length, target('USD 5').rejected[0]?.reason]).toEqual([1, `a target is in the workspace's currency, EUR`]);
		expect(() => target('$5')).toThrow(/Targets are in that one/);
	});
});

describe('a stage', () => {
	const status = (stage: string) => rowsOf('deals', `id,stage,close date\n1,${stage},2026-01-31\n`)[0]?.['status'];
	test.each([
		['Closed - Won', 'won'], ['7. Closed Won', 'won'], ['Won (signed)', 'won'], ['Abgeschlossen und gewonnen', 'won'], ['Vunnen affär', 'won'], ['CLOSEDWON', 'won'], ['Gagné', 'won'], ['Cerrada ganada', 'won'],
		['Closed/Lost', 'lost'], ['Förlorad', 'lost'], ['Perdu', 'lost'], ['8 – Verlorener Deal', 'lost'], ['closed_lost', 'lost'],
		['Negotiation', 'open'], ['Not yet won', 'open'], ['Won’t proceed', 'open'], ['Wonderful', 'open'], ['In progress', 'open'],
	])('called %s makes a deal %s', (stage, expected) => {
		expect(status(stage)).toBe(expected);
	});
	test('that is over but neither won nor lost is asked about', () => {
		expect(() => status('Closed')).toThrow(/^stage: 'Closed' \(line 2\) is over, but won or lost\? Say in a mapping/);
	});
	test.each(['Won or lost', 'Vunnen/Förlorad', 'To be won', 'Almost won 90%', 'Won by competitor', 'Cancelled', 'Payment Done'])('called %s is asked about: it may be over, or somebody else’s', (stage) => {
		expect(() => planOf('deals', `id,stage,close date\n1,${stage},2026-01-31\n`)).toThrow(/is over, but won or lost/);
	});
	test('lost keeps its reason to itself', () => {
		expect(rowsOf('deals', 'id,stage,close date\n1,Lost - price,2026-01-31\n')).toMatchObject([{ status: 'lost' }]);
	});
	test('of each name is shown with what it became and in how many rows, the most frequent first', () => {
		const stages = ['Talks', 'Closed - Won', 'Talks', ...Array.from({ length: 12 }, (_, index) => `S${index}`)];
		expect(saidOf('deals', `id,stage,close date\n${stages.map((stage, index) => `${index},${stage},2026-01-31`).join('\n')}\n`)).toMatch(/\n {6}Talks → open, 2; Closed - Won → won, 1; S0 → open, 1; .*S9 → open, 1; and 2 other values\n/);
	});
});

test('our own words are known however they are capitalised and punctuated', () => {
	expect(rowsOf('meetings', 'id,booked at,status\n1,2026-01-01,Held\n2,2026-01-01,No_Show\n3,2026-01-01,No show\n').map((row) => row['status'])).toEqual(['held', 'no_show', 'no_show']);
	expect(rowsOf('activities', 'id,at,kind,direction,outcome\n1,2026-01-01,Call,Outbound,Connected\n2,2026-01-01,LinkedIn,INBOUND,busy\n').map(({ kind, direction, outcome }) => [kind, direction, outcome])).toEqual([['call', 'outbound', 'connected'], ['linkedin', 'inbound', 'busy']]);
	expect(rowsOf('deals', 'Ref,State,Sort\n1,Open,Renewal\n', mapped({ deals: { external_id: 'Ref', status: 'State', type: 'Sort' } }))).toEqual([{ external_id: '1', status: 'open', type: 'renewal' }]);
	expect(rowsOf('targets', 'metric,scope,period,value\nDeals won,Company,2026-1,5\nSales,Team: West,nov 2026,5\nsales,person:Ana,Q1 2026,5\nsales,company,2026 Q1,5\nsales,company,Nov-26,5\nsales,company,2026,5\n').map(({ metric, scope, period }) => [metric, scope, period])).toEqual([
		['deals_won', 'company', '2026-01'], ['sales', 'team:West', '2026-11'], ['sales', 'person:Ana', '2026-Q1'], ['sales', 'company', '2026-Q1'], ['sales', 'company', '2026-11'], ['sales', 'company', '2026'],
	]);
});

test('a word that is none of ours, where the row can do without it, is left out and noted; elsewhere the row is rejected in our words', () => {
	const { rows, notes, rejected } = understood('deals', 'id,status,type\n1,open,Partner\n2,open,Partner\n3,maybe,\n');
	expect(rows.map(({ row }) => row)).toEqual([{ external_id: '1', status: 'open' }, { external_id: '2', status: 'open' }]);
	expect(notes).toEqual([{ message: `type 'Partner' is none of new_business, expansion, renewal; it is left out`, count: 2, line: 2 }]);
	expect(rejected).toMatchObject([{ line: 4, reason: 'expected open, won or lost' }]);
	expect(understood('deals', 'a,b,c\n1,open,Partner\n', mapped({ deals: { external_id: 'a', status: 'b', type: 'c' } })).rejected).toMatchObject([{ reason: 'expected new_business, expansion or renewal' }]);
});

describe('two columns for one field', () => {
	const amountOf = (header: string, reading?: Reading) => rowsOf('deals', `id,status,${header}\n1,open,2,3\n`, undefined, reading)[0]?.['amount'];
	test('are asked about, and the answer is one option', () => {
		expect(() => amountOf('Value,Total')).toThrow(/^amount can be Value or Total\. Say which with --column amount=Value, or in a mapping\.$/);
		expect(() => amountOf('Amount,Total')).toThrow(/amount can be Amount or Total/);
		expect([amountOf('Value,Total', { columns: { amount: 'total' } }), amountOf('Value,Total', { columns: { amount: '3' } })]).toEqual(['3', '2']);
		expect(() => amountOf('Value,Total', { columns: { amount: 'Sum' } })).toThrow(/^amount: there is no column 'Sum'; the file has id, status, Value, Total/);
		expect(() => amountOf('Value,Total', { columns: { colour: 'Value' } })).toThrow(/^deals have no field 'colour'; they have external_id/);
	});
	test('are none where one is a price: of a unit beside a total or a quantity, else the amount', () => {
		expect([amountOf('Price,Total'), amountOf('Total,Price'), amountOf('Price,Quantity'), amountOf('Price,Colour')]).toEqual(['3', '2', undefined, '2']);
		expect(saidOf('deals', 'id,status,Price,Quantity\n1,open,2,3\n')).toContain('no column of amounts');
	});
});

describe('an id', () => {
	test('that a spreadsheet has shortened stops the import', () => {
		expect(() => planOf('deals', 'id;status\n"5,80503E+18";Open\n')).toThrow(/^id: 5,80503E\+18 \(line 2\) is an id that a spreadsheet has shortened/);
	});
	test('that most rows share is none', () => {
		expect(() => planOf('deals', 'id,status\n7,Open\n7,Open\n7,Open\n8,Open\n')).toThrow(/^id: 3 of 4 rows have the id '7'/);
	});
	test('that stands in several rows is counted', () => {
		expect(understood('accounts', 'id,name\n1,Acme\n2,Bolt\n1,Acme\n')).toMatchObject({ rows: [{}, {}], repeated: 1 });
	});
});

describe('a quotation mark that is not closed', () => {
	const lines = ['1,open,"Acme,5', '2,open,Bolt,6', '3,open,"Cox",7', '4,open,Dix,8'];
	test('and swallows rows, down to the next one, is found by what the cell holds', () => {
		const { rows, rejected } = understood('deals', `id,status,account,amount\n${lines.join('\n')}\n`);
		expect(rejected).toMatchObject([{ line: 2, reason: expect.stringContaining('a quotation mark is opened and not closed') }]);
		expect(rows.map(({ from }) => from.line)).toEqual([5]);
		expect(understood('people', 'name,team\n"Ana,West\nBo,West\n"Cy",East\n').rejected).toMatchObject([{ line: 2 }]);
	});
	test('is not seen in a text of several lines', () => {
		const text = ['Hello Ana,', '', 'thanks, and see you, soon,', 'Bo'].join('\n');
		expect(understood('deals', `id,status,account,notes\n1,open,Acme,"${text}"\n2,open,Bolt,\n`)).toMatchObject({ rows: [{}, {}], rejected: [], notes: [] });
		expect(understood('accounts', 'name,address\nAcme,"Main Street 1\nSpringfield, USA"\nBolt,"the ""old"" mill\nTown, UK"\n')).toMatchObject({ rows: [{}, {}], rejected: [] });
		expect(understood('deals', `id,status,account,notes\n1,open,Acme,"${'line\n'.repeat(25)}"\n`).notes).toMatchObject([{ message: expect.stringContaining('more than 20 lines'), line: 2 }]);
	});
});

describe('numbers and dates', () => {
	test('0.500 is no thousand, so that 1,5 beside it is a contradiction', () => {
		expect(() => planOf('deals', 'id;status;amount\n1;open;0.500\n2;open;1,5\n')).toThrow(/0\.500 \(line 2\) has a decimal point and 1,5 \(line 3\) a decimal comma/);
	});
	test('columns that settle on opposite orders are asked about', () => {
		expect(() => planOf('deals', 'id,status,created,closed\n1,open,21/06/2026,06/22/2026\n')).toThrow(/^created: 21\/06\/2026 \(line 2\) has the day first, and closed: 06\/22\/2026 \(line 2\) the month/);
		expect(rowsOf('deals', 'id,s,c,d\n1,open,21/06/2026,06/22/2026\n', mapped({ deals: { external_id: 'id', status: 's', created: { column: 'c', dates: 'dmy' }, closed: { column: 'd', dates: 'mdy' } } }))[0]).toMatchObject({ created: '2026-06-21', closed: '2026-06-22' });
	});
	test('long ago and far ahead are noted', () => {
		expect(understood('deals', 'id,status,closed,expected close\n1,won,1899-12-30,2031-01-01\n2,won,2029-01-01,\n3,won,2026-01-01,\n').notes).toEqual([{ message: 'closed lies before 1970 or more than two years ahead', count: 2, line: 2 }]);
	});
	test('a dash is no figure', () => {
		expect(rowsOf('deals', 'id,status,amount\n1,open,-\n2,open,–\n3,open,5\n').map(({ amount }) => amount)).toEqual([undefined, undefined, '5']);
	});
});

describe('lines that are no rows', () => {
	test('above the header are left out and said', () => {
		const file = 'Pipeline report;;;\nMade by Ana;;;\n\nId;Owner;Status;Amount\n1;Ana;Open;5\n';
		expect(rowsOf('deals', file)).toEqual([{ external_id: '1', owner: 'Ana', status: 'open', amount: '5' }]);
		expect(saidOf('deals', file)).toMatch(/header in line 4 · 1 row\n {2}line 1 is left out, above the header: Pipeline report\n {2}line 2 is left out, above the header: Made by Ana\n/);
	});
	test('or that might be a header are said when they are taken as data', () => {
		expect(saidOf('people', 'Namn,Lag\nAna,West\n', mapped({ people: { name: 1, team: 2 } }))).toContain('line 1 is taken as data: Namn, Lag');
	});
});

test('the usual Swedish and German names of columns are known', () => {
	const fields = (kind: Parameters<typeof planOf>[0], header: string) => planOf(kind, `${header}\n`).fields.map(({ field }) => field).sort();
	expect(fields('deals', 'Affärsnamn;Säljare;Kund;Fas;Belopp;Valuta;Skapad;Avslutad')).toEqual(['account', 'amount', 'closed', 'created', 'currency', 'name', 'owner', 'stage', 'status']);
	expect(fields('deals', 'Titel;Verkäufer;Kunde;Phase;Betrag;Währung;Erstellt am;Abschlussdatum')).toEqual(['account', 'amount', 'closed', 'created', 'currency', 'name', 'owner', 'stage', 'status']);
});

test('[check 28] the file of rejected rows runs nothing either where another delimiter cuts its cells', () => {
	const text = rejectedFile([{ file: 'a.csv', line: 2, column: 'x', value: 'a;=1+1,@b\t+c', reason: 'because' }], ';');
	expect(readSheet(Buffer.from(text))).toMatchObject({ delimiter: ';', rows: [{ cells: ['file', 'line', 'column', 'value', 'reason'] }, { cells: ['a.csv', '2', 'x', "a;'=1+1,'@b\t'+c", 'because'] }] });
});
