/** Closing a month and what is asked of it, over HTTP. */
import { expect, test } from 'vitest';
import { usualAgenda } from '../../../server/review/agenda.ts';
import { givenServer, withKey } from './support.ts';

test('a month is closed, shown, looked into and compared; whoever only looks on closes nothing', async () => {
	const { call, session, server, now } = await givenServer();
	const headers = session();
	const month = new Date(now.ms - 40 * 86_400_000).toISOString().slice(0, 7);
	await call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana', team: 'North' }], deals: [{ external_id: 'D-1', status: 'won', owner: 'ana@x.example', closed: `${month}-10`, amount: 100 }] }, headers: withKey });
	const closed = await call('POST', '/api/v1/review/closes', { body: { month }, headers });
	expect([closed.status, closed.json.month, closed.json.isKept]).toEqual([200, month, false]);
	const again = await call('POST', '/api/v1/review/closes', { body: { month }, headers });
	expect([again.status, again.json.error, again.json.field]).toEqual([409, 'closed', 'month']);
	await call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: 'D-1', status: 'won', owner: 'ana@x.example', closed: `${month}-10`, amount: 120 }] }, headers: withKey });
	const shown = await call('GET', `/api/v1/review?month=${month}`, { headers });
	expect([shown.json.document.close.id, shown.json.scopes.map(({ scope }: { scope: string }) => scope), shown.json.mayChange]).toEqual([1, ['company', 'team:North', 'person:ana@x.example'], true]);
	const figures = await call('GET', '/api/v1/review/figures?close=1&scope=person:ana@x.example', { headers });
	expect(figures.json.figures.find(({ metric }: { metric: string }) => metric === 'sales')).toMatchObject({ value: 100 });
	const changes = await call('GET', '/api/v1/review/changes?close=1', { headers });
	expect(changes.json).toMatchObject({ facts: [{ how: 'changed', externalId: 'D-1', source: 'crm', author: 'crm' }], more: 0, ops: [] });
	for (const [path, status, field] of [['changes', 400, 'close'], ['changes?close=x', 400, 'close'], ['changes?close=7', 404, 'close'], ['changes?close=1&more=1', 400, 'more'], ['figures?close=1&scope=team:Nowhere', 400, 'scope']] as const) {
		const answer = await call('GET', `/api/v1/review/${path}`, { headers });
		expect([answer.status, answer.json.field]).toEqual([status, field]);
	}
	const agenda = { ...usualAgenda, closesOn: 3 };
	expect((await call('PUT', '/api/v1/review/agenda', { body: agenda, headers })).json).toEqual(agenda);
	expect((await call('GET', `/api/v1/review?month=${month}`, { headers })).json.agenda).toEqual(agenda);
	expect(server.wall().journal.entries({ kinds: ['agenda set'], limit: 5 })).toHaveLength(1);
});
