/** The numbers of a review as files. */
import { expect, test } from 'vitest';
import type { ReviewDocument, ReviewSection, ReviewTable } from '../../shared/review-api.ts';
import { boardFormat } from '../../shared/views.ts';
import { csvName, documentCsv, tableCsv } from '../../display/review/csv.ts';

const table: ReviewTable = {
	id: 'largest',
	title: 'Largest deals',
	columns: [{ id: 'deal', label: 'Deal', unit: 'text' }, { id: 'day', label: 'Won', unit: 'day' }, { id: 'amount', label: 'Amount', unit: 'money' }, { id: 'share', label: 'Share', unit: 'share' }],
	rows: [
		[{ value: '=HYPERLINK("http://x")', text: '=HYPERLINK' }, { value: '2017-06-14', text: '14 Jun' }, { value: '1338466.50', text: '€1.3M' }, { value: 0.1234567, text: '12 %' }],
		[{ value: 'v1.5', text: 'v1.5' }, { value: null, text: '–' }, { value: '-250.00', text: '−€250' }, { value: 1e-7, text: '0 %' }],
	],
};
const section: ReviewSection = { id: 'deals', title: 'Won and lost', scope: 'company', whose: '', panels: [], findings: [], tables: [table] };
const document: ReviewDocument = {
	month: '2017-06', title: 'June 2017', scope: 'company', whose: '', close: null, asOf: 'as closed on 3 Jul 2017, 17:02', sections: [section, { ...section, id: 'quota', title: 'Against quota', scope: 'team:West', whose: 'West' }],
	board: { format: boardFormat, build: '', revision: 1, id: 'review', title: 'Monthly review', name: 'North Sea', language: 'en', locale: 'en-GB', seconds: 20, replay: '', clock: { offsetMinutes: 120, changesAt: null, offsetAfterMinutes: 120 }, empty: null },
};
const lines = (csv: string): string[] => csv.replace('\ufeff', '').split('\r\n');

test('[check 28] it says what it is of, then has exact values; formulas are disarmed, negative numbers stay numbers, what is unknown is empty', () => {
	expect(lines(tableCsv(document, section, table))).toEqual([
		'"Workspace","North Sea"',
		'"Review","Monthly review"',
		'"Month","June 2017"',
		'"Of","The whole company"',
		'"State","as closed on 3 Jul 2017, 17:02"',
		'"Section","Won and lost"',
		'"Table","Largest deals"',
		'',
		'"Deal","Won","Amount","Share"',
		`"'=HYPERLINK(""http://x"")","2017-06-14","1338466.50","0.1234567"`,
		'"v1.5","","-250.00","0.0000001"',
		'',
	]);
});

test('where a comma is the decimal sign, numbers have one, and cells are parted by semicolons', () => {
	const swedish = { ...document, board: { ...document.board, locale: 'sv-SE', language: 'sv' as const } };
	expect(lines(tableCsv(swedish, section, table)).slice(-3, -1)).toEqual([`"'=HYPERLINK(""http://x"")";"2017-06-14";"1338466,50";"0,1234567"`, '"v1.5";"";"-250,00";"0,0000001"']);
});

test('all tables go into one file, and a section of a team says whose it is', () => {
	const all = lines(documentCsv(document));
	expect(all.filter((line) => line.startsWith('"Workspace"'))).toHaveLength(1);
	expect(all.filter((line) => line.startsWith('"Section'))).toEqual(['"Section","Won and lost"', '"Section","Against quota"', '"Section of","West"']);
	expect(all.filter((line) => line.includes('1338466.50'))).toHaveLength(2);
});

test("the file's name has the month, whose, the section, the table and the workspace's day", () => {
	const late = Date.parse('2017-07-03T22:30:00Z');
	expect(csvName(document, section, table, late)).toBe('review-2017-06-deals-largest-2017-07-04.csv');
	expect(csvName({ ...document, whose: 'Väst & Öst' }, null, null, late)).toBe('review-2017-06-vast-ost-2017-07-04.csv');
});
