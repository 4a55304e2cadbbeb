/** What is agreed in a review, and handed out after it. */
import { expect, test } from 'vitest';
import type { Handout, LinkView, ReviewAction, ReviewReply } from '../../../shared/review-api.ts';
import { apiKey, givenServer, type Answer, type Given } from '../http/support.ts';

const key = (number: number): string => `action-${String(number).padStart(4, '0')}`;

interface GivenReview extends Given {
	say: (method: string, path: string, body?: object) => Promise<Answer>;
	note: (number: number, wish: Partial<{ month: string; what: string; who: string; until: string | null }>) => Promise<ReviewAction>;
	actions: (month: string) => Promise<ReviewAction[]>;
	close: (month?: string) => number;
}

/** The clock stands on Monday 2026-11-23. */
async function givenReview(): Promise<GivenReview> {
	const given = await givenServer();
	const headers = given.session();
	const say = (method: string, path: string, body?: object): Promise<Answer> => given.call(method, `/api/v1/review/${path}`, { headers, ...(body && { body }) });
	return {
		...given,
		say,
		note: async (number, wish) => (await say('POST', 'actions', { key: key(number), month: '2026-10', what: 'Call Acme', who: 'Maja Lind', until: null, ...wish })).json,
		actions: async (month) => ((await given.call('GET', `/api/v1/review?month=${month}`, { headers })).json as ReviewReply).actions,
		close: (month = '2026-10') => {
			const { journal } = given.server.wall();
			return journal.apply('month closed', { uid: `close-${journal.revision()}`, month, parts: [{ scope: 'company', sections: [], figures: [] }], revision: journal.revision(), byItself: false }, { at: given.now.ms, author: 'admin' });
		},
	};
}

test('what was agreed is written once, however often it is sent', async () => {
	const { note, actions } = await givenReview();
	const first = await note(1, { until: '2026-12-01' });
	expect(first).toMatchObject({ month: '2026-10', what: 'Call Acme', who: 'Maja Lind', until: '2026-12-01', doneAt: null, by: 'admin' });
	expect(await note(1, { what: 'Something else' })).toEqual(first);
	expect(await actions('2026-10')).toEqual([first]);
});

test('it is changed, done, and taken out', async () => {
	const { note, say, actions, now } = await givenReview();
	const { id } = await note(1, {});
	const changed = await say('PUT', `actions/${id}`, { what: 'Call Acme twice', who: '', until: '2026-11-30', isDone: true });
	expect(changed.json).toMatchObject({ what: 'Call Acme twice', who: '', until: '2026-11-30', doneAt: '2026-11-23T09:00:00Z' });
	now.ms += 60_000;
	// It stays done since then.
	expect((await say('PUT', `actions/${id}`, { what: 'Call Acme', who: '', until: null, isDone: true })).json).toMatchObject({ what: 'Call Acme', doneAt: '2026-11-23T09:00:00Z' });
	expect((await say('PUT', `actions/${id}`, { what: 'Call Acme', who: '', until: null, isDone: false })).json.doneAt).toBe(null);
	expect((await say('DELETE', `actions/${id}`)).status).toBe(200);
	expect((await say('DELETE', `actions/${id}`)).status).toBe(404);
	expect(await actions('2026-10')).toEqual([]);
});

test('who ticks an action off changes nothing that somebody else wrote meanwhile, and a number is never used again', async () => {
	const { note, say } = await givenReview();
	const { id } = await note(1, {});
	await say('PUT', `actions/${id}`, { what: 'Call Acme and Birka', who: 'Bo Ek', until: '2026-12-24' });
	expect((await say('PUT', `actions/${id}`, { isDone: true })).json).toMatchObject({ what: 'Call Acme and Birka', who: 'Bo Ek', until: '2026-12-24', doneAt: '2026-11-23T09:00:00Z' });
	expect((await say('PUT', `actions/${id}`, {})).status).toBe(400);
	await say('DELETE', `actions/${id}`);
	expect((await note(2, {})).id).toBeGreaterThan(id);
});

test('a review looks back on what earlier ones agreed on: what is open, and what was done since the one before', async () => {
	const { note, say, actions, call, session } = await givenReview();
	const [old, open, now, next] = [await note(1, { month: '2026-06', what: 'Long done' }), await note(2, { month: '2026-09', what: 'Open', until: '2026-10-15' }), await note(3, { what: 'Of October' }), await note(4, { month: '2026-11', what: 'Of November' })];
	// Done on 23 November: after the month before October began.
	await say('PUT', `actions/${old.id}`, { what: 'Long done', who: '', until: null, isDone: true });
	expect((await actions('2026-10')).map(({ id }) => id)).toEqual([old.id, open.id, now.id]);
	expect((await actions('2026-11')).map(({ id }) => id)).toEqual([old.id, open.id, now.id, next.id]);

	const { json } = await call('GET', '/api/v1/review?month=2026-10', { headers: session() });
	const section = (json as ReviewReply).document.sections.find(({ id }) => id === 'actions');
	const [panel] = section?.panels ?? [];
	expect(panel).toMatchObject({
		kind: 'actions',
		empty: null,
		groups: [
			{ id: 'earlier', title: 'From earlier reviews', rows: [{ what: 'Open', until: 'late since Oct 15, 2026', isLate: true, isDone: false }, { what: 'Long done', until: 'done Nov 23, 2026', isDone: true }] },
			{ id: 'agreed', rows: [{ what: 'Of October', until: '', isLate: false }] },
		],
	});
	expect(section?.findings.map(({ verdict }) => verdict.text)).toEqual(['1 of 2 that are open are late, the longest since Oct 15, 2026: Open.', '1 of 2 from earlier reviews are done.']);
	expect(section?.tables[0]?.rows.map((row) => row.map(({ value }) => value))).toEqual([
		['2026-06', 'Long done', null, null, 'done Nov 23, 2026'],
		['2026-09', 'Open', 'Maja Lind', '2026-10-15', 'late since Oct 15, 2026'],
		['2026-10', 'Of October', 'Maja Lind', null, 'open'],
	]);
});

test.each([
	[{ what: '' }, 'what'],
	[{ what: '\u200b \u200b' }, 'what'],
	[{ what: 'x'.repeat(301) }, 'what'],
	[{ who: 'x'.repeat(101) }, 'who'],
	[{ until: 'soon' }, 'until'],
	[{ month: '2026-13' }, 'month'],
	[{ month: '2027-01' }, 'month'],
	[{ key: 'x' }, 'key'],
	[{ more: 1 }, 'body'],
])('what cannot be kept is refused with its field: %j', async (wish, field) => {
	const { say, actions } = await givenReview();
	const { status, json } = await say('POST', 'actions', { key: key(1), month: '2026-10', what: 'Call Acme', who: '', until: null, ...wish });
	expect([status, json.field]).toEqual([400, field]);
	expect(await actions('2026-10')).toEqual([]);
});

const opened = (given: Given, token: string): Promise<Answer> => given.call('GET', '/api/v1/handout', { headers: { Authorization: `Bearer ${token}` } });
const tokenOf = (path: string): string => path.replace('/review#link=', '');

test('a link shows one closed review until it is taken back, and is kept as a hash', async () => {
	const given = await givenReview();
	const { say, close, note, server, now } = given;
	const id = close();
	await note(1, {});
	const { json: made } = await say('POST', 'links', { close: id, scope: 'company', label: 'The board', days: 30 });
	const token = tokenOf(made.path);
	expect(token).toMatch(/^[\w-]{43}$/);
	expect(made.link).toMatchObject({ label: 'The board', scope: 'company', expiresAt: '2026-12-23T09:00:00Z', by: 'admin', openedAt: null, close: { id, month: '2026-10' } });

	const { status, json } = await opened(given, token);
	const { document, actions, expiresAt }: Handout = json;
	expect([status, document.month, document.close?.id, actions.map(({ what }) => what), expiresAt]).toEqual([200, '2026-10', id, ['Call Acme'], '2026-12-23T09:00:00Z']);
	expect(document.asOf).toMatch(/^as closed on /);
	// A later close is another one's.
	now.ms += 60_000;
	close();
	expect((await opened(given, token)).json.document.close.id).toBe(id);
	const { json: listed } = await say('GET', 'links');
	expect(listed.links.map(({ openedAt }: LinkView) => openedAt)).toEqual(['2026-11-23T09:01:00Z']);

	// In the clear it is nowhere in the database.
	const tables = server.wall().options.db.prepare(`SELECT * FROM review_link`).all();
	expect(JSON.stringify(tables)).not.toContain(token);
	expect(JSON.stringify(server.wall().options.db.prepare('SELECT * FROM entry').all())).not.toContain(token);

	expect((await say('DELETE', `links/${made.link.id}`)).status).toBe(200);
	expect((await say('DELETE', `links/${made.link.id}`)).status).toBe(404);
	const refused = await opened(given, token);
	expect([refused.status, refused.json.error]).toEqual([401, 'unauthorized']);
	expect((await say('GET', 'links')).json.links).toEqual([]);
});

test('a link shows nothing of another team, whatever the agenda says, and a close that lacks a team of the agenda still opens', async () => {
	const given = await givenReview();
	const { say, call, server, now, session } = given;
	const { journal } = server.wall();
	await call('POST', '/api/v1/teams', { body: { name: 'Late' }, headers: session() });
	const section = (scope: string) => ({ id: 'deals' as const, title: 'Won and lost', scope, whose: '', panels: [], findings: [], tables: [] });
	const id = journal.apply('month closed', { uid: 'own', month: '2026-10', parts: [{ scope: 'company', sections: [section('company')], figures: [] }], byItself: false }, { at: now.ms, author: 'admin' });
	const { json: made } = await say('POST', 'links', { close: id, scope: 'company', label: 'The board', days: 30 });
	const items = ['deals', 'target', 'year', 'quota', 'pipeline', 'activity', 'actions'].map((name) => ({ section: name, shown: true, scope: name === 'deals' ? 'team:Late' : null }));
	expect((await say('PUT', 'agenda', { items, closesOn: null })).status).toBe(200);
	const { json: page } = await call('GET', '/api/v1/review?month=2026-10', { headers: session() });
	expect((page as ReviewReply).document.sections.map(({ id: name, scope }) => [name, scope])).toEqual([['deals', 'company'], ['actions', 'company']]);
	expect((await opened(given, tokenOf(made.path))).json.document.sections.map(({ scope }: { scope: string }) => scope)).toEqual(['company', 'company']);
});

test('a link ends with its last day, in the same words as one that never was', async () => {
	const given = await givenReview();
	const { say, close, now } = given;
	const { json: made } = await say('POST', 'links', { close: close(), scope: 'company', label: 'The board', days: 1 });
	now.ms += 86_400_000 - 1;
	expect((await opened(given, tokenOf(made.path))).status).toBe(200);
	now.ms += 1;
	const over = await opened(given, tokenOf(made.path));
	const never = await opened(given, 'x'.repeat(43));
	expect([over.status, over.json]).toEqual([401, never.json]);
});

test('a link opens nothing else, and nothing else opens what a link does', async () => {
	const given = await givenReview();
	const { say, close, call, session } = given;
	const { json: made } = await say('POST', 'links', { close: close(), scope: 'company', label: 'The board', days: 1 });
	const Authorization = `Bearer ${tokenOf(made.path)}`;
	for (const path of ['/api/v1/review?month=2026-10', '/api/v1/wall', '/api/v1/explain?metric=sales', '/api/v1/health']) expect((await call('GET', path, { headers: { Authorization } })).status).toBe(403);
	expect((await call('GET', '/api/v1/handout', { headers: { Authorization: `Bearer ${apiKey}` } })).status).toBe(403);
	expect((await call('GET', '/api/v1/handout', { headers: session() })).status).toBe(403);
});

test.each([
	[{ close: 99 }, 'close'],
	[{ scope: 'team:Nowhere' }, 'scope'],
	[{ label: '' }, 'label'],
	[{ days: 91 }, 'days'],
	[{ days: 0 }, 'days'],
])('a link that cannot be given is refused with its field: %j', async (wish, field) => {
	const { say, close } = await givenReview();
	const { status, json } = await say('POST', 'links', { close: close(), scope: 'company', label: 'The board', days: 30, ...wish });
	expect([status, json.field]).toEqual([400, field]);
});
