/** Meetings: a review that is gone through on screens, steered from elsewhere. */
import { z } from 'zod';
import { comparisons, sectionIds, type Meeting, type MeetingScreen, type PresentCode, type Presented } from '../../../shared/review-api.ts';
import { InputError } from '../../errors.ts';
import { demandSession } from '../caller.ts';
import type { AppContext } from '../context.ts';
import { pairingsPerAddress } from '../limits.ts';
import { authorOf, idIn, nothing, numberText, route, type Route } from '../route.ts';

const month = z.string({ message: 'expected a month such as 2026-10' }).max(20);
const scope = z.string({ message: 'expected company, team:<name> or person:<email>' }).max(200);
const close = z.int({ message: 'expected the number of a close, or null' }).positive().nullable();
const screens = z.array(z.int({ message: 'expected the number of a screen, or null' }).positive().nullable(), { message: 'expected a list of screens' }).max(100, { message: 'at most 100 screens' });
const place = z.strictObject(
	{ section: z.enum(sectionIds, { message: `expected one of ${sectionIds.join(', ')}` }), panel: z.string({ message: 'expected the id of a picture' }).max(100), page: z.int({ message: 'expected the number of a page' }).min(0).max(200) },
	{ message: 'expected section, panel and page, or null' },
);
const startRequest = z.strictObject({ month, scope, close, screens }, { message: 'expected month, scope, close and screens' });
const steerRequest = z
	.strictObject(
		{
			month: month.exactOptional(),
			scope: scope.exactOptional(),
			close: close.exactOptional(),
			at: place.nullable().exactOptional(),
			held: place.nullable().exactOptional(),
			compared: z.enum(comparisons, { message: `expected one of ${comparisons.join(', ')}` }).exactOptional(),
			isBlank: z.boolean({ message: 'expected true or false' }).exactOptional(),
			screens: screens.exactOptional(),
		},
		{ message: 'expected what is to be otherwise: month, scope, close, at, held, compared, isBlank or screens' },
	)
	.refine((wish) => Object.keys(wish).length > 0, { message: 'expected at least one of month, scope, close, at, held, compared, isBlank and screens' });

const afterQuery = z.object({ after: numberText('a change').optional().meta({ description: 'Of the newest change that was seen: the answer waits until there is another, half a minute at most.' }) });
const codeRequest = z.strictObject({ code: z.string({ message: 'expected text' }).max(200) }, { message: 'expected code' });

export function meetingRoutes(context: AppContext): Route[] {
	const { wall, sockets, presenting, clock } = context;
	const { meetings } = wall;
	const meetingId = (text?: string): number => idIn(text, 'a meeting');
	/** @throws InputError for one that is not paired. */
	const demandScreens = (ids: readonly (number | null)[]): void => {
		ids.forEach((id, index) => {
			if (id !== null && !wall.screens.pairedOne(id)) throw new InputError('There is no such screen.', { field: `screens[${index}]`, code: 'unknown_screen' });
		});
	};
	const listed = (): MeetingScreen[] => {
		const { screens: online, unpaired } = sockets().online();
		const ofMeeting = (id: number | null): number | null => meetings.list().find((meeting) => meeting.screens.includes(id))?.id ?? null;
		const row = (id: number | null, name: string, where: string, isOnline: boolean): MeetingScreen => ({ id, name, place: where, isOnline, privacy: wall.screens.setupStanding(id).chosen.privacy, meeting: ofMeeting(id) });
		return [...wall.screens.paired().map(({ id, name, place: where }) => row(id, name, where, online.has(id))), row(null, '', '', unpaired > 0)];
	};

	return [
		route({ method: 'get', path: '/api/v1/review/meetings', who: 'session', says: 'Lists the meetings that are on, and the screens that one can take.', answer: (): { meetings: Meeting[]; screens: MeetingScreen[] } => ({ meetings: meetings.list(), screens: listed() }) }),
		route({
			method: 'post',
			path: '/api/v1/review/meetings',
			who: 'steer',
			says: 'Begins a meeting: shows a review on screens.',
			body: startRequest,
			answer: ({ body: wish, caller }): Promise<Meeting> => {
				demandScreens(wish.screens);
				return meetings.start(wish, authorOf(caller));
			},
		}),
		route({
			method: 'get',
			path: '/api/v1/review/meetings/:id',
			who: 'session',
			says: 'Tells what a meeting shows; with `after`, once it has changed.',
			query: afterQuery,
			answer: async ({ caller, params, query: { after }, response }): Promise<Meeting> => {
				const id = meetingId(params['id']);
				if (after === undefined) return meetings.one(id);
				const gone = new AbortController();
				response.once('close', () => gone.abort());
				const unwatch = wall.accounts.whileSame(demandSession(caller).token, () => gone.abort());
				const changed = await meetings.changed(id, after, gone.signal).finally(unwatch);
				return changed ?? meetings.one(id);
			},
		}),
		route({
			method: 'put',
			path: '/api/v1/review/meetings/:id',
			who: 'steer',
			says: 'Steers a meeting: says what it is to show.',
			body: steerRequest,
			answer: ({ params, body: wish }): Promise<Meeting> => {
				const id = meetingId(params['id']);
				demandScreens(wish.screens ?? []);
				return meetings.steer(id, wish);
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/review/meetings/:id',
			who: 'steer',
			says: 'Ends a meeting: its screens show their own boards again.',
			answer: ({ params }) => {
				meetings.end(meetingId(params['id']));
				return {};
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/review/meetings/:id/present',
			who: 'steer',
			says: 'Gives a code by which a browser presents the meeting.',
			body: nothing,
			answer: ({ params, caller }): PresentCode => {
				const id = meetingId(params['id']);
				const author = authorOf(caller);
				meetings.one(id);
				const code = presenting.offer((tokenHash) => {
					// It may have ended since.
					meetings.one(id);
					const screen = wall.journal.apply('screen paired', { name: `Presented by ${author}`, tokenHash, privacy: 'boardroom' }, { at: clock.now(), author });
					meetings.admit(id, screen);
				});
				return { code };
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/present',
			who: 'all',
			says: 'Exchanges the code of a meeting for the token of a screen.',
			before: [pairingsPerAddress(context)],
			body: codeRequest,
			answer: ({ body: { code } }): Presented => ({ token: presenting.take(code) }),
		}),
	];
}
