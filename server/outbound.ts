/**
 * Asks a server outside, carefully: only an address that was looked at is connected to, a name cannot become another in between, a
 * certificate must be vouched for, no redirect is followed, and no answer is larger, or takes longer, than was said. What is said of a
 * failure names the host alone: the rest of an address may be a secret.
 */
import { lookup } from 'node:dns';
import { request as httpRequest, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { createGunzip } from 'node:zlib';

/** What went wrong: the name is nobody's, its address is not allowed, nobody is there, and so on. */
export type OutboundFault = 'unknown' | 'forbidden' | 'unreachable' | 'certificate' | 'slow' | 'large' | 'broken';

export class OutboundError extends Error {
	override name = 'OutboundError';
	readonly fault: OutboundFault;
	constructor(fault: OutboundFault, message: string) {
		super(message);
		this.fault = fault;
	}
}

/** All addresses of a name; the system's unless another is given. */
export type Resolve = (name: string, give: (error: Error | null, addresses: readonly { address: string; family: number }[]) => void) => void;

export interface Asking {
	method: 'GET' | 'POST';
	headers: Record<string, string>;
	body?: string;
	/** Whether an address may be connected to. */
	mayReach: (address: string) => boolean;
	/** Bytes of the answer at most, as they come and unpacked. */
	mostBytes: number;
	/** What is beyond them is left unread, and no fault. */
	isCutShort?: boolean;
	/** Until there is a connection; until all is over. */
	connectMs: number;
	wholeMs: number;
	signal: AbortSignal;
	resolve?: Resolve;
}

export interface Answer {
	status: number;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

const bySystem: Resolve = (name, give) => lookup(name, { all: true }, (error, addresses) => give(error, addresses ?? []));

const seconds = (ms: number): string => `${ms / 1000} s`;
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');
const isOfCertificate = (code: string): boolean => /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|UNSUPPORTED_CERT)/.test(code);

/** @throws OutboundError, or what `signal` says when it is given up. */
export function ask(url: URL, { method, headers, body, mayReach, mostBytes, isCutShort = false, connectMs, wholeMs, signal, resolve = bySystem }: Asking): Promise<Answer> {
	const host = url.hostname.replace(/^\[|\]$/g, '');
	const forbidden = (): OutboundError => new OutboundError('forbidden', `${host} is an address that may not be reached`);
	const named = (error: Error): OutboundError => {
		if (error instanceof OutboundError) return error;
		const code = codeOf(error);
		if (isOfCertificate(code)) return new OutboundError('certificate', `the certificate of ${host} cannot be trusted (${code})`);
		return new OutboundError('unreachable', `${host} cannot be reached${code === '' ? '' : ` (${code})`}`);
	};
	const pinned: LookupFunction = (name, options, give) => {
		resolve(name, (error, addresses) => {
			const [first] = addresses;
			// A resolver that does not answer says nothing of the name.
			if (error && codeOf(error) !== 'ENOTFOUND') give(named(error), '', 4);
			else if (!first) give(new OutboundError('unknown', `there is no host ${name}`), '', 4);
			else if (!addresses.every(({ address }) => mayReach(address))) give(forbidden(), '', 4);
			else if (options.all) give(null, [...addresses]);
			else give(null, first.address, first.family);
		});
	};

	return new Promise((resolveAnswer, reject) => {
		if (isIP(host) !== 0 && !mayReach(host)) throw forbidden();
		const isTls = url.protocol === 'https:';
		const request: ClientRequest = (isTls ? httpsRequest : httpRequest)(url, {
			method,
			agent: false,
			lookup: pinned,
			// Said, since an environment variable could turn it off for the whole process.
			...(isTls ? { rejectUnauthorized: true } : {}),
			headers: { 'User-Agent': 'Floorcast', Connection: 'close', ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }), ...headers },
		});
		let gunzip: ReturnType<typeof createGunzip> | null = null;
		const end = (work: () => void): void => {
			clearTimeout(connecting);
			clearTimeout(whole);
			signal.removeEventListener('abort', givenUp);
			work();
			gunzip?.destroy();
			request.destroy();
		};
		const fail = (error: Error): void => end(() => reject(error));
		const late = (after: number): void => fail(new OutboundError('slow', `${host} did not answer within ${seconds(after)}`));
		const givenUp = (): void => fail(signal.reason instanceof Error ? signal.reason : new Error('given up'));
		const connecting = setTimeout(() => late(connectMs), connectMs);
		const whole = setTimeout(() => late(wholeMs), wholeMs);
		if (signal.aborted) return givenUp();
		signal.addEventListener('abort', givenUp);

		request.on('error', (error) => fail(named(error)));
		request.on('socket', (socket) => socket.once(isTls ? 'secureConnect' : 'connect', () => clearTimeout(connecting)));
		request.on('response', (response: IncomingMessage) => {
			const encoding = (response.headers['content-encoding'] ?? 'identity').toLowerCase();
			const isPacked = encoding === 'gzip' || encoding === 'x-gzip';
			if (!isPacked && encoding !== 'identity') return fail(new OutboundError('broken', `${host} answered in an encoding that was not asked for`));
			const chunks: Buffer[] = [];
			let [came, unpacked] = [0, 0];
			const give = (): void => end(() => resolveAnswer({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
			/** True while there is not too much of it. */
			const isWithin = (bytes: number): boolean => {
				if (bytes <= mostBytes) return true;
				if (isCutShort) give();
				else fail(new OutboundError('large', `the answer of ${host} is larger than ${mostBytes / 1_000_000} MB`));
				return false;
			};
			const cut = (): void => fail(new OutboundError('broken', `the answer of ${host} broke off`));
			if (isPacked) gunzip = createGunzip();
			const plain = gunzip ? response.pipe(gunzip) : response;
			response.on('data', (chunk: Buffer) => void isWithin((came += chunk.length)));
			plain.on('data', (chunk: Buffer) => {
				if (isWithin((unpacked += chunk.length))) chunks.push(chunk);
			});
			for (const stream of new Set([response, plain])) stream.on('error', cut);
			response.on('aborted', cut);
			plain.on('end', give);
		});
		request.end(body);
	});
}
