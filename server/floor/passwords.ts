/**
 * Passwords are kept as scrypt hashes that carry their own parameters. A check takes the same time whether or not the account
 * exists, and only a few run at once: each takes 16 MiB and a thread.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { InputError } from '../errors.ts';
import { isCommon } from './common-passwords.ts';

const cost = { N: 2 ** 14, r: 8, p: 5 };
const saltBytes = 16;
const hashBytes = 32;
const mostAtOnce = 2;
const mostWaiting = 16;

export const shortestPassword = 8;
export const longestPassword = 256;

const lettersOf = (text: string): string => text.normalize('NFKD').toLowerCase().replace(/[^\p{L}]/gu, '');

/** `anna-lind2026!` is the name Anna Lind, whatever stands around it. */
const isName = (password: string, name: string): boolean => {
	const letters = lettersOf(name);
	return password.toLowerCase() === name.trim().toLowerCase() || (letters !== '' && lettersOf(password) === letters);
};

/**
 * `names`: what it must not be, such as the account's and the workspace's.
 * @throws InputError with `field` for a password that is too short, too long, a name, or among the most common.
 */
export function parsePassword(password: string, { names = [], field = 'password' }: { names?: readonly string[]; field?: string } = {}): string {
	const text = password.normalize('NFC');
	const length = [...text].length;
	if (length < shortestPassword) throw new InputError(`A password has at least ${shortestPassword} characters.`, { field, code: 'password_too_short' });
	if (length > longestPassword) throw new InputError(`A password has at most ${longestPassword} characters.`, { field, code: 'password_too_long' });
	if ([...names, 'Floorcast'].some((name) => isName(text, name))) throw new InputError('A password that is a name of the account or of the workspace is guessed first; choose another.', { field, code: 'password_is_name' });
	if (isCommon(text)) throw new InputError('This password is among the most common ones; choose another.', { field, code: 'password_too_common' });
	return text;
}

let running = 0;
const waiting: (() => void)[] = [];

const takeTurn = async (): Promise<void> => {
	if (running < mostAtOnce) {
		running += 1;
		return;
	}
	if (waiting.length >= mostWaiting) throw new InputError('Too many people are signing in at once; try again in a moment.', { status: 429, code: 'busy' });
	await new Promise<void>((resolve) => waiting.push(resolve));
};

const endTurn = (): void => {
	const next = waiting.shift();
	if (next) next();
	else running -= 1;
};

const derive = async (password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> => {
	await takeTurn();
	try {
		return await new Promise((resolve, reject) => {
			scrypt(password, salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key)));
		});
	} finally {
		endTurn();
	}
};

/** `$scrypt$n=16384,r=8,p=5$<salt>$<hash>`, both parts base64. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(saltBytes);
	const hash = await derive(password.normalize('NFC'), salt, cost);
	return `$scrypt$n=${cost.N},r=${cost.r},p=${cost.p}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

const pattern = /^\$scrypt\$n=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/;

// What an unknown account is compared with: no password leads to it.
const nobody = { cost, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) };

const parseHash = (stored: string): typeof nobody => {
	const [, n, r, p, salt, hash] = pattern.exec(stored) ?? [];
	if (salt === undefined || hash === undefined) throw new Error('a stored password hash has an unknown form');
	return { cost: { N: Number(n), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
};

/** `stored`: null for an account that does not exist; the answer is then false, after the same work. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
	const known = stored === null ? nobody : parseHash(stored);
	const hash = await derive(password.normalize('NFC'), known.salt, known.cost);
	return timingSafeEqual(hash, known.hash) && stored !== null;
}
