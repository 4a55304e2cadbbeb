/**
 * Who is at the other end of a request, as far as the connection tells: address, TLS, the host asked for, and whether it is this very machine.
 * What a client can write itself (forwarding headers, Origin) counts only as far as stated here.
 */
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

export interface Peer {
	ip: string;
	isTls: boolean;
	/** The Host asked for, with its port; empty when there is none. */
	host: string;
	/** A browser on the server's own machine; opens the pages and the display socket only. */
	isSameMachine: boolean;
}

const first = (value: string | string[] | undefined): string => (Array.isArray(value) ? value.join(',') : (value ?? ''));
const list = (value: string | string[] | undefined): string[] =>
	first(value)
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');

/** Each proxy appends on the right, so of `hops` trusted proxies the entry that many from the right is the first one not written by a client. */
const trusted = (entries: string[], hops: number): string | undefined => (hops === 0 ? undefined : entries[Math.max(0, entries.length - hops)]);

const loopback = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/i;
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
const isForwarding = (header: string): boolean => header === 'forwarded' || header.startsWith('x-forwarded') || header === 'x-real-ip' || header === 'via';

/** `trustProxy`: how many proxies stand in front, null for none. */
export function readPeer(request: IncomingMessage, trustProxy: number | null): Peer {
	const { headers, socket } = request;
	const hops = trustProxy ?? 0;
	const address = socket.remoteAddress ?? '';
	const host = trusted(list(headers['x-forwarded-host']), hops) ?? headers.host ?? '';
	const protocol = trusted(list(headers['x-forwarded-proto']), hops);
	return {
		ip: trusted(list(headers['x-forwarded-for']), hops) ?? address,
		isTls: protocol === undefined ? socket instanceof TLSSocket : protocol === 'https',
		host,
		isSameMachine: trustProxy === null && loopback.test(address) && loopbackHost.test(host) && !Object.keys(headers).some(isForwarding),
	};
}

/** `same`, `foreign`, or `absent` when the browser said neither Origin nor Sec-Fetch-Site (which plain http leaves out). */
export function originOf(request: IncomingMessage, peer: Peer): 'same' | 'foreign' | 'absent' {
	const site = first(request.headers['sec-fetch-site']);
	const { origin } = request.headers;
	if (site !== '' && site !== 'same-origin') return 'foreign';
	if (origin !== undefined) return peer.host !== '' && hostOf(origin, peer) === peer.host.toLowerCase() ? 'same' : 'foreign';
	return site === '' ? 'absent' : 'same';
}

/** A page that came in the clear may be anybody's, under our name too. Where TLS is not seen it may stand before a proxy that is not trusted. */
const hostOf = (origin: string, { isTls }: Peer): string => (isTls ? /^https:\/\/([^/?#@]+)$/i : /^https?:\/\/([^/?#@]+)$/i).exec(origin)?.[1]?.toLowerCase() ?? '';
