/** The routes of meetings and actions, answered in the browser's place: for what a real server does not do at a wish. */
import type { BrowserContext, Route } from 'playwright-core';
import type { Meeting, MeetingScreen, ReviewAction } from '../../shared/review-api.ts';

interface Answer {
	status: number;
	json: object;
}
type ActionBody = Partial<ReviewAction> & { key?: string; isDone?: boolean };

export interface Meetings {
	on: Meeting[];
	screens: MeetingScreen[];
	actions: ReviewAction[];
	/** Somebody else steers. */
	steer: (id: number, wish: Partial<Meeting>) => void;
	/** What was asked for, "PUT /api/v1/review/meetings/1". */
	asked: { what: string; body: unknown }[];
	/** Somebody else ends it. */
	end: (id: number) => void;
	/** What the next change is answered with. */
	status: { next: number | null };
	/** Nothing gets through, as in a lift. */
	out: (isOut: boolean) => void;
	attach: (context: BrowserContext) => Promise<void>;
}

export const screens: MeetingScreen[] = [
	{ id: 1, name: 'Conference room', place: 'Second floor', isOnline: true, privacy: 'boardroom', meeting: null },
	{ id: 2, name: 'Sales floor left', place: '', isOnline: true, privacy: 'lobby', meeting: null },
	{ id: 3, name: 'Kitchen', place: 'Ground floor', isOnline: false, privacy: 'boardroom', meeting: null },
];

export const givenMeeting = (part: Partial<Meeting> = {}): Meeting => ({
	id: 1,
	seq: 1,
	month: '2026-10',
	scope: 'company',
	close: null,
	at: null,
	held: null,
	compared: 'none',
	isBlank: false,
	screens: [],
	startedBy: 'Ben',
	startedAt: '2026-11-23T08:00:00Z',
	endsAt: '2026-11-23T12:00:00Z',
	...part,
});

export function givenMeetings(on: Meeting[] = []): Meetings {
	let waiting: (() => void)[] = [];
	let lastId = 10;
	let isAway = false;
	const given: Meetings = {
		on,
		screens,
		actions: [],
		asked: [],
		status: { next: null },
		steer: (id, wish) => {
			given.on = given.on.map((meeting) => (meeting.id === id ? { ...meeting, ...wish, seq: meeting.seq + 1 } : meeting));
			tell();
		},
		end: (id) => {
			given.on = given.on.filter((meeting) => meeting.id !== id);
			tell();
		},
		out: (isOut) => {
			isAway = isOut;
			tell();
		},
		attach: async (context) => {
			await context.route(/\/api\/v1\/review\/(meetings|actions)/, answer);
		},
	};
	const tell = (): void => {
		for (const one of waiting) one();
		waiting = [];
	};
	const answer = async (route: Route): Promise<void> => {
		const request = route.request();
		const place = new URL(request.url());
		const body: unknown = request.postDataJSON();
		if (!isAway) given.asked.push({ what: `${request.method()} ${place.pathname}`, body });
		const answered = isAway ? null : await answerOf(request.method(), place, body);
		const said = isAway ? null : answered;
		// Pages that are closed while they wait get no answer.
		await (said ? route.fulfill(said) : route.abort('internetdisconnected')).catch(() => undefined);
	};
	const answerOf = async (method: string, { pathname, searchParams }: URL, body: unknown): Promise<Answer> => {
		const [, kind, idText] = /\/review\/(meetings|actions)(?:\/(\d+))?/.exec(pathname) ?? [];
		const id = Number(idText);
		const { next } = given.status;
		if (next !== null && method !== 'GET') {
			given.status.next = null;
			return { status: next, json: { error: 'refused', message: 'Not now.' } };
		}
		if (kind === 'actions') return { status: 200, json: actionAnswer(method, id, body as ActionBody) }; // as the page sends it
		const meeting = (): Meeting | undefined => given.on.find((one) => one.id === id);
		if (method === 'GET' && !idText) return { status: 200, json: { meetings: given.on, screens: given.screens } };
		if (method === 'POST') {
			const made = givenMeeting({ ...(body as Partial<Meeting>), id: ++lastId, startedBy: 'admin' }); // as the page sends it
			given.on = [...given.on, made];
			return { status: 200, json: made };
		}
		if (method === 'PUT' && meeting()) given.steer(id, body as Partial<Meeting>); // as the page sends it
		if (method === 'DELETE') {
			given.end(id);
			return { status: 200, json: {} };
		}
		const after = searchParams.get('after');
		if (method === 'GET' && after !== null && meeting()?.seq === Number(after)) {
			await new Promise<void>((resolve) => {
				waiting.push(resolve);
				setTimeout(resolve, 20_000).unref();
			});
		}
		const found = meeting();
		return found ? { status: 200, json: found } : { status: 404, json: { error: 'not_found', message: 'There is no such meeting.' } };
	};
	const keys = new Map<string, number>();
	const actionAnswer = (method: string, id: number, body: ActionBody | null): object => {
		const known = method === 'POST' ? keys.get(body?.key ?? '') : id;
		const before = given.actions.find((one) => one.id === known);
		if (method === 'DELETE') {
			given.actions = given.actions.filter((one) => one.id !== id);
			return {};
		}
		if (method === 'POST' && before) return before;
		const { what = before?.what ?? '', who = before?.who ?? '', until = before?.until ?? null, isDone = before?.doneAt != null } = body ?? {};
		const made: ReviewAction = { id: before?.id ?? ++lastId, month: body?.month ?? before?.month ?? '2026-10', what, who, until, doneAt: isDone ? '2026-11-23T09:00:00Z' : null, by: 'admin', at: '2026-11-23T09:00:00Z' };
		if (method === 'POST') keys.set(body?.key ?? '', made.id);
		given.actions = [...given.actions.filter((one) => one.id !== made.id), made];
		return made;
	};
	return given;
}
