/** The built TV page holds what every television since 2020 can run: Chromium 68. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildDisplay, builtDisplay, displayDir } from '../../display/build.ts';

let html = '';
/** What the page loads at its start, and with all that it may load later. */
let atStart: { path: string; code: string }[] = [];
let scripts: { path: string; code: string }[] = [];
let styles = '';

const read = (path: string) => readFile(join(displayDir, path), 'utf8');
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

const fromStart = /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g;
const fromStartOrLater = /(?:from|import)\s*\(?\s*["'`]\.\/([\w.-]+\.js)["'`]/g;

/** A script and all that it imports. */
async function withImports(paths: string[], imported: RegExp): Promise<{ path: string; code: string }[]> {
	const found = new Map<string, string>();
	const waiting = [...paths];
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (found.has(path)) continue;
		const code = await read(path);
		found.set(path, code);
		waiting.push(...matches(code, imported).map((name) => `/assets/${name}`));
	}
	return [...found].map(([path, code]) => ({ path, code }));
}

beforeAll(async () => {
	await buildDisplay();
	html = await read('index.html');
	const entries = matches(html, /<script[^>]+src="(\/[^"?]+\.js)[?"]/g);
	atStart = await withImports(entries, fromStart);
	scripts = await withImports(entries, fromStartOrLater);
	const sheets = matches(html, /<link[^>]+href="(\/[^"]+\.css)"/g);
	const later = scripts.flatMap(({ code }) => matches(code, /["'`]\/?(assets\/[\w.-]+\.css)["'`]/g));
	styles = (await Promise.all([...sheets, ...new Set(later)].map(read))).join('\n');
}, 120_000);

describe('the page', () => {
	test('has no inline script and no inline style: the content policy forbids both', () => {
		expect(matches(html, /<script(?![^>]*\ssrc=)([^>]*)>/g)).toEqual([]);
		expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
	});

	test('runs boot.js of its own build before everything else, and says which build that is', async () => {
		const build = await builtDisplay();
		expect(html).toContain(`<script src="/boot.js?v=${build}"></script>`);
		expect(html).toContain(`<meta name="build" content="${build}" />`);
	});

	test('loads nothing from elsewhere', () => {
		for (const text of [html, styles]) expect(text).not.toMatch(/https?:\/\//);
	});

	test('is at most 110 kB of JavaScript, gzipped, polyfills included', () => {
		const bytes = atStart.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
		console.info(`TV page: ${(bytes / 1000).toFixed(1)} kB of JavaScript gzipped`);
		expect(bytes).toBeLessThanOrEqual(110_000);
	});
});

describe('scripts', () => {
	test('use no syntax newer than Chromium 68: no ?. ?? ||= #private, static fields or top-level await', () => {
		for (const { path, code } of scripts) {
			// ES2019 is ES2018 and the catch without a binding, which Chromium has had since 66. Of ES2020 it has import() and import.meta.
			const known = code.replace(/\bimport\(/g, 'load(').replace(/\bimport\.meta\b/g, 'meta');
			expect(() => parse(known, { ecmaVersion: 2019, sourceType: 'module' }), path).not.toThrow();
		}
	});

	test('boot.js is ES5, to be read by engines that can read nothing newer', async () => {
		const code = await read('boot.js');
		expect(() => parse(code, { ecmaVersion: 5 })).not.toThrow();
	});

	test('call nothing that Chromium 68 has not, nor the polyfills', () => {
		const newer = /\b(structuredClone|AbortSignal\.(timeout|any)|randomUUID|WeakRef|FinalizationRegistry|Promise\.(any|allSettled)|replaceChildren|checkVisibility|Intl\.(RelativeTimeFormat|ListFormat|DisplayNames|Segmenter|DurationFormat))\b|\.(at|flat|toSorted|toReversed|toSpliced|findLast|findLastIndex|matchAll|groupBy|isWellFormed)\(/g;
		for (const { path, code } of scripts) expect(code.match(newer), path).toBeNull();
	});
});

describe('what old engines lack', () => {
	const missing = ['globalThis.globalThis', 'Object.hasOwn', 'Object.fromEntries', 'Array.prototype.flatMap', 'String.prototype.replaceAll'];

	/** What `expression` is on an engine that has none of it, or (`has`) all. */
	async function on({ has = false }: { has?: boolean }, expression: string): Promise<unknown> {
		const code = await readFile(new URL('../../display/polyfills/old-engines.js', import.meta.url), 'utf8');
		const take = has ? '' : missing.map((name) => `delete ${name};`).join('');
		// Of a page, these alone are needed.
		const page = `var window = this; var Element = function () {}; var setTimeout = (run) => run();`;
		return JSON.parse(await runInNewContext(`${take} ${page} ${code}; (async () => JSON.stringify(await (${expression})))()`));
	}

	test('is brought by the polyfills, as far as the display uses it', async () => {
		const used: [string, unknown][] = [
			['globalThis === window', true],
			['[Object.hasOwn({ a: 1 }, "a"), Object.hasOwn({ a: 1 }, "toString"), Object.hasOwn(Object.create(null), "a")]', [true, false, false]],
			['Object.fromEntries(new Map([["a", 1], ["b", 2]]))', { a: 1, b: 2 }],
			['[[1, 2], [3]].flatMap((part, place) => [place, ...part]).concat([4, 5].flatMap((one) => one))', [0, 1, 2, 1, 3, 4, 5]],
			['["<!>a<!>".replaceAll("<!>", "<!---->"), "a.b.".replaceAll(".", "$&"), "a1b22".replaceAll(/\\d/g, "")]', ['<!---->a<!---->', 'a$&b$&', 'ab']],
			['new Promise((resolve) => { const order = []; queueMicrotask(() => resolve(order)); order.push("before"); })', ['before']],
			['new Element().getAnimations()', []],
			['Object.keys("").concat(Object.keys([])).concat((() => { const keys = []; for (const key in [1]) keys.push(key); return keys; })())', ['0']],
		];
		for (const [expression, value] of used) expect([expression, await on({}, expression)]).toEqual([expression, value]);
	});

	test('is left as it is on engines that have it', async () => {
		expect(await on({ has: true }, '[Object.hasOwn, [].flatMap, "".replaceAll].map((own) => /native code/.test(String(own)))')).toEqual([true, true, true]);
	});
});

describe('styles', () => {
	const forbidden: [string, RegExp][] = [
		[':where, :is, :has', /:(where|is|has)\(/],
		['@container, @layer, @property, @supports', /@(container|layer|property|supports)\b/],
		['inset', /[{;]\s*inset(-\w+)*\s*:/],
		['clamp(), min(), max()', /[\s:,(](clamp|min|max)\(/],
		['aspect-ratio as a property', /[{;]\s*aspect-ratio\s*:/],
		['ratios of one number, as which 2/1 is minified: written 20/10', /aspect-ratio:\s*[\d.]+\s*\)/],
		['flexible boxes: their gap does not work', /display:\s*(inline-)?flex/],
		['dynamic and container units', /\d(dvh|dvw|svh|lvh|cqw|cqh)\b/],
		['newer colours', /\b(oklch|oklab|color-mix|lab)\(/],
		['single transforms', /[{;]\s*(translate|rotate|scale)\s*:/],
		['logical shorthands', /[{;]\s*(margin|padding)-(inline|block)\s*:/],
		[':focus-visible', /:focus-visible/],
		['nesting', /&/],
		['range media queries', /@media[^{]*[<>]/],
		['blur and shadow, which cost frames', /box-shadow|backdrop-filter|blur\(/],
	];
	test.each(forbidden)('do without %s', (_name, pattern) => {
		expect(styles).not.toMatch(pattern);
	});

	test('give every size in the display’s unit: no px, no rem', () => {
		const sizes = styles.match(/[\s:(,]-?[\d.]+(px|rem|pt)\b/g) ?? [];
		expect(sizes).toEqual([]);
	});

	test('carry the font themselves', () => {
		const fonts = matches(styles, /url\((\/assets\/inter-[\w.-]+\.woff2)\)/g);
		expect(fonts).toHaveLength(8);
	});
});
