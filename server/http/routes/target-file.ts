/** A file of targets, looked at before anything is written. */
import { largestTargetFile, type TargetImport } from '../../../shared/target-import-api.ts';
import type { AppContext } from '../context.ts';
import { inFlight } from '../limits.ts';
import type { Route } from '../route.ts';
import { bytesOf, sheetBody } from '../sheet-body.ts';

/** Held in memory; they are read one after the other. */
const atOnce = 2;

export const targetFileRoutes = ({ wall }: AppContext): Route[] => [
	{
		method: 'post',
		path: '/api/v1/targets/import',
		who: 'ops',
		before: [inFlight(atOnce, 'files')],
		reads: sheetBody(largestTargetFile),
		answer: ({ body, query }): Promise<TargetImport> => wall.readTargetFile(bytesOf(body), query),
	},
];
