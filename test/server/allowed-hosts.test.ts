import { expect, test } from 'vitest';
import { hostsIn, reachOf, usualHosts, type AllowedHost } from '../../server/allowed-hosts.ts';
import { readConfig } from '../../server/config.ts';
import { ConfigError } from '../../server/errors.ts';

const listed = (text: string): AllowedHost[] => {
	const hosts = hostsIn(text);
	if (!hosts) throw new Error(`no hosts: ${text}`);
	return hosts;
};
/** Whether it may be asked, and if so, of which kinds its address may be. */
const reach = (url: string, hosts: string): string => {
	const mayReach = reachOf(new URL(url), listed(hosts));
	const kinds = { public: '8.8.8.8', lan: '10.0.0.5', here: '127.0.0.1', link: '169.254.169.254', many: '224.0.0.1', reserved: '192.0.2.1' };
	return mayReach === null ? 'never' : Object.entries(kinds).filter(([, address]) => mayReach(address)).map(([kind]) => kind).join(' ');
};

test.each([
	['https://docs.google.com/x', usualHosts, 'public'],
	['https://DOCS.google.com./x', usualHosts, 'public'],
	['https://doc-0k-sheets.googleusercontent.com/x', usualHosts, 'public'],
	['https://company.sharepoint.com/:x:/g/1', usualHosts, 'public'],
	['https://googleusercontent.com/x', usualHosts, 'never'],
	['https://googleusercontent.com.evil.example/x', usualHosts, 'never'],
	['https://evilgoogleusercontent.com/x', usualHosts, 'never'],
	['http://docs.google.com/x', usualHosts, 'never'],
	['https://docs.google.com:8443/x', usualHosts, 'never'],
	['https://8.8.8.8/x', usualHosts, 'never'],
	['https://127.0.0.1/x', usualHosts, 'never'],
	['https://bücher.example/x', 'xn--bcher-kva.example', 'public'],
	['https://xn--bcher-kva.example/x', 'Bücher.example', 'public'],
	['https://files.example.com:8443/x', 'files.example.com:8443', 'public'],
	['https://files.example.com/x', 'files.example.com:8443', 'never'],
	// What is written with its scheme may be on the LAN, and is never where clouds keep secrets.
	['http://10.0.0.5:8080/x', 'http://10.0.0.5:8080', 'public lan'],
	['http://10.0.0.5/x', 'http://10.0.0.5:8080', 'never'],
	['https://10.0.0.5:8080/x', 'http://10.0.0.5:8080', 'never'],
	['https://files.lan/x', 'https://files.lan', 'public lan'],
	['http://nas/x', 'http://nas', 'public lan'],
	// This machine, only where the address says so itself.
	['http://127.0.0.1:9000/x', 'http://127.0.0.1:9000', 'public lan here'],
	['http://localhost:9000/x', 'http://localhost:9000', 'public lan here'],
	['http://[::1]:9000/x', 'http://[::1]:9000', 'public lan here'],
	['http://2130706433:9000/x', 'http://127.0.0.1:9000', 'public lan here'],
	['http://0x7f.0.0.1:9000/x', 'http://10.0.0.5', 'never'],
])('[check 36] %s with the hosts %s: %s', (url, hosts, kinds) => {
	expect(reach(url, hosts)).toBe(kinds);
});

test.each(['*', '*.com', '10.0.0.5', 'localhost', 'http://169.254.169.254', 'http://2852039166', 'http://[fe80::1]', 'http://[::ffff:169.254.169.254]', 'http://0.0.0.0', 'http://[::]', 'http://224.0.0.1', 'https://a:b@files.example.com', 'files.example.com/folder', 'https://files.example.com/', 'https://*.example.com', 'ftp://files.example.com', 'a b', 'a..example.com', 'docs.google.com, *'])(
	'[check 36] %s is no host to be listed, and the server says so before it starts',
	(hosts) => {
		expect(hostsIn(hosts)).toBeNull();
		expect(() => readConfig({ FEED_HOSTS: hosts })).toThrow(ConfigError);
		expect(() => readConfig({ FEED_HOSTS: hosts })).toThrow('FEED_HOSTS: expected hosts such as docs.google.com');
	},
);

test('without a setting, or an empty one, Google and Microsoft may be asked; with none, nobody', () => {
	for (const env of [{}, { FEED_HOSTS: '' }]) expect(readConfig(env).feedHosts.map(({ text }) => text)).toEqual(usualHosts.split(','));
	expect(readConfig({ FEED_HOSTS: 'none' }).feedHosts).toEqual([]);
});
