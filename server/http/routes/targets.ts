/** Targets, their log, and undo. */
import { z } from 'zod';
import type { PeriodLock } from '../../../shared/targets-api.ts';
import { targetLogQuery } from '../../metrics/target-desk.ts';
import { targetChanges } from '../../metrics/target-edit.ts';
import { gridQuery } from '../../metrics/target-grid.ts';
import { spreadRequest } from '../../metrics/target-spread.ts';
import { targetCells } from '../answers.ts';
import type { AppContext } from '../context.ts';
import { authorOf, entryRequest, route, type Route } from '../route.ts';

// A pasted year of 200 people takes about 300 kB; a file may have ten thousand cells.
const largestPaste = 2_000_000;
const lockRequest = z.object({ period: z.string({ message: 'expected a month, a quarter or a year' }), locked: z.boolean({ message: 'expected true or false' }) });

export const targetRoutes = ({ wall }: AppContext): Route[] => [
	route({ method: 'get', path: '/api/v1/targets', who: 'session', says: 'Lists every target that was set.', answers: targetCells, answer: () => wall.targets() }),
	route({ method: 'put', path: '/api/v1/targets', who: 'ops', says: 'Sets the listed targets and returns them; null clears one.', body: targetChanges, answers: targetCells, largest: largestPaste, answer: ({ body, caller }) => wall.setTargets(body, authorOf(caller)) }),
	route({ method: 'get', path: '/api/v1/targets/grid', who: 'desk', says: 'Gives the targets page: rows, columns, and what each cell has or adds up to.', query: gridQuery, answer: ({ query }) => wall.targetGrid(query) }),
	route({ method: 'get', path: '/api/v1/targets/log', who: 'desk', says: 'Lists who changed which targets, the newest first.', query: targetLogQuery, answer: ({ query }) => wall.targetLog(query) }),
	// Works out what would be written, and writes nothing.
	route({ method: 'post', path: '/api/v1/targets/spread', who: 'desk', says: 'Works out what the months of a quarter or a year would be; writes nothing.', body: spreadRequest, largest: largestPaste, answer: ({ body }) => wall.spreadTargets(body) }),
	route({
		method: 'put',
		path: '/api/v1/targets/lock',
		who: 'ops',
		says: 'Locks or unlocks a period that is over.',
		body: lockRequest,
		answer: ({ body: { period, locked }, caller }): PeriodLock => wall.lockTargets(period, locked, authorOf(caller)),
	}),
	route({
		method: 'post',
		path: '/api/v1/targets/undo',
		who: 'ops',
		says: 'Takes a change of targets back.',
		body: entryRequest,
		answer: ({ body: { entry }, caller }) => {
			wall.undo(entry, authorOf(caller));
			return { undone: entry };
		},
	}),
];
