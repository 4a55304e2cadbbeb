/** The documentation of the interface: open to everybody, since it tells nothing of what is here. */
import { readPeer } from '../../push/peer.ts';
import type { AppContext } from '../context.ts';
import { docsPage } from '../docs/page.ts';
import { openApiOf, type OpenApi } from '../docs/openapi.ts';
import { route, type Route } from '../route.ts';

/** @param routes all of them; read when somebody asks. */
export function docsRoutes({ wall, config }: AppContext, routes: readonly Route[]): Route[] {
	let made: OpenApi | null = null;
	const document = (): OpenApi => (made ??= openApiOf(routes, wall.options.version));
	return [
		route({
			method: 'get',
			path: '/api/docs',
			who: 'all',
			says: 'This documentation, as a page.',
			gives: 'text/html',
			answer: ({ request, response }) => {
				const { isTls, host } = readPeer(request, config.trustProxy);
				response.type('html').send(docsPage({ document: document(), origin: `${isTls ? 'https' : 'http'}://${host}`, build: wall.options.build }));
			},
		}),
		route({ method: 'get', path: '/api/docs/openapi.json', who: 'all', says: 'This documentation, as OpenAPI 3.1.', answer: () => document() }),
	];
}
