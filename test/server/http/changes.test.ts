/** The log of what ops changed, and taking it back. */
import { expect, test } from 'vitest';
import type { AreaChanges } from '../../../shared/changes-api.ts';
import { givenServer, withKey } from './support.ts';

async function givenRanking() {
	const given = await givenServer();
	const ops = given.session();
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana Ek' }] }, headers: withKey });
	const [ana] = (await given.call('GET', '/api/v1/people', { headers: ops })).json;
	const rank = (isRanked: boolean) => given.call('PUT', `/api/v1/people/${ana.id}/ranking`, { body: { isRanked }, headers: ops });
	const changes = async (query = 'of=people'): Promise<AreaChanges> => (await given.call('GET', `/api/v1/changes?${query}`, { headers: ops })).json;
	const undo = (entry: number) => given.call('POST', '/api/v1/changes/undo', { body: { entry }, headers: ops });
	const isRanked = async (): Promise<boolean> => (await given.call('GET', '/api/v1/people', { headers: ops })).json[0].isRanked;
	return { ...given, ops, rank, changes, undo, isRanked };
}

test('a change says who did what, is taken back by a new one, and that one too', async () => {
	const { rank, changes, undo, isRanked } = await givenRanking();
	await rank(false);
	const [change] = (await changes()).changes;
	expect(change).toMatchObject({ author: 'admin', says: 'Ana Ek is left out of rankings.', undoes: null, undo: { possible: true } });
	expect((await undo(change?.entry ?? 0)).status).toBe(200);
	expect(await isRanked()).toBe(true);
	const [undoing, first] = (await changes()).changes;
	expect(undoing).toMatchObject({ says: 'Ana Ek is in the rankings again.', undoes: change?.entry, undo: { possible: true } });
	expect(first?.undo).toEqual({ possible: false, reason: 'a later change stands on it' });
	await undo(undoing?.entry ?? 0);
	expect(await isRanked()).toBe(false);
});

test('what a later change stands on is refused with the reason, and what is no change is not there', async () => {
	const { rank, changes, undo } = await givenRanking();
	await rank(false);
	await rank(true);
	const [, first] = (await changes()).changes;
	expect(await undo(first?.entry ?? 0)).toMatchObject({ status: 409, json: { error: 'conflict', message: 'Cannot be undone: a later change stands on it.', field: 'entry' } });
	expect((await undo(1)).status).toBe(404);
});

test('the list comes page by page, and says what it can be asked for', async () => {
	const { rank, changes, call, ops } = await givenRanking();
	for (const isRanked of [false, true, false]) await rank(isRanked);
	const page = await changes('of=people&limit=2');
	expect(page.changes.map(({ says }) => says)).toEqual(['Ana Ek is left out of rankings.', 'Ana Ek is in the rankings again.']);
	expect((await changes(`of=people&before=${page.older ?? 0}`)).changes).toHaveLength(1);
	expect((await call('GET', '/api/v1/changes?of=weather', { headers: ops })).json).toMatchObject({ field: 'of' });
	expect(await changes('of=calendar')).toEqual({ changes: [], older: null });
});
