import { networkInterfaces } from 'node:os';

/** The addresses by which the server can be reached, the LAN's first. */
export function addressesOf(host: string, port: number): string[] {
	const isEverywhere = host === '0.0.0.0' || host === '::' || host === '';
	const lan = Object.values(networkInterfaces())
		.flatMap((addresses) => addresses ?? [])
		.filter(({ family, internal }) => family === 'IPv4' && !internal)
		.map(({ address }) => address);
	const hosts = isEverywhere ? [...lan, 'localhost'] : [host.includes(':') ? `[${host}]` : host];
	return hosts.map((one) => `http://${one}:${port}`);
}
