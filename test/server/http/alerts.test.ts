/** Alerts over the interface of a whole server, and a real mail server. */
import { expect, test } from 'vitest';
import { givenMailServer } from '../../support/smtp.ts';
import { givenServer, type Given } from './support.ts';

const givenAlerts = async (): Promise<{ given: Given; mail: Awaited<ReturnType<typeof givenMailServer>> }> => {
	const mail = await givenMailServer();
	const env = { ALERT_EMAIL: 'ops@example.com, it@example.com', SMTP_URL: `smtp://127.0.0.1:${mail.port}`, SMTP_FROM: 'wall@example.com', ALERT_WEBHOOK: 'http://localhost:9/hooks/hush-hush' };
	return { given: await givenServer({ env }), mail };
};

test('where alerts go is said without what is secret, and a test of the administrator arrives, or says why not', async () => {
	const { given, mail } = await givenAlerts();
	const headers = given.session();
	expect((await given.call('GET', '/api/v1/alerts', { headers })).json).toEqual({
		channels: [
			{ kind: 'webhook', to: 'localhost', sentAt: null, lastError: null },
			{ kind: 'email', to: '2 × example.com', sentAt: null, lastError: null },
		],
	});
	const { status, json, text } = await given.call('POST', '/api/v1/alerts/test', { body: {}, headers });
	expect([status, json]).toEqual([
		200,
		{
			channels: [
				{ kind: 'webhook', to: 'localhost', sentAt: null, lastError: { at: '2026-11-23T09:00:00Z', message: 'localhost is this machine, of its link only, or of many' } },
				{ kind: 'email', to: '2 × example.com', sentAt: '2026-11-23T09:00:00Z', lastError: null },
			],
		},
	]);
	expect(text).not.toContain('hush');
	expect(mail.mails).toMatchObject([{ to: ['ops@example.com', 'it@example.com'] }]);
	expect(mail.mails[0]?.text).toContain('alerts from Floorcast arrive here');
	expect((await given.call('POST', '/api/v1/alerts/test', { body: {}, headers })).status).toBe(429);
	// Nobody decided anything.
	expect(JSON.stringify(given.server.wall().journal.entries({ kinds: ['alert'], limit: 9 }))).toBe('[]');
});

test('without anywhere to go, a test is a 409', async () => {
	const given = await givenServer();
	const headers = given.session();
	expect((await given.call('GET', '/api/v1/alerts', { headers })).json).toEqual({ channels: [] });
	expect((await given.call('POST', '/api/v1/alerts/test', { body: {}, headers })).json).toMatchObject({ error: 'nowhere' });
	expect((await given.call('POST', '/api/v1/alerts/test', { body: { to: 'me' }, headers })).json).toMatchObject({ error: 'bad_input', field: 'body' });
});
