/** Targets, their log, and undo. */
import { z } from 'zod';
import type { PeriodLock } from '../../../shared/targets-api.ts';
import type { AppContext } from '../context.ts';
import { authorOf, parse, type Route } from '../route.ts';

// A pasted year of 200 people takes about 300 kB; a file may have ten thousand cells.
const largestPaste = 2_000_000;
const undoRequest = z.object({ entry: z.int({ message: 'expected the number of an entry' }).positive() });

const lockRequest = z.object({ period: z.string({ message: 'expected a month, a quarter or a year' }), locked: z.boolean({ message: 'expected true or false' }) });

export const targetRoutes = ({ wall }: AppContext): Route[] => [
	{ method: 'get', path: '/api/v1/targets', who: 'session', answer: () => wall.targets() },
	{ method: 'put', path: '/api/v1/targets', who: 'ops', largest: largestPaste, answer: ({ body, caller }) => wall.setTargets(body, authorOf(caller)) },
	{ method: 'get', path: '/api/v1/targets/grid', who: 'desk', answer: ({ query }) => wall.targetGrid(query) },
	{ method: 'get', path: '/api/v1/targets/log', who: 'desk', answer: ({ query }) => wall.targetLog(query) },
	// Works out what would be written, and writes nothing.
	{ method: 'post', path: '/api/v1/targets/spread', who: 'desk', largest: largestPaste, answer: ({ body }) => wall.spreadTargets(body) },
	{
		method: 'put',
		path: '/api/v1/targets/lock',
		who: 'ops',
		answer: ({ body, caller }): PeriodLock => {
			const { period, locked } = parse(lockRequest, body);
			return wall.lockTargets(period, locked, authorOf(caller));
		},
	},
	{
		method: 'post',
		path: '/api/v1/targets/undo',
		who: 'ops',
		answer: ({ body, caller }) => {
			const { entry } = parse(undoRequest, body);
			wall.undo(entry, authorOf(caller));
			return { undone: entry };
		},
	},
];
