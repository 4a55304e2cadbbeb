/**
 * The certificate that the server was given. Its files are read anew every five seconds, so that a renewal needs no restart; what could not
 * be served is kept out, logged, and said in `state`, while the last good one goes on.
 */
import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Clock } from '../clock.ts';
import type { TlsFiles } from '../config.ts';
import { ConfigError } from '../errors.ts';
import type { Log } from '../log.ts';

export interface CertificateState {
	/** Of the certificate being served; epoch milliseconds. */
	validUntil: number;
	/** Whole days until then, negative once it is over. */
	daysLeft: number;
	/** Why a newer one in the files is not served, in a sentence; null when there is none. */
	problem: string | null;
}

/** PEM: the certificate with its intermediates, and its key. */
export interface Pem {
	cert: Buffer;
	key: Buffer;
}

export interface Certificate {
	pem: () => Pem;
	/** The hosts that it is for; names with a wildcard are no addresses. */
	hosts: string[];
	state: () => CertificateState;
	/** Told of each renewal, until the returned function is called. */
	onRenewed: (listener: (pem: Pem) => void) => () => void;
	close: () => void;
}

const looksEveryMs = 5_000;
const dayMs = 86_400_000;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const fileProblem = (setting: string, error: unknown): ConfigError => {
	const { code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
	const advice = { ENOENT: 'There is no such file.', EACCES: 'Give the user that the server runs as the right to read it.', EISDIR: 'Expected a file.' }[code];
	return new ConfigError(`${setting}: ${advice === undefined ? '' : `${advice} `}${reasonOf(error)}.`);
};

const parseCertificate = (cert: Buffer, path: string): X509Certificate => {
	try {
		return new X509Certificate(cert);
	} catch (error) {
		throw new ConfigError(`TLS_CERT: ${path} holds no certificate in PEM form (${reasonOf(error)}).`);
	}
};

const parseKey = (key: Buffer, path: string): KeyObject => {
	try {
		return createPrivateKey(key);
	} catch (error) {
		const isLocked = key.includes('ENCRYPTED');
		throw new ConfigError(`TLS_KEY: ${isLocked ? `${path} is locked with a passphrase; expected a key without one.` : `${path} holds no private key in PEM form (${reasonOf(error)}).`}`);
	}
};

/** @throws ConfigError that says what is wrong with which file. */
function check({ cert, key }: Pem, files: TlsFiles, now: number): X509Certificate {
	const certificate = parseCertificate(cert, files.cert);
	if (!certificate.checkPrivateKey(parseKey(key, files.key))) throw new ConfigError(`TLS_KEY: ${files.key} is not the key of the certificate in ${files.cert}.`);
	// One that is not valid yet is served: the clock of a small box may be behind when it starts.
	if (certificate.validToDate.getTime() <= now) throw new ConfigError(`TLS_CERT: the certificate in ${files.cert} expired on ${certificate.validToDate.toISOString().slice(0, 10)}.`);
	try {
		createSecureContext({ cert, key });
	} catch (error) {
		throw new ConfigError(`TLS_CERT: ${files.cert} cannot be served (${reasonOf(error)}).`);
	}
	return certificate;
}

/** @throws ConfigError */
async function readPem({ cert, key }: TlsFiles): Promise<Pem> {
	const read = (setting: string, path: string): Promise<Buffer> =>
		readFile(path).catch((error: unknown) => {
			throw fileProblem(setting, error);
		});
	return { cert: await read('TLS_CERT', cert), key: await read('TLS_KEY', key) };
}

const hostsOf = ({ subjectAltName = '' }: X509Certificate): string[] => {
	const named = subjectAltName.split(', ').flatMap((name) => /^(?:DNS|IP Address):([\w.:-]+)$/.exec(name)?.[1] ?? []);
	return named.map((host) => (host.includes(':') ? `[${host.toLowerCase()}]` : host));
};

const digestOf = ({ cert, key }: Pem): string => createHash('sha256').update(cert).update('\0').update(key).digest('hex');

/** @throws ConfigError when the files hold nothing that can be served. */
export async function openCertificate(files: TlsFiles, { clock, log }: { clock: Clock; log: Log }): Promise<Certificate> {
	const listeners = new Set<(pem: Pem) => void>();
	let pem = await readPem(files);
	let certificate = check(pem, files, clock.now());
	let problem: string | null = null;
	let seen = digestOf(pem);
	let considered = seen;

	const take = (found: Pem): void => {
		certificate = check(found, files, clock.now());
		pem = found;
		log.info({ validUntil: certificate.validToDate.toISOString() }, 'the certificate was renewed');
		for (const listener of listeners) listener(pem);
	};
	const look = async (): Promise<void> => {
		const found = await readPem(files).catch(reasonOf);
		const sight = typeof found === 'string' ? found : digestOf(found);
		// The one file is there before the other: only what is seen twice is meant.
		const isMeant = sight === seen;
		seen = sight;
		if (!isMeant || sight === considered) return;
		considered = sight;
		try {
			if (typeof found === 'string') throw new ConfigError(found);
			take(found);
			problem = null;
		} catch (error) {
			problem = reasonOf(error);
			log.error({ problem }, 'the files of the certificate cannot be served; the last good one goes on');
		}
	};
	let looking: Promise<void> | null = null;
	const timer = setInterval(() => {
		looking ??= look().finally(() => (looking = null));
	}, looksEveryMs);
	timer.unref();

	return {
		pem: () => pem,
		hosts: hostsOf(certificate),
		state: () => {
			const validUntil = certificate.validToDate.getTime();
			return { validUntil, daysLeft: Math.floor((validUntil - clock.now()) / dayMs), problem };
		},
		onRenewed: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		close: () => clearInterval(timer),
	};
}
