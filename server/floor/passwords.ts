/**
 * Passwords are kept as scrypt hashes that carry their own parameters. A check takes the same time whether or not the account
 * exists, and only a few run at once: each takes 16 MiB and a thread.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { InputError } from '../errors.ts';

const cost = { N: 2 ** 14, r: 8, p: 5 };
const saltBytes = 16;
const hashBytes = 32;
const mostAtOnce = 2;
const mostWaiting = 16;

export const shortestPassword = 8;
export const longestPassword = 256;

// The commonest of those long enough to pass; compared without case.
const commonest = new Set(
	`password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword pa55word 12345678 123456789 1234567890 0123456789 987654321 87654321
	11111111 111111111 1111111111 00000000 0000000000 88888888 12341234 11223344 12344321 123123123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx qwertyui qwertyuiop
	qwerty12 qwerty123 qwerty1234 qazwsxedc asdfghjk asdfghjkl zxcvbnm1 abcd1234 abc12345 abc123456 a1b2c3d4 aa123456 iloveyou iloveyou1 sunshine princess
	football baseball basketball superman superman1 starwars trustno1 whatever computer internet michelle jennifer jessica1 samantha victoria elizabeth
	corvette mercedes maverick midnight mountain butterfly chocolate letmein1 letmein123 welcome1 welcome123 welcome2 changeme changeme1 changeme123 changeit
	admin123 admin1234 admin12345 administrator adminadmin password! password1! passpass secret123 test1234 testtest login123 default1 temp1234 guest123
	floorcast floorcast1 dashboard dashboard1 salesfloor sommar2024 sommar2025 sommar2026 summer2024 summer2025 summer2026 winter2024 winter2025 winter2026
	liverpool chelsea1 arsenal1 manchester pokemon1 dragon123 monkey123 shadow123 master123 hello123 hellohello freedom1 nicole123 charlie1 blink182 google123`
		.split(/\s+/)
		.filter((word) => word !== ''),
);

/** @throws InputError with `field` for a password that is too short, too long or among the most common. */
export function parsePassword(password: string, field = 'password'): string {
	const text = password.normalize('NFC');
	const length = [...text].length;
	if (length < shortestPassword) throw new InputError(`A password has at least ${shortestPassword} characters.`, { field, code: 'password_too_short' });
	if (length > longestPassword) throw new InputError(`A password has at most ${longestPassword} characters.`, { field, code: 'password_too_long' });
	if (commonest.has(text.toLowerCase())) throw new InputError('This password is among the most common ones; choose another.', { field, code: 'password_too_common' });
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
