/** Corrections over HTTP: found, made, refused with their place, on the wall. */
import { expect, test } from 'vitest';
import type { CorrectionRequest, CorrectionsInForce, FactView } from '../../../shared/corrections.ts';
import { givenServer, withKey, onBoards } from './support.ts';

const deal = (amount: number) => ({ external_id: 'D/1 ä', owner: 'ana@x.example', status: 'won', closed: '2026-11-05', amount });
const givenDeal = async () => {
	const given = await givenServer();
	const push = (amount: number) => given.call('POST', '/api/v1/facts', { headers: withKey, body: { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana', team: 'North', role: 'ae' }], deals: [deal(amount)] } });
	await push(12_500);
	const session = given.session();
	const read = async (path: string) => (await given.call('GET', path, { headers: session })).json;
	const see = async (): Promise<FactView> => (await read(`/api/v1/facts?entity=deals&source=crm&id=${encodeURIComponent('D/1 ä')}`)).facts[0];
	const make = (body: CorrectionRequest) => given.call('POST', '/api/v1/corrections', { headers: session, body });
	const sales = async (): Promise<number> => (await read('/api/v1/explain?metric=sales&period=2026-11')).value;
	return { ...given, push, session, read, see, make, sales };
};

test('[M4] a deal is found, corrected and left out; the answer shows it, the figure follows, and the source overwrites neither', async () => {
	const { push, see, make, sales, read } = await givenDeal();
	const { entity, source, externalId, seen } = await see();
	const corrected = await make({ kind: 'correct', entity, source, externalId, seen, reason: 'Signed for less', set: { amount: '10000' } });
	expect([corrected.status, corrected.json]).toMatchObject([200, { now: { amount: '10000.00' }, said: { amount: '12500.00' }, byHand: { author: 'admin', reason: 'Signed for less', set: { amount: '10000' } } }]);
	await push(13_000);
	expect(await sales()).toBe(10_000);
	await make({ kind: 'exclude', entity, source, externalId, seen: (await see()).seen, reason: 'A double' });
	expect(await sales()).toBe(0);
	const inForce: CorrectionsInForce = await read('/api/v1/corrections');
	expect(inForce).toMatchObject({ facts: [{ externalId, now: null, said: { amount: '13000.00' } }], people: [{ handle: 'ana@x.example', name: 'Ana' }] });
	expect((await read('/api/v1/corrections/log')).entries.map(({ what, reason }: { what: string; reason: string }) => [what, reason])).toEqual([['excluded', 'A double'], ['corrected', 'Signed for less']]);
});

test('what is refused says where: 400 with the field, 404, and 409 when it was changed meanwhile', async () => {
	const { see, make, call, session, push } = await givenDeal();
	const { entity, source, externalId, seen } = await see();
	const place = { entity, source, externalId, seen };
	expect((await make({ kind: 'exclude', ...place, reason: '' })).json).toMatchObject({ error: 'bad_input', field: 'reason' });
	expect((await make({ kind: 'correct', ...place, reason: 'x', set: { amount: '1,5' } })).json).toMatchObject({ error: 'not_a_number', field: 'set.amount' });
	expect((await make({ kind: 'exclude', ...place, externalId: 'none', reason: 'x' })).status).toBe(404);
	await push(1);
	expect((await make({ kind: 'exclude', ...place, reason: 'x' })).json).toMatchObject({ error: 'conflict', message: expect.stringMatching(/meantime/) });
	for (const body of [null, [], 'x', { entry: 0 }, { entry: '1' }, {}]) expect((await call('POST', '/api/v1/corrections/undo', { headers: session, body })).status).toBe(400);
	expect((await call('POST', '/api/v1/corrections/undo', { headers: session, body: { entry: 1 } })).status).toBe(404);
	for (const query of ['', '?entity=people', '?entity=deals&entity=deals', `?entity=deals&q=${'x'.repeat(201)}`]) expect((await call('GET', `/api/v1/facts${query}`, { headers: session })).status).toBe(400);
});

test('the record and what is in force come page by page; a page that is none is refused', async () => {
	const { see, make, read, call, session } = await givenDeal();
	for (const kind of ['exclude', 'withdraw', 'exclude'] as const) {
		const { entity, source, externalId, seen } = await see();
		await make({ kind, entity, source, externalId, seen, reason: kind });
	}
	const first = await read('/api/v1/corrections/log?limit=2');
	const rest = await read(`/api/v1/corrections/log?limit=2&before=${first.older}`);
	expect([...first.entries, ...rest.entries].map(({ what }: { what: string }) => what)).toEqual(['excluded', 'withdrawn', 'excluded']);
	expect([rest.older, await read('/api/v1/corrections?limit=1')]).toMatchObject([null, { count: 1, older: null, facts: { length: 1 } }]);
	for (const path of ['/api/v1/corrections?limit=201', '/api/v1/corrections/log?before=x']) expect((await call('GET', path, { headers: session })).status).toBe(400);
});

test('a wall shows a correction by itself', async () => {
	const { see, make, connect } = await givenDeal();
	const socket = connect();
	const figure = new Promise<void>((resolve) => onBoards(socket, (board) => JSON.stringify(board).includes('€4,321') && resolve()));
	const { entity, source, externalId, seen } = await see();
	await make({ kind: 'correct', entity, source, externalId, seen, reason: 'x', set: { amount: '4321' } });
	await figure;
});
