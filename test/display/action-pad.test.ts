/** Writing down what is agreed, over reloads and lost lines. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reply } from '../../display/admin/http.ts';
import { ActionPad } from '../../display/review/action-pad.svelte.ts';
import type { ActionWish, ReviewAction } from '../../shared/review-api.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const action = (part: Partial<ReviewAction> = {}): ReviewAction => ({ id: 1, month: '2017-06', what: 'Call Acme', who: 'Ana', until: '2017-07-14', doneAt: null, by: 'ben', at: '2017-07-03T09:00:00Z', ...part });

function givenPad() {
	const store = { text: null as string | null };
	const server = { status: 200, written: [] as ActionWish[], changed: [] as object[], signedOut: 0 };
	const keys = new Map<string, number>();
	const answer = <T>(value: T): Reply<T> => (server.status === 200 ? { ok: true, value } : { ok: false, status: server.status, error: 'x', message: 'refused' });
	const open = () =>
		new ActionPad({
			read: () => store.text,
			write: (text) => (store.text = text),
			say: ({ message }) => message,
			onSignedOut: () => (server.signedOut += 1),
			api: {
				write: async (wish) => {
					server.written.push(wish);
					if (!keys.has(wish.key) && server.status === 200) keys.set(wish.key, keys.size + 10);
					return answer(action({ id: keys.get(wish.key) ?? 0, month: wish.month, what: wish.what, who: wish.who, until: wish.until }));
				},
				change: async (id, change) => {
					server.changed.push({ id, ...change });
					return answer(action({ id, ...change, doneAt: change.isDone ? '2017-07-04T09:00:00Z' : null }));
				},
				remove: async () => answer({}),
			},
		});
	return { open, server, store, rest: (ms = 0) => vi.advanceTimersByTimeAsync(ms) };
}

test('what is typed is there again after a reload', () => {
	const { open } = givenPad();
	const pad = open();
	pad.write({ what: 'Call Acme', who: 'Ana' });
	pad.write({ until: '2017-07-14' });
	expect(open().draft).toEqual({ ...pad.draft, what: 'Call Acme', who: 'Ana', until: '2017-07-14' });
});

test('written down, it is listed, and the next may be typed', async () => {
	const { open, server, store, rest } = givenPad();
	const pad = open();
	pad.write({ what: ' Call Acme ', who: 'Ana' });
	const { key } = pad.draft;
	pad.submit('2017-06');
	expect([pad.draft.what, pad.outbox.length]).toEqual(['', 1]);
	await rest();
	expect(server.written).toEqual([{ key, month: '2017-06', what: 'Call Acme', who: 'Ana', until: null }]);
	expect([pad.actions.map(({ what }) => what), pad.outbox, store.text]).toEqual([['Call Acme'], [], '']);
});

test('without a line it is kept over a reload and written once, however often it is sent', async () => {
	const { open, server, rest } = givenPad();
	const pad = open();
	server.status = 0;
	pad.write({ what: 'Call Acme' });
	pad.submit('2017-06');
	await rest(12_000);
	pad.close();
	expect(pad.outbox.length).toBe(1);
	const again = open();
	expect(again.outbox.map(({ what }) => what)).toEqual(['Call Acme']);
	server.status = 200;
	await again.flush();
	await pad.flush();
	expect(new Set(server.written.map(({ key }) => key)).size).toBe(1);
	expect(server.written.length).toBeGreaterThan(3);
	expect([again.actions[0]?.id, pad.actions[0]?.id]).toEqual([10, 10]);
});

test('what is refused is said, does not hold up the next, and can be changed', async () => {
	const { open, server, rest } = givenPad();
	const pad = open();
	server.status = 400;
	pad.write({ what: 'Call Acme' });
	pad.submit('2017-06');
	await rest();
	expect(pad.outbox[0]?.error).toBe('refused');
	server.status = 200;
	pad.write({ what: 'Ask Ana' });
	pad.submit('2017-06');
	await rest();
	expect(pad.actions.map(({ what }) => what)).toEqual(['Ask Ana']);
	const [refused] = pad.outbox;
	pad.takeBack(refused?.key ?? '');
	expect([pad.draft.what, pad.outbox.length, pad.draft.key === refused?.key]).toEqual(['Call Acme', 0, false]);
});

test('an ended session keeps it until somebody has signed in', async () => {
	const { open, server, rest } = givenPad();
	const pad = open();
	server.status = 401;
	pad.write({ what: 'Call Acme' });
	pad.submit('2017-06');
	await rest(30_000);
	expect([server.signedOut, server.written.length, pad.outbox.length]).toEqual([1, 1, 1]);
	server.status = 200;
	await pad.flush();
	expect([pad.outbox.length, pad.actions.length]).toEqual([0, 1]);
});

test('an action is changed, marked and removed; changing one that is done leaves it done', async () => {
	const { open, server, rest } = givenPad();
	const pad = open();
	pad.take([action(), action({ id: 2, what: 'Ask Ana', doneAt: '2017-07-04T09:00:00Z' })]);
	await pad.mark(action(), true);
	expect(pad.actions[0]?.doneAt).toBe('2017-07-04T09:00:00Z');
	pad.edit(action({ id: 2, what: 'Ask Ana', doneAt: '2017-07-04T09:00:00Z' }));
	pad.write({ what: 'Ask Bo' });
	pad.submit('2017-06');
	await rest();
	expect(server.changed[1]).toEqual({ id: 2, what: 'Ask Bo', who: 'Ana', until: '2017-07-14', isDone: true });
	await pad.remove(action());
	expect(pad.actions.map(({ what }) => what)).toEqual(['Ask Bo']);
});

test('a tap that could not be saved is said and changes nothing', async () => {
	const { open, server } = givenPad();
	const pad = open();
	pad.take([action()]);
	server.status = 0;
	await pad.mark(action(), true);
	await pad.remove(action());
	expect([pad.error, pad.actions[0]?.doneAt, pad.actions.length]).toEqual(['refused', null, 1]);
	server.status = 404;
	await pad.remove(action());
	expect([pad.actions.length, pad.error]).toEqual([0, '']);
});

test('what another build has kept is read as far as it can be', () => {
	const { open, store } = givenPad();
	store.text = '{"draft":{"key":"k","what":5,"who":"Ana"},"outbox":[null,{"key":"o","what":"x","month":"2017-06"}]}';
	const pad = open();
	expect([pad.draft.who, pad.draft.what, pad.outbox.map(({ key }) => key)]).toEqual(['Ana', '', ['o']]);
	store.text = '[]';
	expect(open().draft.what).toBe('');
});

test('a list that was asked for before something was written does not take it away; a later one may', async () => {
	const { open, rest } = givenPad();
	const pad = open();
	pad.write({ what: 'Ask Bo' });
	pad.submit('2017-06');
	await rest();
	pad.take([action()]);
	expect(pad.actions.map(({ what }) => what)).toEqual(['Call Acme', 'Ask Bo']);
	pad.take([action(), action({ id: 10, what: 'Ask Bo' })]);
	pad.take([action()]);
	expect(pad.actions.map(({ what }) => what)).toEqual(['Call Acme']);
});
