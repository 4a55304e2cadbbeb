/** The routes of meetings and actions, answered in the browser's place: for what a real server does not do at a wish. */
import type { BrowserContext, Route } from 'playwright-core';
import type { Meeting, MeetingScreen, ReviewAction } from '../../shared/review-api.ts';

export interface Meetings {
	on: Meeting[];
	screens: MeetingScreen[];
	actions: ReviewAction[];
	/** Somebody else steers. */
	steer: (id: number, wish: Partial<Meeting>) => void;
	/** What was asked for, "PUT /api/v1/review/meetings/1". */
	asked: { what: string; body: unknown }[];
	/** Ended, or answers that are not given. */
	end: (id: number) => void;
	status: { next: number | null };
	/** Nothing gets through, as in a lift. */
	out: (isOut: boolean) => void;
	attach: (context: BrowserContext) => Promise<void>;
}

export const screens: MeetingScreen[] = [
	{ id: 1, name: 'Conference room', place: 'Second floor', isOnline: true, meeting: null },
	{ id: 2, name: 'Sales floor left', place: '', isOnline: true, meeting: null },
	{ id: 3, name: 'Kitchen', place: 'Ground floor', isOnline: false, meeting: null },
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
		const { pathname, searchParams } = new URL(request.url());
		const [, kind, idText] = /\/review\/(meetings|actions)(?:\/(\d+))?/.exec(pathname) ?? [];
		const [method, id] = [request.method(), Number(idText)];
		const body: unknown = request.postData() === null ? null : request.postDataJSON();
		const away = (): Promise<void> => route.abort('internetdisconnected').catch(() => undefined);
		if (isAway) return away();
		given.asked.push({ what: `${method} ${pathname}`, body });
		// Pages that are closed while they wait get no answer.
		const reply = (json: unknown, status = 200): Promise<void> => route.fulfill({ status, json }).catch(() => undefined);
		const { next } = given.status;
		if (next !== null && method !== 'GET') {
			given.status.next = null;
			return reply({ error: 'refused', message: 'Not now.' }, next);
		}
		if (kind === 'actions') return actionAnswer(method, id, body as Partial<ReviewAction> & { key?: string; isDone?: boolean }, reply);
		const meeting = (): Meeting | undefined => given.on.find((one) => one.id === id);
		if (method === 'GET' && !idText) return reply({ meetings: given.on, screens: given.screens });
		if (method === 'POST') {
			const made = givenMeeting({ ...(body as Partial<Meeting>), id: ++lastId, startedBy: 'admin' });
			given.on = [...given.on, made];
			return reply(made);
		}
		if (method === 'PUT' && meeting()) given.steer(id, body as Partial<Meeting>);
		if (method === 'DELETE') {
			given.end(id);
			return reply({});
		}
		const after = searchParams.get('after');
		if (method === 'GET' && after !== null && meeting()?.seq === Number(after)) {
			await new Promise<void>((resolve) => {
				waiting.push(resolve);
				setTimeout(resolve, 20_000).unref();
			});
		}
		if (isAway) return away();
		const found = meeting();
		return found ? reply(found) : reply({ error: 'not_found', message: 'There is no such meeting.' }, 404);
	};
	const keys = new Map<string, number>();
	const actionAnswer = (method: string, id: number, body: Partial<ReviewAction> & { key?: string; isDone?: boolean }, reply: (json: unknown, status?: number) => Promise<void>): Promise<void> => {
		const known = method === 'POST' ? keys.get(body.key ?? '') : id;
		const before = given.actions.find((one) => one.id === known);
		if (method === 'DELETE') {
			given.actions = given.actions.filter((one) => one.id !== id);
			return reply({});
		}
		if (method === 'POST' && before) return reply(before);
		const { what = '', who = '', until = null } = body;
		const made: ReviewAction = { id: before?.id ?? ++lastId, month: body.month ?? before?.month ?? '2026-10', what, who, until, doneAt: body.isDone ? '2026-11-23T09:00:00Z' : null, by: 'admin', at: '2026-11-23T09:00:00Z' };
		if (method === 'POST') keys.set(body.key ?? '', made.id);
		given.actions = [...given.actions.filter((one) => one.id !== made.id), made];
		return reply(made);
	};
	return given;
}
