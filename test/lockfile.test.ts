/** What is installed with the product: from where, in which versions, and what of it may run while it is installed. */
import Database from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Locked {
	version?: string;
	resolved?: string;
	integrity?: string;
	hasInstallScript?: boolean;
	gypfile?: boolean;
	inBundle?: boolean;
	link?: boolean;
	dev?: boolean;
}
interface Package {
	dependencies: Record<string, string>;
	devDependencies: Record<string, string>;
	allowScripts: Record<string, boolean>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const read = <T>(file: string): T => JSON.parse(readFileSync(`${root}${file}`, 'utf8')) as T; // both are npm's own, of a known form
const product = read<Package>('package.json');
const { lockfileVersion, packages } = read<{ lockfileVersion: number; packages: Record<string, Locked> }>('package-lock.json');
const locked = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

const isAtLeast = (version: string, floor: string): boolean => {
	const [have, need] = [version, floor].map((one) => one.split('-')[0]?.split('.').map(Number) ?? []);
	for (const [at, least] of (need ?? []).entries()) {
		if ((have?.[at] ?? 0) !== least) return (have?.[at] ?? 0) > least;
	}
	return true;
};

test('[check 41] every package comes from the public registry, in one version, known by its digest', () => {
	expect(lockfileVersion).toBe(3);
	expect(locked.length).toBeGreaterThan(100);
	// Without an address it is the registry that npm is set up with, of which the product says nothing.
	expect(readFileSync(`${root}.npmrc`, 'utf8').trim().split('\n')).toEqual(['omit-lockfile-registry-resolved=true', 'fund=false', 'audit=false']);
	expect(locked.filter(([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')).map(([path]) => path)).toEqual([]);
	expect(locked.filter(([, { integrity, link, version }]) => link || !version || !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
	const asked = Object.entries({ ...product.dependencies, ...product.devDependencies });
	expect(asked.filter(([, range]) => !/^[~^]?\d+\.\d+\.\d+$/.test(range))).toEqual([]);
});

test('[check 41] what npm is told besides names no other registry, and turns off nothing that it checks', () => {
	const set = readFileSync(`${root}.npmrc`, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '');
	expect(set.sort()).toEqual(['audit=false', 'fund=false', 'omit-lockfile-registry-resolved=true']);
});

test('[check 41] of all that is installed only `node` may run something then; of each that would it is said', () => {
	const would = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
	expect(would).toContain('node');
	expect(would.filter((name) => !(name in product.allowScripts))).toEqual([]);
	expect(Object.entries(product.allowScripts).filter(([, may]) => may)).toEqual([['node', true]]);
});

test('[check 41] no npm compiles SQLite anew, which comes ready: those before 11.16 know of no allowScripts, and go by the lock file alone', () => {
	// npm leaves this line out whenever it writes the file: then it is to be put back, in the entry of better-sqlite3.
	expect(packages['node_modules/better-sqlite3']?.gypfile).toBe(false);
});

test.each([
	['socket.io', '4.6.2'],
	['socket.io-parser', '4.2.6'],
	['engine.io', '6.6.9'],
	['ws', '8.21.0'],
])('[check 41] every %s is at least %s, below which a packet can stop the server', (name, floor) => {
	const found = locked.filter(([path]) => nameOf(path) === name).map(([, { version = '0' }]) => version);
	expect(found.length).toBeGreaterThan(0);
	expect(found.filter((version) => !isAtLeast(version, floor))).toEqual([]);
});

test('[check 41] SQLite is at least 3.51.3, before which a log that is reset can damage the database', () => {
	const db = new Database(':memory:');
	const version = String(db.prepare('SELECT sqlite_version()').pluck().get());
	db.close();
	expect([version, isAtLeast(version, '3.51.3')]).toEqual([version, true]);
});

test('versions are compared by number', () => {
	expect([isAtLeast('8.21.0', '8.21.0'), isAtLeast('8.100.0', '8.21.0'), isAtLeast('10.0.0', '8.21.0'), isAtLeast('8.3.9', '8.21.0'), isAtLeast('7.99.0', '8.21.0'), isAtLeast('4.2.6-rc.1', '4.2.6')]).toEqual([true, true, true, false, false, true]);
});

test('[check 41] the bill of materials is made without a network, and lists all that is locked with its digest; what only tests need is marked', () => {
	interface Component {
		name: string;
		group?: string;
		version: string;
		hashes: { alg: string; content: string }[];
		properties: { name: string; value: string }[];
	}
	const offline = { npm_config_offline: 'true', npm_config_registry: 'http://127.0.0.1:9' };
	const bill: { bomFormat: string; components: Component[] } = JSON.parse(execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: root, encoding: 'utf8', maxBuffer: 64_000_000, env: { ...process.env, ...offline } }));
	expect(bill.bomFormat).toBe('CycloneDX');
	const listed = bill.components.map(({ group, name, version, hashes, properties }) => {
		const digest = Buffer.from(hashes.find(({ alg }) => alg === 'SHA-512')?.content ?? '', 'hex').toString('base64');
		return `${group === undefined ? '' : `${group}/`}${name}@${version} sha512-${digest}${properties.some((property) => property.name === 'cdx:npm:package:development') ? ' dev' : ''}`;
	});
	const expected = locked.map(([path, { version, integrity, dev }]) => `${nameOf(path)}@${version} ${integrity}${dev ? ' dev' : ''}`);
	expect([...new Set(listed)].sort()).toEqual([...new Set(expected)].sort());
});
