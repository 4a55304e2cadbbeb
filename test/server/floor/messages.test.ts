/** What ops say on the screens, and what a screen is told of it as time passes. It is a Tuesday in Berlin. */
import { describe, expect, test } from 'vitest';
import type { Message } from '../../../server/floor/messages.ts';
import { mostStanding } from '../../../server/floor/messages.ts';
import { InputError } from '../../../server/errors.ts';
import { dumpOf, givenWall } from '../../support/wall.ts';

const givenMessages = (now = '2026-09-15T09:00') => {
	const given = givenWall({ now });
	const { journal, messages, screens } = given.wall;
	const pair = (name: string): number => journal.apply('screen paired', { name, tokenHash: name }, given.head());
	const message = (part: Partial<Record<'from' | 'until' | 'countdownTo', string>> & Partial<Pick<Message, 'form' | 'title' | 'text' | 'screens'>> = {}): Message => ({
		form: part.form ?? 'band',
		title: part.title ?? 'All hands',
		text: part.text ?? '',
		screens: part.screens ?? null,
		from: given.ms(part.from ?? now),
		until: given.ms(part.until ?? '2026-09-15T09:15'),
		countdownTo: part.countdownTo === undefined ? null : given.ms(part.countdownTo),
	});
	const save = (said: Message, id: number | null = null): number => journal.apply('message saved', { id, ...said }, given.head());
	const titles = (screen: number | null): string[] => screens.setupOf(screen).messages.map(({ title }) => title);
	return { given, journal, messages, screens, message, save, titles, lobby: pair('Lobby'), hall: pair('Hall') };
};

describe('a message', () => {
	test('is told to every screen, or to those that it is for; 0 means those without a code', () => {
		const { message, save, titles, lobby, hall } = givenMessages();
		save(message({ title: 'All' }));
		save(message({ title: 'Lobby', screens: [lobby] }));
		save(message({ title: 'Box', screens: [0, hall] }));
		expect([titles(lobby), titles(hall), titles(null)]).toEqual([['All', 'Lobby'], ['All', 'Box'], ['All', 'Box']]);
	});

	test('is told whole, with the moment that it counts down to as the wall writes it', () => {
		const { given, message, save, screens, lobby } = givenMessages();
		const id = save(message({ form: 'takeover', text: 'In the kitchen', countdownTo: '2026-09-15T15:00', until: '2026-09-15T15:05' }));
		const later = save(message({ countdownTo: '2026-09-16T08:30', until: '2026-09-16T09:00' }));
		expect(screens.setupOf(lobby).messages).toEqual([
			{ id, form: 'takeover', title: 'All hands', text: 'In the kitchen', from: given.ms('2026-09-15T09:00'), until: given.ms('2026-09-15T15:05'), countdownTo: given.ms('2026-09-15T15:00'), countdownText: '15:00' },
			expect.objectContaining({ id: later, countdownText: 'Wed 08:30' }),
		]);
		given.at('2026-09-16T00:00');
		expect(screens.setupOf(lobby).messages).toMatchObject([{ id: later, countdownText: '08:30' }]);
	});

	test('is told 36 hours before it begins, in the order in which messages begin, until it ends', () => {
		const { given, message, save, titles, lobby } = givenMessages();
		save(message({ title: 'Second', from: '2026-09-16T22:00', until: '2026-09-17T08:00' }));
		save(message({ title: 'First', from: '2026-09-15T12:00', until: '2026-09-15T13:00' }));
		expect(titles(lobby)).toEqual(['First']);
		given.at('2026-09-15T10:00');
		expect(titles(lobby)).toEqual(['First', 'Second']);
		given.at('2026-09-15T12:59:59.999');
		expect(titles(lobby)).toEqual(['First', 'Second']);
		given.at('2026-09-15T13:00');
		expect(titles(lobby)).toEqual(['Second']);
		given.at('2026-09-17T08:00');
		expect(titles(lobby)).toEqual([]);
	});

	test('[R14] is told again when the clock is set back', () => {
		const { given, message, save, titles, lobby } = givenMessages();
		save(message());
		given.at('2026-09-15T09:20');
		expect(titles(lobby)).toEqual([]);
		given.at('2026-09-15T09:10');
		expect(titles(lobby)).toEqual(['All hands']);
	});

	test('leaves what a screen is told the same object until there is something new to tell', () => {
		const { given, message, save, screens, lobby, hall } = givenMessages();
		save(message());
		const told = screens.setupOf(lobby);
		given.at('2026-09-15T09:14:59');
		save(message({ title: 'Hall', screens: [hall], until: '2026-09-15T10:00' }));
		expect(screens.setupOf(lobby)).toBe(told);
		given.at('2026-09-15T09:15');
		expect(screens.setupOf(lobby)).not.toBe(told);
		expect(screens.setupOf(lobby)).toBe(screens.setupOf(lobby));
	});
});

describe('saving and removing', () => {
	test('are logged with what stood before', () => {
		const { given, journal, message, save } = givenMessages();
		const [said, next] = [message(), message({ title: 'All hands!', screens: [0] })];
		const id = save(said);
		save(next, id);
		journal.apply('message removed', { id }, given.head());
		expect(journal.entries({ kinds: ['message saved', 'message removed'], limit: 9 }).map(({ body }) => body)).toEqual([
			{ id, from: next, to: null },
			{ id, from: said, to: next },
			{ id, from: null, to: said },
		]);
	});

	test('of what is over, or was never there, is refused and writes nothing', () => {
		const { given, journal, message, save, titles, lobby } = givenMessages();
		const over = save(message());
		const removed = save(message({ title: 'Removed' }));
		journal.apply('message removed', { id: removed }, given.head());
		expect(titles(lobby)).toEqual(['All hands']);
		given.at('2026-09-15T09:15');
		const before = dumpOf(given.db);
		for (const id of [over, removed, 99]) {
			expect(() => save(message({ until: '2026-09-15T10:00' }), id)).toThrow(InputError);
			expect(() => journal.apply('message removed', { id }, given.head())).toThrow('There is no such message, or it is over.');
		}
		expect(dumpOf(given.db)).toEqual(before);
	});

	test('what is over is listed with its end, the newest first', () => {
		const { given, journal, messages, message, save } = givenMessages();
		const [first, ended, coming] = [save(message()), save(message({ until: '2026-09-15T12:00' })), save(message({ from: '2026-09-15T11:00', until: '2026-09-15T12:00' }))];
		given.at('2026-09-15T09:10');
		journal.apply('message removed', { id: ended }, given.head());
		given.at('2026-09-15T09:30');
		const now = given.ms('2026-09-15T09:30');
		expect(messages.over(now, 20).map(({ id, removedAt }) => [id, removedAt])).toEqual([[first, null], [ended, given.ms('2026-09-15T09:10')]]);
		expect(messages.over(now, 1)).toHaveLength(1);
		expect(messages.standing(now).map(({ id }) => id)).toEqual([coming]);
	});

	test('are refused beyond what a screen can be told', () => {
		const { message, save } = givenMessages();
		const ids = Array.from({ length: mostStanding }, () => save(message()));
		expect(() => save(message())).toThrow(/50 messages/);
		expect(save(message({ title: 'Changed' }), ids[0])).toBe(ids[0]);
	});

	test('the same entries give the same database', () => {
		const play = () => {
			const { given, journal, message, save } = givenMessages();
			save(message(), save(message({ title: 'First', screens: [0] })));
			journal.apply('message removed', { id: save(message()) }, given.head());
			return dumpOf(given.db);
		};
		expect(play()).toEqual(play());
	});
});
