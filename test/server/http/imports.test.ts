/** Files that ops bring in: read, asked about, checked, brought in, stopped, gone on with and taken back, against a whole server. */
import { existsSync, readdirSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ImportChoices, ImportDraft, ImportList, ImportRecord } from '../../../shared/imports-api.ts';
import { givenFolder, givenServer, withKey, type Answer, type Given } from './support.ts';

interface Desk {
	given: Given;
	session: () => Record<string, string>;
	upload: (name: string, content: string | Buffer, type?: string) => Promise<Answer>;
	list: () => Promise<ImportList>;
	post: (path: string, body?: unknown) => Promise<Answer>;
	choose: (part: (choices: ImportChoices) => ImportChoices) => Promise<ImportDraft>;
	checked: () => Promise<ImportDraft>;
	/** Begins the import and waits for its end. */
	run: () => Promise<ImportRecord>;
	counts: () => Promise<Record<string, number>>;
	files: () => string[];
}

async function givenDesk(env: Record<string, string> = {}): Promise<Desk> {
	const given = await givenServer({ env });
	const { call } = given;
	const signedIn = await given.signIn();
	const session = (): Record<string, string> => signedIn;
	const list = async (): Promise<ImportList> => (await call('GET', '/api/v1/imports', { headers: session() })).json;
	const post = (path: string, body: unknown = {}) => call('POST', `/api/v1/imports/${path}`, { body, headers: session() });
	return {
		given, session, list, post,
		upload: (name, content, type = 'application/octet-stream') => call('POST', `/api/v1/imports?name=${encodeURIComponent(name)}`, { raw: content, headers: { ...session(), 'Content-Type': type } }),
		choose: async (part) => {
			const { draft } = await list();
			if (!draft) throw new Error('there is no file');
			const { status, json, text } = await call('PUT', '/api/v1/imports/draft', { body: part(draft.choices), headers: session() });
			if (status !== 200) throw new Error(text);
			return json;
		},
		checked: async () => {
			const begun = await post('draft/check');
			if (begun.status !== 200) throw new Error(begun.text);
			return expect.poll(async () => (await list()).draft?.check?.state, { timeout: 20_000 }).toBe('done').then(async () => {
				const { draft } = await list();
				if (!draft) throw new Error('there is no file');
				return draft;
			});
		},
		run: async () => {
			const { status, json, text } = await post('draft/run');
			if (status !== 200) throw new Error(text);
			const find = async (): Promise<ImportRecord | undefined> => (await list()).imports.find(({ id }) => id === json.id);
			await expect.poll(async () => (await find())?.state, { timeout: 20_000 }).not.toBe('running');
			const ended = await find();
			if (!ended) throw new Error('it is not listed');
			return ended;
		},
		counts: async () => (await call('GET', '/api/v1/health', { headers: withKey })).json.facts,
		files: () => {
			const folder = join(given.config.dataDir, 'floorcast.sqlite-imports');
			return existsSync(folder) ? readdirSync(folder) : [];
		},
	};
}

const deals = ['Deal Name;Owner;Stage;Amount;Created;Close Date', 'A;Ana;Won;1.234,50;03.01.2026;21.02.2026', 'B;Bo;Lost;;04.01.2026;', ';;;;;', 'C;Bo;Talks;200,00;05.01.2026;', '', 'D;Ana;Won;77,00;20.02.2026;19.02.2026'].join('\r\n');

test('a file is detected, checked without a change, brought in, and every row of it is accounted for', async () => {
	const { upload, checked, run, counts, files, given } = await givenDesk();
	const { status, json } = await upload('deals ö.csv', deals);
	expect([status, json.name, json.choices.kind, json.mapping.kind]).toEqual([200, 'deals ö.csv', 'deals', 'matched']);
	expect(json.outlook.form).toMatchObject({ kind: 'csv', encoding: 'utf-8', delimiter: ';', headerLine: 1, rows: 4, blank: 2 });
	expect(json.outlook.questions).toEqual([]);
	expect(json.outlook.samples[0].cells).toContainEqual({ field: 'amount', was: '1.234,50', becomes: '1234.5' });
	const { check } = await checked();
	// Six rows below the header: A, C and D are good, B was lost on no day, two are blank.
	expect(check).toMatchObject({ all: 6, good: 3, counts: { inserted: 3, updated: 0, unchanged: 0, rejected: 1, repeated: 0, blank: 2 }, rejected: [{ line: 3 }], unknownOwners: [{ owner: 'Ana', rows: 2 }, { owner: 'Bo', rows: 1 }] });
	expect(check?.notes).toEqual([{ message: 'closed on 2026-02-19, before it began on 2026-02-20; its sales cycle is unknown', count: 1, line: 7 }]);
	expect([(await counts())['deals'], given.server.wall().journal.count(['facts arrived'])]).toEqual([0, 0]);
	const ended = await run();
	expect(ended).toMatchObject({ name: 'deals ö.csv', state: 'done', author: 'admin', done: 3, good: 3, counts: { inserted: 3, updated: 0, unchanged: 0, rejected: 1, repeated: 0, blank: 2 }, hasRejected: true });
	expect([(await counts())['deals'], files()]).toEqual([3, []]);
	const rejected = await given.call('GET', `/api/v1/imports/${ended.id}/rejected`, { headers: given.session() });
	expect([rejected.status, rejected.text.split('\r\n')[1]]).toEqual([200, expect.stringMatching(/^"deals ö\.csv";"3";"Close Date";"";/)]);
});

test('the same columns in another order come up ready the next time, and the same rows change nothing', async () => {
	const { upload, choose, run } = await givenDesk();
	await upload('a.csv', 'Key,Who,What,When\n1,Ana,Signed,2026-02-03\n2,Bo,Gone,2026-02-04\n');
	const from = (column: string) => ({ from: { column } });
	await choose((choices) => ({ ...choices, kind: 'deals', source: 'crm', fields: { external_id: from('Key'), owner: from('Who'), status: { ...from('What'), values: { Signed: 'won', Gone: 'lost' } }, closed: from('When') } }));
	expect(await run()).toMatchObject({ counts: { inserted: 2 }, source: 'crm' });
	const again = await upload('b.csv', 'When;What;Who;Key\n2026-02-04;Gone;Bo;2\n2026-02-03;Signed;Ana;1\n');
	expect(again.json).toMatchObject({ mapping: { kind: 'remembered' }, choices: { kind: 'deals', source: 'crm' }, outlook: { questions: [] } });
	expect(await run()).toMatchObject({ counts: { inserted: 0, updated: 0, unchanged: 2, rejected: 0 } });
});

test('what can be read in two ways is a question with its answers, and nothing is checked or brought in before', async () => {
	const { upload, choose, post, run, given } = await givenDesk();
	const { json } = await upload('open.csv', 'id,owner,stage,amount,closed\n1,Ana,Closed,1.234,03/04/2026\n2,Bo,Won,2.500,05/06/2026\n');
	expect(json.outlook.questions).toMatchObject([
		{ about: 'decimal', field: 'amount', column: 'amount', value: '1.234', line: 2, choices: ['.', ','] },
		{ about: 'dates', field: 'closed', value: '03/04/2026', choices: ['dmy', 'mdy'] },
		{ about: 'meaning', field: 'status', value: 'Closed', choices: ['won', 'lost', 'open'] },
	]);
	for (const path of ['draft/check', 'draft/run']) expect((await post(path)).json.error).toBe('questions');
	const { outlook } = await choose((choices) => {
		const { status, amount, closed } = choices.fields;
		if (!status || !amount || !closed) throw new Error('not matched');
		return { ...choices, fields: { ...choices.fields, status: { ...status, values: { Closed: 'won' } }, amount: { ...amount, decimal: ',' }, closed: { ...closed, dates: 'mdy' } } };
	});
	expect(outlook.questions).toEqual([]);
	expect(await run()).toMatchObject({ counts: { inserted: 2 } });
	const sales = await given.call('GET', '/api/v1/explain?metric=sales&period=2026-03', { headers: withKey });
	expect(sales.json.value).toBe(1_234);
});

test('an import that a restart interrupted is stopped at its row, and goes on from there', async () => {
	const folder = givenFolder();
	const first = await givenDesk({ DATA_DIR: folder });
	const rows = Array.from({ length: 3_000 }, (_, index) => `C-${index},call,outbound,ana@x.example,2026-11-20 10:00`);
	await first.upload('calls.csv', ['id,kind,direction,owner,at', ...rows].join('\n'));
	const { json } = await first.post('draft/run');
	await expect.poll(async () => (await first.list()).imports[0]?.done ?? 0).toBeGreaterThan(0);
	await first.given.server.close();

	const second = await givenDesk({ DATA_DIR: folder });
	const [stopped] = (await second.list()).imports;
	expect(stopped).toMatchObject({ id: json.id, state: 'stopped', canGoOn: true, good: 3_000 });
	expect(stopped?.done).toBeLessThan(3_000);
	expect((await second.post(`${json.id}/resume`)).status).toBe(200);
	await expect.poll(async () => (await second.list()).imports[0]?.state, { timeout: 20_000 }).toBe('done');
	expect((await second.list()).imports[0]).toMatchObject({ done: 3_000, counts: { inserted: 3_000, unchanged: 0 } });
	expect([(await second.counts())['activities'], second.files()]).toEqual([3_000, []]);
});

test('what the facts refused before a restart is in the list to download with what they refuse after it, and counted', async () => {
	const folder = givenFolder();
	const first = await givenDesk({ DATA_DIR: folder });
	// Two of one name: it alone means neither.
	first.given.server.wall().push({ source: 'team', people: [{ id: '1', name: 'Ana' }, { id: '2', name: 'Ana' }] }, 'key');
	const rows = Array.from({ length: 3_000 }, (_, index) => (index === 5 || index === 2_990 ? `Ana,t${index}` : `Person ${index},North`));
	await first.upload('team.csv', ['name,team', ...rows].join('\n'));
	await first.choose((choices) => ({ ...choices, source: 'team' }));
	const { json } = await first.post('draft/run');
	await expect.poll(async () => (await first.list()).imports[0]?.done ?? 0).toBeGreaterThan(0);
	await first.given.server.close();
	const second = await givenDesk({ DATA_DIR: folder });
	expect((await second.list()).imports[0]).toMatchObject({ state: 'stopped', counts: { rejected: 1 } });
	await second.post(`${json.id}/resume`);
	await expect.poll(async () => (await second.list()).imports[0]?.state, { timeout: 20_000 }).toBe('done');
	expect((await second.list()).imports[0]).toMatchObject({ counts: { rejected: 2 }, hasRejected: true });
	const { text } = await second.given.call('GET', `/api/v1/imports/${json.id}/rejected`, { headers: second.session() });
	expect(text.split('\r\n').filter((line) => line.includes('Ana')).length).toBe(2);
});

test('an import that was interrupted is not gone on with once it was taken back, nor once somebody was erased', async () => {
	const folder = givenFolder();
	const first = await givenDesk({ DATA_DIR: folder });
	const rows = Array.from({ length: 3_000 }, (_, index) => `C-${index},call,outbound,ana@x.example,2026-11-20 10:00`);
	await first.upload('calls.csv', ['id,kind,direction,owner,at', ...rows].join('\n'));
	const { json } = await first.post('draft/run');
	await expect.poll(async () => (await first.list()).imports[0]?.done ?? 0).toBeGreaterThan(600);
	expect((await first.post(`${json.id}/undo`)).status).toBe(409);
	await first.given.server.close();
	const second = await givenDesk({ DATA_DIR: folder });
	expect((await second.list()).imports[0]).toMatchObject({ canGoOn: true, canUndo: true });
	const undone = second.post(`${json.id}/undo`);
	await expect.poll(async () => (await second.list()).imports[0]?.canGoOn).toBe(false);
	expect((await second.post(`${json.id}/resume`)).status).toBe(409);
	expect((await undone).json).toMatchObject({ canGoOn: false, canUndo: false, undone: { author: 'admin' } });
	expect((await second.post(`${json.id}/resume`)).json).toMatchObject({ error: 'conflict', message: 'This import was taken back; bring the file in again.' });
	expect([(await second.counts())['activities'], second.files()]).toEqual([0, []]);

	await second.upload('calls.csv', ['id,kind,direction,owner,at', ...rows].join('\n'));
	const again = await second.post('draft/run');
	await expect.poll(async () => (await second.list()).imports[0]?.done ?? 0).toBeGreaterThan(0);
	await second.given.server.close();
	const third = await givenDesk({ DATA_DIR: folder });
	expect(third.files()).toEqual([`${again.json.id}.file`]);
	third.given.server.wall().push({ source: 'hr', people: [{ email: 'eva@x.example', name: 'Eva' }] }, 'key');
	await third.upload('waiting.csv', 'id,owner,stage,closed\n1,Eva,Won,2026-02-03\n');
	const person = third.given.server.wall().people.personNamed('eva@x.example')?.id;
	expect((await third.given.call('POST', `/api/v1/people/${person}/erasure`, { body: { name: 'Eva' }, headers: third.session() })).status).toBe(200);
	expect(third.files()).toEqual([]);
	expect(await third.list()).toMatchObject({ draft: null, imports: [{ id: again.json.id, canGoOn: false, canUndo: true }, {}] });
	expect((await third.post(`${again.json.id}/resume`)).status).toBe(409);
});

test('stopped half-way, what is in stays and is listed; taken back, all of it goes', async () => {
	const { upload, post, list, counts, given } = await givenDesk();
	// Far more than can be in before the stop arrives.
	const rows = Array.from({ length: 30_000 }, (_, index) => `C-${index},call,outbound,ana@x.example,2026-11-20 10:00`);
	await upload('calls.csv', ['id,kind,direction,owner,at', ...rows].join('\n'));
	const { json } = await post('draft/run');
	await expect.poll(async () => (await list()).imports[0]?.done ?? 0).toBeGreaterThan(0);
	expect((await upload('more.csv', 'id,kind,at\n1,call,2026-11-20\n')).status).toBe(409);
	expect((await post('stop')).status).toBe(200);
	await expect.poll(async () => (await list()).imports[0]?.state).toBe('cancelled');
	const [ended] = (await list()).imports;
	const { done = 0, counts: brought } = ended ?? {};
	expect(done > 0 && done < 30_000).toBe(true);
	expect([brought?.inserted, (await counts())['activities']]).toEqual([done, done]);
	const preview = await given.call('GET', `/api/v1/imports/${json.id}/undo`, { headers: given.session() });
	expect(preview.json).toMatchObject({ rows: done, keptCount: 0 });
	expect((await post(`${json.id}/undo`)).json).toMatchObject({ undone: { author: 'admin' } });
	expect((await counts())['activities']).toBe(0);
});

test('rows that are people count as such, and a file of another kind can be said to be one', async () => {
	const { upload, run, given } = await givenDesk();
	await upload('team.csv', 'name,team\nAna,North\nBo,South\n');
	const { json } = await given.call('POST', '/api/v1/imports/draft/propose', { body: { kind: 'people', sheet: null, encoding: null, delimiter: null, header: null }, headers: given.session() });
	expect(json.choices).toMatchObject({ kind: 'people', fields: { name: { from: { column: 'name' } }, team: { from: { column: 'team' } } } });
	expect(await run()).toMatchObject({ kind: 'people', done: 2, counts: { inserted: 2 } });
});

test('what is no file for it is refused in a sentence, and nothing of it stays', async () => {
	const { upload, post, files, given } = await givenDesk();
	const session = given.session();
	expect((await upload('a.csv', '{}', 'application/json')).status).toBe(415);
	expect((await given.call('POST', '/api/v1/imports', { raw: 'a,b\n1,2\n', headers: { ...session, 'Content-Type': 'text/csv' } })).json).toMatchObject({ error: 'bad_input', field: 'name' });
	expect((await upload('old.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]))).json.message).toMatch(/old workbook/);
	expect((await upload('empty.csv', Buffer.alloc(1, 10))).status).toBe(400);
	const large = await given.call('POST', '/api/v1/imports?name=a.csv', { headers: { ...session, 'Content-Type': 'text/csv', 'Content-Length': '60000001' }, raw: 'a' }).catch(() => null);
	if (large) expect([large.status, large.json.message]).toEqual([413, expect.stringMatching(/npm run import/)]);
	for (const path of ['draft/check', 'draft/run']) expect((await post(path)).status).toBe(404);
	expect((await post('stop')).status).toBe(409);
	expect((await post('999/resume')).status).toBe(409);
	expect((await given.call('GET', '/api/v1/imports/999/undo', { headers: session })).status).toBe(404);
	expect(files()).toEqual([]);
});

test('the name of a file is kept in one line, and in the direction in which it is read', async () => {
	const { upload, run } = await givenDesk();
	const { json } = await upload('a\r\nb\u202e\u0000.csv', deals);
	expect([json.name, (await run()).name]).toEqual(['a b.csv', 'a b.csv']);
	expect((await upload('\u0000', deals)).json).toMatchObject({ error: 'bad_input', field: 'name' });
});

test('a file that nobody takes goes with the answer', async () => {
	const { files, given } = await givenDesk();
	const headers = { ...given.session(), 'Content-Type': 'text/csv' };
	expect((await given.call('POST', '/api/v1/imports?name=a&name=b', { raw: 'a,b\n1,2\n', headers })).status).toBe(400);
	await expect.poll(files).toEqual([]);
});

test('uploads are limited in number', async () => {
	const { files, given } = await givenDesk();
	const { port } = given.server;
	const send = (): ClientRequest => {
		const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/api/v1/imports?name=a.csv', headers: { ...given.session(), 'Content-Type': 'text/csv', 'Content-Length': 1_000 } });
		sent.on('error', () => undefined);
		sent.write('a,b\n');
		return sent;
	};
	const slow = [send(), send()];
	await expect.poll(() => files().length).toBe(2);
	const third = await given.call('POST', '/api/v1/imports?name=c.csv', { raw: 'a,b\n1,2\n', headers: { ...given.session(), 'Content-Type': 'text/csv' } });
	expect([third.status, third.json.error]).toEqual([429, 'too_many_in_flight']);
	// They break off, and nothing of them stays.
	for (const one of slow) one.destroy();
	await expect.poll(files).toEqual([]);
});

test('choices of any other shape are a 400 that names the place', async () => {
	const { upload, list, given } = await givenDesk();
	await upload('a.csv', 'id,owner,stage,closed\n1,Ana,Won,2026-02-03\n');
	const { draft } = await list();
	const bad: [object, string][] = [
		[{ kind: 'targets' }, 'kind'],
		[{ source: 'a/b' }, 'source'],
		[{ source: 'By  hand' }, 'source'],
		[{ source: 'a\u0000b' }, 'source'],
		[{ source: '\ud800' }, 'source'],
		[{ fields: { colour: { from: { is: 'red' } } } }, 'fields.colour'],
		[{ fields: { owner: { from: { column: 'nowhere' } } } }, 'file'],
		[{ currency: 'XXXX' }, 'currency'],
		[{ fields: { owner: { from: { column: 20_001 } } } }, 'fields.owner.from.column'],
		[{ settled: ['x'.repeat(51)] }, 'settled[0]'],
		[{ sheet: 7 }, 'sheet'],
		[{ fields: { owner: { from: { column: 'owner' }, values: { a: 1 } } } }, 'fields.owner.values.a'],
	];
	for (const [part, field] of bad) {
		const { status, json } = await given.call('PUT', '/api/v1/imports/draft', { body: { ...draft?.choices, ...part }, headers: given.session() });
		expect([status, json.field, /too (big|small)|invalid|expected (string|number|object)/i.test(json.message)]).toEqual([400, field, false]);
	}
});

test('somebody else’s file is not put away by another one', async () => {
	const { upload, files, given } = await givenDesk();
	const eva = given.server.wall().journal.apply('account created', { name: 'eva', role: 'ops', passwordHash: '' }, { at: 1, author: 'test' });
	await upload('a.csv', 'id,owner,stage,closed\n1,Ana,Won,2026-02-03\n');
	const headers = { Cookie: `floorcast_session=${given.server.wall().accounts.startSession(eva)}`, Origin: given.origin };
	const { status, json } = await given.call('POST', '/api/v1/imports?name=b.csv', { raw: 'a,b\n1,2\n', headers: { ...headers, 'Content-Type': 'text/csv' } });
	expect([status, json.message]).toEqual([409, 'admin is deciding on a.csv; wait until it is imported or put away.']);
	// It is said before the file is sent: this one never comes.
	const refused = await new Promise((resolve, reject) => {
		const sent = request({ host: '127.0.0.1', port: given.server.port, method: 'POST', path: '/api/v1/imports?name=b.csv', headers: { ...headers, 'Content-Type': 'text/csv', 'Content-Length': 1_000 } }, ({ statusCode }) => {
			resolve(statusCode);
			sent.destroy();
		});
		sent.on('error', reject);
		sent.write('a,b\n');
	});
	expect([refused, files().length]).toEqual([409, 1]);
});

test.each(['deals', 'activities', 'meetings', 'proposals', 'accounts', 'leads', 'movements', 'surveys', 'figures', 'positions', 'people'])('the sample file of %s is taken for what it is, without a question and whole', async (kind) => {
	const { upload, checked, given } = await givenDesk();
	const sample = await given.call('GET', `/api/v1/import-samples/${kind}`, { headers: given.session() });
	const { json } = await upload(`${kind}.csv`, sample.bytes);
	expect([json.choices.kind, json.outlook.questions]).toEqual([kind, []]);
	expect((await checked()).check?.counts).toMatchObject({ rejected: 0, repeated: 0, blank: 0 });
});
