/** The built display: three pages and their files. Files whose name carries their hash never change; all else is asked for again. */
import express, { type Router } from 'express';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';

export const pages = { '/': 'index.html', '/tv': 'index.html', '/tv/diagnostics': 'index.html', '/admin': 'admin.html', '/review': 'review.html' } as const;

export function servePages(displayDir: string): Router {
	const router = express.Router({ strict: false });
	for (const [path, file] of Object.entries(pages)) {
		router.get(path, (_request, response, next) => {
			response.set('Cache-Control', 'no-cache');
			if (!existsSync(join(displayDir, file))) {
				response.status(503).type('text/plain').send('The display has not been built. "npm start" builds it.\n');
				return;
			}
			response.sendFile(file, { root: displayDir, cacheControl: false }, (error) => {
				if (error && !response.headersSent) next(error);
			});
		});
	}
	router.use(
		express.static(displayDir, {
			index: false,
			redirect: false,
			cacheControl: false,
			setHeaders: (response, file) => {
				response.setHeader('Cache-Control', file.startsWith(join(displayDir, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache');
			},
		}),
	);
	return router;
}
