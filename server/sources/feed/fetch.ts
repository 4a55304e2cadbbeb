/**
 * Fetches a published sheet: from hosts on the list alone, at each of three redirects at most anew, within a size and a time. Its header, if
 * there is one, is told to the host of the address and to no other.
 */
import { createHash } from 'node:crypto';
import { hostOf, reachOf, type AllowedHost } from '../../allowed-hosts.ts';
import { ask, OutboundError, type Answer, type OutboundFault, type Resolve } from '../../outbound.ts';
import { largestFeed, type FeedHeader } from '../../../shared/feeds-api.ts';
import { feedAddress, hostText, requireListed } from './address.ts';
import { FeedError, type Retry } from './feed-error.ts';

/** What its server said of the sheet as it was taken last, to be told nothing when that is so still. */
export interface Validators {
	etag: string | null;
	modified: string | null;
}

export interface FetchedSheet extends Validators {
	bytes: Buffer;
	/** SHA-256 of the bytes. */
	digest: string;
}

export interface Fetching {
	hosts: readonly AllowedHost[];
	/** Epoch milliseconds. */
	now: number;
	signal: AbortSignal;
	known?: Validators;
	resolve?: Resolve | undefined;
	/** The usual caps, unless a test cannot wait for them. */
	connectMs?: number;
	wholeMs?: number;
	mostBytes?: number;
}

const mostRedirects = 3;
const usualConnectMs = 10_000;
const usualWholeMs = 60_000;
const longestWaitMs = 86_400_000;
/** Where people are sent to sign in. */
const signIns = ['accounts.google.com', 'login.microsoftonline.com', 'login.live.com', 'login.microsoft.com'];
const longestValidator = 1_000;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Of seconds or of a moment, as HTTP has them; null when it is neither. */
export function retryAfterMs(text: string | undefined, now: number): number | null {
	const within = (ms: number): number => Math.min(Math.max(ms, 0), longestWaitMs);
	if (text === undefined) return null;
	if (/^\d{1,9}$/.test(text.trim())) return within(Number(text) * 1_000);
	const [, day, month = '', year, time] = /^\w{3}, (\d{2}) (\w{3}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/.exec(text.trim()) ?? [];
	const at = months.indexOf(month) + 1;
	if (at === 0) return null;
	try {
		return within(Temporal.Instant.from(`${year}-${String(at).padStart(2, '0')}-${day}T${time}Z`).epochMilliseconds - now);
	} catch {
		return null; // no such day
	}
}

const faults: Record<OutboundFault, { code: 'unknown' | 'forbidden' | 'unreachable' | 'certificate' | 'slow' | 'large' | 'broken'; retry: Retry }> = {
	unknown: { code: 'unknown', retry: 'soon' },
	forbidden: { code: 'forbidden', retry: 'later' },
	unreachable: { code: 'unreachable', retry: 'soon' },
	certificate: { code: 'certificate', retry: 'later' },
	slow: { code: 'slow', retry: 'soon' },
	large: { code: 'large', retry: 'later' },
	broken: { code: 'broken', retry: 'soon' },
};

function asFeedError(error: unknown, host: string): unknown {
	if (!(error instanceof OutboundError)) return error;
	const { code, retry } = faults[error.fault];
	return new FeedError(code === 'large' ? { code } : { code, host }, retry);
}

/** What is no table says so at its beginning, or its server does. */
const isKind = ({ headers, body }: Answer, type: RegExp, beginning: RegExp): boolean => type.test(headers['content-type'] ?? '') || beginning.test(body.subarray(0, 1_000).toString('utf8'));
const isPage = (answer: Answer): boolean => isKind(answer, /^\s*(text\/html|application\/xhtml)/i, /^\ufeff?\s*<(?:!--|(?:!doctype html|html|head|body)[\s>])/i);
const isJson = (answer: Answer): boolean => isKind(answer, /^\s*application\/([\w.-]+\+)?json/i, /^\ufeff?\s*(\{\s*["}]|\[\s*[[{"\]])/);

function requireTable(answer: Answer, host: string, now: number): void {
	const { status, headers } = answer;
	const wait = retryAfterMs(headers['retry-after'], now);
	if (status === 429 || (status === 503 && wait !== null)) throw new FeedError({ code: 'busy', host }, wait ?? 'later');
	if (status === 401 || status === 403) throw new FeedError({ code: 'denied', host, status });
	if (status === 404 || status === 410) throw new FeedError({ code: 'gone', host, status });
	if (status !== 200) throw new FeedError({ code: 'failed', host, status }, status >= 500 ? 'soon' : 'later');
	if (isPage(answer)) throw new FeedError({ code: 'page' });
	if (isJson(answer)) throw new FeedError({ code: 'json' });
	if (answer.body.length === 0) throw new FeedError({ code: 'empty' }, 'soon');
}

/** A header that others would take for ours, or that would break the next, is none. */
const validator = (text: string | undefined): string | null => (text !== undefined && text.length <= longestValidator && /^[\x20-\x7e]+$/.test(text) ? text : null);

/** Null when the sheet is as it is known. @throws FeedError, or what `signal` says when it is given up. */
export async function fetchSheet(address: string, header: FeedHeader | null, { hosts, now, signal, known, resolve, connectMs = usualConnectMs, wholeMs = usualWholeMs, mostBytes = largestFeed }: Fetching): Promise<FetchedSheet | null> {
	const first = feedAddress(address, hosts);
	const until = performance.now() + wholeMs;
	let url = first;
	for (let hops = 0; ; hops += 1) {
		const host = hostOf(url);
		// What it said of its answer is told to this address alone, and kept of it alone: elsewhere it means nothing.
		const isFirst = hops === 0;
		const told = isFirst ? known : undefined;
		const mayReach = requireListed(url, hosts);
		const answer = await ask(url, {
			method: 'GET',
			headers: {
				Accept: 'text/csv, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, text/plain;q=0.9, */*;q=0.5',
				'Accept-Encoding': 'gzip',
				...(told?.etag ? { 'If-None-Match': told.etag } : {}),
				...(told?.modified ? { 'If-Modified-Since': told.modified } : {}),
				...(header && url.origin === first.origin ? { [header.name]: header.value } : {}),
			},
			mayReach, mostBytes, connectMs, signal,
			wholeMs: Math.max(1, until - performance.now()),
			...(resolve ? { resolve } : {}),
		}).catch((error: unknown) => {
			throw asFeedError(error, host);
		});
		if (answer.status === 304 && told) return null;
		const { location } = answer.headers;
		if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) {
			requireTable(answer, host, now);
			const { headers, body } = answer;
			const [etag, modified] = isFirst ? [validator(headers.etag), validator(headers['last-modified'])] : [null, null];
			return { bytes: body, digest: createHash('sha256').update(body).digest('base64url'), etag, modified };
		}
		if (hops === mostRedirects) throw new FeedError({ code: 'circles' });
		url = nextHop(location, url, hosts);
	}
}

/** @throws FeedError when it leads where nothing may be fetched. */
function nextHop(location: string, from: URL, hosts: readonly AllowedHost[]): URL {
	if (!URL.canParse(location, from)) throw new FeedError({ code: 'circles' });
	const next = new URL(location, from);
	const host = hostOf(next);
	if (signIns.includes(host)) throw new FeedError({ code: 'sign_in', host: hostOf(from) });
	next.hash = '';
	if (host !== '' && !host.includes(':')) next.hostname = host;
	// What was asked in secret is not asked on in the open.
	const isWorse = from.protocol === 'https:' && next.protocol !== 'https:';
	const isNamed = next.username + next.password !== '';
	if (isWorse || isNamed || reachOf(next, hosts) === null) throw new FeedError({ code: 'elsewhere', host: host === '' ? next.protocol : `${isNamed ? '…@' : ''}${hostText(next)}` });
	return next;
}
