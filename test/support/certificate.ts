/** Certificates that vouch for themselves, made anew for each test. */
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { givenFolder } from '../server/http/support.ts';

export interface GivenCertificate {
	cert: string;
	key: string;
	/** As the server is told of them. */
	env: { TLS_CERT: string; TLS_KEY: string };
	serial: string;
	/** By which a browser is told to trust it. */
	fingerprint: string;
}

/** For `wall.test` and 127.0.0.1, in a folder of its own unless another one is given. */
export function givenCertificate({ folder = givenFolder(), days = 90, names = ['DNS:wall.test', 'IP:127.0.0.1'], passphrase }: { folder?: string; days?: number; names?: string[]; passphrase?: string } = {}): GivenCertificate {
	const [cert, key] = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')];
	const lock = passphrase === undefined ? ['-noenc'] : ['-passout', `pass:${passphrase}`];
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', ...lock, '-keyout', key, '-out', cert, '-days', String(days), '-subj', '/CN=wall', '-addext', `subjectAltName=${names.join(',')}`], { stdio: 'pipe' });
	const { serialNumber, publicKey } = new X509Certificate(readFileSync(cert));
	const fingerprint = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
	return { cert, key, env: { TLS_CERT: cert, TLS_KEY: key }, serial: serialNumber, fingerprint };
}
