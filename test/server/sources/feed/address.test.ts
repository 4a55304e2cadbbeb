import { expect, test } from 'vitest';
import { hostsIn, usualHosts } from '../../../../server/allowed-hosts.ts';
import { feedAddress } from '../../../../server/sources/feed/address.ts';
import { FeedError } from '../../../../server/sources/feed/feed-error.ts';

const hosts = [...(hostsIn(usualHosts) ?? []), ...(hostsIn('http://127.0.0.1:9000') ?? [])];
const made = (text: string): string => {
	try {
		return feedAddress(text, hosts).href;
	} catch (error) {
		if (error instanceof FeedError) return error.trouble.code;
		throw error;
	}
};
const google = 'https://docs.google.com/spreadsheets';

test.each([
	[`${google}/d/e/2PACX-1v/pub?gid=3&single=true&output=csv`, `${google}/d/e/2PACX-1v/pub?gid=3&single=true&output=csv`],
	[`${google}/d/e/2PACX-1v/pubhtml`, `${google}/d/e/2PACX-1v/pub?output=csv&single=true`],
	[`${google}/d/e/2PACX-1v/pubhtml?gid=3&single=true`, `${google}/d/e/2PACX-1v/pub?output=csv&gid=3&single=true`],
	[`${google}/d/1AbC_-x/edit#gid=42`, `${google}/d/1AbC_-x/export?format=csv&gid=42`],
	[`${google}/d/1AbC_-x/edit?usp=sharing`, `${google}/d/1AbC_-x/export?format=csv`],
	[`${google}/d/1AbC_-x/edit?gid=7#gid=7`, `${google}/d/1AbC_-x/export?format=csv&gid=7`],
	[`${google}/u/1/d/1AbC_-x/edit`, `${google}/d/1AbC_-x/export?format=csv`],
	[`${google}/d/1AbC_-x`, `${google}/d/1AbC_-x/export?format=csv`],
	[`${google}/d/1AbC_-x/export?format=csv&gid=1`, `${google}/d/1AbC_-x/export?format=csv&gid=1`],
	[`${google}/d/1AbC_-x/gviz/tq?tqx=out:csv&sheet=Deals`, `${google}/d/1AbC_-x/gviz/tq?tqx=out:csv&sheet=Deals`],
	['https://acme.sharepoint.com/:x:/g/personal/ana/Eabc?e=1', 'https://acme.sharepoint.com/:x:/g/personal/ana/Eabc?e=1&download=1'],
	['https://DOCS.Google.com./a#part', 'https://docs.google.com/a'],
	['http://127.0.0.1:9000/a.csv', 'http://127.0.0.1:9000/a.csv'],
])('%s is asked as %s', (pasted, asked) => {
	expect(made(pasted)).toBe(asked);
});

test.each([
	['deals', 'address'],
	['docs.google.com/spreadsheets', 'address'],
	['file:///etc/passwd', 'address'],
	['ftp://docs.google.com/a', 'address'],
	['javascript:alert(1)', 'address'],
	['gopher://127.0.0.1:6379/_', 'address'],
	[`https://docs.google.com/${'a'.repeat(2_000)}`, 'address'],
	['https://ana:secret@docs.google.com/a', 'password'],
	['https://ana@docs.google.com/a', 'password'],
	['http://docs.google.com/a', 'unlisted'],
	['https://intranet.example/a', 'unlisted'],
	['https://169.254.169.254/latest', 'unlisted'],
	['https://docs.google.com@169.254.169.254/latest', 'password'],
	['https://docs.google.com.evil.example/a', 'unlisted'],
	['https://docs.google.com:8443/a', 'unlisted'],
	['http://127.0.0.1:9001/a.csv', 'unlisted'],
	['https://doc\u00e9s.google.com/a', 'unlisted'],
	['https://ｄocs.google.com/a', 'https://docs.google.com/a'],
])('[check 36] %s: %s', (pasted, said) => {
	expect(made(pasted)).toBe(said);
});
