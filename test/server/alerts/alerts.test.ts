/** Who is told what, and how often, over a real wall with its clock held. */
import { expect, test } from 'vitest';
import { createAlerts, type Alerts } from '../../../server/alerts/alerts.ts';
import type { ScreenStanding } from '../../../server/alerts/incidents.ts';
import type { Notice } from '../../../server/alerts/notice.ts';
import type { ChannelKind } from '../../../server/alerts/teller.ts';
import { silentLog } from '../../../server/log.ts';
import { givenWall } from '../../support/wall.ts';

const lobby: ScreenStanding = { id: 1, name: 'Lobby', place: 'Floor 2', state: 'live', since: null, on: null };
const hall: ScreenStanding = { id: 2, name: 'Hall', place: '', state: 'live', since: null, on: null };

interface Told {
	webhook: Notice[];
	email: Notice[];
}

/** It is 2026-09-15, a Tuesday, in Berlin. */
const givenAlerts = (kinds: ChannelKind[] = ['webhook']) => {
	const given = givenWall({ now: '2026-09-15T09:00' });
	const { wall } = given;
	const told: Told = { webhook: [], email: [] };
	const failing = new Set<ChannelKind>();
	const tries = { webhook: 0, email: 0 };
	let screens = [lobby, hall];
	const start = (): Alerts =>
		createAlerts({
			db: given.db,
			clock: wall.options.clock,
			log: silentLog,
			channels: kinds.map((kind) => ({
				kind,
				to: 'chat.example',
				send: (notice) => {
					tries[kind] += 1;
					if (failing.has(kind)) return Promise.reject(new Error('chat.example answered 503'));
					told[kind].push(notice);
					return Promise.resolve();
				},
			})),
			workplace: () => ({ name: 'North & Sons', locale: 'en', calendar: wall.settings.calendar() }),
			screens: () => screens,
			sources: (now) => wall.sources.list(now, wall.settings.calendar()),
			onFatal: (error) => expect.unreachable(String(error)),
		});
	let alerts = start();
	return {
		...given, told, failing, tries,
		alerts: () => alerts,
		restart: () => (alerts = start()),
		are: (...now: ScreenStanding[]) => (screens = now),
		/** Looks at a local time of the day. */
		look: async (time: string) => {
			given.at(time.length === 5 ? `2026-09-15T${time}` : time);
			await alerts.look();
		},
		/** Looks every minute from one local time to another. */
		watch: async (from: string, to: string) => {
			for (let at = given.ms(`2026-09-15T${from}`); at <= given.ms(`2026-09-15T${to}`); at += 60_000) {
				given.at(Temporal.Instant.fromEpochMilliseconds(at).toString());
				await alerts.look();
			}
		},
	};
};
const offlineSince = (screen: ScreenStanding, since: number): ScreenStanding => ({ ...screen, state: 'offline', since });

test('a screen that dies in working hours is told once, and once that it is back', async () => {
	const { told, are, ms, watch } = givenAlerts();
	await watch('09:10', '10:00');
	are(offlineSince(lobby, ms('2026-09-15T10:02')), hall);
	await watch('10:03', '12:40');
	are(lobby, hall);
	await watch('12:41', '16:00');
	expect(told.webhook).toEqual([
		{
			title: 'North & Sons: needs a look: Lobby (Floor 2)',
			text: 'North & Sons: Lobby (Floor 2) has been offline since 10:02.',
			kind: 'dead', subject: 'screen:1', since: '2026-09-15T08:02:00Z',
			incidents: [{ kind: 'offline', subject: 'screen:1', name: 'Lobby', place: 'Floor 2', since: '2026-09-15T08:02:00Z' }],
		},
		{
			title: 'North & Sons: is well again: Lobby (Floor 2)',
			text: 'North & Sons: Lobby (Floor 2) is back. It was gone from 10:02 to 12:41.',
			kind: 'over', subject: 'screen:1', since: '2026-09-15T08:02:00Z',
			incidents: [{ kind: 'over', subject: 'screen:1', name: 'Lobby', place: 'Floor 2', since: '2026-09-15T08:02:00Z' }],
		},
	]);
});

test('nobody is told at night; what was told in the day and comes back at night is told at once', async () => {
	const { told, are, ms, look } = givenAlerts();
	are(offlineSince(lobby, ms('2026-09-15T16:50')), offlineSince(hall, ms('2026-09-15T18:00')));
	await look('16:56');
	await look('23:00');
	expect(told.webhook.map(({ text }) => text)).toEqual(['North & Sons: Lobby (Floor 2) has been offline since 16:50.']);
	are(lobby, offlineSince(hall, ms('2026-09-15T18:00')));
	await look('2026-09-16T03:00');
	expect(told.webhook.at(-1)?.text).toBe('North & Sons: Lobby (Floor 2) is back. It was gone from Tue 15 Sept 16:50 to 03:00.');
	expect(told.webhook).toHaveLength(2);
});

test('several at once are one message', async () => {
	const { told, are, ms, look } = givenAlerts();
	are(offlineSince(lobby, ms('2026-09-15T10:00')), { ...hall, state: 'frozen', since: ms('2026-09-15T10:01') });
	await look('10:07');
	expect(told.webhook.map(({ title, text }) => [title, text])).toEqual([
		['North & Sons: 2 things need a look', 'North & Sons: Lobby (Floor 2) has been offline since 10:00.\nHall has been frozen since 10:01: it is connected, but paints nothing new.'],
	]);
});

test('a server that was restarted says nothing for five minutes, and does not repeat itself', async () => {
	const { told, are, ms, look, restart, at } = givenAlerts();
	are(offlineSince(lobby, ms('2026-09-15T10:00')), hall);
	await look('10:06');
	expect(told.webhook).toHaveLength(1);
	at('2026-09-15T10:20');
	restart();
	// The other has yet to come back.
	are(offlineSince(lobby, ms('2026-09-15T10:00')), offlineSince(hall, ms('2026-09-15T10:10')));
	await look('10:24');
	are(offlineSince(lobby, ms('2026-09-15T10:00')), hall);
	await look('10:26');
	expect(told.webhook).toHaveLength(1);
	are(lobby, hall);
	await look('10:30');
	expect(told.webhook.at(-1)?.kind).toBe('over');
});

test('a screen that was removed is nobody’s concern any more', async () => {
	const { told, are, ms, look, db } = givenAlerts();
	are(offlineSince(lobby, ms('2026-09-15T10:00')), hall);
	await look('10:06');
	are(hall);
	await look('10:10');
	expect(told.webhook).toHaveLength(1);
	expect(db.prepare('SELECT count(*) FROM alert').pluck().get()).toBe(0);
});

test('a source that falls silent is told, and that it reports again', async () => {
	const { told, look, push, at } = givenAlerts();
	for (const minute of ['09:10', '09:20', '09:30', '09:40', '09:50', '10:00', '10:10']) {
		at(`2026-09-15T${minute}`);
		push({ source: 'dialer <!channel>' });
	}
	await look('10:40');
	expect(told.webhook).toEqual([]);
	await look('11:00');
	push({ source: 'dialer <!channel>' });
	await look('11:01');
	expect(told.webhook.map(({ text }) => text)).toEqual([
		'North & Sons: The source dialer ‹!channel› has not reported since 10:10.',
		'North & Sons: The source dialer ‹!channel› reports again. It was silent from 10:10 to 11:01.',
	]);
});

test('a channel that fails is tried again every five minutes, for an hour; the other is told once, at once', async () => {
	const { told, are, ms, watch, failing, tries, alerts } = givenAlerts(['webhook', 'email']);
	failing.add('webhook');
	are(offlineSince(lobby, ms('2026-09-15T10:00')), hall);
	await watch('10:05', '12:00');
	expect([tries, told.email.length, told.webhook.length]).toEqual([{ webhook: 13, email: 1 }, 1, 0]);
	expect(alerts().channels()[0]).toMatchObject({ kind: 'webhook', sentAt: null, lastError: { at: ms('2026-09-15T11:05'), message: 'chat.example answered 503' } });
});

test('what is over before a failing channel could be told is not told at all', async () => {
	const { told, are, ms, watch, failing } = givenAlerts();
	failing.add('webhook');
	are(offlineSince(lobby, ms('2026-09-15T10:00')), hall);
	await watch('10:05', '10:08');
	are(lobby, hall);
	failing.clear();
	await watch('10:09', '10:30');
	expect(told.webhook).toEqual([]);
});

test('a test says that it is one, and not twice in ten seconds', async () => {
	const { told, alerts } = givenAlerts(['webhook', 'email']);
	await alerts().sendTest();
	expect([told.webhook, told.email].map((notices) => notices.map(({ kind, text }) => [kind, text]))).toEqual(Array(2).fill([['test', 'North & Sons: This is a test: alerts from Floorcast arrive here.']]));
	await expect(alerts().sendTest()).rejects.toMatchObject({ status: 429 });
	await expect(givenAlerts([]).alerts().sendTest()).rejects.toMatchObject({ status: 409 });
});
