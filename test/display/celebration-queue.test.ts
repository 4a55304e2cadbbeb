/** Which celebration is on show, as plain state: once, in order, apart, never too old and never one that was taken back. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CelebrationView } from '../../shared/celebration.ts';
import { emptyQueue, interrupted, moved, offered, painted, restedSince, withdrawn, type Form, type Queue } from '../../display/tv/moments/queue.ts';
import { celebrationFixtures } from '../fixtures/celebrations.ts';

const minute = 60_000;
/** The server's clock at 0 of the page's. */
const start = Date.UTC(2026, 10, 23, 13, 32);
const won = (id: string, part: Partial<CelebrationView> = {}): CelebrationView => ({ ...celebrationFixtures.deal, at: start, id, ...part });
const offeredAll = (queue: Queue, ...ids: string[]): Queue => ids.reduce((all, id) => offered(all, won(id)), queue);
const go = (queue: Queue, at: number, form: Form | null = 'full', serverNow: number | null = start + at): Queue => moved(queue, { at, serverNow, form });
const shown = ({ showing }: Queue): string | null => showing && `${showing.celebration.id} ${showing.form}`;

/** What is seen of a queue that is looked at every second. */
function watched(queue: Queue, seconds: number, form: (second: number) => Form | null = () => 'full'): { seen: string[]; queue: Queue } {
	const seen: string[] = [];
	let now = queue;
	for (let second = 0; second <= seconds; second += 1) {
		now = go(now, second * 1000, form(second));
		const what = shown(now) ?? '–';
		if (what !== seen.at(-1)?.split(' @')[0]) seen.push(`${what} @${second}`);
	}
	return { seen, queue: now };
}

describe('a celebration', () => {
	test('begins at once and gives the picture back within six seconds', () => {
		expect(watched(offeredAll(emptyQueue([]), 'a'), 8).seen).toEqual(['a full @0', '– @5']);
	});

	test('as a band it stays for ten', () => {
		expect(watched(offeredAll(emptyQueue([]), 'a'), 12, () => 'band').seen).toEqual(['a band @0', '– @10']);
	});

	test('in quiet hours is a band', () => {
		expect(shown(go(offered(emptyQueue([]), won('a', { quiet: true })), 0))).toBe('a band');
	});

	test('becomes one when somebody takes to the remote, and no picture again after that', () => {
		const { seen } = watched(offeredAll(emptyQueue([]), 'a'), 8, (second) => (second === 2 ? 'band' : 'full'));
		expect(seen).toEqual(['a full @0', 'a band @2', '– @5']);
	});

	test('ends at once where nothing may be shown any more', () => {
		expect(watched(offeredAll(emptyQueue([]), 'a'), 8, (second) => (second < 2 ? 'full' : null)).seen).toEqual(['a full @0', '– @2']);
	});
});

describe('the others wait', () => {
	test('in the order in which they came, a minute from one beginning to the next', () => {
		expect(watched(offeredAll(emptyQueue([]), 'a', 'b', 'c'), 130).seen).toEqual(['a full @0', '– @5', 'b full @60', '– @65', 'c full @120', '– @125']);
	});

	test('the target before the streak before the deals, the first of a kind first', () => {
		const kinds = { d: 'deal', e: 'deal', s: 'streak', t: 'target', u: 'target' } as const;
		const queue = Object.entries(kinds).reduce((all, [id, kind]) => offered(all, won(id, { kind })), emptyQueue([]));
		expect(watched(queue, 220).seen.filter((one) => one.includes('full'))).toEqual(['t full @0', 'u full @20', 's full @80', 'd full @140', 'e full @200']);
	});

	test('twenty seconds only while more than three wait', () => {
		const queue = offeredAll(emptyQueue([]), 'a', 'b', 'c', 'd', 'e', 'f');
		expect(watched(queue, 250).seen.filter((one) => one.includes('full'))).toEqual(['a full @0', 'b full @20', 'c full @40', 'd full @100', 'e full @160', 'f full @220']);
	});

	test('a target behind thirty deals is not lost, nor is any of them', () => {
		const ids = Array.from({ length: 30 }, (_, place) => `deal-${place}`);
		const queue = offered(offeredAll(emptyQueue([]), ...ids), won('goal', { kind: 'target' }));
		const began = watched(queue, 1200).seen.filter((one) => one.includes('full')).map((one) => one.split(' ')[0]);
		expect(began).toEqual(['goal', ...ids]);
	});

	test('while the picture is something else’s; what is on show goes on', () => {
		const taken = (queue: Queue, at: number) => moved(queue, { at, serverNow: start + at, form: 'band', isTaken: true });
		expect(shown(taken(offeredAll(emptyQueue([]), 'a'), 0))).toBe(null);
		expect(shown(go(taken(offeredAll(emptyQueue([]), 'a'), 0), 10_000))).toBe('a full');
		expect(shown(taken(go(offeredAll(emptyQueue([]), 'a'), 0), 1000))).toBe('a band');
	});

	test('also what an earlier page began a while ago', () => {
		const after = (agoMs: number) => restedSince(offeredAll(emptyQueue([]), 'a'), start - agoMs, 0, start);
		expect(watched(after(10_000), 60).seen[1]).toBe('a full @50');
		expect(watched(after(2 * minute), 60).seen[0]).toBe('a full @0');
		// The server's clock was set back.
		expect(watched(after(-60 * minute), 61).seen[1]).toBe('a full @60');
	});

	test('no longer than twenty minutes from when they happened, and ten on a dark screen', () => {
		const old = offered(emptyQueue([]), won('old', { at: start - 20 * minute - 1 }));
		expect(go(old, 0)).toMatchObject({ showing: null, waiting: [], done: [] });
		expect(shown(go(offered(emptyQueue([]), won('just', { at: start - 20 * minute })), 0))).toBe('just full');
		const dark = watched(offeredAll(emptyQueue([]), 'a'), 601, () => null);
		expect(dark.queue.waiting).toEqual([]);
		expect(shown(go(dark.queue, 602_000))).toBe(null);
	});

	test('until the screen is lit, if that is soon enough', () => {
		expect(watched(offeredAll(emptyQueue([]), 'a'), 40, (second) => (second < 30 ? null : 'full')).seen).toEqual(['– @0', 'a full @30', '– @35']);
	});

	test('until the server’s time is known: how old they are cannot be told before', () => {
		const waiting = go(offeredAll(emptyQueue([]), 'a'), 0, 'full', null);
		expect([shown(waiting), shown(go(waiting, 1000))]).toEqual([null, 'a full']);
	});
});

test('a deal that is shown a minute late leaves out how things stood for the target then; a target and a streak say what stays true', () => {
	const meaning = (part: Partial<CelebrationView>): string | undefined => {
		const { showing } = go(offered(emptyQueue([]), won('a', { meaning: 'so far', ...part })), 0);
		return showing ? painted(showing).meaning : undefined;
	};
	expect([meaning({ at: start - minute }), meaning({ at: start - minute - 1 }), meaning({ at: start - minute - 1, kind: 'target' }), meaning({ at: start - minute - 1, kind: 'streak' })]).toEqual(['so far', '', 'so far', 'so far']);
});

describe('once', () => {
	test('what is offered again while it waits, is on show, or was shown, is not shown again', () => {
		let queue = offeredAll(emptyQueue([]), 'a', 'a');
		expect(queue.waiting).toHaveLength(1);
		queue = offered(go(queue, 0), won('a'));
		expect(queue.waiting).toEqual([]);
		queue = offered(go(queue, 10_000), won('a'));
		expect(shown(go(queue, 90_000))).toBe(null);
	});

	test('also after a restart, for the newest 200', () => {
		const { done } = go(offeredAll(emptyQueue([]), 'a'), 0);
		expect(offered(emptyQueue(done), won('a')).waiting).toEqual([]);
		const many = Array.from({ length: 250 }, (_, place) => `id-${place}`);
		const all = many.reduce((queue, id) => withdrawn(queue, id), emptyQueue([]));
		expect([all.done.length, all.done[0], all.done.at(-1)]).toEqual([200, 'id-50', 'id-249']);
	});
});

describe('what is told again', () => {
	const lobby = (id: string): CelebrationView => won(id, { name: 'West', number: null });

	test('while it waits is shown as it was told last, in its place and once', () => {
		const queue = offered(go(offeredAll(emptyQueue([]), 'a', 'b', 'c'), 0), lobby('b'));
		expect(queue.waiting).toEqual([lobby('b'), won('c')]);
		const later = go(go(queue, 5_000), 60_000);
		expect([later.showing?.celebration, later.waiting]).toEqual([lobby('b'), [won('c')]]);
	});

	test('while it is on show changes what is seen: it neither begins anew nor stays longer', () => {
		const before = go(offeredAll(emptyQueue([]), 'a'), 0);
		const queue = go(offered(before, lobby('a')), 3_000);
		expect(queue).toEqual({ ...before, showing: { ...before.showing, celebration: lobby('a'), form: 'full', endsAt: 5_000 } });
		expect(go(queue, 5_000).showing).toBe(null);
	});

	test('after it was shown is not shown again', () => {
		const queue = go(go(offeredAll(emptyQueue([]), 'a'), 0), 5_000);
		expect(offered(queue, lobby('a'))).toBe(queue);
	});
});

describe('when the line has ended', () => {
	test('nothing that waited is shown, what is on show ends as it would have, and what the next brings is as new', () => {
		const queue = interrupted(go(offeredAll(emptyQueue([]), 'a', 'b'), 0));
		expect([shown(queue), queue.waiting, queue.done]).toEqual(['a full', [], ['a']]);
		expect(watched(offeredAll(queue, 'a', 'b'), 70).seen).toEqual(['a full @0', '– @5', 'b full @60', '– @65']);
	});

	test('nothing begins while the server is silent; what has become too old meanwhile never does', () => {
		let queue = offered(offered(emptyQueue([]), won('old', { at: start - 19 * minute })), won('new'));
		for (let at = 0; at < 2 * minute; at += 1_000) queue = go(queue, at, 'full', null);
		expect([shown(queue), queue.waiting.length]).toEqual([null, 2]);
		expect(shown(go(queue, 2 * minute))).toBe('new full');
	});
});

describe('what was taken back', () => {
	test('ends at once when it is on show, and leaves the queue when it waits', () => {
		const queue = go(offeredAll(emptyQueue([]), 'a', 'b', 'c'), 0);
		expect(withdrawn(queue, 'a').showing).toBe(null);
		expect(withdrawn(queue, 'b').waiting.map(({ id }) => id)).toEqual(['c']);
		expect(shown(withdrawn(queue, 'b'))).toBe('a full');
	});

	test('is not shown when it comes all the same', () => {
		expect(offered(withdrawn(emptyQueue([]), 'a'), won('a')).waiting).toEqual([]);
	});
});

test('nothing changes where nothing happens: the same queue', () => {
	const idle = emptyQueue([]);
	expect(go(idle, 1000)).toBe(idle);
	const showing = go(offeredAll(idle, 'a', 'b'), 0);
	expect(go(showing, 1000)).toBe(showing);
});

test('whatever comes and goes: each at most once, none after it was taken back or too old, in order, apart', () => {
	const id = fc.integer({ min: 0, max: 6 }).map(String);
	const event = fc.oneof(
		fc.record({ what: fc.constant('offer' as const), id, kind: fc.constantFrom('deal' as const, 'streak' as const, 'target' as const), ageMs: fc.integer({ min: 0, max: 22 * minute }) }),
		fc.record({ what: fc.constant('withdraw' as const), id }),
		fc.record({ what: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 200 }), form: fc.constantFrom<(Form | null)[]>('full', 'band', null) }),
		fc.record({ what: fc.constant('restart' as const) }),
	);
	fc.assert(
		fc.property(fc.array(event, { maxLength: 60 }), (events) => {
			let queue = emptyQueue([]);
			let at = 0;
			/** The latest offer of each, and when it came to wait. */
			const offers = new Map<string, { view: CelebrationView; place: number }>();
			const takenBack = new Set<string>();
			const begun: { id: string; at: number; life: number; waiting: number }[] = [];
			let life = 0;
			for (const [steps, one] of events.entries()) {
				if (one.what === 'offer') {
					const view = won(one.id, { at: start + at - one.ageMs, kind: one.kind });
					const waits = queue.waiting.some((before) => before.id === view.id);
					offers.set(view.id, { view, place: (waits ? offers.get(view.id)?.place : undefined) ?? steps });
					queue = offered(queue, view);
				} else if (one.what === 'withdraw') {
					takenBack.add(one.id);
					queue = withdrawn(queue, one.id);
					expect(queue.showing?.celebration.id).not.toBe(one.id);
				} else if (one.what === 'restart') {
					queue = emptyQueue(queue.done);
					life += 1;
				} else {
					for (let second = 0; second < one.seconds; second += 1) {
						at += 1000;
						const before = queue.showing?.celebration;
						const { waiting } = queue;
						queue = go(queue, at, one.form);
						const view = queue.showing?.celebration;
						if (one.form === null) expect(view).toBeUndefined();
						if (view && view !== before) {
							const latest = offers.get(view.id);
							expect(view).toBe(latest?.view);
							begun.push({ id: view.id, at, life, waiting: waiting.length });
							const worth = ['target', 'streak', 'deal'];
							const comesBefore = (other: CelebrationView): boolean => {
								const more = worth.indexOf(other.kind) - worth.indexOf(view.kind);
								return more < 0 || (more === 0 && (offers.get(other.id)?.place ?? 0) < (latest?.place ?? 0));
							};
							expect(queue.waiting.filter(comesBefore)).toEqual([]);
							expect(takenBack.has(view.id)).toBe(false);
							expect(start + at - view.at).toBeLessThanOrEqual(20 * minute);
						}
					}
				}
			}
			expect(new Set(begun.map(({ id: shownId }) => shownId)).size).toBe(begun.length);
			for (const [place, next] of begun.slice(1).entries()) {
				const before = begun[place];
				if (!before || before.life !== next.life) continue;
				expect(next.at - before.at).toBeGreaterThanOrEqual(next.waiting > 3 ? minute / 3 : minute);
			}
		}),
		{ numRuns: 300 },
	);
});
