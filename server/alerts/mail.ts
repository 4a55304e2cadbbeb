/** Sends a notice as a mail. Options in the address are not heeded: none turns off that certificates are verified. */
import type { MailConfig } from '../config.ts';
import type { SendNotice } from './webhook.ts';

const withinMs = 10_000;

/** "EAUTH 535". */
const reasonOf = (error: unknown): string => {
	if (typeof error !== 'object' || error === null) return 'unknown';
	const { code, responseCode }: { code?: unknown; responseCode?: unknown } = error;
	return [code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ') || 'unknown';
};

export function createMail({ to, from, server }: MailConfig): SendNotice {
	const secure = server.protocol === 'smtps:';
	const [user, pass] = [decodeURIComponent(server.username), decodeURIComponent(server.password)];
	// It takes megabytes, for whoever has alerts mailed.
	const mailer = import('nodemailer');
	mailer.catch(() => undefined); // said by the mail that needs it
	const port = server.port === '' ? (secure ? 465 : 587) : Number(server.port);
	return async (notice, signal) => {
		const { createTransport } = await mailer;
		// One connection a mail: there are few.
		const transport = createTransport({
			host: server.hostname.replace(/^\[|\]$/g, ''),
			port,
			secure,
			// Said, since an environment variable could turn it off for the whole process.
			tls: { rejectUnauthorized: true },
			// A password is not sent in the clear.
			requireTLS: user !== '',
			...(user === '' ? {} : { auth: { user, pass } }),
			connectionTimeout: withinMs,
			greetingTimeout: withinMs,
			socketTimeout: withinMs,
			disableFileAccess: true,
			disableUrlAccess: true,
		});
		const stopped = Promise.withResolvers<never>();
		const stop = (): void => stopped.reject(new Error('the server stops'));
		signal.addEventListener('abort', stop);
		try {
			// What is under way ends by itself, in time; nobody waits for it.
			await Promise.race([transport.sendMail({ from: { name: 'Floorcast', address: from }, to, subject: notice.title, text: notice.text }), stopped.promise]);
		} catch (error) {
			// What a server answers to a password may repeat it.
			throw new Error(`${server.hostname} did not take the mail (${reasonOf(error)})`);
		} finally {
			signal.removeEventListener('abort', stop);
			transport.close();
		}
	};
}
