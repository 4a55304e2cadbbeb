/** Handing over a file of targets, and setting what was seen as one change. */
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { TargetImport } from '../../../shared/target-import-api.ts';
import { partsOf, workbookOf } from '../../support/workbook.ts';
import { givenServer, withKey, type Given } from './support.ts';

const as = (headers: Record<string, string>, type = 'application/octet-stream') => ({ ...headers, 'Content-Type': type });
const givenTeam = async (): Promise<Given> => {
	const given = await givenServer();
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana', team: 'North' }] }, headers: withKey });
	return given;
};

test('a workbook is looked at, then its targets are set as one change and taken back as one', async () => {
	const given = await givenTeam();
	const session = given.session();
	const sent = await given.call('POST', '/api/v1/targets/import?metric=sales', { raw: workbookOf([['Who', 'Nov 2026', 'Dec 2026'], ['North', 250_000, 260_000], ['Ana', 1_000, 'soon']]), headers: as(session) });
	const { cells, rejected }: TargetImport = sent.json;
	expect([sent.status, cells.length, rejected.length]).toEqual([200, 3, 1]);
	expect((await given.call('GET', '/api/v1/targets', { headers: session })).json).toEqual([]);

	const changes = cells.map(({ metric, scope, period, from, to }) => ({ metric, scope, period, value: to, was: from }));
	expect((await given.call('PUT', '/api/v1/targets', { body: changes, headers: session })).status).toBe(200);
	const [entry] = (await given.call('GET', '/api/v1/targets/log', { headers: session })).json;
	expect(entry.cells.length).toBe(3);
	expect((await given.call('POST', '/api/v1/targets/undo', { body: { entry: entry.entry }, headers: session })).status).toBe(200);
	expect((await given.call('GET', '/api/v1/targets', { headers: session })).json).toEqual([]);
});

test('what somebody changed since the look is refused whole', async () => {
	const given = await givenTeam();
	const session = given.session();
	const { cells }: TargetImport = (await given.call('POST', '/api/v1/targets/import', { raw: 'Who,Nov 2026\nNorth,1\nAna,2\n', headers: as(session, 'text/csv') })).json;
	await given.call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'team:North', period: '2026-11', value: 9 }], headers: session });
	const { status, json } = await given.call('PUT', '/api/v1/targets', { body: cells.map(({ metric, scope, period, from, to }) => ({ metric, scope, period, value: to, was: from })), headers: session });
	expect([status, json.error]).toEqual([409, 'conflict']);
	expect((await given.call('GET', '/api/v1/targets', { headers: session })).json).toEqual([{ metric: 'sales', scope: 'team:North', period: '2026-11', value: 9 }]);
});

test('what is no such file is refused with the reason, and the server goes on', async () => {
	const given = await givenTeam();
	const session = given.session();
	const send = async (raw: string | Buffer, headers: Record<string, string> = as(session)) => {
		const { status, json } = await given.call('POST', '/api/v1/targets/import', { raw, headers });
		return [status, json.error, json.field];
	};
	expect(await send(Buffer.alloc(5_000_001, 'a'))).toEqual([413, 'too_large', 'body']);
	expect(await send('')).toEqual([400, 'unreadable', 'file']);
	expect(await send(Buffer.from('PK\u0003\u0004rest'))).toEqual([400, 'unreadable', 'file']);
	expect(await send('<html><body>hello</body></html>')).toEqual([400, 'no_columns', 'file']);
	expect(await send('Who,Nov 2026\n"North,5\n')).toEqual([400, 'unreadable', 'file']);
	expect(await send('Who,Nov 2026\nNorth,5\n', as(session, 'application/json'))).toEqual([415, 'unsupported_type', 'Content-Type']);
	expect(await send('Who,Nov 2026\nNorth,5\n', { ...as(session), 'Content-Encoding': 'gzip' })).toEqual([415, 'unsupported_type', 'Content-Encoding']);
	expect((await given.call('POST', '/api/v1/targets/import', { raw: 'Who,Nov 2026\nNorth,5\n', headers: as({ Cookie: session['Cookie'] ?? '', Origin: 'http://evil.example' }) })).status).toBe(403);
	expect((await given.call('GET', '/healthz')).text).toBe('ok');
});

test('a file that takes long to read keeps nobody waiting', async () => {
	const given = await givenTeam();
	const session = given.session();
	// Small as it is sent, and many rows when it is unpacked.
	const slow = Buffer.from(zipSync({ ...partsOf(''), 'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${'<row></row>'.repeat(300_000)}</sheetData></worksheet>`) }, { level: 9 }));
	expect(slow.length).toBeLessThan(100_000);
	let isRead = false;
	const reading = given.call('POST', '/api/v1/targets/import', { raw: slow, headers: as(session) }).finally(() => (isRead = true));
	let answers = 0;
	while (!isRead) {
		expect((await given.call('GET', '/healthz')).status).toBe(200);
		answers += 1;
	}
	expect([(await reading).status, answers > 10]).toEqual([400, true]);
});

test('a file of more targets than are set at once is refused with their number', async () => {
	const given = await givenTeam();
	const rows = Array.from({ length: 5_001 }, () => 'North,1,2').join('\n');
	const { status, json } = await given.call('POST', '/api/v1/targets/import', { raw: `Who,Nov 2026,Dec 2026\n${rows}`, headers: as(given.session()) });
	expect([status, json.message]).toEqual([413, 'At most 10000 targets at once; the file has 10002.']);
});
