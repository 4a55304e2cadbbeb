/** The rows behind the figures, and all facts to look through. */
import type { FactPage, FactTrail, FigureRows } from '../../../shared/why-api.ts';
import type { AppContext } from '../context.ts';
import type { Route } from '../route.ts';

export const whyRoutes = ({ wall }: AppContext): Route[] => [
	{ method: 'get', path: '/api/v1/explain/rows', who: 'desk', answer: ({ query }): Promise<FigureRows> => wall.explainRows(query) },
	{ method: 'get', path: '/api/v1/facts/list', who: 'desk', answer: ({ query }): FactPage => wall.factBrowser.list(query) },
	{ method: 'get', path: '/api/v1/facts/trail', who: 'desk', answer: ({ query }): FactTrail => wall.factBrowser.trail(query) },
];
