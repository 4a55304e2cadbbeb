/**
 * Posts a notice as JSON to an address of the operator's. Never to this machine's loopback, to its link or to many at once, whatever a name
 * resolves to; the LAN is allowed, and with it this machine's own address there. Redirects are not followed, and what is answered is not
 * read beyond a little.
 */
import { lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Notice } from './notice.ts';

const withinMs = 10_000;
const mostAnswered = 65_536;

const here = new BlockList();
// `::1` and all of the fourth version as they were once written; the link; many at once.
for (const [network, bits] of [['::', 96], ['fe80::', 10], ['ff00::', 8]] as const) here.addSubnet(network, bits, 'ipv6');
for (const [first, second, bits] of [[0, 0, 8], [127, 0, 8], [169, 254, 16], [224, 0, 4]] as const) {
	here.addSubnet(`${first}.${second}.0.0`, bits, 'ipv4');
	// In the clothes of the sixth version: as it is, through NAT64, and by 6to4.
	for (const prefix of ['::ffff:', '64:ff9b::']) here.addSubnet(`${prefix}${first}.${second}.0.0`, 96 + bits, 'ipv6');
	here.addSubnet(`2002:${(first * 256 + second).toString(16)}::`, 16 + bits, 'ipv6');
}

/** Whether an address is of this machine's loopback, of its link only or of many; a LAN's is not. */
export const isHere = (address: string): boolean => {
	const [plain = ''] = address.replace(/^\[|\]$/g, '').split('%');
	const family = isIP(plain);
	return family === 0 || here.check(plain, family === 6 ? 'ipv6' : 'ipv4');
};

export type SendNotice = (notice: Notice, signal: AbortSignal) => Promise<void>;

/** @param refuses Which addresses are not to be reached. */
export function createWebhook(url: URL, refuses: (address: string) => boolean = isHere): SendNotice {
	const refused = (): Error => new Error(`${url.hostname} is this machine, of its link only, or of many`);
	/** The addresses that were looked at are those that are connected to: a name cannot become another in between. */
	const pinned: LookupFunction = (name, options, give) => {
		lookup(name, { ...options, all: true }, (error, addresses) => {
			const [first] = addresses ?? [];
			if (error || !first) give(error ?? new Error(`${name} has no address`), '', 4);
			else if (addresses.some(({ address }) => refuses(address))) give(refused(), '', 4);
			else if (options.all) give(null, addresses);
			else give(null, first.address, first.family);
		});
	};
	const host = url.hostname.replace(/^\[|\]$/g, '');

	return (notice, signal) =>
		new Promise((resolve, reject) => {
			if (isIP(host) !== 0 && refuses(host)) throw refused();
			const { title: _title, ...said } = notice;
			const body = JSON.stringify(said);
			const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
			const deadline = AbortSignal.timeout(withinMs);
			const request = ask(url, {
				method: 'POST',
				agent: false,
				lookup: pinned,
				signal: AbortSignal.any([signal, deadline]),
				headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), 'User-Agent': 'Floorcast', Connection: 'close' },
			});
			request.on('error', (error) => reject(deadline.aborted ? new Error(`${url.hostname} did not answer within ${withinMs / 1000} s`) : error));
			request.on('response', (response) => {
				const status = response.statusCode ?? 0;
				const settle = (): void => {
					if (status >= 200 && status < 300) resolve();
					else reject(new Error(`${url.hostname} answered ${status}`));
				};
				let bytes = 0;
				response.on('data', (chunk: Buffer) => {
					bytes += chunk.length;
					if (bytes <= mostAnswered) return;
					settle();
					request.destroy();
				});
				response.on('end', settle);
				response.on('error', (error) => reject(deadline.aborted ? new Error(`${url.hostname} did not answer whole within ${withinMs / 1000} s`) : error));
			});
			request.end(body);
		});
}
