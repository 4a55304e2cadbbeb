/** The definitions of all figures: a page for everybody, with figures for who is signed in, and the QR codes that lead to it. */
import { InputError } from '../../errors.ts';
import { isMetricId } from '../../metrics/catalogue.ts';
import { readPeer } from '../../push/peer.ts';
import type { AppContext } from '../context.ts';
import { definitionsPage } from '../definitions-page.ts';
import { qrOf } from '../qr.ts';
import { route, type Route } from '../route.ts';

/** Modules of white around a code, without which phones do not find it. */
const quiet = 4;

export const definitionRoutes = ({ wall, config }: AppContext): Route[] => [
	route({
		method: 'get',
		path: '/definitions',
		who: 'all',
		says: 'The definitions of all figures, as a page.',
		gives: 'text/html',
		answer: async ({ caller, response }) => {
			const page = await wall.definitions(caller.kind === 'session');
			response.type('html').send(definitionsPage({ ...page, name: wall.workspace()?.name ?? '', language: wall.workspace()?.language ?? 'en', build: wall.options.build }));
		},
	}),
	route({
		// A picture, so that a wall needs nothing to paint it. The address is that by which the wall itself reaches the server.
		method: 'get',
		path: '/definitions/:id',
		who: 'all',
		says: 'The QR code that leads to a definition, as a picture.',
		gives: 'image/svg+xml',
		answer: ({ params, request, response }) => {
			const [, id = ''] = /^(\w+)\.svg$/.exec(params['id'] ?? '') ?? [];
			if (!isMetricId(id)) throw new InputError('There is no such metric.', { status: 404, code: 'not_found', field: 'id' });
			const { isTls, host } = readPeer(request, config.trustProxy);
			const code = qrOf(`${isTls ? 'https' : 'http'}://${host}/definitions#${id}`);
			if (!code) throw new InputError('The address is too long for a code.', { status: 404, code: 'not_found' });
			const size = code.size + 2 * quiet;
			response.type('image/svg+xml').send(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-quiet} ${-quiet} ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M${-quiet} ${-quiet}h${size}v${size}h-${size}z"/><path d="${code.path}"/></svg>`);
		},
	}),
];
