/** Identities, doubles, the unassigned and erasing over HTTP, as the admin page uses them. */
import { expect, test } from 'vitest';
import type { Doubles, MergePreview, PersonIdentities, Unassigned } from '../../../shared/identities-api.ts';
import { givenServer, withKey } from './support.ts';

async function givenDesk() {
	const given = await givenServer();
	const ops = given.session();
	const push = (body: object) => given.call('POST', '/api/v1/facts', { body, headers: withKey });
	await push({ source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana Ek', team: 'North' }], deals: [{ external_id: 'D-1', name: 'Fifty seats', owner: 'ana@x.example', status: 'won', amount: '10', closed: '2026-11-02' }] });
	await push({ source: 'dialer', people: [{ name: 'A. Ek' }], activities: [{ external_id: 'C-1', kind: 'call', direction: 'outbound', owner: 'Nobody', at: '2026-11-03' }] });
	const get = async <T>(path: string): Promise<T> => (await given.call('GET', path, { headers: ops })).json;
	const post = (path: string, body: object) => given.call('POST', path, { body, headers: ops });
	const listed: { id: number; name: string }[] = await get('/api/v1/people');
	const idOf = (name: string): number => listed.find((person) => person.name === name)?.id ?? 0;
	return { ...given, push, get, post, ana: idOf('Ana Ek'), double: idOf('A. Ek') };
}

test('somebody’s keys are read and changed; what is wrong is said with its place', async () => {
	const { get, post, ana, double } = await givenDesk();
	expect((await get<PersonIdentities>(`/api/v1/people/${ana}/identities`)).keys.map(({ key }) => key)).toEqual(['ana@x.example', 'crm/Ana Ek']);
	const added = await post(`/api/v1/people/${ana}/identities`, { add: 'Nobody', source: 'dialer' });
	expect([added.status, added.json.keys.map(({ key }: { key: string }) => key), added.json.sources]).toEqual([200, ['ana@x.example', 'crm/Ana Ek', 'dialer/Nobody'], ['crm', 'dialer']]);
	expect(await post(`/api/v1/people/${double}/identities`, { add: 'Nobody', source: 'dialer' })).toMatchObject({ status: 409, json: { error: 'elsewhere', message: 'It means Ana Ek now.', field: 'add' } });
	expect(await post('/api/v1/people/999/identities', { remove: 'x' })).toMatchObject({ status: 404, json: { error: 'not_found', field: 'id' } });
	expect(await get(`/api/v1/people/${ana}/deals`)).toMatchObject({ facts: [{ externalId: 'D-1', now: { owner: 'ana@x.example' } }], isPartial: false });
});

test('doubles are proposed, what merging does is said, and it is done; two who are told apart are not proposed again', async () => {
	const { get, post, ana, double } = await givenDesk();
	expect((await get<Doubles>('/api/v1/doubles')).pairs).toMatchObject([{ a: { id: ana, facts: 1 }, b: { id: double, facts: 0 }, likeness: 'initials' }]);
	expect(await get<MergePreview>(`/api/v1/people/${ana}/merge?from=${double}`)).toMatchObject({ from: { name: 'A. Ek', keys: 1 }, into: { name: 'Ana Ek' }, lost: { targets: 0, teams: [] } });
	expect(await post('/api/v1/doubles/apart', { a: ana, b: double })).toMatchObject({ status: 200, json: { pairs: [] } });
	expect(await post(`/api/v1/people/${ana}/merge`, { from: ana })).toMatchObject({ status: 400, json: { field: 'into' } });
	const { person, consequences } = (await post(`/api/v1/people/${ana}/merge`, { from: double })).json;
	// One seller fewer: what is told per seller reads otherwise, and nothing else.
	expect([person.keys.length, consequences.filter(({ metric }: { metric: string }) => !/_per_rep$/.test(metric))]).toEqual([3, []]);
	expect(await post(`/api/v1/people/${ana}/merge`, { from: double })).toMatchObject({ status: 404 });
});

test('the unassigned are counted, listed and assigned; a second one who assigns the same is told', async () => {
	const { get, post, ana } = await givenDesk();
	expect(await get('/api/v1/unassigned/count')).toEqual({ count: 1 });
	expect((await get<Unassigned>('/api/v1/unassigned')).keys).toMatchObject([{ key: 'dialer/Nobody', facts: { activities: 1 }, thisMonth: 1 }]);
	const { unassigned, consequences } = (await post('/api/v1/unassigned', { keys: ['dialer/Nobody'], person: ana })).json;
	expect([unassigned.keys, consequences]).toEqual([[], expect.arrayContaining([expect.objectContaining({ metric: 'calls_made', name: 'North', period: '2026-11', before: '0', after: '1' })])]);
	expect(await post('/api/v1/unassigned', { keys: ['dialer/Nobody'], person: null })).toMatchObject({ status: 409, json: { error: 'conflict', field: 'keys' } });
});

test('[M18] who is erased is not in the list, and their address is not taken any more', async () => {
	const { get, post, push, call, ana } = await givenDesk();
	expect(await get(`/api/v1/people/${ana}/erasure`)).toMatchObject({ name: 'Ana Ek', facts: 1, keys: ['ana@x.example', 'crm/Ana Ek'] });
	expect(await post(`/api/v1/people/${ana}/erasure`, { name: 'Ana' })).toMatchObject({ status: 400, json: { error: 'wrong_name', field: 'name' } });
	expect(await post(`/api/v1/people/${ana}/erasure`, { name: 'Ana Ek' })).toMatchObject({ status: 200, json: { person: ana, isSwept: true } });
	expect((await get<{ name: string }[]>('/api/v1/people')).map(({ name }) => name)).toEqual(['A. Ek']);
	expect((await push({ source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana Ek' }] })).json).toMatchObject({ unchanged: 1, warnings: [{ entity: 'people', index: 0, field: 'email', code: 'erased' }] });
	const { json } = await call('GET', '/api/v1/explain?metric=sales&period=2026-11&by=team', { headers: withKey });
	expect(json.by).toMatchObject([{ key: 'North', value: 10 }]);
	expect((await call('GET', '/api/v1/corrections', { headers: withKey })).text).not.toContain('Ana Ek');
});
