/** Money and sources over HTTP: what is refused says which field, and a viewer reads only. */
import { expect, test } from 'vitest';
import { givenServer, withKey } from './support.ts';

test.each([
	['rates', { currency: 'SEKK', rates: [] }, 'currency'],
	['rates', { currency: 'EUR', rates: [] }, 'currency'],
	['rates', { currency: 'SEK' }, 'rates'],
	['rates', { currency: 'SEK', rates: [{ from: '2026-02-30', rate: '1' }] }, 'rates[0].from'],
	['rates', { currency: 'SEK', rates: [{ from: '2026-02-03', rate: '0.0' }] }, 'rates[0].rate'],
	['rates', { currency: 'SEK', rates: [{ from: '2026-02-03', rate: '-1' }] }, 'rates[0].rate'],
	['rates', { currency: 'SEK', rates: [{ from: '2026-02-03', rate: 0.1 }] }, 'rates[0].rate'],
	['rates', { currency: 'SEK', rates: [{ from: '2026-02-03', rate: '1' }, { from: '2026-02-03', rate: '2' }] }, 'rates'],
	['authority', { of: 'calls', source: null }, 'of'],
	['authority', { of: 'deals', source: 'nobody' }, 'source'],
	['time-zone', { timeZone: 'Middle/Earth' }, 'timeZone'],
	['stages', { stages: ['A', 'A'] }, 'stages'],
	['stages', { stages: [''] }, 'stages[0]'],
	['stages', { stages: ['Off\u0000er'] }, 'stages'],
	['stages', { stages: ['\ud800'] }, 'stages'],
	['currency', { currency: 'XQQ' }, 'currency'],
])('%s %j is refused and names %s', async (part, body, field) => {
	const { call, session, server } = await givenServer();
	const before = server.wall().journal.revision();
	const { status, json } = await call('PUT', `/api/v1/money/${part}`, { headers: session(), body });
	expect([status, json.field]).toEqual([400, field]);
	expect(json.message).toEqual(expect.any(String));
	expect(server.wall().journal.revision()).toBe(before);
});

test('a rate that is set is answered with what stands and what it did', async () => {
	const { call, session } = await givenServer();
	const headers = session();
	const { status, json } = await call('PUT', '/api/v1/money/rates', { headers, body: { currency: 'sek', rates: [{ from: '2026-02-03', rate: '0.09' }, { from: '2026-01-01', rate: '0.08' }] } });
	expect(status).toBe(200);
	expect(json).toMatchObject({ touched: 0, consequences: [], state: { currency: 'EUR', rates: [{ currency: 'SEK', rates: [{ from: '2026-01-01', rate: '0.08' }, { from: '2026-02-03', rate: '0.09' }] }] } });
	expect((await call('GET', '/api/v1/money', { headers })).json).toEqual(json.state);
	expect((await call('PUT', '/api/v1/money/rates', { headers, body: { currency: 'SEK', rates: [], was: [] } })).status).toBe(409);
});

test.each([
	['time-zone', { timeZone: 'Asia/Tokyo', was: 'Europe/Stockholm' }, { timeZone: 'America/Lima', was: 'Europe/Stockholm' }],
	['stages', { stages: ['A', 'B'], was: [] }, { stages: ['B', 'A'], was: [] }],
	['authority', { of: 'deals', source: 'crm', was: null }, { of: 'deals', source: 'sheet', was: null }],
])('who has seen another %s than stands changes nothing', async (part, first, second) => {
	const { call, session, server } = await givenServer({ env: { TIME_ZONE: 'Europe/Stockholm' } });
	for (const source of ['crm', 'sheet']) await call('POST', '/api/v1/facts', { body: { source, deals: [{ external_id: 'D-1', status: 'won', amount: '1', closed: '2026-11-02' }] }, headers: withKey });
	const headers = session();
	const put = (body: object) => call('PUT', `/api/v1/money/${part}`, { headers, body });
	// Both have seen the same, and one of them is waited for.
	const answers = await Promise.all([put(first), put(second)]);
	expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
	expect(answers.find(({ status }) => status === 409)?.json).toMatchObject({ error: 'conflict', field: 'was' });
	const revision = server.wall().journal.revision();
	expect((await put(second)).status).toBe(409);
	expect(server.wall().journal.revision()).toBe(revision);
});

test('a stage is ordered by whatever name its source gives it, and a zone is named as the list of zones does', async () => {
	const { call, session } = await givenServer();
	await call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: 'D-1', status: 'open', stage: 'Of\u202efer', created: '2026-11-02' }] }, headers: withKey });
	const stages = await call('PUT', '/api/v1/money/stages', { headers: session(), body: { stages: ['Of\u202efer'] } });
	expect([stages.status, stages.json.state.stages]).toEqual([200, [{ name: 'Of\u202efer', deals: 1, isOrdered: true }]]);
	const zone = await call('PUT', '/api/v1/money/time-zone', { headers: session(), body: { timeZone: 'asia/tokyo' } });
	expect([zone.status, zone.json.state.timeZone]).toEqual([200, 'Asia/Tokyo']);
});
