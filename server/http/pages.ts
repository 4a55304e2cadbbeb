/**
 * The built display: three pages and their files. Files whose address carries their hash or their build never change. The wall's page is
 * kept as well: a TV that is switched on while the server is away has it then, and a page that is on finds out by itself that there is a
 * newer one and loads itself anew, which always asks the server. All else is asked for again.
 */
import express, { type Router } from 'express';
import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join, sep } from 'node:path';

export const pages = { '/': 'index.html', '/tv': 'index.html', '/tv/diagnostics': 'index.html', '/admin': 'admin.html', '/review': 'review.html' } as const;

const year = 'max-age=31536000';

export function servePages(displayDir: string): Router {
	const router = express.Router({ strict: false });
	for (const [path, file] of Object.entries(pages)) {
		router.get(path, (request, response, next) => {
			if (existsSync(join(displayDir, file))) {
				// Served with the files: only they carry a tag that tells an older build, put back, from the one that a TV has.
				request.url = `/${file}`;
				next();
			} else {
				response.status(503).set('Cache-Control', 'no-store').type('text/plain').send('The display has not been built. "npm start" builds it.\n');
			}
		});
	}
	const at = (name: string): string => join(displayDir, name);
	const cacheControl = ({ req }: ServerResponse, file: string): string => {
		const saysWhich = file.startsWith(at('assets') + sep) || (file === at('boot.js') && /\?v=\w/.test(req.url ?? ''));
		if (saysWhich) return `public, ${year}, immutable`;
		return file === at(pages['/']) ? year : 'no-cache';
	};
	router.use(
		express.static(displayDir, {
			index: false,
			redirect: false,
			cacheControl: false,
			setHeaders: (response, file) => {
				response.setHeader('Cache-Control', cacheControl(response, file));
			},
		}),
	);
	return router;
}
