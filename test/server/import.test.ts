/** `npm run import` against a real server: what it sends, says, leaves behind and ends with. */
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runImport, startImport } from '../support/import.ts';
import type { Given } from './http/support.ts';
import { apiKey, givenFolder, givenServer, withKey } from './http/support.ts';

interface Desk {
	given: Given;
	folder: string;
	write: (name: string, content: string | Buffer) => void;
	run: (...args: string[]) => ReturnType<typeof runImport>;
	value: (metric: string, query?: string) => Promise<number | null>;
	/** Of the rows in the database. */
	counts: () => Promise<Record<string, number>>;
}

async function givenDesk(): Promise<Desk> {
	const given = await givenServer();
	const folder = givenFolder();
	return {
		given, folder,
		write: (name, content) => writeFileSync(join(folder, name), content),
		run: (...args) => runImport(folder, args, { API_KEY: apiKey, PORT: String(given.server.port) }),
		value: async (metric, query = '') => (await given.call('GET', `/api/v1/explain?metric=${metric}&period=2026${query}`, { headers: withKey })).json.value,
		counts: async () => (await given.call('GET', '/api/v1/health', { headers: withKey })).json.facts,
	};
}

const header = ['Owner', 'Account', 'Stage', 'Amount', 'Created', 'Close Date'];
const rows = [
	['Ana', 'Acme', 'Won', '1,234.50', '2026-01-05', '2026-02-01'],
	['Ana', 'Bolt', 'Won', '2,000.00', '2026-01-06', '2026-02-02'],
	['Bo', 'Acme', 'Lost', '', '2026-01-07', '2026-02-03'],
	['Bo', 'Zoë & Söhne', 'Negotiation', '12.25', '2026-01-08', ''],
	['Bo', 'Zoë & Söhne', 'Negotiation', '12.25', '2026-01-08', ''],
];
const csv = (lines: string[][], delimiter = ','): string => [header, ...lines].map((line) => line.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter)).join('\r\n');

test('rows go in once; in another order, file, delimiter, encoding and notation they change nothing; one changed row is updated 1, two equal rows are two', async () => {
	const { write, run, value, counts } = await givenDesk();
	write('people.csv', 'name,team\nAna,North\nBo,South\n');
	write('deals.csv', csv(rows));
	expect((await run('--as', 'people', 'people.csv')).output).toMatch(/inserted 2, updated 0, unchanged 0, rejected 0/);
	const first = await run('--as', 'deals', 'deals.csv');
	expect([first.code, first.output]).toEqual([0, expect.stringMatching(/inserted 5, updated 0, unchanged 0, rejected 0/)]);
	expect([await value('sales'), await value('sales', '&scope=team:North'), await value('win_rate')]).toEqual([3_234.5, 3_234.5, 0.6667]);

	const european = rows.toReversed().map(([owner = '', account = '', stage = '', amount = '', created = '', closed = '']) => {
		const day = (iso: string) => iso.split('-').toReversed().join('.');
		return [owner, account, stage, amount === '' ? '' : `${amount.replace(',', ' ').replace('.', ',')} €`, day(created), day(closed)];
	});
	write('export (2).csv', Buffer.from([...csv(european, ';')].map((character) => (character === '€' ? 0x80 : (character.codePointAt(0) ?? 0)))));
	const again = await run('--as', 'deals', 'export (2).csv');
	expect(again.output).toMatch(/Windows-1252 · semicolon.*\n(?:.*\n)*.*decimal comma.*\n(?:.*\n)*.*day before month/);
	expect(again.output).toMatch(/inserted 0, updated 0, unchanged 5, rejected 0/);

	write('deals.csv', csv(rows.map((row, index) => (index === 1 ? row.with(3, '2,500.00') : row))));
	expect((await run('--as', 'deals', 'deals.csv')).output).toMatch(/inserted 0, updated 1, unchanged 4/);
	write('deals.csv', csv([...rows, rows[4] ?? []]));
	expect((await run('--as', 'deals', 'deals.csv')).output).toMatch(/inserted 1, updated 1, unchanged 4/);
	expect([await value('sales'), (await counts())['deals'], await value('open_deals')]).toEqual([3_234.5, 6, 3]);
});

test('rejected rows, here and at the server, are in a file with place, value and reason; the others are taken; it ends with 2', async () => {
	const { folder, write, run } = await givenDesk();
	write('targets.csv', 'metric,scope,period,value\nsales,company,2026-01,100\nsales,team:Nowhere,2026-01,5\nsales,company,2026-02,"=cmd|x"\nluck,company,2026-01,1\nsales,company,2026-03,0.5\n');
	const { code, output } = await run('--as', 'targets', 'targets.csv');
	expect([code, output]).toEqual([2, expect.stringMatching(/Rejected rows are in targets-rejected\.csv; the first is line 3 of targets\.csv, scope 'team:Nowhere': there is no team.*\ninserted 0, updated 0, unchanged 0, rejected 3, targets set 2/)]);
	const lines = readFileSync(join(folder, 'targets-rejected.csv'), 'utf8').trim().split('\r\n');
	expect(lines).toEqual([
		'"file","line","column","value","reason"',
		`"targets.csv","3","scope","team:Nowhere","there is no team called 'Nowhere'"`,
		`"targets.csv","4","value","'=cmd|x","no number with a decimal point"`,
		expect.stringMatching(/^"targets\.csv","5","metric","luck","there is no metric 'luck'/),
	]);
	write('people.csv', 'name,id\nAna,1\nAna,2\nAna,\n');
	const people = await run('--as', 'people', '--rejected', 'not-taken.csv', 'people.csv');
	expect([people.code, people.output]).toEqual([2, expect.stringMatching(/inserted 2, updated 0, unchanged 0, rejected 1/)]);
	expect(readFileSync(join(folder, 'not-taken.csv'), 'utf8')).toMatch(/"4","name","Ana","several people are called Ana/);
	expect(existsSync(join(folder, 'people-rejected.csv'))).toBe(false);
});

test('a dry run needs no server, sends nothing, shows what it understood and what it rejects', async () => {
	const { folder, write, counts } = await givenDesk();
	write('deals.csv', csv([...rows, ['Cy', 'Acme', 'Won', 'x', '2026-01-01', '2026-01-02']]));
	const { code, output } = await runImport(folder, ['--as', 'deals', '--dry-run', '--server', 'http://127.0.0.1:9', 'deals.csv']);
	expect(code).toBe(2);
	expect(output).toMatch(/line 2: \{"external_id":"row-[\w-]+-1","owner":"Ana","stage":"Won","amount":"1234\.5",/);
	expect(output).toMatch(/good: 5 rows; nothing is sent\n.*deals-rejected\.csv.*\ndry run: 5 good, rejected 1/);
	expect(readFileSync(join(folder, 'deals-rejected.csv'), 'utf8')).toContain('"deals.csv","7","Amount","x"');
	expect((await counts())['deals']).toBe(0);
});

test('a mapping of one’s own names the source and makes owners known; warnings come once a kind, with their first line', async () => {
	const { write, run, given, value } = await givenDesk();
	write('my.json', JSON.stringify({ source: 'pbx', activities: { introduces: { name: 2, team: { is: 'Phones' } }, external_id: 1, kind: { is: 'call' }, direction: { is: 'outbound' }, owner: 2, at: 3 } }));
	write('calls.csv', '1\tAna\t2026-01-05 09:00\n2\tAna\t2026-01-05 10:00\n3\tBo\t2026-01-06 10:00\n');
	const calls = await run('--as', 'activities', '--map', 'my.json', 'calls.csv');
	expect(calls.output).toMatch(/no header · 3 rows\n(?:.*\n)*.*people made known: inserted 2, .*\ninserted 3, .*\(source pbx\)/);
	expect([await value('calls_made', '&scope=person:Ana'), await value('calls_made', '&scope=team:Phones')]).toEqual([2, 3]);
	expect((await given.call('GET', '/api/v1/health', { headers: withKey })).json.sources).toMatchObject([{ name: 'pbx', facts: { activities: 3 } }]);
	write('accounts.csv', 'id,name\n1,Acme\n2,Bolt\n');
	expect((await run('--as', 'accounts', '--source', 'crm', 'accounts.csv')).output).toMatch(/kept, but odd: 2 rows, first in line 2: created on an unknown day.*\ninserted 2, .*\(source crm\)/);
});

test('owners nobody is known by are named at the end with their rows, until their people are imported with the same source', async () => {
	const { write, run, value } = await givenDesk();
	write('deals.csv', csv(rows));
	const strangers = await run('--as', 'deals', '--source', 'crm', 'deals.csv');
	expect(strangers.output).toMatch(/\nOwners nobody is known by: Bo \(3 rows\), Ana \(2 rows\)\. They are on no leaderboard: import people with the same --source \(crm\), .*\ninserted 5/);
	write('people.csv', 'name,team\nAna,North\nBo,South\n');
	await run('--as', 'people', '--source', 'crm', 'people.csv');
	expect((await run('--as', 'deals', '--source', 'crm', 'deals.csv')).output).not.toContain('nobody');
	expect(await value('sales', '&scope=team:North')).toBe(3_234.5);
});

test('an amount in another currency is not added to the workspace’s; the counts add up to the file; an older file of rejected rows is said to be one', async () => {
	const { folder, write, run, value } = await givenDesk();
	write('deals.csv', 'id,status,amount,closed\n1,won,£100,2026-02-01\n2,won,€50,2026-02-01\n2,won,€60,2026-02-01\n3,won,x,2026-02-01\n');
	const first = await run('--as', 'deals', 'deals.csv');
	expect([first.code, first.output]).toEqual([2, expect.stringMatching(/1 row, first in line 2: there is no rate for GBP(?:.*\n)*inserted 2, updated 0, unchanged 0, rejected 1, repeated 1 /)]);
	expect(await value('sales')).toBe(60);
	write('deals.csv', 'id,status,amount,closed\n4,won,$100,2026-02-01\n');
	expect((await run('--as', 'deals', 'deals.csv')).output).toMatch(/^deals\.csv: amount: \$100 \(line 2\) can be in several currencies, and the workspace's is EUR\. Say which/);
	expect((await run('--as', 'deals', '--currency', 'usd', 'deals.csv')).output).toMatch(/no rate for USD(?:.*\n)*deals-rejected\.csv is of an earlier import; of this one no row was rejected\.\ninserted 1/);
	const unasked = await runImport(folder, ['--as', 'deals', '--dry-run', 'deals.csv']);
	expect(unasked.output).toContain(`whether $ is the workspace's currency could not be checked`);
});

describe('what cannot be done is said in a sentence, with exit code 1 and nothing sent', () => {
	test.each([
		[[], /--as is missing: say what the rows are \(people, accounts, deals/],
		[['--as', 'luck', 'deals.csv'], /--as: expected people, .*, not 'luck'/],
		[['--as', 'deals'], /no file is named/],
		[['--as', 'deals', '--colour', 'deals.csv'], /'--colour'/],
		[['--as', 'deals', '--delimiter', '#', 'deals.csv'], /--delimiter: expected comma/],
		[['--as', 'deals', '--decimal', 'x', 'deals.csv'], /--decimal: expected point, comma, not 'x'/],
		[['--as', 'deals', '--server', 'ftp://x', 'deals.csv'], /--server: expected an address/],
		[['--as', 'deals', '--currency', 'dollars', 'deals.csv'], /--currency: expected a code such as USD, not 'dollars'/],
		[['--as', 'deals', '--column', 'Total', 'deals.csv'], /--column: expected a field and its column, as in amount=Total, not 'Total'/],
		[['--as', 'deals', '--column', 'amount=Total', '--map', 'maven-crm', 'deals.csv'], /--column is for files without a mapping/],
		[['--as', 'deals', 'deals-rejected.csv'], /deals-rejected\.csv is where rejected rows would be written/],
		[['--as', 'deals', '--rejected', 'deals.csv', './deals.csv'], /deals\.csv is where rejected rows would be written/],
		[['--as', 'deals', '--rejected', 'deals.csv', 'link.csv'], /deals\.csv is where rejected rows would be written/],
		[['--as', 'deals', 'nothing.csv'], /nothing\.csv: there is no such file/],
		[['--as', 'deals', '.'], /\.: it is a folder/],
		[['--as', 'deals', '--map', 'nothing', 'deals.csv'], /There is no mapping nothing: it is neither a file nor one of adventureworks-quota, itschool-crm, maven-crm/],
		[['--as', 'deals', '--map', 'bad.json', 'deals.csv'], /The mapping bad\.json is not right: deals\.colour: deals have no such field/],
		[['--as', 'meetings', '--map', 'itschool-crm', 'deals.csv'], /the mapping itschool-crm says nothing of meetings; it maps deals, activities/],
		[['--as', 'activities', 'deals.csv'], /deals\.csv: activities need kind and at: no column is called so; the file has Owner, /],
		[['--as', 'deals', 'doubtful.csv'], /doubtful\.csv: Amount: 1,234 \(line 2\) can mean a thousand times as much/],
	])('%j', async (args, message) => {
		const folder = givenFolder();
		writeFileSync(join(folder, 'deals.csv'), csv(rows));
		symlinkSync('deals.csv', join(folder, 'link.csv'));
		writeFileSync(join(folder, 'doubtful.csv'), csv([['Ana', 'Acme', 'Won', '1,234', '2026-01-05', '2026-02-01']]));
		writeFileSync(join(folder, 'bad.json'), '{"deals": {"colour": "Colour"}}');
		const { code, output } = await runImport(folder, ['--dry-run', ...args]);
		expect([code, output]).toEqual([1, expect.stringMatching(message)]);
		expect(output).not.toContain('    at ');
	});

	test('no key, a wrong key, no server, and another program in its place', async () => {
		const { folder, write, run, given } = await givenDesk();
		write('people.csv', 'name\nAna\n');
		const go = (env: Record<string, string>, ...more: string[]) => runImport(folder, ['--as', 'people', ...more, 'people.csv'], { PORT: String(given.server.port), ...env });
		const other = createServer((_request, response) => void response.end('hello'));
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void other.close());
		const stranger = `http://127.0.0.1:${(other.address() as AddressInfo).port}`; // a TCP server has one of this form
		const key = { API_KEY: apiKey };
		const all = await Promise.all([go({}), go({ API_KEY: 'x'.repeat(40) }), go(key, '--server', 'http://127.0.0.1:9'), go(key, '--server', stranger)]);
		expect(all.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
		expect(all.map(({ output }) => output)).toEqual([/API_KEY is not set/, /does not take this key/, /cannot be asked: there is no answer from http:\/\/127\.0\.0\.1:9.*npm start/, /is no Floorcast/].map((message) => expect.stringMatching(message)));
		expect((await run('--as', 'people', 'people.csv')).output).toContain('inserted 1');
	});

	test('--help teaches, with examples, the mappings that come along and the exit codes', async () => {
		const { code, output } = await runImport(givenFolder(), ['--help']);
		expect([code, output]).toEqual([0, expect.stringMatching(/maven-crm(?:.*\n)*.*API_KEY(?:.*\n)*Ends with 0(?:.*\n)*.*npm run import -- --as deals/)]);
	});
});

/** A server that answers as it is told, and remembers what it was sent. */
async function givenFickleServer(answer: (push: number) => { status: number; body: object } | 'drop') {
	const bodies: string[] = [];
	const server = createServer((request, response) => {
		if (request.method === 'GET') return void response.end('{"revision": 1}');
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			bodies.push(body);
			const said = answer(bodies.length);
			if (said === 'drop') request.socket.destroy();
			else response.writeHead(said.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(said.body));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { bodies, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }; // a TCP server has one of this form
}
const taken = (inserted: number) => ({ status: 200, body: { inserted, updated: 0, unchanged: 0, targets: 0, rejected: [], warnings: [] } });
const givenRows = (count: number): string => {
	const folder = givenFolder();
	writeFileSync(join(folder, 'calls.csv'), `id,kind,at\n${Array.from({ length: count }, (_, index) => `${index},call,2026-01-05 10:00`).join('\n')}\n`);
	return folder;
};

test('a lost connection and a server without room are tried again with the same rows; what is refused is not', async () => {
	const folder = givenRows(1_500);
	const answers = ['drop', { status: 503, body: { error: 'stopping', message: 'The server is stopping.' } }, taken(1_000), { status: 507, body: { error: 'disk_full', message: 'The disk of the server is full; nothing of this was kept.' } }, taken(500)] as const;
	const { bodies, url } = await givenFickleServer((push) => answers[push - 1] ?? 'drop');
	const { code, output } = await runImport(folder, ['--as', 'activities', '--server', url, 'calls.csv'], { API_KEY: apiKey });
	expect([code, output]).toEqual([0, expect.stringMatching(/no answer.*trying again\n.*stopping; trying again\n.*disk of the server is full; nothing of this was kept; trying again\ninserted 1500/)]);
	expect([bodies[0], bodies[1], bodies[3]]).toEqual([bodies[2], bodies[2], bodies[4]]);

	const refusing = await givenFickleServer((push) => (push === 1 ? taken(1_000) : { status: 400, body: { error: 'bad_input', message: 'No.' } }));
	const refused = await runImport(folder, ['--as', 'activities', '--server', refusing.url, 'calls.csv'], { API_KEY: apiKey });
	expect([refused.code, refused.output]).toEqual([1, expect.stringMatching(/refused: No\.\n1,000 of 1,500 rows are in\. The others were not taken\.\n/)]);
});

test('stopped by hand it waits for the rows on their way and says what is in', async () => {
	let importing: ReturnType<typeof startImport> | null = null;
	const { url } = await givenFickleServer((push) => {
		if (push === 2) importing?.stop('SIGINT');
		return push > 2 ? { status: 503, body: { message: 'Wait.' } } : taken(1_000);
	});
	importing = startImport(givenRows(5_000), ['--as', 'activities', '--server', url, 'calls.csv'], { API_KEY: apiKey });
	const { code, output } = await importing.done;
	expect([code, output]).toEqual([130, expect.stringMatching(/Stopping after the rows that are on their way.*\n(?:.*\n)*2,000 of 5,000 rows are in/)]);
});
