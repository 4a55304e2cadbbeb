/**
 * What kind of place an IP address is, in whatever clothes it comes: IPv4 within IPv6, by NAT64 or 6to4 is what it stands for. What is not
 * known to be public is not public.
 */
import { BlockList, isIP } from 'node:net';

/** `here`: this machine; `link`: this network cable alone, where clouds keep the secrets of their machines; `many`: more than one. */
export type AddressKind = 'public' | 'lan' | 'here' | 'link' | 'many' | 'reserved';

type Special = Exclude<AddressKind, 'public'>;

const subnets: Record<Special, readonly string[]> = {
	here: ['0.0.0.0/8', '127.0.0.0/8', '::/96'],
	// The last four are where clouds answer their machines.
	link: ['169.254.0.0/16', 'fe80::/10', '100.100.100.200/32', '168.63.129.16/32', 'fd00:ec2::254/128', 'fd20:ce::254/128'],
	many: ['224.0.0.0/4', '255.255.255.255/32', 'ff00::/8'],
	lan: ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10'],
	reserved: ['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4', '2001::/23', '2001:db8::/32', '3fff::/20'],
};

const listOf = (nets: readonly string[]): BlockList => {
	const list = new BlockList();
	for (const net of nets) {
		const [address = '', bits] = net.split('/');
		list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
	}
	return list;
};
const special = (['here', 'link', 'many', 'lan', 'reserved'] as const).map((kind) => ({ kind, list: listOf(subnets[kind]) }));
const global = listOf(['2000::/3']);

/** The eight numbers of an address of the sixth version. */
function groupsOf(address: string): number[] {
	// As URLs have it there is no IPv4 left in it.
	const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
	const numbers = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
	const [before, after] = [numbers(head), numbers(tail ?? '')];
	return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

/** The IPv4 address that one of the sixth version stands for, or null. */
function within(address: string): string | null {
	const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groupsOf(address);
	const written = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');
	if (a === 0x2002) return written(b, c);
	const isMapped = a + b + c + d === 0 && ((e === 0 && f === 0xffff) || (e === 0xffff && f === 0));
	const isNat64 = a === 0x64 && b === 0xff9b && c + d + e + f === 0;
	return isMapped || isNat64 ? written(g, h) : null;
}

/** Whatever is no address is reserved. */
export function kindOf(address: string): AddressKind {
	const [plain = ''] = address.replace(/^\[|\]$/g, '').split('%');
	const family = isIP(plain);
	if (family === 0) return 'reserved';
	if (family === 6) {
		const inner = within(plain);
		if (inner !== null) return kindOf(inner);
	}
	const version = family === 6 ? 'ipv6' : 'ipv4';
	const found = special.find(({ list }) => list.check(plain, version));
	return found?.kind ?? (family === 4 || global.check(plain, version) ? 'public' : 'reserved');
}
