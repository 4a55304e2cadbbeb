/**
 * The one port: plain http, or https with the certificate that was given. Whatever is answered on it, and by whomever, carries the headers
 * of security; over TLS, who comes with plain http is told where to go.
 */
import { createServer, ServerResponse, type IncomingMessage, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ApiError } from '../../shared/api.ts';
import type { Certificate, Pem } from './certificate.ts';
import { answerBrokenRequests, rawAnswer } from './errors.ts';
import { headersWithoutPage, type SecurityHeaders } from './headers.ts';

const requestTimeout = 120_000;
/** Of a connection over which nothing is said yet. */
const silentForMs = 10_000;
/** The first byte of every TLS connection. */
const handshake = 0x16;

const pageRequest = /^GET (\/[\x21-\x7e]*) HTTP\/1\.[01]\r\n(?:[^\r\n]+\r\n)*?Host: *([\w.-]+(?::\d{1,5})?|\[[\da-f:.]+\](?::\d{1,5})?) *\r\n/i;

const forScripts = /^\/(?:api\/v1|metrics|socket\.io)(?:[/?]|$)/;

/** A page goes on where it is to be had. All else is refused: a script would send its key in the clear each time, and nobody would know. */
function answerPlain(said: string): string {
	const [, path, host] = pageRequest.exec(said) ?? [];
	if (path !== undefined && host !== undefined && !forScripts.test(path)) return rawAnswer('307 Temporary Redirect', { ...headersWithoutPage(false), Location: `https://${host}${path}`, 'Cache-Control': 'no-store' }, '');
	return rawAnswer('400 Bad Request', { ...headersWithoutPage(false), 'Content-Type': 'application/json' }, JSON.stringify({ error: 'https_only', message: 'This port speaks https: use an address that begins with https://.' } satisfies ApiError));
}

/** A connection is TLS's own only once its first byte says so. */
function tellPlainHttp(http: HttpServer): void {
	// What TLS does with a connection it does on this event, by which connections may also be handed to it.
	const secure = http.listeners('connection');
	http.removeAllListeners('connection');
	http.on('connection', (socket: Socket) => {
		const giveUp = (): void => void socket.destroy();
		socket.on('error', giveUp);
		socket.setTimeout(silentForMs, giveUp);
		socket.once('readable', () => {
			const said: Buffer | null = socket.read();
			if (said === null) return giveUp();
			if (said[0] === handshake) {
				socket.setTimeout(0);
				socket.removeListener('timeout', giveUp);
				socket.removeListener('error', giveUp);
				socket.unshift(said);
				for (const listener of secure) Reflect.apply(listener, http, [socket]);
				return;
			}
			socket.resume();
			socket.end(answerPlain(said.toString('latin1')), giveUp);
		});
	});
}

/** Also answers that Node gives by itself are made of this one. */
const responseWith = (headers: SecurityHeaders) =>
	class extends ServerResponse {
		constructor(request: IncomingMessage) {
			super(request);
			headers(request, this);
		}
	};

export function createWebServer(answer: RequestListener, headers: SecurityHeaders, certificate: Certificate | null): HttpServer {
	const options = { requestTimeout, ServerResponse: responseWith(headers) };
	const tls = (pem: Pem) => ({ ...pem, minVersion: 'TLSv1.2' }) as const;
	const https = certificate && createHttpsServer({ ...options, ...tls(certificate.pem()), handshakeTimeout: silentForMs }, answer);
	if (https) {
		tellPlainHttp(https);
		https.on('close', certificate.onRenewed((pem) => https.setSecureContext(tls(pem))));
	}
	const http = https ?? createServer(options, answer);
	answerBrokenRequests(http);
	return http;
}
