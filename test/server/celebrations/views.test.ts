/** What each privacy is shown of a celebration, and when it is quiet. */
import { describe, expect, test } from 'vitest';
import { usualRules } from '../../../shared/celebration.ts';
import { privacies } from '../../../shared/screen.ts';
import { ana, booked, bo, cy, won, type Row } from '../../support/wall.ts';
import { givenFloor, type GivenFloor } from './support.ts';

const deal = (id: string, more: Row = {}): Row => won({ external_id: id, owner: ana, on: '2026-09-15T09:41:00+02:00', amount: 1200, account: 'Acme', ...more });
const photo = 'p1';

/** A deal that reaches targets of a person, a team and the company, and a fifth day in a row. */
function givenFeast(): GivenFloor {
	const given = givenFloor({
		people: [
			{ email: ana, name: 'Ana Lindqvist', team: 'North', role: 'ae' },
			{ email: bo, name: 'Bo Ek', team: 'North', role: 'sdr' },
			{ email: cy, name: 'Cy Sol', team: 'South', role: 'ae' },
		],
		deals: [won({ owner: ana, on: '2026-09-03', amount: 11_000, account: 'Bolt' })],
		meetings: [9, 10, 11, 14].map((day) => booked({ on: `2026-09-${String(day).padStart(2, '0')}T08:00:00Z`, by: bo })),
	});
	given.db.prepare('UPDATE person SET photo = ? WHERE handle = ?').run(photo, ana);
	given.target(`person:${ana}`, '2026-09', 12_000);
	given.target(`person:${bo}`, '2026-09', 22, 'meetings_booked');
	given.look();
	given.live({ deals: [deal('Acme-77')], meetings: [booked({ on: '2026-09-15T08:00:00+02:00', by: bo })] });
	return given;
}

test('on the floor and in a boardroom: who, whose photo, how much, for whom, and what it means', () => {
	const given = givenFeast();
	for (const privacy of ['floor', 'boardroom'] as const) {
		const [first, ...rest] = given.views(privacy);
		expect(first).toMatchObject({ title: 'Deal won', name: 'Ana Lindqvist', initials: 'AL', photo, number: { text: '€1,200' }, detail: 'Acme · new business', meaning: '1.7% over target · North: €12.2k of €12.0k this month' });
		expect(rest.map(({ title, name }) => `${title}: ${name}`)).toEqual(['On a streak: Bo Ek', 'Target reached: Ana Lindqvist', 'Target reached: North', 'Target reached: North & Sons']);
	}
});

test('in a lobby: the team, shares, and neither a name, an account nor money', () => {
	const given = givenFeast();
	const views = given.views('lobby');
	expect(views).toMatchObject([
		{ title: 'Deal won', name: 'North', initials: 'N', photo: null, number: null, detail: 'new business', meaning: '1.7% over target · 102% of the target this month' },
		{ title: 'On a streak', name: 'North', photo: null, number: { digits: '5' }, detail: 'one of the team · Meetings booked, at or above the day’s target', meaning: '1 today, the day’s target is 1' },
		{ title: 'Target reached', name: 'North', photo: null, number: null, detail: 'one of the team · Sales · September 2026', meaning: '102% of the target, 11 working days left' },
		{ name: 'North', detail: 'Sales · September 2026' },
		{ name: 'North & Sons', detail: 'Sales · September 2026' },
	]);
	const said = JSON.stringify(views.map(({ id: _id, ...rest }) => rest));
	// The id is a digest of one that names the deal.
	expect(views.map(({ id }) => id)).toEqual(views.map(() => expect.stringMatching(/^[\w-]{22}$/)));
	for (const secret of ['Ana', 'Lindqvist', 'Bo', 'Ek', 'Acme', 'Bolt', '€', '1,200', '12.2', photo, '@', 'EUR']) expect(said, secret).not.toContain(secret);
});

test('the sample says that it is one, and nobody’s name, money or account in a lobby', () => {
	const given = givenFloor();
	for (const privacy of privacies) {
		for (const kind of ['deal', 'target', 'streak'] as const) {
			const view = given.wall.celebrations.sample(kind, privacy);
			expect(view.title).toMatch(/^Trial: /);
			if (privacy === 'lobby') expect(JSON.stringify(view)).not.toMatch(/€|Person|customer/);
		}
	}
	expect(given.wall.celebrations.sample('deal', 'floor').id).not.toBe(given.wall.celebrations.sample('deal', 'floor').id);
	expect([given.noted(), given.wall.celebrations.list(0), given.wall.celebrations.recent()]).toEqual([{}, [], []]);
});

test('who is left out of rankings is named in a boardroom only', () => {
	const given = givenFloor();
	given.db.prepare('UPDATE person SET is_ranked = 0 WHERE handle = ?').run(ana);
	given.live({ deals: [deal('D-1')] });
	expect(privacies.map((privacy) => given.views(privacy)[0]?.name)).toEqual(['North', 'North', 'Ana']);
});

test('without a target of the team its meaning is the company’s, and without any it has none', () => {
	const given = givenFloor();
	given.live({ deals: [deal('D-1')] });
	given.target('company', '2026-09', 48_000);
	given.look();
	given.live({ deals: [deal('D-2')] });
	expect(given.views().map(({ meaning }) => meaning)).toEqual(['', '89% behind pace · €2,400 of €48.0k this month']);
});

test('in Swedish it is in Swedish, and a new name is shown under it', () => {
	const given = givenFloor({ locale: 'sv-SE', currency: 'SEK' });
	given.live({ deals: [deal('D-1', { currency: 'SEK', type: 'renewal' })] });
	expect(given.views()).toMatchObject([{ title: 'Affär vunnen', detail: 'Acme · förnyelse' }]);
	given.push({ people: [{ email: ana, name: 'Anna Berg' }] });
	expect(given.views()).toMatchObject([{ name: 'Anna Berg', initials: 'AB' }]);
});

describe('quiet hours', () => {
	const quiet = (given: GivenFloor, days: number[], from: string, to: string) => given.wall.journal.apply('celebrations set', { ...usualRules, quiet: [{ days, from, to }] }, given.head());
	// The 15th of September 2026 is a Tuesday.
	test.each([
		['10:00 on a Tuesday', '2026-09-15T10:00', [2], '09:45', '10:15', true],
		['their last moment', '2026-09-15T10:14:59', [2], '09:45', '10:15', true],
		['the moment they end', '2026-09-15T10:15', [2], '09:45', '10:15', false],
		['another weekday', '2026-09-15T10:00', [1, 3], '09:45', '10:15', false],
		['an evening that lasts into the day', '2026-09-15T01:00', [1], '22:00', '06:00', true],
		['the end of the day', '2026-09-15T23:59', [2], '12:00', '24:00', true],
	])('%s', (_what, now, days, from, to, isQuiet) => {
		const given = givenFloor({ now });
		quiet(given, days, from, to);
		given.live({ deals: [deal('D-1', { closed: now.slice(0, 10) })] });
		expect(given.views()).toMatchObject([{ quiet: isQuiet }]);
	});

	test('are those of when it is shown, and the list keeps those of when it happened', () => {
		const given = givenFloor({ now: '2026-09-15T10:14' });
		let changes = 0;
		quiet(given, [2], '10:16', '10:20');
		given.look();
		given.wall.celebrations.onQuiet(() => (changes += 1));
		given.live({ deals: [deal('D-1')] });
		const isQuiet = () => [...given.wall.celebrations.recent().map((celebrated) => given.wall.celebrations.view(celebrated, 'floor').quiet), ...given.wall.celebrations.list(0).map(({ view }) => view.quiet), changes];
		expect(isQuiet()).toEqual([false, false, 0]);
		given.pass(2);
		given.look();
		expect(isQuiet()).toEqual([true, false, 1]);
		given.pass(4);
		given.look();
		given.look();
		expect(isQuiet()).toEqual([false, false, 2]);
		quiet(given, [2], '10:00', '11:00');
		given.look();
		expect(isQuiet()).toEqual([true, false, 3]);
	});
});
