/** A mail server that takes what it is given, as far as a client needs one to talk to. */
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';

export interface Mail {
	from: string;
	to: string[];
	/** Headers and text as they were sent, with what was encoded decoded. */
	text: string;
}

export interface MailServer {
	port: number;
	mails: Mail[];
	/** All that clients have said. */
	said: string[];
	close: () => Promise<void>;
}

interface Wished {
	/** Answers recipients with this. */
	refusesWith?: string;
	/** Offers to take a password, without TLS. */
	offersAuth?: boolean;
	/** Says nothing, ever. */
	hangs?: boolean;
	/** Speaks TLS from the first byte. */
	tls?: { key: string; cert: string };
}

const decoded = (text: string): string =>
	text
		.replace(/\?=\r\n =\?UTF-8\?Q\?/gi, '')
		.replace(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_whole, coded: string) => coded.replace(/_/g, ' '))
		.replace(/=\r\n/g, '')
		.replace(/((?:=[0-9A-F]{2})+)/g, (coded) => Buffer.from(coded.replace(/=/g, ''), 'hex').toString('utf8'));

export async function givenMailServer({ refusesWith, offersAuth = false, hangs = false, tls }: Wished = {}): Promise<MailServer> {
	const mails: Mail[] = [];
	const said: string[] = [];
	const open = new Set<Socket>();
	const talk = (socket: Socket): void => {
		open.add(socket);
		socket.on('error', () => undefined);
		socket.on('close', () => open.delete(socket));
		if (hangs) return;
		let mail: Mail = { from: '', to: [], text: '' };
		let waiting = '';
		let isText = false;
		const answer = (line: string): void => void socket.write(`${line}\r\n`);
		const hear = (line: string): void => {
			said.push(line);
			const [, address = ''] = /<([^>]*)>/.exec(line) ?? [];
			if (/^EHLO/i.test(line)) answer(offersAuth ? '250-mail.example\r\n250 AUTH PLAIN LOGIN' : '250 mail.example');
			else if (/^MAIL/i.test(line)) {
				mail = { from: address, to: [], text: '' };
				answer('250 ok');
			} else if (/^RCPT/i.test(line)) {
				mail.to.push(address);
				answer(refusesWith ?? '250 ok');
			} else if (/^DATA/i.test(line)) {
				isText = true;
				answer('354 go on');
			} else if (/^QUIT/i.test(line)) {
				answer('221 bye');
				socket.end();
			} else if (/^AUTH/i.test(line)) answer('235 ok');
			else if (/^(RSET|NOOP)/i.test(line)) answer('250 ok');
			else answer('502 unknown');
		};
		socket.on('data', (chunk) => {
			waiting += chunk.toString('utf8');
			for (;;) {
				const end = isText ? waiting.indexOf('\r\n.\r\n') : waiting.indexOf('\r\n');
				if (end < 0) return;
				const heard = waiting.slice(0, end);
				waiting = waiting.slice(end + (isText ? 5 : 2));
				if (isText) {
					isText = false;
					mails.push({ ...mail, text: decoded(heard) });
					answer('250 taken');
				} else hear(heard);
			}
		});
		answer('220 mail.example');
	};
	const server = tls ? createTlsServer(tls, talk).on('tlsClientError', () => undefined) : createServer(talk);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = async (): Promise<void> => {
		for (const socket of open) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	};
	onTestFinished(close);
	// A TCP server has an address of this form.
	return { port: (server.address() as AddressInfo).port, mails, said, close };
}
