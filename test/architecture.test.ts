/** The import directions of the design, checked on every file. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const stages = ['sources', 'journal', 'backup', 'floor', 'facts', 'rollups', 'metrics', 'panels', 'celebrations', 'review', 'push', 'alerts', 'health', 'http'];
/** What every stage may import. */
const grounds = ['db', 'config', 'clock', 'log', 'errors', 'tally', 'scrub', 'address-kinds', 'allowed-hosts', 'outbound', 'sealing'];
/** They join the stages. */
const joints = ['main', 'import', 'reset-password', 'stores', 'wall', 'serving', 'floorcast', 'carry-over', 'restoring', 'restore'];
const vocabulary = 'server/facts/schema.ts';
const displayLibraries = ['zod', 'node:', 'express', 'better-sqlite3', 'pino'];

/** Files of the repository, also those not committed yet. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
	.split('\n')
	.filter((file) => file !== '');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const isCode = (file: string): boolean => /\.(ts|svelte|js)$/.test(file);

/** The part of the server that a file belongs to: a stage, a ground or a joint. */
const partOf = (file: string): string => (file.split('/')[1] ?? '').replace(/\.ts$/, '');

function importsOf(code: string): string[] {
	const found = code.matchAll(/(?:^|[\n;])\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g);
	return [...found].map(([, from, bare]) => from ?? bare ?? '');
}

/** What is wrong with the imports of a file, in a sentence each. */
function problems(file: string, code: string): string[] {
	const found: string[] = [];
	const [top = ''] = file.split('/');
	for (const specifier of importsOf(code)) {
		const target = specifier.startsWith('.') ? normalize(join(dirname(file), specifier)).split(sep).join('/') : null;
		const targetTop = target?.split('/')[0];
		const say = (rule: string) => found.push(`${file} imports ${specifier}: ${rule}`);
		if (target !== null && /^server|^shared/.test(top) && !/\.\w+$/.test(target)) say('relative paths carry their extension');
		if (target === vocabulary && top === 'server') continue;
		if (top === 'server' && targetTop === 'display') say('the server imports nothing of the display');
		if (top === 'display' && targetTop === 'server') say('the display imports nothing of the server');
		// The gallery shows what the tests render.
		if (top !== 'test' && targetTop === 'test' && !file.startsWith('display/gallery/')) say('the product imports nothing of its tests');
		if (top === 'shared' && (target === null || targetTop !== 'shared')) say('shared imports nothing outside shared');
		if (top === 'display' && file !== 'display/build.ts' && displayLibraries.some((library) => specifier.startsWith(library))) say('it is for the server only');
		if (top !== 'server' || targetTop !== 'server' || target === null) continue;

		const from = partOf(file);
		const to = partOf(target);
		if (joints.includes(from) || from === to) continue;
		if (joints.includes(to)) {
			// The web server and the sockets serve a wall: they may know its shape, not make one.
			if (to === 'wall' && ['http', 'push'].includes(from) && importsOnlyTypes(code, specifier)) continue;
			say('only what joins the stages knows the whole');
		} else if (grounds.includes(from) && !grounds.includes(to)) say(`${from} stands under the stages`);
		else if (stages.includes(to) && stages.indexOf(to) > stages.indexOf(from) && stages.includes(from)) say(`${from} comes before ${to}`);
	}
	return found;
}

const importsOnlyTypes = (code: string, specifier: string): boolean =>
	[...code.matchAll(/import\s+(type\b)?[^'";]*?from\s*['"]([^'"]+)['"]/g)].filter(([, , from]) => from === specifier).every(([, type]) => type !== undefined);

describe('imports', () => {
	test('every file keeps to the direction in which a number flows', () => {
		expect(files.filter((file) => isCode(file) && /^(server|display|shared)\//.test(file)).flatMap((file) => problems(file, read(file)))).toEqual([]);
	});

	test.each([
		['a later stage', 'server/facts/deals.ts', "import { evaluate } from '../metrics/evaluate.ts';"],
		['a later stage, by type', 'server/journal/journal.ts', "import type { Deal } from '../facts/deals.ts';"],
		['a later stage, handed on', 'server/sources/csv.ts', "export { push } from '../push/sockets.ts';"],
		['a later stage, when running', 'server/rollups/rollups.ts', "const late = await import('../panels/trend.ts');"],
		['a later stage, over several lines', 'server/floor/people.ts', "import {\n\tone,\n\tother,\n} from '../http/app.ts';"],
		['the whole', 'server/metrics/metrics.ts', "import type { Wall } from '../wall.ts';"],
		['the making of a wall', 'server/http/app.ts', "import { createWall } from '../wall.ts';"],
		['a stage from under it', 'server/db/open.ts', "import { facts } from '../facts/facts.ts';"],
		['the display', 'server/push/sockets.ts', "import { age } from '../../display/tv/age.ts';"],
		['the server', 'display/tv/main.ts', "import { clock } from '../../server/clock.ts';"],
		['a library of the server', 'display/tv/main.ts', "import { z } from 'zod';"],
		['a library in shared', 'shared/api.ts', "import { z } from 'zod';"],
		['outside of shared', 'shared/api.ts', "import type { Clock } from '../server/clock.ts';"],
		['a test', 'server/main.ts', "import { given } from '../test/support/given.ts';"],
		['a path without its extension', 'server/http/app.ts', "import { clock } from '../clock';"],
	])('%s is found out', (_what, file, code) => {
		expect(problems(file, code)).toHaveLength(1);
	});

	test.each([
		['the vocabulary, from any stage', 'server/sources/csv.ts', "import { rowSchemas } from '../facts/schema.ts';"],
		['a stage before', 'server/metrics/evaluate.ts', "import { read } from '../rollups/read.ts';"],
		['what stands under all', 'server/journal/journal.ts', "import type { Clock } from '../clock.ts';"],
		['the shape of a wall, from what serves it', 'server/http/app.ts', "import type { Wall } from '../wall.ts';"],
	])('%s is allowed', (_what, file, code) => {
		expect(problems(file, code)).toEqual([]);
	});

	test('shared has no Temporal, which the televisions lack', () => {
		expect(files.filter((file) => file.startsWith('shared/') && /\bTemporal\./.test(read(file)))).toEqual([]);
	});
});

describe('files', () => {
	test('the top level is what the design says', () => {
		const visible = [...new Set(files.map((file) => file.split('/')[0] ?? ''))].filter((name) => !name.startsWith('.')).sort();
		const expected = ['Dockerfile', 'README.md', 'display', 'package-lock.json', 'package.json', 'server', 'shared', 'test', 'tsconfig.json', 'vite.config.ts'];
		expect(visible.filter((name) => !expected.includes(name))).toEqual([]);
		expect(expected.filter((name) => !visible.includes(name))).toEqual([]);
	});

	test('every stage of the server has a place in the order', () => {
		const parts = new Set(files.filter((file) => /^server\/[^/]+\//.test(file)).map(partOf));
		expect([...parts].filter((part) => ![...stages, 'db'].includes(part))).toEqual([]);
	});

	test('no file has more than 400 lines', () => {
		const long = files.filter((file) => !file.startsWith('test/fixtures/') && (isCode(file) || /\.(css|sql|html)$/.test(file)) && read(file).split('\n').length > 401);
		expect(long).toEqual([]);
	});

	test('no file names a place of this machine', () => {
		// Short names, such as /root, stand in other words too.
		const places = [root.replace(/\/$/, ''), `${homedir()}/`, hostname()].filter((place) => place.length > 5);
		const texts = files.filter((file) => isCode(file) || /\.(json|md|css|html|sql|ya?ml|sh)$/.test(file) || file.startsWith('.'));
		expect(texts.filter((file) => places.some((place) => read(file).includes(place)))).toEqual([]);
	});
});
