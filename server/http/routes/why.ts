/** The rows behind the figures. */
import type { FigureRows } from '../../../shared/why-api.ts';
import type { AppContext } from '../context.ts';
import type { Route } from '../route.ts';

export const whyRoutes = ({ wall }: AppContext): Route[] => [
	{ method: 'get', path: '/api/v1/explain/rows', who: 'session', answer: ({ query }): Promise<FigureRows> => wall.explainRows(query) },
];
