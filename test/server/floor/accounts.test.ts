import { readFileSync } from 'node:fs';
import { scryptSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { accountName } from '../../../server/floor/accounts.ts';
import { hashPassword, isPassword, parsePassword } from '../../../server/floor/passwords.ts';

test('a password is recognised, also when its accents were typed in another form', async () => {
	const stored = await hashPassword('Sm\u00f6rg\u00e5sbord 1');
	expect(await isPassword('Smo\u0308rga\u030asbord 1', stored)).toBe(true);
	expect(await isPassword('smorgasbord 1', stored)).toBe(false);
	expect(await isPassword('', null)).toBe(false);
});

test('[check 2] the same password is never stored the same way twice, and the parameters are stored with it', async () => {
	const [one, two] = await Promise.all([hashPassword('a fine password'), hashPassword('a fine password')]);
	expect(one).not.toBe(two);
	expect(one).toMatch(/^\$scrypt\$n=16384,r=8,p=5\$/);
});

test('[check 2] a hash that was made with other parameters is checked with those', async () => {
	const salt = Buffer.alloc(16, 7);
	const hash = scryptSync('a fine password', salt, 32, { N: 1024, r: 4, p: 2 });
	const stored = `$scrypt$n=1024,r=4,p=2$${salt.toString('base64')}$${hash.toString('base64')}`;
	expect([await isPassword('a fine password', stored), await isPassword('another password', stored)]).toEqual([true, false]);
});

test('[check 3] 8 to 256 characters, counted as people count them', () => {
	expect(() => parsePassword('1234567')).toThrow('at least 8');
	expect(() => parsePassword('🙂'.repeat(7))).toThrow('at least 8');
	expect(parsePassword('🙂'.repeat(8))).toBe('🙂'.repeat(8));
	expect(parsePassword('x'.repeat(256))).toHaveLength(256);
	expect(() => parsePassword('x'.repeat(257))).toThrow('at most 256');
});

test.each(['password', 'Password1', '12345678', 'QWERTYUIOP', 'iloveyou', 'changeme'])('[check 3] %s is refused as too common', (common) => {
	expect(() => parsePassword(common)).toThrow('most common');
});

test('[check 3] each of the three thousand commonest that are long enough is refused, whatever its case', () => {
	const list: unknown = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@zxcvbn-ts/language-common/src/passwords.json'), 'utf8'));
	const commonest = (Array.isArray(list) ? list : []).filter((one): one is string => typeof one === 'string' && one.length >= 8).slice(0, 3000);
	expect(commonest).toHaveLength(3000);
	// Each reads the list; every hundredth will do.
	for (const one of commonest.filter((_, index) => index % 100 === 0)) expect(() => parsePassword(one.toUpperCase()), one).toThrow('most common');
	expect(parsePassword('correct horse battery')).toBe('correct horse battery');
});

test.each([['anna lind', 'AnnaLind2026!'], ['anna lind', 'anna lind'], ['Åkes Möbler', 'akes-mobler-1'], ['12345678901', '12345678901'], ['x', 'Floorcast 2026']])('[check 3] of somebody called %s, %s is no password', (name, password) => {
	expect(() => parsePassword(password, { names: [name] })).toThrow('a name');
});

test('[check 3] what only contains a name is one', () => {
	for (const password of ['anna lind sells boats', 'blue annalind']) expect(parsePassword(password, { names: ['anna lind', ''] })).toBe(password);
});

test('at most two hashes run at once, and a crowd that waits is bounded', async () => {
	const crowd = await Promise.allSettled(Array.from({ length: 30 }, () => isPassword('x', null)));
	const refused = crowd.filter((one) => one.status === 'rejected');
	expect(refused).toHaveLength(30 - 2 - 16);
	expect(refused[0]).toMatchObject({ reason: { status: 429, code: 'busy' } });
	expect(await isPassword('x', null)).toBe(false);
});

test('names are kept without case and surrounding space, and control characters are refused', () => {
	expect(accountName('  Ana Lind ')).toBe('ana lind');
	for (const bad of ['', '   ', 'a\nb', 'a\u202eb', 'x'.repeat(61)]) expect(() => accountName(bad)).toThrow('1 to 60');
});
