/** A file of targets, looked at before anything is written. */
import { largestTargetFile, type TargetImport } from '../../../shared/target-import-api.ts';
import { targetFileQuery } from '../../metrics/target-import.ts';
import type { AppContext } from '../context.ts';
import { inFlight } from '../limits.ts';
import { route, type Route } from '../route.ts';
import { bytesOf, sheetBody, sheetTypes } from '../sheet-body.ts';

/** Held in memory; they are read one after the other. */
const atOnce = 2;

export const targetFileRoutes = ({ wall }: AppContext): Route[] => [
	route({
		method: 'post',
		path: '/api/v1/targets/import',
		who: 'ops',
		says: 'Reads a file of targets and says what it would set; writes nothing.',
		before: [inFlight(atOnce, 'files')],
		reads: sheetBody(largestTargetFile),
		takes: sheetTypes,
		query: targetFileQuery,
		answer: ({ body, query }): Promise<TargetImport> => wall.readTargetFile(bytesOf(body), query),
	}),
];
