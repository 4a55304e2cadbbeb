/** Facts in, figures out. */
import type { Request } from 'express';
import type { Health } from '../../../shared/api.ts';
import type { BackupState } from '../../backup/backups.ts';
import { isoText } from '../../clock.ts';
import { InputError } from '../../errors.ts';
import { understandPush } from '../../facts/push.ts';
import { callerOf } from '../caller.ts';
import type { AppContext } from '../context.ts';
import { inFlight } from '../limits.ts';
import { demandPush } from '../push-rights.ts';
import { authorOf, type Route } from '../route.ts';

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

export const wallRoutes = ({ wall, sockets, backups }: AppContext): Route[] => [
	{
		method: 'get',
		path: '/healthz',
		who: 'all',
		answer: ({ response }) => {
			if (!wall.isTicking()) throw new InputError('The wall is not ticking.', { status: 503, code: 'not_ticking' });
			response.type('text/plain').send('ok');
		},
	},
	{
		method: 'get',
		path: '/api/v1/health',
		who: 'reader',
		answer: (): Health => ({ ...wall.health(), screens: { paired: wall.screens.paired().length, online: sockets().online().walls }, backups: backupHealth(backups.state()) }),
	},
	{
		method: 'post',
		path: '/api/v1/facts',
		who: 'key',
		largest: largestPush,
		before: [inFlight(mostPushesPerKey, 'pushes', keyNumber), inFlight(mostPushesAtOnce)],
		answer: ({ body, caller }) => {
			const rows = rowsIn(body);
			if (rows > wall.mostRows) throw new InputError(`A push takes at most ${wall.mostRows} rows over all its lists; this one has ${rows}.`, { status: 413, code: 'too_many_rows', field: 'body' });
			const understood = understandPush(body);
			if (caller.kind === 'key') demandPush(caller.key, understood);
			return wall.take(understood, authorOf(caller));
		},
	},
	{ method: 'get', path: '/api/v1/explain', who: 'reader', answer: ({ query }) => wall.explain(query) },
	{ method: 'get', path: '/api/v1/wall', who: 'reader', answer: ({ query }) => wall.boardAt(query) },
];
