/**
 * What browsers are told about security. On plain http, the usual LAN, what would blank the page or is ignored with a complaint is left out,
 * decided for each request by whether it came over TLS.
 */
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { IncomingMessage } from 'node:http';
import { readPeer } from '../push/peer.ts';

const plainHost = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

export function securityHeaders(trustProxy: number | null): RequestHandler[] {
	/** Chromium before 79 and old Safari do not take 'self' to cover the page's own WebSocket. */
	const ownSocket = (request: IncomingMessage): string => {
		const { host, isTls } = readPeer(request, trustProxy);
		return plainHost.test(host) ? `${isTls ? 'wss' : 'ws'}://${host}` : `'self'`;
	};
	const always = helmet({
		contentSecurityPolicy: {
			useDefaults: false,
			directives: {
				'default-src': [`'none'`],
				'script-src': [`'self'`],
				'style-src': [`'self'`],
				'img-src': [`'self'`, 'blob:'],
				'font-src': [`'self'`],
				'media-src': [`'self'`],
				'connect-src': [`'self'`, ownSocket],
				'base-uri': [`'none'`],
				'form-action': [`'self'`],
				'frame-ancestors': [`'none'`],
				'object-src': [`'none'`],
			},
		},
		crossOriginResourcePolicy: { policy: 'same-origin' },
		// Not no-referrer: browsers would then send "Origin: null" with our own forms.
		referrerPolicy: { policy: 'same-origin' },
		xFrameOptions: { action: 'deny' },
		strictTransportSecurity: false,
		crossOriginOpenerPolicy: false,
		originAgentCluster: false,
	});
	const overTls: RequestHandler = (request, response, next) => {
		if (readPeer(request, trustProxy).isTls) {
			response.set('Strict-Transport-Security', 'max-age=31536000');
			response.set('Cross-Origin-Opener-Policy', 'same-origin');
		}
		next();
	};
	return [always, overTls];
}
