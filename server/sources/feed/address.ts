/** The address of a sheet as somebody pastes it, which is often that of its editor: what gives the table itself, and whether it may be asked. */
import { hostOf, reachOf, type AllowedHost } from '../../allowed-hosts.ts';
import { FeedError } from './feed-error.ts';

const longest = 2_000;

/** Google: the editor, and what is published as a web page, give the same sheet as CSV at an address beside theirs. */
function fromGoogle(url: URL): URL {
	const [, id] = /^\/spreadsheets\/(?:u\/\d+\/)?d\/([\w-]+)\/(?:edit|view|htmlview|preview)?$/.exec(`${url.pathname}${/\/d\/[\w-]+$/.test(url.pathname) ? '/' : ''}`) ?? [];
	const [, published] = /^\/spreadsheets\/d\/(e\/[\w-]+)\/pubhtml$/.exec(url.pathname) ?? [];
	if (id === undefined && published === undefined) return url;
	const tab = new URLSearchParams(url.hash.slice(1)).get('gid') ?? url.searchParams.get('gid');
	const made = new URL(id === undefined ? `/spreadsheets/d/${published}/pub` : `/spreadsheets/d/${id}/export`, url);
	made.searchParams.set(id === undefined ? 'output' : 'format', 'csv');
	if (tab !== null) made.searchParams.set('gid', tab);
	if (id === undefined) made.searchParams.set('single', 'true');
	return made;
}

/** Microsoft: a link to share opens the editor, unless it is asked for the file. */
function fromMicrosoft(url: URL): URL {
	if (!/^\/:x:\//.test(url.pathname)) return url;
	const made = new URL(url);
	made.searchParams.set('download', '1');
	return made;
}

/** @throws FeedError when it is no address that may be asked. */
export function feedAddress(text: string, hosts: readonly AllowedHost[]): URL {
	if (text.length > longest || !URL.canParse(text)) throw new FeedError({ code: 'address' });
	const written = new URL(text);
	if (!/^https?:$/.test(written.protocol) || written.hostname === '') throw new FeedError({ code: 'address' });
	if (written.username + written.password !== '') throw new FeedError({ code: 'password' });
	written.hostname = hostOf(written).includes(':') ? written.hostname : hostOf(written);
	const url = written.hostname === 'docs.google.com' ? fromGoogle(written) : fromMicrosoft(written);
	url.hash = '';
	requireListed(url, hosts);
	return url;
}

/** As the list of hosts has it. */
export const hostText = (url: URL): string => (url.protocol === 'http:' ? `http://${url.host}` : url.host);

/** Which addresses may be connected to for it. @throws FeedError when its host is not on the list. */
export function requireListed(url: URL, hosts: readonly AllowedHost[]): (address: string) => boolean {
	const reach = reachOf(url, hosts);
	if (!reach) throw new FeedError({ code: 'unlisted', host: hostText(url) });
	return reach;
}
