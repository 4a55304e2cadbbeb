import { networkInterfaces } from 'node:os';

/** The addresses by which the server can be reached, the LAN's first; over TLS those that its certificate is for, if it names any. */
export function addressesOf(host: string, port: number, certificate: { hosts: string[] } | null): string[] {
	const isEverywhere = host === '0.0.0.0' || host === '::' || host === '';
	const lan = Object.values(networkInterfaces())
		.flatMap((addresses) => addresses ?? [])
		.filter(({ family, internal }) => family === 'IPv4' && !internal)
		.map(({ address }) => address);
	const reached = isEverywhere ? [...lan, 'localhost'] : [host.includes(':') ? `[${host}]` : host];
	const hosts = certificate !== null && certificate.hosts.length > 0 ? certificate.hosts : reached;
	return hosts.map((one) => new URL(`${certificate === null ? 'http' : 'https'}://${one}:${port}`).origin);
}
