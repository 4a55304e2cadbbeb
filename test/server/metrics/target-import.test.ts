/** What a file of targets would change, looked at before anything is written. */
import { describe, expect, test } from 'vitest';
import type { TargetImport } from '../../../shared/target-import-api.ts';
import { givenWall, type Setting } from '../../support/wall.ts';
import { workbookOf } from '../../support/workbook.ts';
import { parseQuery } from '../../../server/http/route.ts';
import { targetFileQuery } from '../../../server/metrics/target-import.ts';

const people = [
	{ email: 'ana@x.example', name: 'Ana Lindqvist', team: 'North' },
	{ email: 'bo@x.example', name: 'Bo Ek', team: 'North' },
	{ email: 'bo.ek@x.example', name: 'Bo Ek', team: 'South' },
	{ email: 'eva@x.example', name: 'Éva Müller', team: 'South' },
];

function givenDesk(setting: Setting = {}) {
	const given = givenWall({ now: '2026-11-23T10:00', ...setting });
	given.wall.push({ source: 'crm', people }, 'key');
	const read = async (file: string | Buffer, query: Record<string, string> = {}): Promise<TargetImport> => given.wall.readTargetFile(Buffer.from(file as string), parseQuery(targetFileQuery, query));
	const cells = async (file: string | Buffer, query?: Record<string, string>) => (await read(file, query)).cells.map(({ metric, scope, period, from, to, state }) => [metric, scope, period, from, to, state]);
	const reasons = async (file: string, query?: Record<string, string>) => (await read(file, query)).rejected.map(({ line, column, value, reason }) => [line, column, value, reason]);
	return { ...given, read, cells, reasons };
}

test('a wide sheet says for each cell what stands now and what would stand, and writes nothing', async () => {
	const { wall, cells, read } = givenDesk();
	wall.setTargets([{ metric: 'sales', scope: 'team:North', period: '2026-11', value: '200000' }, { metric: 'sales', scope: 'company', period: '2026-11', value: '500000' }], 'ana');
	const [revision, before] = [wall.journal.revision(), wall.targets()];
	const file = 'Who;Nov 2026;December 2026\nCompany;500 000;\nnorth;250 000;260 000,50\nana@x.example;30 000;\nEva Muller;1;2\n';
	expect(await cells(file)).toEqual([
		['sales', 'company', '2026-11', 500_000, 500_000, 'unchanged'],
		['sales', 'team:North', '2026-11', 200_000, 250_000, 'changed'],
		['sales', 'team:North', '2026-12', null, 260_000.5, 'new'],
		['sales', 'person:ana@x.example', '2026-11', null, 30_000, 'new'],
		['sales', 'person:eva@x.example', '2026-11', null, 1, 'new'],
		['sales', 'person:eva@x.example', '2026-12', null, 2, 'new'],
	]);
	const { shape, kind, questions, rejected } = await read(file);
	expect([shape, kind, rejected, questions.metric, questions.year, questions.who]).toEqual(['wide', 'csv', [], { chosen: 'sales' }, null, []]);
	expect([wall.journal.revision(), wall.targets()]).toEqual([revision, before]);
});

test('a workbook reads like the CSV of it, with dates for periods', async () => {
	const { cells } = givenDesk();
	expect(await cells(workbookOf([['Person', 'Nov 2026'], ['Ana Lindqvist', 83_333.333333], ['Lindqvist, Ana', 83_333.33]]))).toEqual([['sales', 'person:ana@x.example', '2026-11', null, 83_333.33, 'new']]);
});

test('a long sheet may have another metric in each row, by id or by name', async () => {
	const { cells } = givenDesk();
	expect(await cells('metric,scope,period,value\nsales,team:North,2026-Q4,750000\nMeetings booked,person:ana@x.example,2026-11,12\nVinstgrad,company,2026,40 %\n')).toEqual([
		['sales', 'team:North', '2026-Q4', null, 750_000, 'new'],
		['meetings_booked', 'person:ana@x.example', '2026-11', null, 12, 'new'],
		['win_rate', 'company', '2026', null, 0.4, 'new'],
	]);
});

test('the metric can be chosen where the file names none', async () => {
	const { cells, read } = givenDesk();
	expect(await cells('Who,Nov 2026\nNorth,45\n', { metric: 'meetings_booked' })).toEqual([['meetings_booked', 'team:North', '2026-11', null, 45, 'new']]);
	await expect(read('Who,Nov 2026\nNorth,45\n', { metric: 'pace' })).rejects.toMatchObject({ field: 'metric' });
});

describe('periods without a year', () => {
	test('are asked for, and lie in this year until that is answered', async () => {
		const { cells, read } = givenDesk();
		const file = 'Who,November,Q4\nNorth,1,3\n';
		expect((await read(file)).questions.year).toEqual({ chosen: 2026, options: [2025, 2026, 2027, 2028] });
		expect((await cells(file)).map(([, , period]) => period)).toEqual(['2026-11', '2026-Q4']);
		expect((await cells(file, { year: '2027' })).map(([, , period]) => period)).toEqual(['2027-11', '2027-Q4']);
	});

	test('lie in the fiscal year of that name', async () => {
		const { cells } = givenDesk({ fiscalYearStart: 7 });
		expect((await cells('Who,July,December,January,June\nNorth,1,2,3,4\n', { year: '2027' })).map(([, , period]) => period)).toEqual(['2026-07', '2026-12', '2027-01', '2027-06']);
	});
});

test('a name that several people have is asked for, never guessed, and imported once it is said', async () => {
	const { read, cells } = givenDesk();
	const file = 'Who,Nov 2026\nBo Ek,5\n';
	const { cells: none, rejected, questions } = await read(file);
	expect([none, rejected]).toEqual([[], [{ line: 2, column: 'Who', value: 'Bo Ek', reason: 'Several are called that; say who is meant.' }]]);
	expect(questions.who).toEqual([{ text: 'Bo Ek', line: 2, chosen: null, options: [{ scope: 'person:bo@x.example', label: 'Bo Ek · North · bo@x.example' }, { scope: 'person:bo.ek@x.example', label: 'Bo Ek · South · bo.ek@x.example' }] }]);
	expect(await cells(file, { who: '{"Bo Ek":"person:bo.ek@x.example"}' })).toEqual([['sales', 'person:bo.ek@x.example', '2026-11', null, 5, 'new']]);
	expect(await cells(file, { who: '{"Bo Ek":"person:eva@x.example"}' })).toEqual([]);
});

test('a team beside the name says which of them is meant', async () => {
	const { cells } = givenDesk();
	expect(await cells('Name,Team,Nov 2026\nBo Ek,South,5\n,North,7\n')).toEqual([
		['sales', 'person:bo.ek@x.example', '2026-11', null, 5, 'new'],
		['sales', 'team:North', '2026-11', null, 7, 'new'],
	]);
});

test('what is not understood is listed with its place and the reason', async () => {
	const { reasons } = givenDesk();
	expect(await reasons('metric,who,period,target\nsales,Nobody,2026-11,5\nprofit,North,2026-11,5\nsales,North,2026-11,-5\nsales,North,2026-11,$5\nmeetings_booked,North,2026-11,12.5\ncalls_made,North,2026-11,40%\nsales,North,whenever,5\nsales,North,2026-12,5\nsales,North,2026-12,6\nsales,North,2026-12,5.00\n')).toEqual([
		[2, 'who', 'Nobody', 'Nobody and no team is called that.'],
		[3, 'target', 'profit', 'There is no metric of that name that can have targets.'],
		[4, 'target', '-5', 'A target is zero or more.'],
		[5, 'target', '$5', 'Targets are in EUR.'],
		[6, 'target', '12.5', 'This metric counts whole numbers.'],
		[7, 'target', '40%', 'This metric is not in percent.'],
		[8, 'period', 'whenever', 'No period was recognised. Write it like Nov 2026, Q4 2026 or 2026.'],
		[10, 'target', '6', 'Line 9 has another number for the same target.'],
	]);
});

test('a row that is nobody’s is listed once, and a row of sums is named and no fault', async () => {
	const { read, cells, reasons } = givenDesk();
	const file = 'Who,Nov 2026,Dec 2026,Jan 2027\nNorth,1,2,3\nNobody Here,4,5,6\nTotal:,5,7,-\nSumma,5,7,9\nNobody Here,7,8,x\n';
	expect(await reasons(file)).toEqual([
		[3, 'Who', 'Nobody Here', 'Nobody and no team is called that.'],
		[6, 'Jan 2027', 'x', 'This is no number.'],
		[6, 'Who', 'Nobody Here', 'Nobody and no team is called that.'],
	]);
	expect((await read(file)).totals).toEqual([{ line: 4, text: 'Total:' }, { line: 5, text: 'Summa' }]);
	expect((await cells(file)).length).toBe(3);
	// A team that is called so is a team.
	const { wall, cells: ofTeams } = givenDesk();
	wall.push({ source: 'crm', people: [{ email: 'tor@x.example', name: 'Tor', team: 'Total' }] }, 'key');
	expect(await ofTeams('Who,Nov 2026\nTotal,1\n')).toEqual([['sales', 'team:Total', '2026-11', null, 1, 'new']]);
});

test('shares are read as the whole file writes them', async () => {
	const { cells, reasons } = givenDesk();
	const rates = (one: string, other: string): string => `who,period,target\nNorth,2026-11,${one}\nSouth,2026-11,${other}\n`;
	const of = async (one: string, other: string) => (await cells(rates(one, other), { metric: 'win_rate' })).map(([, , , , to]) => to);
	expect([await of('40', '35.5'), await of('0.4', '0.355'), await of('40 %', '0.5 %')]).toEqual([[0.4, 0.355], [0.4, 0.355], [0.4, 0.005]]);
	expect(await of('40', '0.4')).toEqual([0.4]);
	expect(await reasons(rates('40', '0.4'), { metric: 'win_rate' })).toEqual([[3, 'target', '0.4', 'Is it 40% or 0.4%? Write it with a percent sign.']]);
});

test('a number that can mean a thousand times as much is asked about', async () => {
	const { cells, read } = givenDesk();
	const file = 'Who\tNov 2026\nNorth\t250.000\n';
	expect((await read(file)).questions.decimal).toEqual({ text: '250.000', chosen: ',', options: [{ sign: '.', means: 250 }, { sign: ',', means: 250_000 }] });
	expect([(await cells(file))[0]?.[4], (await cells(file, { decimal: '.' }))[0]?.[4]]).toEqual([250_000, 250]);
});

test('everything is said in the language of the workspace', async () => {
	const { read } = givenDesk({ locale: 'sv-SE', currency: 'SEK' });
	const { cells: [cell], rejected, metrics } = await read('Vem;november 2026\nFöretaget;1 250 000,50 kr\nNågon;5\n');
	expect(cell).toMatchObject({ scope: 'company', name: 'Företaget', periodName: 'November 2026', to: 1_250_000.5 });
	expect(rejected[0]?.reason).toBe('Ingen person och inget team heter så.');
	expect(metrics.find(({ id }) => id === 'win_rate')?.label).toBe('Vinstgrad');
});

test('what is asked for wrongly names the field', async () => {
	const { read } = givenDesk();
	const file = 'Who,Nov 2026\nNorth,5\n';
	for (const [field, value] of [['year', 'soon'], ['decimal', ';'], ['who', '{'], ['who', '[1]'], ['colour', 'red']] as const) await expect(read(file, { [field]: value })).rejects.toMatchObject({ status: 400, field });
	await expect(read(workbookOf([['Who', 'Nov 2026'], ['North', 5]]), { sheet: 'Other' })).rejects.toMatchObject({ field: 'file' });
	await expect(read('nothing,here\n1,2\n')).rejects.toMatchObject({ code: 'no_columns', field: 'file' });
});

test('a year of 200 people is read in a moment, and more than can be set at once is refused', async () => {
	const { wall, read } = givenDesk();
	wall.push({ source: 'crm', people: Array.from({ length: 200 }, (_, index) => ({ email: `p${index}@x.example`, name: `Person ${index}`, team: 'West' })) }, 'key');
	const months = Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, '0')}`);
	const file = `Person,${months.join(',')}\n${Array.from({ length: 200 }, (_, index) => `Person ${index},${months.map((_month, month) => 10_000 + index + month).join(',')}\n`).join('')}`;
	const began = performance.now();
	expect((await read(file)).cells.length).toBe(2_400);
	expect(performance.now() - began).toBeLessThan(1_500);
	const huge = `Person,${months.join(',')}\n${Array.from({ length: 900 }, () => `Person 1${',5'.repeat(12)}\n`).join('')}`;
	await expect(read(huge)).rejects.toMatchObject({ status: 413 });
});
