/** What goes wrong on our side: said plainly, without its innards, and never swallowed. */
import { expect, test } from 'vitest';
import { givenServer, refusal, withKey, type Given } from './support.ts';

const fail = ({ server }: Given, error: unknown): void => {
	server.wall().take = () => {
		throw error;
	};
};
const sqlite = (code: string): Error => Object.assign(new Error('disk I/O error at /secret/place'), { code });
const pushTo = ({ call }: Given) => call('POST', '/api/v1/facts', { body: { source: 'crm' }, headers: withKey });

test('a mistake of ours is a bare 500, and the server goes on', async () => {
	const given = await givenServer();
	fail(given, new TypeError('cannot read secret of undefined'));
	const { status, json, text } = await pushTo(given);
	expect([status, json.error]).toEqual([500, 'internal']);
	expect(text).not.toContain('secret');
	expect((await given.call('GET', '/healthz')).status).toBe(200);
});

test('a full disk is a 507, and the next push is tried again', async () => {
	const given = await givenServer();
	const { take } = given.server.wall();
	fail(given, sqlite('SQLITE_FULL'));
	const { status, json } = await pushTo(given);
	expect([status, json.error]).toEqual([507, 'disk_full']);
	given.server.wall().take = take;
	expect((await pushTo(given)).status).toBe(200);
	expect(given.fatal).toEqual([]);
});

test.each(['SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC', 'SQLITE_CORRUPT', 'SQLITE_NOTADB'])('after %s nothing more is acknowledged, and whoever started the server is told once', async (code) => {
	const given = await givenServer();
	const { take } = given.server.wall();
	fail(given, sqlite(code));
	const { status, json, text } = await pushTo(given);
	expect([status, json.error]).toEqual([503, 'disk_failure']);
	expect(text).not.toContain('secret');
	given.server.wall().take = take;
	expect((await pushTo(given)).json).toMatchObject({ error: 'stopping' });
	expect((await given.call('GET', '/healthz')).status).toBe(503);
	expect(given.fatal).toHaveLength(1);
});

test('[R4] a screen that cannot be looked up is not told that it is unknown: it would throw its token away', async () => {
	const given = await givenServer();
	const { token } = await given.pairScreen(given.session());
	given.server.wall().screens.screenOf = () => {
		throw sqlite('SQLITE_IOERR_READ');
	};
	expect(await refusal(given.connect({ token }))).toBe('failed');
	expect(given.fatal).toHaveLength(1);
});
