/** The rows behind the figures, and all facts to look through. */
import type { FactPage, FactTrail, FigureRows } from '../../../shared/why-api.ts';
import { factListQuery, factQuery } from '../../facts/fact-browser.ts';
import { figureRowsQuery } from '../../metrics/figure-rows.ts';
import type { AppContext } from '../context.ts';
import { route, type Route } from '../route.ts';

export const whyRoutes = ({ wall }: AppContext): Route[] => [
	route({ method: 'get', path: '/api/v1/explain/rows', who: 'desk', says: 'Lists the rows behind a figure, page by page.', query: figureRowsQuery, answer: ({ query }): Promise<FigureRows> => wall.explainRows(query) }),
	route({ method: 'get', path: '/api/v1/facts/list', who: 'desk', says: 'Lists facts of one kind, the newest first, page by page.', query: factListQuery, answer: ({ query }): FactPage => wall.factBrowser.list(query) }),
	route({ method: 'get', path: '/api/v1/facts/trail', who: 'desk', says: 'Tells of one fact what it says, and who wrote it when.', query: factQuery, answer: ({ query }): FactTrail => wall.factBrowser.trail(query) }),
];
