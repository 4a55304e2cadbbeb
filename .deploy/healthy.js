/** Ends with 0 when the server on this machine answers that it is ticking, by its own certificate where it has one; else with 1. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';

const { PORT, HOST, TLS_CERT } = process.env;
const isSet = (text) => text !== undefined && text.trim() !== '';
const isEverywhere = !isSet(HOST) || HOST === '0.0.0.0' || HOST === '::';
const ask = {
	host: isEverywhere ? '127.0.0.1' : HOST,
	port: isSet(PORT) ? PORT : 4000,
	path: '/healthz',
	timeout: 4000,
	// Its very certificate is asked for, by whatever name.
	...(isSet(TLS_CERT) && { ca: readFileSync(TLS_CERT), allowPartialTrustChain: true, checkServerIdentity: () => undefined }),
};

const request = (isSet(TLS_CERT) ? https : http).get(ask, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1));
request.on('timeout', () => request.destroy(new Error('no answer')));
request.on('error', (error) => {
	console.error(error.message);
	process.exit(1);
});
