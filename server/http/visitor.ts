/** Who is at the other end, for whoever looks at sessions and at the record of who came in: what the connection and the browser say of it. */
import type { Request } from 'express';
import type { Visitor } from '../floor/sessions.ts';
import { readPeer } from '../push/peer.ts';
import type { AppContext } from './context.ts';

/** The first that fits: browsers name those that they want to be taken for, too. */
const browsers: [RegExp, string][] = [
	[/\bEdg(?:e|A|iOS)?\//, 'Edge'],
	[/\bOPR\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\b(?:Firefox|FxiOS)\//, 'Firefox'],
	[/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
	[/\bSafari\//, 'Safari'],
];
const machines: [RegExp, string][] = [
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bWindows\b/, 'Windows'],
	[/\bMacintosh\b/, 'Mac'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bLinux\b/, 'Linux'],
];
const named = (list: typeof browsers, text: string): string[] => list.filter(([pattern]) => pattern.test(text)).slice(0, 1).map(([, name]) => name);

/** `Firefox, Windows`: as it calls itself. */
export const browserOf = (userAgent = ''): string => [...named(browsers, userAgent), ...named(machines, userAgent)].join(', ');

export function visitorOf(request: Request, { config }: Pick<AppContext, 'config'>): Visitor {
	const { ip } = readPeer(request, config.trustProxy);
	// As people write it, also where a socket takes both kinds of addresses.
	return { address: ip.replace(/^::ffff:(?=\d+\.)/i, '').slice(0, 64), browser: browserOf(request.headers['user-agent']) };
}
