/** What a file is proposed to be, and how its rows are accounted for. */
import { expect, test } from 'vitest';
import { propose } from '../../../../server/sources/sheet/proposals.ts';
import { readSheet } from '../../../../server/sources/sheet/sheet.ts';
import { mapped, understood } from './support.ts';

const sheet = (text: string) => readSheet(Buffer.from(text));
const nothing = { remembered: [], shipped: [] };

test.each([
	['deals', 'Deal Name,Owner,Stage,Amount,Close Date\nA,Ana,Won,1,2026-01-02\n'],
	['activities', 'Id,Call Owner Name,Call Type,Call Status,Call Start Time\n1,Ana,Outbound,Attended,2026-01-02\n'],
	['meetings', 'Id,Booked by,Booked at,Scheduled for\n1,Bo,2026-01-02,2026-01-03\n'],
	['people', 'Name,E-mail,Team,Role\nAna,ana@x.example,North,ae\n'],
])('a file with the usual columns of %s is taken for them', (kind, text) => {
	expect(propose(sheet(text), nothing).choices.kind).toBe(kind);
});

test('a mapping that comes along is proposed when the file has most of its columns, and what it lacks is left out', () => {
	const mapping = mapped({ deals: { external_id: 'No', owner: 'Rep', stage: 'Step', status: { column: 'Step', values: { Done: 'won' }, otherwise: 'open' }, closed: { column: 'End', or: 'Begin' }, created: 'Begin', region: 'Area' } }, { source: 'shop' });
	const shipped = [{ name: 'shop', mapping }];
	const { choices, mapping: from } = propose(sheet('END,begin,No,Rep,Step\n2026-02-01,2026-01-01,1,Ana,Done\n'), { remembered: [], shipped });
	expect(from).toEqual({ kind: 'shipped', name: 'shop' });
	expect(choices).toMatchObject({ kind: 'deals', source: 'shop', fields: { closed: { from: { column: 'END' }, or: 'begin' }, status: { values: { Done: 'won' }, otherwise: 'open' } } });
	expect(Object.keys(choices.fields)).not.toContain('region');
	expect(propose(sheet('End,Id,Owner\n2026-02-01,1,Ana\n'), { remembered: [], shipped }).mapping.kind).toBe('matched');
});

test('another column stands for an empty one, is told of with its count, and closes no open deal', () => {
	const mapping = mapped({ deals: { external_id: 'Id', closed: { column: 'Closed', or: 'Created' }, created: 'Created', status: { column: 'Stage', values: { Lost: 'lost' }, otherwise: 'open' } } });
	const { rows, rejected, notes } = understood('deals', 'Id,Stage,Created,Closed\n1,Lost,2026-01-01,2026-02-01\n2,Lost,2026-01-02,\n3,New,2026-01-03,\n', mapping);
	expect(rows.map(({ row }) => row['closed'])).toEqual(['2026-02-01', '2026-01-02', undefined]);
	expect([rejected, notes]).toEqual([[], [{ message: 'Closed is empty; Created stands for it', count: 1, line: 3 }]]);
});

test('rows with nothing in them are counted, wherever they stand', () => {
	const { rows, blank } = sheet('a,b\n1,2\n\n,,\n"",\n3,4\n\n');
	expect([rows.length, blank]).toEqual([3, 4]);
	expect(rows.map(({ line }) => line)).toEqual([1, 2, 6]);
});
