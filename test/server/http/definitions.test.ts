/** The page of definitions: for everybody, with figures for who is signed in; and the codes by which a phone comes to it. */
import { expect, test } from 'vitest';
import { metricIds } from '../../../server/metrics/catalogue.ts';
import { givenServer, withKey } from './support.ts';

const deals = [{ external_id: 'D-1', owner: 'ana@x.example', status: 'won', amount: '1234.00', closed: '2026-11-20' }, { external_id: 'D-2', owner: 'ana@x.example', status: 'lost', closed: '2026-11-20' }];

test('without an account it defines every metric and shows no figure; with a session it shows those of the company', async () => {
	const { call, session } = await givenServer({ env: { LOCALE: 'en-GB' } });
	expect((await call('POST', '/api/v1/facts', { body: { source: 'crm', deals }, headers: withKey })).status).toBe(200);
	const plain = await call('GET', '/definitions');
	expect([plain.status, plain.headers['content-type'], plain.headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
	for (const id of metricIds) expect(plain.text).toContain(`<article id="${id}">`);
	expect(plain.text).toContain('<dt>Formula</dt><dd>Deals won ÷ (deals won + deals lost), among those closed in the period.</dd>');
	expect(plain.text).toContain('<dt>Kind</dt><dd>Objective · lagging · per cent · more is better</dd>');
	expect(plain.text).not.toMatch(/1,234|class="today"/);
	// A key reads figures elsewhere, and a page is for people.
	expect((await call('GET', '/definitions', { headers: withKey })).text).not.toContain('class="today"');

	const { text } = await call('GET', '/definitions', { headers: session() });
	expect(text).toContain('The figures are of the whole company, November 2026, as of 23 Nov 2026 10:00.');
	expect(text).toMatch(/<article id="sales">\s*<header>.*€1,234/);
	// [M9] Small numbers speak.
	expect(text).toMatch(/<article id="win_rate">\s*<header>.*1 of 2.*50%/);
});

test('it speaks the language of the workspace, and what ops call it is text and nothing else', async () => {
	const { call, server, now } = await givenServer({ env: { LOCALE: 'sv-SE' } });
	server.wall().journal.apply('settings changed', { set: { name: '<script>alert(1)</script> & "Söner"' } }, { at: now.ms, author: 'ops' });
	const { text } = await call('GET', '/definitions');
	expect(text).toContain('<html lang="sv">');
	expect(text).toContain('Varje siffra som &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Söner&quot; kan visa');
	expect(text).not.toContain('<script');
});

test('a code leads to the definition at the address by which the wall came; of what there is not, there is none', async () => {
	const { call } = await givenServer();
	const { status, text, headers } = await call('GET', '/definitions/win_rate.svg', { headers: { Host: 'wall.test:4000' } });
	expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
	const { encode } = await import('uqr');
	const { size } = encode('http://wall.test:4000/definitions#win_rate', { ecc: 'M', border: 0 });
	expect(text).toContain(`viewBox="-4 -4 ${size + 8} ${size + 8}"`);
	expect(text).not.toBe((await call('GET', '/definitions/win_rate.svg', { headers: { Host: 'other.test:4000' } })).text);
	for (const path of ['/definitions/luck.svg', '/definitions/win_rate', '/definitions/win_rate.png', '/definitions/..%2f.svg', '/definitions/%3Cscript%3E.svg']) expect([path, (await call('GET', path)).json.error]).toEqual([path, 'not_found']);
});
