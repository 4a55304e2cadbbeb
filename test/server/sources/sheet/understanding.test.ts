/** What rows of a file become: by a mapping, by the names of its columns, and by what they hold when they have no id. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describe as describeSheet } from '../../../../server/sources/sheet/describe.ts';
import { readMapping, sheetKinds } from '../../../../server/sources/sheet/mapping.ts';
import { rejectedFile } from '../../../../server/sources/sheet/rejected-file.ts';
import { readSheet } from '../../../../server/sources/sheet/sheet.ts';
import { understand } from '../../../../server/sources/sheet/understand.ts';
import { csv, encodingsOf, mapped, planOf, today, understood } from './support.ts';

const rowsOf = (...given: Parameters<typeof understood>) => understood(...given).rows.map(({ row }) => row);

describe('a mapping', () => {
	test.each([
		['{', /not valid JSON/],
		['[]', /^expected an object, as \{"deals"/],
		['{"colour": {}}', /'colour' means nothing here/],
		['{"deals": {"colour": "Colour"}}', /^deals\.colour: deals have no such field; they have external_id, /],
		['{"deals": {"amount": {"column": 0}}}', /^deals\.amount\.column: expected the name of a column, or its number/],
		['{"deals": {"amount": {"column": "a", "is": "b"}}}', /^deals\.amount: expected exactly one of column, template and is/],
		['{"deals": {"amount": {}}}', /^deals\.amount: expected exactly one/],
		['{"deals": {"amount": {"column": "a", "colum": "b"}}}', /^deals\.amount: 'colum' means nothing here/],
		['{"deals": {"created": {"column": "a", "dates": "dym"}}}', /^deals\.created\.dates: expected dmy, mdy, ymd/],
		['{"deals": {"status": {"column": "a", "values": {"Won": 1}}}}', /^deals\.status\.values\.Won: /],
		['{"deals": {"owner": {"template": "{Agent|upper}@x"}}}', /^deals\.owner\.template: expected columns as \{Name\} or \{Name\|slug\}/],
		['{"deals": {"amount": true}}', /^deals\.amount: /],
		['{"deals": {"introduces": {"nam": "Owner"}}}', /^deals\.introduces\.nam: people have no such field/],
		['{"reading": {"delimiter": "#"}}', /^reading\.delimiter: expected/],
	])('%s is refused with its place', (json, message) => {
		expect(() => readMapping(json)).toThrow(expect.objectContaining({ name: 'InputError', message: expect.stringMatching(message) }));
	});
	test('of the README, and each that comes along, is understood', () => {
		const root = new URL('../../../../', import.meta.url);
		const [, example = ''] = /```json\n([^]*?)```/.exec(readFileSync(new URL('README.md', root), 'utf8')) ?? [];
		expect(readMapping(example).sections.deals?.fields.size).toBe(7);
		const folder = new URL('server/sources/mappings/', root);
		for (const name of readdirSync(folder)) expect([name, readMapping(readFileSync(new URL(name, folder), 'utf8')).source]).toEqual([name, expect.stringMatching(/./)]);
	});
	test('[check 32] pollutes nothing', () => {
		readMapping('{"deals": {"__proto__": {"is": "x"}, "status": {"is": "open", "values": {"__proto__": "won", "constructor": "won"}}}}');
		expect(({} as Record<string, unknown>)['is']).toBeUndefined();
	});
	const file = 'Ref;Sales Agent;Stage;Value;Share;Cents;On\n7;Ana Ünal;Won;"1.234,50 €";12 %;250;21.06.2024 15:30\n8;Bo;In talks;;;;\n';
	test('takes columns by name or number, templates, constants, the meaning of values, units and dates', () => {
		const mapping = mapped({
			deals: {
				external_id: { template: 'D-{Ref}' }, owner: { template: '{sales agent|slug}@x.example' }, name: { template: '{2}, {3}' }, stage: 3, status: { column: 'STAGE', values: { won: 'won' }, otherwise: 'open' },
				amount: 'Value', region: { is: 'North' }, closed: 'on', type: { column: 'Ref', values: { '7': 'renewal', '8': '' } },
			},
		});
		expect(rowsOf('deals', file, mapping)).toEqual([
			{ external_id: 'D-7', owner: 'ana.unal@x.example', name: 'Ana Ünal, Won', stage: 'Won', status: 'won', amount: '1234.5', currency: 'EUR', region: 'North', closed: '2024-06-21T15:30:00', type: 'renewal' },
			{ external_id: 'D-8', owner: 'bo@x.example', name: 'Bo, In talks', stage: 'In talks', status: 'open', region: 'North' },
		]);
		const values = (value: object) => rowsOf('targets', file, mapped({ targets: { metric: { is: 'sales' }, scope: { is: 'company' }, period: { column: 'On', period: 'quarter' }, value } }))[0];
		expect(values({ column: 'Share', unit: 'percent' })).toEqual({ metric: 'sales', scope: 'company', period: '2024-Q2', value: '0.12' });
		expect(values({ column: 'Cents', unit: 'cents' })).toMatchObject({ value: '2.5' });
		expect(values({ column: 'Cents', unit: 'thousands' })).toMatchObject({ value: '250000' });
		for (const [period, id] of [['day', '2024-06-21'], ['week', '2024-W25'], ['month', '2024-06'], ['year', '2024']]) expect(rowsOf('targets', file, mapped({ targets: { metric: { is: 'sales' }, scope: { is: 'company' }, period: { column: 7, period }, value: 6 } }))[0]).toMatchObject({ period: id });
	});
	test('a template with a hole in it is empty, so that no two rows share half a key', () => {
		expect(understood('accounts', 'id,name\n,Acme\n', mapped({ accounts: { external_id: { template: 'A-{id}' }, name: 'name' } })).rejected).toEqual([{ line: 2, column: 'id', value: '', reason: 'a row of accounts needs this' }]);
	});
	test('makes each owner of a row known once', () => {
		const mapping = mapped({ activities: { introduces: { name: 'who', role: { is: 'sdr' } }, external_id: 'id', kind: { is: 'call' }, at: 'at', owner: 'who' } });
		expect(understood('activities', 'id,who,at\n1,Ana,2024-01-01\n2,Bo,2024-01-01\n3,Ana,2024-01-02\n4,,2024-01-02\n5,Cy,never\n', mapping).introduced).toEqual([{ name: 'Ana', role: 'sdr' }, { name: 'Bo', role: 'sdr' }]);
	});
	test.each([
		['names a column that is not there', { deals: { external_id: 'Id', status: 'Status' } }, /^deals\.external_id: there is no column 'Id'; the file has Ref, Sales Agent, /],
		['numbers a column that is not there', { deals: { external_id: 8, status: 3 } }, /^deals\.external_id: there is no column 8; the file has 7/],
		['has no rule for what is needed', { deals: { external_id: 1 } }, /^deals need status: the mapping has no rule for it/],
		['names people by nothing', { people: { team: 'Stage' } }, /^people need email or name/],
	])('that %s is refused', (_what, sections, message) => {
		expect(() => planOf('people' in sections ? 'people' : 'deals', file, mapped(sections))).toThrow(expect.objectContaining({ message: expect.stringMatching(message) }));
	});
	test('by name cannot read a file that is said to have no header, nor choose between two columns of one name', () => {
		expect(() => planOf('people', 'name\nAna\n', mapped({ people: { name: 'name' } }), { header: false })).toThrow(/has no header/);
		expect(() => planOf('people', 'Name,name,x\nAna,Bo,1\n', mapped({ people: { name: 'NAME' } }))).toThrow(/several columns are called 'NAME'/);
		expect(rowsOf('people', 'Name,name,x\nAna,Bo,1\n', mapped({ people: { name: 'name' } }))).toEqual([{ name: 'Bo' }]);
	});
	test('by number tells a header from a first row by what is in the columns below', () => {
		const mapping = mapped({ targets: { metric: { is: 'sales' }, scope: { is: 'company' }, period: 1, value: 2 } });
		expect(rowsOf('targets', 'Month,Value\n2024-01,5\n2024-02,6\n', mapping)).toHaveLength(2);
		expect(rowsOf('targets', '2024-01,5\n2024-02,6\n', mapping)).toHaveLength(2);
	});
});

describe('without a mapping', () => {
	test.each([
		['deals', 'Opportunity ID,Deal Name,Opportunity Owner,Stage,Amount,Close Date,Created Date,Probability', { external_id: 1, name: 2, owner: 3, stage: 4, status: 4, amount: 5, closed: 6, created: 7 }, ['Probability']],
		['deals', 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value', { external_id: 1, owner: 2, product: 3, account: 4, stage: 5, status: 5, created: 6, closed: 7, amount: 8 }, []],
		['deals', 'Deal - ID,Deal - Title,Deal - Status,Deal - Value,Deal - Currency of Value,Deal - Deal closed on,Person - Name', { external_id: 1, name: 2, status: 3, amount: 4, currency: 5, closed: 6 }, ['Person - Name']],
		['activities', 'Id,Type,Call Start Time,Call Owner Name,Call Type,Call Status,Call Duration (in seconds)', { external_id: 1, kind: 2, at: 3, owner: 4, direction: 5, outcome: 6, seconds: 7 }, []],
		['people', 'Name,E-mail,Team,Manager,Shoe size', { name: 1, email: 2, team: 3, manager: 4 }, ['Shoe size']],
		['meetings', 'Meeting ID;Booked by;Booked at;Start;Status', { external_id: 1, booked_by: 2, booked_at: 3, scheduled_for: 4, status: 5 }, []],
		['accounts', 'Company,Country,Account Owner,Created At', { name: 1, region: 2, owner: 3, created: 4 }, []],
		['proposals', 'id,deal,owner,sent on', { external_id: 1, deal: 2, owner: 3, sent: 4 }, []],
		['targets', 'metric,scope,period,value', { metric: 1, scope: 2, period: 3, value: 4 }, []],
	] as const)('%s with the columns %s are matched by name', (kind, header, columns, ignored) => {
		const plan = planOf(kind, `${header}\n`);
		expect(Object.fromEntries(plan.fields.map(({ field, positions }) => [field, (positions[0] ?? -1) + 1]))).toEqual(columns);
		expect(plan.ignored).toEqual(ignored);
	});
	test('stages say which deals are won and lost, and usual words what they mean', () => {
		const stages = rowsOf('deals', 'id,stage,close date\n1,Closed Won,2024-01-31\n2,closedlost,2024-01-31\n3,Negotiation,2024-01-31\n');
		expect(stages.map(({ status }) => status)).toEqual(['won', 'lost', 'open']);
		expect(rowsOf('activities', 'id,type,direction,result,at\n1,Phone call,Outgoing,No answer,2024-01-31 9:05\n')).toEqual([{ external_id: '1', kind: 'call', direction: 'outbound', outcome: 'no_answer', at: '2024-01-31T09:05:00' }]);
	});
	test('what is missing is named, with the columns that there are', () => {
		expect(() => planOf('activities', 'id,who\n1,Ana\n')).toThrow(/^activities need kind and at: no column is called so; the file has id, who\. Say which it is \(--column kind=…\), or what is what in a mapping/);
		expect(() => planOf('deals', 'id,stage\n', undefined, { header: false })).toThrow(/the file has no header row/);
	});
});

describe('a column that can be read in two ways', () => {
	const deals = (rows: string[], reading = {}) => understood('deals', `id;stage;amount;created;close date\n${rows.join('\n')}\n`, undefined, reading);
	test('is asked about and not guessed; all questions come at once', () => {
		expect(() => deals(['1;Won;1.234;03/04/2024;05/06/2024'])).toThrow(/^amount: 1\.234 \(line 2\) can mean a thousand times as much\. Say --decimal.*\ncreated: 03\/04\/2024 \(line 2\) can be in two months\. Say --dates.*\nclose date: 05\/06\/2024/);
	});
	test('is read as it is said, or as a value in it or in another column decides', () => {
		expect(deals(['1;Won;1.234;03/04/2024;05/06/2024'], { decimal: ',', dates: 'mdy' }).rows[0]?.row).toMatchObject({ amount: '1234', created: '2024-03-04', closed: '2024-05-06' });
		expect(deals(['1;Won;1.234,5;03/04/2024;05/06/2024', '2;Won;2.000;03/04/2024;25/06/2024']).rows.map(({ row }) => [row['amount'], row['created'], row['closed']])).toEqual([['1234.5', '2024-04-03', '2024-06-05'], ['2000', '2024-04-03', '2024-06-25']]);
	});
	test('and holds both is asked about too; then what does not fit is rejected', () => {
		expect(() => deals(['1;Won;1;21/06/2024;2024-07-01', '2;Won;1;06/21/2024;2024-07-01'])).toThrow(/^created: 21\/06\/2024 \(line 2\) has the day first and 06\/21\/2024 \(line 3\) the month/);
		expect(() => deals(['1;Won;1,5;2024-06-01;2024-07-01', '2;Won;1.5;2024-06-01;2024-07-01'])).toThrow(/^amount: 1\.5 \(line 3\) has a decimal point and 1,5 \(line 2\) a decimal comma/);
		expect(deals(['1;Won;1;21/06/2024;2024-07-01', '2;Won;1;06/21/2024;2024-07-01'], { dates: 'dmy' })).toMatchObject({ rows: [{}], rejected: [{ line: 3, column: 'created', value: '06/21/2024', reason: 'no date or time with the day first' }] });
	});
});

describe('a row', () => {
	test('is rejected with its line, column, value and reason', () => {
		const { rows, rejected } = understood('deals', 'id,stage,amount,close date\n1,Won,5,2024-01-01\n2,Won,lots,2024-01-01\n\n3,Won,5,\n4,Lost,5,soon\n,open,5,\n5,Won,5,2024-01-01,surplus\n6,Open,5,,\n');
		expect(rejected).toEqual([
			{ line: 3, column: 'amount', value: 'lots', reason: 'no number with a decimal point' },
			{ line: 5, column: 'close date', value: '', reason: 'a won or lost deal needs the day on which it was closed' },
			{ line: 6, column: 'close date', value: 'soon', reason: 'no date or time' },
			{ line: 7, column: 'id', value: '', reason: 'a row of deals needs this' },
			{ line: 8, column: '', value: '5 | Won | 5 | 2024-01-01 | surplus', reason: 'has 5 cells, the file has 4 columns' },
		]);
		expect(rows.map(({ row }) => row['external_id'])).toEqual(['1', '6']);
	});
	test('that is short is taken, and said; of rows with one id the newest stands, else the last', () => {
		const { rows, notes } = understood('accounts', 'id,name,region,updated\n1,Acme\n2,New,,2024-02-01\n2,Old,,2024-01-01\n1,Bolt,East\n');
		expect(rows.map(({ row }) => row['name'])).toEqual(['New', 'Bolt']);
		expect(notes.map(({ message, count, line }) => [message.slice(0, 20), count, line])).toEqual([['the row has fewer ce', 2, 2], ['the same id stands i', 2, 4]]);
	});
	test('a duration may be a clock', () => {
		expect(rowsOf('activities', 'id,kind,at,duration\n1,call,2024-01-01,0:03:04\n2,call,2024-01-01,184\n3,call,2024-01-01,3:04\n4,call,2024-01-01,183.6\n5,call,2024-01-01,–\n').map(({ seconds }) => seconds)).toEqual([184, 184, 184, 184, undefined]);
		expect(understood('activities', 'id,kind,at,duration\n1,call,2024-01-01,3:4\n2,call,2024-01-01,-5\n').rejected.map(({ reason }) => reason)).toEqual(['no number with a decimal point', 'expected no less than 0 seconds']);
	});
});

test('whatever a file holds, it is understood, asked about or refused in a sentence, and every row is taken or listed', () => {
	const cell = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('', '"', '1.234', '1,5', '03/04/2024', '21.06.2024 15:30', '2024-02-30', '9999-99-99', '45464', 'won', 'call', '=1', 'Stage', '{', '12:00', '−5', '(1)'));
	const line = fc.array(cell, { maxLength: 5 });
	const names = fc.shuffledSubarray(['id', 'name', 'email', 'stage', 'amount', 'closed', 'created', 'kind', 'at', 'seconds', 'sent', 'metric', 'scope', 'period', 'value', 'booked at'], { minLength: 1, maxLength: 8 });
	fc.assert(fc.property(names, fc.array(line, { maxLength: 8 }), fc.constantFrom(',', ';', '\t', '|'), fc.constantFrom('\n', '\r\n', '\r'), fc.constantFrom(...sheetKinds), fc.boolean(), (header, lines, delimiter, end, kind, asBytes) => {
		const text = [header, ...lines].map((cells) => cells.join(delimiter)).join(end);
		try {
			const plan = planOf(kind, Buffer.from(text, asBytes ? 'latin1' : 'utf8'));
			const { rows, rejected, repeated } = understand(plan, today);
			expect(rows.length + rejected.length + repeated).toBe(plan.rows.length);
			for (const { reason } of rejected) expect(reason).toMatch(/\S/);
		} catch (error) {
			expect(error).toMatchObject({ name: expect.stringMatching(/^(InputError|SourceError)$/), message: expect.stringMatching(/\S.{5}/) });
		}
	}), { numRuns: 500 });
});

test('[check 28] the file of rejected rows runs nothing: formulas are disarmed, numbers stay numbers, quotes are doubled', () => {
	const reject = (value: string) => ({ file: 'a.csv', line: 2, column: 'amount', value, reason: 'because' });
	const text = rejectedFile(['=1+1', '+SUM(A1)', '-2+3', '@x', '\tx', '-5', '+1.234,50', 'say "x"', "a\nb"].map(reject), ',');
	expect(text.startsWith('\ufeff"file","line","column","value","reason"\r\n')).toBe(true);
	expect(readSheet(Buffer.from(text)).rows.slice(1).map(({ cells }) => cells[3])).toEqual(["'=1+1", "'+SUM(A1)", "'-2+3", "'@x", "'\tx", '-5', '+1.234,50', 'say "x"', 'a\nb']);
});

test('what was detected is said before anything is sent', () => {
	const file = 'Betrag;Vom;Stage;Wer\n"1.234,50";21.06.2024;Won;Ana\n';
	const mapping = mapped({ deals: { introduces: { name: 'Wer' }, amount: 'Betrag', created: 'Vom', closed: { template: '{Vom} 10:00' }, status: { column: 'Stage', values: { Won: 'won' }, otherwise: 'open' }, region: { is: 'North' } } });
	expect(describeSheet(readSheet(Buffer.from(file)), planOf('deals', file, mapping))).toEqual([
		'  UTF-8 · semicolon between cells · header in line 1 · 1 row',
		'  amount  ← Betrag · decimal comma · 1.234,50 is 1234.5',
		'  created ← Vom · day before month · 21.06.2024 is 2024-06-21',
		'  closed  ← {Vom} 10:00 · day before month · 21.06.2024 10:00 is 2024-06-21T10:00:00',
		'  status  ← Stage (Won → won, else open)',
		'      Won → won, 1',
		"  region  ← 'North'",
		'  and of each row a person:',
		'    name ← Wer',
		'  no column of ids: a row is known by created, its occurrence',
	]);
});

describe('rows without an id are known by what lasts and their occurrence', () => {
	const header = ['Owner', 'Account', 'Stage', 'Amount', 'Close date', 'Created'];
	const cell = {
		owner: fc.constantFrom('Zoë', 'Bo'), account: fc.constantFrom('Acme; Ltd', 'Bolt, Inc', ''), stage: fc.constantFrom('Won', 'Lost', 'Talking'),
		cents: fc.integer({ min: -500_000, max: 500_000 }), day: fc.integer({ min: 13, max: 28 }), month: fc.integer({ min: 1, max: 3 }),
	};
	type Deal = { [K in keyof typeof cell]: (typeof cell)[K] extends fc.Arbitrary<infer Value> ? Value : never };
	const rows = fc.array(fc.record(cell), { minLength: 2, maxLength: 12 });
	const date = (day: number, month: number, form: string): string => Temporal.PlainDate.from({ year: 2024, month, day }).toLocaleString(form, { day: '2-digit', month: '2-digit', year: 'numeric' });
	const write = (list: Deal[], locale: string) => list.map(({ owner, account, stage, cents, day, month }) => [owner, account, stage, (cents / 100).toLocaleString(locale, { minimumFractionDigits: 2 }), date(day, 4, locale), date(13, month, locale)]);
	const keyed = (file: string | Buffer) => Object.fromEntries(rowsOf('deals', file).map(({ external_id, ...row }) => [String(external_id), row]));

	test('the same rows in another order, with another delimiter, in another encoding, with other numbers and dates are the same', () => {
		fc.assert(fc.property(rows, fc.infiniteStream(fc.nat()), fc.constantFrom(',', ';', '\t', '|'), fc.constantFrom('de', 'en-US', 'en-GB', 'sv'), fc.nat({ max: 6 }), (list, dice, delimiter, locale, encoding) => {
			const once = keyed(csv([header, ...write(list, 'en-US')]));
			expect(Object.keys(once)).toHaveLength(list.length);
			const shuffled = list.map((row) => ({ row, place: dice.next().value ?? 0 })).sort((a, b) => a.place - b.place).map(({ row }) => row);
			const text = csv([header, ...write(shuffled, locale)], delimiter);
			expect(keyed([...encodingsOf(text.replaceAll('\u2212', '-').replaceAll('\u00a0', ' '))][encoding]?.[1] ?? '')).toEqual(once);
		}));
	});
	test('one that changes is the same row with another content; one more of the same is one more; one less leaves the others alone', () => {
		fc.assert(fc.property(rows, fc.nat(), fc.constantFrom({ cents: 99_999_999 }, { stage: 'Lost' }, { day: 27 }), (list, at, change) => {
			const before = keyed(csv([header, ...write(list, 'en-US')]));
			const place = at % list.length;
			const changed = keyed(csv([header, ...write(list.map((row, index) => (index === place ? { ...row, ...change } : row)), 'en-US')]));
			expect(Object.keys(changed).sort()).toEqual(Object.keys(before).sort());
			const chosen = list[place];
			const more = keyed(csv([header, ...write([...list, ...(chosen ? [chosen] : [])], 'en-US')]));
			expect(Object.keys(more)).toHaveLength(list.length + 1);
			expect(Object.keys(more)).toEqual(expect.arrayContaining(Object.keys(before)));
		}));
	});
	test('two equal rows are two facts, and an id column makes them known by it', () => {
		expect(Object.keys(keyed('owner,stage\nAna,Talking\nAna,Talking\n'))).toHaveLength(2);
		expect(understood('deals', 'id,stage\n1,Talking\n,Talking\n').rejected).toMatchObject([{ line: 3, column: 'id' }]);
	});
});
