import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { createSealing } from '../../server/sealing.ts';
import { givenSmallDisk, mayMount } from '../support/machine.ts';

const givenFolder = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-sealing-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
};
/** It stands first, after the form and the id of the key. */
const nonceOf = (sealed: string): string => Buffer.from(sealed.split('.')[2] ?? '', 'base64url').subarray(0, 12).toString('hex');
const secret = 'https://docs.google.com/spreadsheets/d/e/2PACX-secret/pub?output=csv';
const [oneKey, otherKey] = ['a'.repeat(40), 'b'.repeat(40)];

test('[check 38] what is sealed cannot be read, is another text each time, and opens after a restart', () => {
	const folder = givenFolder();
	const sealing = createSealing(folder, []);
	const sealed = Array.from({ length: 200 }, () => sealing.seal(secret, 'feed'));
	// No nonce comes a second time, after a restart neither.
	const again = createSealing(folder, []);
	sealed.push(...Array.from({ length: 200 }, () => again.seal(secret, 'feed')));
	expect(new Set(sealed.map(nonceOf)).size).toBe(400);
	expect(sealed.some((text) => text.includes('PACX') || Buffer.from(text.split('.')[2] ?? '', 'base64url').includes('PACX'))).toBe(false);
	expect(createSealing(folder, []).open(sealed[0] ?? '', 'feed')).toBe(secret);
	expect(sealing.open(sealing.seal('', 'feed'), 'feed')).toBe('');
});

test('[check 38] the key is made when it is first needed, in a file for this user alone, and nothing else is', () => {
	const folder = givenFolder();
	const file = join(folder, 'secret.key');
	const sealing = createSealing(folder, []);
	expect(sealing.open('f1.00000000.AAAA', 'feed')).toBeNull();
	expect(existsSync(file)).toBe(false);
	const sealed = sealing.seal(secret, 'feed');
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readFileSync(file, 'utf8').trim().length).toBeGreaterThanOrEqual(43);
	// However it was copied there.
	chmodSync(file, 0o644);
	expect(createSealing(folder, []).open(sealed, 'feed')).toBe(secret);
	expect(statSync(file).mode & 0o077).toBe(0);
});

test('[check 38] [R5] a file that is empty holds no key: one is made; one that was put there since is taken, and not written over', () => {
	const folder = givenFolder();
	const file = join(folder, 'secret.key');
	writeFileSync(file, '');
	const sealing = createSealing(folder, []);
	expect(sealing.open('f1.00000000.AAAA', 'feed')).toBeNull();
	const sealed = sealing.seal(secret, 'feed');
	expect([createSealing(folder, []).open(sealed, 'feed'), statSync(file).mode & 0o777, readdirSync(folder)]).toEqual([secret, 0o600, ['secret.key']]);
	const there = givenFolder();
	const early = createSealing(there, []);
	expect(early.open(sealed, 'feed')).toBeNull();
	writeFileSync(join(there, 'secret.key'), readFileSync(file));
	expect([early.open(early.seal('', 'feed'), 'feed'), early.open(sealed, 'feed'), readFileSync(join(there, 'secret.key'), 'utf8')]).toEqual(['', secret, readFileSync(file, 'utf8')]);
});

test.skipIf(!mayMount)('[check 38] [R5] on a full disk no key is made and nothing is left of it; with room again one is', () => {
	const folder = givenSmallDisk('64k');
	const filled = join(folder, 'filled');
	const handle = openSync(filled, 'w');
	expect(() => {
		for (;;) writeSync(handle, Buffer.alloc(4_096, 1));
	}).toThrow('ENOSPC');
	closeSync(handle);
	const sealing = createSealing(folder, []);
	for (let tries = 0; tries < 2; tries += 1) expect(() => sealing.seal(secret, 'feed')).toThrow('ENOSPC');
	expect(readdirSync(folder)).toEqual(['filled']);
	rmSync(filled);
	const sealed = sealing.seal(secret, 'feed');
	expect(createSealing(folder, []).open(sealed, 'feed')).toBe(secret);
});

test('[check 38] without its key, changed, or for another purpose it does not open', () => {
	const folder = givenFolder();
	const sealing = createSealing(folder, []);
	const sealed = sealing.seal(secret, 'feed');
	expect(createSealing(givenFolder(), []).open(sealed, 'feed')).toBeNull();
	expect(createSealing(givenFolder(), [oneKey]).open(sealed, 'feed')).toBeNull();
	expect(sealing.open(sealed, 'mail')).toBeNull();
	const [form = '', id = '', text = ''] = sealed.split('.');
	const bytes = Buffer.from(text, 'base64url');
	for (let at = 0; at < bytes.length; at += 1) {
		const changed = Buffer.from(bytes);
		changed[at] = (changed[at] ?? 0) ^ 1;
		expect(sealing.open([form, id, changed.toString('base64url')].join('.'), 'feed')).toBeNull();
	}
	for (const broken of ['', 'f1', `${form}.${id}.`, `${form}.${id}.AAAA`, `f2.${id}.${text}`, secret]) expect(sealing.open(broken, 'feed')).toBeNull();
});

test('[check 38] a key is replaced by putting the new one first: what the former sealed still opens, and is known to be sealed with it', () => {
	const folder = givenFolder();
	const former = createSealing(folder, [oneKey]);
	const sealed = former.seal(secret, 'feed');
	expect([former.isCurrent(sealed), existsSync(join(folder, 'secret.key'))]).toEqual([true, false]);
	const next = createSealing(folder, [otherKey, oneKey]);
	expect([next.open(sealed, 'feed'), next.isCurrent(sealed)]).toEqual([secret, false]);
	const anew = next.seal(secret, 'feed');
	expect([next.isCurrent(anew), createSealing(folder, [otherKey]).open(anew, 'feed'), former.open(anew, 'feed')]).toEqual([true, secret, null]);
	// From the file to the environment, and with lines in the file.
	const ofFile = createSealing(givenFolder(), []);
	ofFile.seal(secret, 'feed');
	writeFileSync(join(folder, 'secret.key'), `${otherKey}\n${oneKey}\n`);
	expect(createSealing(folder, []).open(sealed, 'feed')).toBe(secret);
});

test('SECRET_KEY takes keys of at least 32 characters, and no message shows one', () => {
	expect(readConfig({ SECRET_KEY: `${oneKey}, ${otherKey}` }).secretKeys).toEqual([oneKey, otherKey]);
	expect(readConfig({ SECRET_KEY: '' }).secretKeys).toEqual([]);
	for (const bad of ['short-secret', `${oneKey},short-secret`]) {
		expect(() => readConfig({ SECRET_KEY: bad })).toThrow('SECRET_KEY: expected at least 32 characters');
		expect(() => readConfig({ SECRET_KEY: bad })).not.toThrow('short-secret');
	}
});
