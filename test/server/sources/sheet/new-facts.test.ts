/** Leads, movements, surveys, monthly figures and positions as people's own sheets write them: dates, decimals and words of any usual kind. */
import { expect, test } from 'vitest';
import { understood } from './support.ts';

const readOf = (...given: Parameters<typeof understood>) => {
	const { rows, rejected } = understood(...given);
	expect(rejected).toEqual([]);
	return rows.map(({ row }) => row);
};

test('each moment of a lead is read in the order of days and months of its file', () => {
	const file = 'Lead ID;Created;First response;MQL date;SQL date;Passed to sales;Accepted;On forecast;Rating\nL1;24.11.2026 09:00;24.11.2026 09:30;24.11.2026;25.11.2026;25.11.2026;26.11.2026;03.11.2026;Hot\nL2;05.11.2026 10:00;;;;;;;Cold\n';
	expect(readOf('leads', file)).toEqual([
		{ external_id: 'L1', created: '2026-11-24T09:00:00', first_response: '2026-11-24T09:30:00', mql: '2026-11-24', sql: '2026-11-25', passed: '2026-11-25', accepted: '2026-11-26', on_forecast: '2026-11-03', rating: 'likely' },
		{ external_id: 'L2', created: '2026-11-05T10:00:00', rating: 'unlikely' },
	]);
});
test.each([
	['Yes', 'yes'],
	['TRUE', 'yes'],
	['Ja', 'yes'],
	['1', 'yes'],
	['No', 'no'],
	['FALSE', 'no'],
	['nej', 'no'],
	['0', 'no'],
])('an answer of %s is a %s, however it is written', (written, read) => {
	expect(readOf('surveys', `Response ID,Date,Account,Satisfied\nS1,2026-11-03,Acme,${written}\n`)).toEqual([{ external_id: 'S1', at: '2026-11-03', account: 'Acme', satisfied: read }]);
});
test('an answer that is neither yes nor no is rejected, not taken for a no', () => {
	expect(understood('surveys', 'id,at,satisfied\nS1,2026-11-03,4\n')).toMatchObject({ rows: [], rejected: [{ column: 'satisfied', value: '4', reason: 'expected true or false' }] });
});
test('monthly figures are of the company or of a team by its name, in months as spreadsheets write them', () => {
	const file = 'Month;Name;Scope;Value;Currency\n2026-10;Selling cost;Company;100 000,00;EUR\nNov 2026;Marketing spend;Team: North;40 000,50;EUR\n2026-11-01;Säljkostnad;South;900,00;EUR\n';
	expect(readOf('figures', file)).toMatchObject([
		{ month: '2026-10', name: 'selling_cost', scope: 'company', value: '100000' },
		{ month: '2026-11', name: 'marketing_cost', scope: 'team:North', value: '40000.5' },
		{ month: '2026-11', name: 'selling_cost', scope: 'team:South', value: '900' },
	]);
});
test('a movement says its kind in the usual words, and positions and deals their dates and amounts as their file does', () => {
	expect(readOf('movements', 'ID;Account;Date;Type;MRR\nM1;Acme;13.11.2026;Upsell;1.250,50\n')).toMatchObject([{ kind: 'expansion', amount: '1250.5', at: '2026-11-13' }]);
	expect(readOf('positions', 'Position ID;Title;Opened;Filled\nP1;SDR;13.09.2026;02.11.2026\n')).toMatchObject([{ opened: '2026-09-13', filled: '2026-11-02' }]);
	expect(readOf('deals', 'id;status;created;amount;recurring;contract_value;cost\nD1;open;13.11.2026;1.250,50;100,25;2.500,75;700,10\n')).toMatchObject([{ amount: '1250.5', recurring: '100.25', contract_value: '2500.75', cost: '700.1' }]);
});
