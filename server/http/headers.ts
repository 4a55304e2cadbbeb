/**
 * What browsers are told about security, with every answer. On plain http, the usual LAN, what would blank the page or is ignored with a complaint is left out,
 * decided for each request by whether it came over TLS.
 */
import helmet from 'helmet';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readPeer } from '../push/peer.ts';

const plainHost = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** Sets them on an answer before anything else is known of it. */
export type SecurityHeaders = (request: IncomingMessage, response: ServerResponse) => void;

const overTls = { 'Strict-Transport-Security': 'max-age=31536000', 'Cross-Origin-Opener-Policy': 'same-origin' };

/** Of what is answered to no request at all. */
export const headersWithoutPage = (isTls: boolean): Record<string, string> => ({
	'Content-Security-Policy': `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
	'Referrer-Policy': 'same-origin',
	...(isTls && overTls),
});

export function securityHeaders(trustProxy: number | null): SecurityHeaders {
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
	return (request, response) => {
		always(request, response, () => undefined);
		if (readPeer(request, trustProxy).isTls) for (const [name, value] of Object.entries(overTls)) response.setHeader(name, value);
	};
}
