/** Facts in, figures out. */
import type { Request } from 'express';
import type { Health } from '../../../shared/api.ts';
import type { BackupState } from '../../backup/backups.ts';
import { isoText } from '../../clock.ts';
import { InputError } from '../../errors.ts';
import { pushBody, understandPush } from '../../facts/push.ts';
import { explainQuery } from '../../metrics/explain.ts';
import { wallQuery } from '../../push/live.ts';
import { boardShown, explained, healthTold, pushReply } from '../answers.ts';
import { callerOf } from '../caller.ts';
import type { AppContext } from '../context.ts';
import { inFlight } from '../limits.ts';
import { demandPush } from '../push-rights.ts';
import { authorOf, route, type Route } from '../route.ts';

const largestPush = 5_000_000;
const mostPushesPerKey = 16;
/** Of all keys together: bodies are held in memory. */
const mostPushesAtOnce = 32;
const keyNumber = (request: Request): number | null => {
	const caller = callerOf(request);
	return caller.kind === 'key' ? caller.key.id : null;
};

const rowsIn = (body: unknown): number =>
	typeof body === 'object' && body !== null ? Object.values(body).reduce<number>((sum, list: unknown) => sum + (Array.isArray(list) ? list.length : 0), 0) : 0;

const backupHealth = ({ isKept, lastGood, next, failingSince, failures }: BackupState): Health['backups'] => {
	const failure = failures.find(({ work }) => work === 'backup');
	const failing = failure && failingSince !== null ? { since: isoText(failingSince), code: failure.code, message: failure.message } : null;
	return isKept ? { last: lastGood === null ? null : isoText(lastGood), next: next === null ? null : isoText(next), failing } : null;
};

export const wallRoutes = ({ wall, sockets, backups, health }: AppContext): Route[] => [
	route({
		method: 'get',
		path: '/healthz',
		who: 'all',
		says: 'Says whether the wall is ticking: 200 while it is, else 503.',
		gives: 'text/plain',
		answer: ({ response }) => {
			if (!wall.isTicking()) throw new InputError('The wall is not ticking.', { status: 503, code: 'not_ticking' });
			response.type('text/plain').send('ok');
		},
	}),
	route({
		method: 'get',
		path: '/api/v1/health',
		who: 'reader',
		says: 'Tells how the server is: its version, how fresh its figures are, what each source brought, and how many screens are there.',
		answers: healthTold,
		answer: (): Health => ({ ...wall.health(), screens: { paired: wall.screens.paired().length, online: sockets().online().walls }, backups: backupHealth(backups.state()), findings: health().told() }),
	}),
	route({
		method: 'post',
		path: '/api/v1/facts',
		who: 'key',
		says: 'Takes people, facts and targets of one source; a bad row is listed and the good ones are kept.',
		rows: pushBody,
		answers: pushReply,
		largest: largestPush,
		before: [inFlight(mostPushesPerKey, 'pushes', keyNumber), inFlight(mostPushesAtOnce)],
		answer: ({ body, caller }) => {
			const rows = rowsIn(body);
			if (rows > wall.mostRows) throw new InputError(`A push takes at most ${wall.mostRows} rows over all its lists; this one has ${rows}.`, { status: 413, code: 'too_many_rows', field: 'body' });
			const understood = understandPush(body);
			if (caller.kind === 'key') demandPush(caller.key, understood);
			return wall.take(understood, authorOf(caller));
		},
	}),
	route({ method: 'get', path: '/api/v1/explain', who: 'reader', says: 'Explains a figure: its value, what it is made of, its target, and how old it is.', query: explainQuery, answers: explained, answer: ({ query }) => wall.explain(query) }),
	route({ method: 'get', path: '/api/v1/wall', who: 'reader', says: 'Gives the board that a wall would show, now or at an earlier moment.', query: wallQuery, answers: boardShown, answer: ({ query }) => wall.boardAt(query) }),
];
