/** The container's file, held to what `npm start` does, and its question whether the server is well. */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { displayDir } from '../../display/build.ts';
import { givenCertificate } from '../support/certificate.ts';
import { givenFreePort } from '../support/machine.ts';
import { startArgs } from '../support/process.ts';
import { givenServer } from '../server/http/support.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
/** Each instruction on a line of its own. */
const lines = read('Dockerfile').replace(/\\\n\s*/g, '').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const stages = lines.join('\n').split(/^(?=FROM )/m);
const last = (stages.at(-1) ?? '').split('\n');
const given = (instruction: string): string[] => last.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

test('the image runs what npm start does, as a process that hears signals', () => {
	const [command = ''] = given('CMD');
	expect(JSON.parse(command)).toEqual(['node_modules/node/bin/node', ...startArgs]);
	expect(stages[0]).toMatch(/^RUN npm ci --omit=dev$/m);
	expect(stages[0]).toMatch(/^RUN npm run build$/m);
});

test('[check 40] in the image it is no root, and its data belong to it alone', () => {
	expect(given('USER')).toEqual(['1000:1000']);
	expect(last.find((line) => line.includes('useradd'))).toMatch(/--uid 1000 .*install -d -o floorcast -g floorcast -m 0700 \/data$/);
	expect([given('VOLUME'), given('ENV')]).toEqual([['/data'], ['DATA_DIR=/data']]);
	// After that nothing is done as root that could leave the rights of a file otherwise.
	expect(last.slice(last.indexOf('USER 1000:1000')).filter((line) => /^(RUN|COPY|ADD) /.test(line))).toEqual([]);
});

test('what is left out of the image is used by nothing that runs in it', () => {
	const left = /npm uninstall --no-save --omit=dev ([^\n]+)/.exec(lines.join('\n'))?.[1]?.split(' ') ?? [];
	expect(left.length).toBeGreaterThan(3);
	const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(read('package.json'));
	expect(left.filter((name) => !(name in dependencies))).toEqual([]);
	const files = globSync('{server,shared}/**/*.{ts,js}', { cwd: root });
	expect(files.length).toBeGreaterThan(100);
	const used = (name: string): string[] => files.filter((file) => new RegExp(`['"]${name}(/[^'"]*)?['"]`).test(read(file)));
	expect(left.flatMap((name) => used(name).map((file) => `${file} uses ${name}`))).toEqual([]);
	expect(used('express').length).toBeGreaterThan(0);
});

test('only what it is made of is given to the builder: no data, no keys, no history', () => {
	const listed = read('.dockerignore').trim().split('\n');
	expect(listed[0]).toBe('*');
	const allowed = listed.slice(1).map((line) => line.replace(/^!/, ''));
	expect(allowed.filter((name) => !existsSync(join(root, name)))).toEqual([]);
	const copied = lines.filter((line) => line.startsWith('COPY ') && !line.includes('--from=')).flatMap((line) => line.split(' ').slice(1, -1));
	expect([...new Set(copied)].sort()).toEqual([...allowed].sort());
});

test('the display may be read by another user than who built it', () => {
	expect(statSync(displayDir).mode & 0o755).toBe(0o755);
});

const healthy = (env: Record<string, string>): Promise<number | null> =>
	new Promise((resolve) => {
		spawn(process.execPath, ['.deploy/healthy.js'], { cwd: root, env }).once('exit', resolve);
	});

test('whether it is well is asked of the server that runs there: on plain http, and over TLS of its own certificate alone', async () => {
	const plain = await givenServer();
	await expect.poll(async () => (await plain.call('GET', '/healthz')).status).toBe(200);
	expect(await healthy({ PORT: String(plain.server.port) })).toBe(0);
	expect(await healthy({ PORT: String(plain.server.port), HOST: '127.0.0.1', TLS_CERT: '' })).toBe(0);
	expect(await healthy({ PORT: String(await givenFreePort()) })).toBe(1);

	const certificate = givenCertificate({ names: ['DNS:wall.example'] });
	const tls = await givenServer({ env: certificate.env });
	const port = String(tls.server.port);
	expect(await healthy({ PORT: port, ...certificate.env })).toBe(0);
	expect(await healthy({ PORT: port, ...givenCertificate().env })).toBe(1);
	expect(await healthy({ PORT: port })).toBe(1);
});
