/**
 * Hosts that sheets may be fetched from. A name, or all below one (`*.example.com`), is asked by https alone and must have a public address.
 * What is written with its scheme (`http://10.0.0.5:8080`, `https://files.lan`) is meant just so, and may be on the LAN; on this machine only
 * where the address itself says that. Where clouds keep the secrets of their machines nothing leads.
 */
import { isIP } from 'node:net';
import { kindOf } from './address-kinds.ts';

export interface AllowedHost {
	/** As it was written, for people. */
	text: string;
	/** In lower case and ASCII, without a dot at its end. */
	name: string;
	/** All below the name, and not the name. */
	isWild: boolean;
	protocol: 'http:' | 'https:';
	/** Empty: the usual one of the protocol. */
	port: string;
	/** Written with its scheme. */
	isExact: boolean;
}

/** Where Google and Microsoft give sheets that are published or shared by a link, and where they lead to. */
export const usualHosts = 'docs.google.com,*.googleusercontent.com,*.sharepoint.com,onedrive.live.com,1drv.ms,*.1drv.com,my.microsoftpersonalcontent.com';

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
/** The same host may be written with a dot at its end. */
export const hostOf = ({ hostname }: URL): string => bare(hostname).replace(/\.$/, '');

const isLocalhost = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost');
const isOnlyHere = (name: string): boolean => isLocalhost(name) || (isIP(name) !== 0 && kindOf(name) === 'here' && !/^(0\.|::$)/.test(name));

function hostIn(text: string): AllowedHost | null {
	const [, scheme = '', wild = '', rest = ''] = /^(https?:\/\/)?(\*\.)?([^*]+)$/i.exec(text) ?? [];
	const isExact = scheme !== '';
	const address = `${isExact ? scheme : 'https://'}${rest}`;
	if (!URL.canParse(address)) return null;
	const url = new URL(address);
	const name = hostOf(url);
	const isBare = url.pathname === '/' && url.search + url.hash + url.username + url.password === '' && !/[/?#@]$/.test(rest);
	if (!isBare || name === '' || name.includes('..')) return null;
	const isNumber = isIP(name) !== 0;
	// `*.com` would be half of all there are.
	if (wild !== '' && (isExact || isNumber || !name.includes('.'))) return null;
	if (!isExact && (isNumber || isLocalhost(name))) return null;
	if (isNumber && !['public', 'lan'].includes(kindOf(name)) && !isOnlyHere(name)) return null;
	return { text, name, isWild: wild !== '', protocol: url.protocol === 'http:' ? 'http:' : 'https:', port: url.port, isExact };
}

/** Null when one of them is no host. */
export function hostsIn(text: string): AllowedHost[] | null {
	const words = text.split(',').map((word) => word.trim()).filter((word) => word !== '');
	if (words.length === 1 && words[0]?.toLowerCase() === 'none') return [];
	const hosts = words.map(hostIn);
	return hosts.length > 100 || hosts.includes(null) ? null : hosts.filter((host) => host !== null);
}

/** Which addresses may be connected to for a URL; null when its host is not on the list. */
export function reachOf(url: URL, hosts: readonly AllowedHost[]): ((address: string) => boolean) | null {
	const name = hostOf(url);
	const found = hosts.filter((host) => host.protocol === url.protocol && host.port === url.port && (host.isWild ? name.endsWith(`.${host.name}`) : name === host.name));
	if (found.length === 0) return null;
	const isExact = found.some((host) => host.isExact);
	const isHere = isExact && isOnlyHere(name);
	return (address) => {
		const kind = kindOf(address);
		return kind === 'public' || (isExact && kind === 'lan') || (isHere && kind === 'here');
	};
}
