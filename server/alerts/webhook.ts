/**
 * Posts a notice as JSON to an address of the operator's. Never to this machine's loopback, to its link or to many at once, whatever a name
 * resolves to; the LAN is allowed, and with it this machine's own address there. Redirects are not followed, and what is answered is not
 * read beyond a little.
 */
import { kindOf } from '../address-kinds.ts';
import { isIP } from 'node:net';
import { ask, OutboundError } from '../outbound.ts';
import type { Notice } from './notice.ts';

const withinMs = 10_000;
const mostAnswered = 65_536;

/** Whether an address is of this machine's loopback, of its link only or of many; a LAN's is not. */
export const isHere = (address: string): boolean => ['here', 'link', 'many'].includes(kindOf(address)) || isIP(address.split('%')[0] ?? '') === 0;

export type SendNotice = (notice: Notice, signal: AbortSignal) => Promise<void>;

/** @param refuses Which addresses are not to be reached. */
export function createWebhook(url: URL, refuses: (address: string) => boolean = isHere): SendNotice {
	return async (notice, signal) => {
		const { title: _title, ...said } = notice;
		const { status } = await ask(url, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(said),
			mayReach: (address) => !refuses(address),
			mostBytes: mostAnswered,
			isCutShort: true,
			connectMs: withinMs,
			wholeMs: withinMs,
			signal,
		}).catch((error: unknown) => {
			throw error instanceof OutboundError && error.fault === 'forbidden' ? new Error(`${url.hostname} is this machine, of its link only, or of many`) : error;
		});
		if (status < 200 || status >= 300) throw new Error(`${url.hostname} answered ${status}`);
	};
}
