/** Every answer that is not a success is JSON that says what was wrong and where; of our own faults it says nothing but that. */
import type { ErrorRequestHandler, Response } from 'express';
import type { Server } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { ApiError } from '../../shared/api.ts';
import { InputError, isDiskFailure, isDiskFull } from '../errors.ts';
import type { Log } from '../log.ts';
import { placeOfBreak } from './broken-json.ts';
import { headersWithoutPage } from './headers.ts';

export const refuse = (response: Response, status: number, error: ApiError): void => {
	if (status === 401) response.set('WWW-Authenticate', 'Bearer');
	response.status(status).json(error);
};

const megabytes = (bytes: unknown): string => (typeof bytes === 'number' && bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${String(bytes)} bytes`);

/** What the body parser and the router throw: an error with a status and perhaps a type. */
interface Thrown {
	status: number;
	type: string;
	message: string;
	limit?: unknown;
	/** As it came, where it could not be parsed. */
	body?: unknown;
}

const asThrown = (error: unknown): Thrown | null => {
	if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
	const type = 'type' in error && typeof error.type === 'string' ? error.type : '';
	return { status: error.status, type, message: error.message, ...('limit' in error ? { limit: error.limit } : {}), ...('body' in error ? { body: error.body } : {}) };
};

const answerTo = (thrown: Thrown): ApiError => {
	switch (thrown.type) {
		case 'entity.parse.failed':
			return { error: 'malformed_json', message: placeOfBreak(thrown.body, thrown.message), field: 'body' };
		case 'entity.too.large':
			return { error: 'too_large', message: `The body is larger than ${megabytes(thrown.limit)}.`, field: 'body' };
		case 'charset.unsupported':
		case 'encoding.unsupported':
			return { error: 'unsupported_type', message: `${thrown.message}; expected JSON in UTF-8, plain or gzip.`, field: 'Content-Type' };
		default:
			return { error: thrown.status === 404 ? 'not_found' : 'bad_request', message: thrown.message };
	}
};

export function errorAnswers(log: Log, onFatal: (error: unknown) => void): ErrorRequestHandler {
	// Express knows by the number of its parameters that it is for errors.
	return (error: unknown, request, response, _next) => {
		if (response.headersSent) {
			// Express itself would write all of it to the terminal, as it is.
			log.error({ err: error, method: request.method, path: request.path }, 'an answer broke off');
			response.destroy();
			return;
		}
		if (error instanceof InputError) {
			refuse(response, error.status, { error: error.code, message: error.message, ...(error.field === undefined ? {} : { field: error.field }) });
			return;
		}
		if (isDiskFull(error)) {
			log.error({ err: error }, 'the disk is full');
			refuse(response, 507, { error: 'disk_full', message: 'The disk of the server is full; nothing of this was kept.' });
			return;
		}
		if (isDiskFailure(error)) {
			refuse(response, 503, { error: 'disk_failure', message: 'The database failed and the server is stopping. It is not known whether this was kept: send it again later.' });
			onFatal(error);
			return;
		}
		const thrown = asThrown(error);
		if (thrown && thrown.status >= 400 && thrown.status < 500) {
			refuse(response, thrown.status, answerTo(thrown));
			return;
		}
		log.error({ err: error, method: request.method, path: request.path }, 'a request failed');
		refuse(response, 500, { error: 'internal', message: 'The server made a mistake; its log says which.' });
	};
}

/** For a connection that no request has been read from. */
export const rawAnswer = (status: string, headers: Record<string, string>, body: string): string =>
	[`HTTP/1.1 ${status}`, ...Object.entries({ ...headers, Connection: 'close', 'Content-Length': Buffer.byteLength(body) }).map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');

/** What is not even HTTP never reaches the app; it gets the same form of answer. */
export function answerBrokenRequests(http: Server): void {
	http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
		if (error.code === 'ECONNRESET' || !socket.writable) {
			socket.destroy();
			return;
		}
		const [status, reason] = error.code === 'HPE_HEADER_OVERFLOW' ? [431, 'Request Header Fields Too Large'] : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? [408, 'Request Timeout'] : [400, 'Bad Request'];
		const body = JSON.stringify({ error: 'bad_request', message: `${reason}.` } satisfies ApiError);
		socket.end(rawAnswer(`${status} ${reason}`, { 'Content-Type': 'application/json', ...headersWithoutPage(socket instanceof TLSSocket) }, body));
	});
}
