import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createMail } from '../../../server/alerts/mail.ts';
import type { Notice } from '../../../server/alerts/notice.ts';
import { givenCertificate } from '../../support/certificate.ts';
import { givenMailServer } from '../../support/smtp.ts';

const notice: Notice = { title: 'North & Sons: behöver ses till: Lobby', text: 'Lobby har varit borta sedan 10:02.\nHall också.', kind: 'dead', subject: 'screen:1', since: null, incidents: [] };
const never = (): AbortSignal => new AbortController().signal;
const to = ['ops@example.com', 'it@example.com'];
const mailTo = (server: string) => createMail({ to, from: 'wall@example.com', server: new URL(server) });

test('a notice reaches every address, with its subject and text', async () => {
	const { port, mails } = await givenMailServer();
	await mailTo(`smtp://127.0.0.1:${port}`)(notice, never());
	expect(mails).toMatchObject([{ from: 'wall@example.com', to }]);
	expect(mails[0]?.text).toMatch(/^Subject: North & Sons: behöver ses till: Lobby/m);
	expect(mails[0]?.text).toContain('Lobby har varit borta sedan 10:02.\r\nHall också.');
	expect(mails[0]?.text).toMatch(/^From: Floorcast <wall@example\.com>/m);
});

test('a password is never sent in the clear, and never said', async () => {
	const { port, said, mails } = await givenMailServer({ offersAuth: true });
	const failure = await mailTo(`smtp://wall:hush-hush@127.0.0.1:${port}?requireTLS=false&tls.rejectUnauthorized=false`)(notice, never()).catch(String);
	expect(failure).toMatch(/^Error: 127\.0\.0\.1 did not take the mail/);
	expect(`${failure} ${said.join(' ')}`).not.toMatch(/hush|AUTH|aHVzaC1odXNo/);
	expect(mails).toEqual([]);
});

test('[check 37] a server whose certificate nobody vouches for is told no password, whatever the environment says', async () => {
	const { cert, key } = givenCertificate();
	const { port, said, mails } = await givenMailServer({ offersAuth: true, tls: { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') } });
	onTestFinished(() => void vi.unstubAllEnvs());
	for (const verifies of ['1', '0']) {
		vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', verifies);
		await expect(mailTo(`smtps://wall:hush-hush@127.0.0.1:${port}`)(notice, never())).rejects.toThrow('127.0.0.1 did not take the mail (ESOCKET)');
	}
	expect([said, mails]).toEqual([[], []]);
});

test('a server that refuses, or is not there, is named with its reason', async () => {
	const refusing = await givenMailServer({ refusesWith: '550 no such user' });
	await expect(mailTo(`smtp://127.0.0.1:${refusing.port}`)(notice, never())).rejects.toThrow('127.0.0.1 did not take the mail (EENVELOPE 550)');
	await refusing.close();
	await expect(mailTo(`smtp://127.0.0.1:${refusing.port}`)(notice, never())).rejects.toThrow(/did not take the mail \(ESOCKET|ECONNECTION|ECONNREFUSED/);
});

test('one that hangs is let go when the server stops', async () => {
	const { port } = await givenMailServer({ hangs: true });
	const stopping = new AbortController();
	const sending = mailTo(`smtp://127.0.0.1:${port}`)(notice, stopping.signal).catch(String);
	setTimeout(() => stopping.abort(), 200);
	const began = performance.now();
	await sending;
	expect(performance.now() - began).toBeLessThan(2_000);
});
