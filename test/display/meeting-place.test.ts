/** Where a meeting is, and what takes it elsewhere. */
import { expect, test } from 'vitest';
import { comparedMonth, comparingMonth, holdWish, looksAhead, nextCompared, reviewOf, reviewWishOf, screenStepWish, stepWish } from '../../display/review/meeting-place.ts';
import { reviewWish, sectionWish } from '../../display/review/slides.ts';
import { meetingWish, monthWish } from '../../display/review/steering.ts';
import type { Meeting, SlidePlace } from '../../shared/review-api.ts';

const slides: SlidePlace[] = [
	{ section: 'target', panel: 'target', page: 0 },
	{ section: 'target', panel: 'target-findings', page: 0 },
	{ section: 'quota', panel: 'quota', page: 0 },
	{ section: 'quota', panel: 'quota', page: 1 },
	{ section: 'actions', panel: 'actions', page: 0 },
];
const [first, second, third, fourth, last] = slides as [SlidePlace, SlidePlace, SlidePlace, SlidePlace, SlidePlace]; // five, as written above
const meeting: Meeting = { id: 1, seq: 1, month: '2017-06', scope: 'team:East', close: 4, at: null, held: null, compared: 'none', isBlank: false, screens: [], startedBy: '', startedAt: '', endsAt: '' };

test('back and on stop at the ends; without a place it is at the start', () => {
	expect(stepWish({ at: null }, slides, 1)).toEqual({ at: second });
	expect(stepWish({ at: first }, slides, -1)).toBeNull();
	expect(stepWish({ at: last }, slides, 1)).toBeNull();
	expect(stepWish({ at: third }, slides, 1)).toEqual({ at: fourth });
	expect(stepWish({ at: null }, [], 1)).toBeNull();
	// A picture that this review lacks is looked for by its section.
	expect(stepWish({ at: { section: 'quota', panel: 'gone', page: 3 } }, slides, 1)).toEqual({ at: fourth });
});

test('whoever stands before the screen steps from what it shows, and is held by no phone', () => {
	expect(screenStepWish({ at: last, held: first }, slides, 1)).toEqual({ at: second, held: null });
	expect(screenStepWish({ at: last, held: first }, slides, -1)).toEqual({ at: first, held: null });
	expect(screenStepWish({ at: second, held: null }, slides, 1)).toEqual({ at: third });
});

test('hold keeps what is shown, release lets the screens come along', () => {
	expect(holdWish({ at: null, held: null }, slides)).toEqual({ held: first });
	expect(holdWish({ at: third, held: null }, slides)).toEqual({ held: third });
	expect(holdWish({ at: third, held: first }, slides)).toEqual({ held: null });
	expect([looksAhead({ at: third, held: first }), looksAhead({ at: third, held: third }), looksAhead({ at: third, held: null })]).toEqual([true, false, false]);
});

test('compared, it is the review of another month, in its newest close', () => {
	expect(reviewOf(meeting)).toEqual({ month: '2017-06', scope: 'team:East', close: 4 });
	expect(reviewOf({ ...meeting, close: null })).toEqual({ month: '2017-06', scope: 'team:East', close: 'none' });
	expect(reviewOf({ ...meeting, compared: 'before' })).toEqual({ month: '2017-05', scope: 'team:East' });
	expect(reviewOf({ ...meeting, compared: 'year' })).toEqual({ month: '2016-06', scope: 'team:East' });
	expect([comparedMonth('2017-01', 'before'), comparingMonth('2016-12', 'before'), comparingMonth('2016-06', 'year')]).toEqual(['2016-12', '2017-01', '2017-06']);
	expect([nextCompared('none'), nextCompared('before'), nextCompared('year')]).toEqual(['before', 'year', 'none']);
	expect(reviewWishOf({ scope: 'company' })).toEqual({ scope: 'company', held: null });
});

test('keys step, jump, blank and compare; the rest is none of the meeting’s', () => {
	const state = { at: second, held: null, compared: 'none', isBlank: false } as const;
	const wish = (key: string) => meetingWish(state, slides, reviewWish(key) ?? sectionWish(key) ?? 'leave');
	expect(wish('PageDown')).toEqual({ at: third });
	expect(wish('ArrowLeft')).toEqual({ at: first });
	expect(wish('Home')).toEqual({ at: first });
	expect(wish('End')).toEqual({ at: last });
	expect(wish('2')).toEqual({ at: third, held: null });
	expect(wish('3')).toEqual({ at: last, held: null });
	expect(wish('9')).toBeNull();
	expect(wish('B')).toEqual({ isBlank: true });
	expect(wish('.')).toEqual({ isBlank: true });
	expect(wish('c')).toEqual({ compared: 'before', held: null });
	expect(wish('f')).toBeNull();
	expect([reviewWish('g'), sectionWish('0'), sectionWish('x'), reviewWish('?')]).toEqual([null, null, null, 'keys']);
});

test('another month is shown as it was closed', async () => {
	const reply = (close: { id: number } | null) => ({ review: async () => ({ ok: true, value: { document: { close } } }) }) as unknown as Parameters<typeof monthWish>[0]; // the rest of the reply is not looked at
	expect(await monthWish(reply({ id: 9 }), '2017-05', 'company')).toEqual({ ok: true, value: { month: '2017-05', close: 9, compared: 'none', held: null } });
	expect(await monthWish(reply(null), '2017-05', 'company')).toMatchObject({ value: { close: null } });
});
