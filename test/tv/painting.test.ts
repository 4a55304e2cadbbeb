/** Every panel in every state is painted by the engines of televisions as by the newest: all there, in its place, in its colour. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildGallery } from '../../display/build.ts';
import { celebrationFixtures } from '../fixtures/celebrations.ts';
import { viewFixtures } from '../fixtures/views.ts';
import { serveSite, type Site } from '../support/site.ts';
import { differences, unlike } from './comparing.ts';
import type { Size, TvPage } from './page.ts';
import { paintings, type Painting } from './painting.ts';
import { givenBrowsers, newest, tvs } from './support.ts';

const sizes: Size[] = [[1280, 720], [1920, 1080], [2560, 1080]];
const around = [
	'kind=target&age=silent',
	'kind=leaderboard&age=long&broken=Leaderboard&paused=1',
	'kind=trend&age=never',
	'kind=attainment&replay=as%20it%20stood%2030%20Nov%202026%2023:59',
	'kind=no-panels',
	'kind=connecting&long=1',
	'kind=pairing&code=WMQMWX',
	'kind=asleep',
	'kind=card&theme=light&overscan=2.5',
	'kind=target&hint=1',
	// Without what flies: where it is, chance decides.
	...Object.keys(celebrationFixtures).flatMap((state) => [`kind=target&celebration=${state}&calm=1`, `kind=target&band=${state}&calm=1`]),
	'kind=trend&celebration=deal&calm=1&theme=light&far=1',
];
/** These say which engine it is. */
const ofTheEngine = ['kind=target&strip=1', 'kind=target&diagnostics=1&errors=10'];
const otherLooks = Object.keys(viewFixtures).flatMap((kind) => [`kind=${kind}&theme=light`, `kind=${kind}&far=1&overscan=5`]);
/** All at once on a busy machine. */
const paintedWithinMs = 300_000;
/** Browsers stop following links that come too fast, from two hundred on. */
const linksOfPage = 150;

const browsers = givenBrowsers();
let folder = '';
let site: Site;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'floorcast-gallery-'));
	await buildGallery(folder);
	site = await serveSite(folder);
});
afterAll(async () => {
	await site.close();
	await rm(folder, { recursive: true, force: true });
});

async function onPage<Result>(program: string, size: Size, link: string, work: (page: TvPage) => Promise<Result>): Promise<Result> {
	const page = await (await browsers(program)).open({ size });
	try {
		await page.goto(`${site.url}/gallery.html${link}`);
		const result = await work(page);
		expect(page.errors).toEqual([]);
		return result;
	} finally {
		await page.close();
	}
}

async function painted(program: string, size: Size): Promise<Painting[]> {
	const listed = await onPage(program, size, '', (page) => page.evaluate(() => [...document.querySelectorAll('[data-gallery] a')].map((link) => (link.getAttribute('href') ?? '').slice(1)), null));
	const links = [...listed, ...around, ...otherLooks];
	const seen: Painting[] = [];
	for (let at = 0; at < links.length; at += linksOfPage) {
		seen.push(...(await onPage(program, size, '', (page) => page.evaluate(paintings, links.slice(at, at + linksOfPage)))));
	}
	return seen;
}

/** The pictures, seen from so far that letters are grey; shrunk by the newest engine, whoever painted them. */
async function seenFromAfar(program: string): Promise<number[][]> {
	const pictures = await onPage(program, [1280, 720], '', async (page) => {
		const taken: string[] = [];
		for (const link of [...Object.keys(viewFixtures).map((kind) => `kind=${kind}`), ...around, ...ofTheEngine]) {
			await page.evaluate(paintings, [link]);
			taken.push((await page.screenshot()).toString('base64'));
		}
		return taken;
	});
	return onPage(newest(), [1280, 720], '', async (page) => {
		const seen: number[][] = [];
		for (const picture of pictures) seen.push(await page.evaluate(shrunk, picture));
		return seen;
	});
}

/** Runs in the page. */
async function shrunk(png: string): Promise<number[]> {
	const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
	const context = document.createElement('canvas').getContext('2d');
	if (!context) return [];
	context.imageSmoothingQuality = 'high';
	context.drawImage(await createImageBitmap(new Blob([bytes], { type: 'image/png' })), 0, 0, 32, 18);
	return [...context.getImageData(0, 0, 32, 18).data];
}

/** What the newest engine paints is looked at once, though all others are compared with it. */
function once<Key, Result>(look: (key: Key) => Promise<Result>): (key: Key) => Promise<Result> {
	const kept = new Map<Key, Promise<Result>>();
	return (key) => {
		const found = kept.get(key) ?? look(key);
		kept.set(key, found);
		return found;
	};
}
const expectedAt = once((size: Size) => painted(newest(), size));
const expectedFromAfar = once(seenFromAfar);

describe.concurrent.each(tvs)('$title', ({ program, skip }) => {
	test.skipIf(skip).each(sizes.map((size) => ({ size, name: size.join('×') })))('paints every panel in every state as the newest engine does, at $name', async ({ size }) => {
		const [seen, expected] = await Promise.all([painted(program, size), expectedAt(size)]);
		expect(seen.map(({ link }) => link)).toEqual(expected.map(({ link }) => link));
		expect(expected.flatMap((one, place) => differences(seen[place] ?? one, one))).toEqual([]);
	}, paintedWithinMs);

	test.skipIf(skip)('looks from afar as the newest engine does, with a panel of each kind and what a wall says of itself', async () => {
		const expected = await expectedFromAfar(newest());
		const look = async (): Promise<number[]> => {
			const seen = await seenFromAfar(program);
			return expected.map((one, place) => unlike(seen[place] ?? [], one));
		};
		const first = await look();
		// On a busy machine a picture may be taken before the last of it is painted: what is really unlike is so twice.
		expect(first.every((count) => count === 0) ? first : await look()).toEqual(expected.map(() => 0));
	}, paintedWithinMs);
});

test('what is missing, moved, recoloured, too much or blank is found', () => {
	const box = { left: 10, top: 10, right: 30, bottom: 14 };
	const text = { ...box, text: '€412k', size: 3, weight: '700', colour: 'rgb(1, 2, 3)' };
	const whole: Painting = { link: 'a', texts: [text, { ...text, text: 'Ana', top: 20, bottom: 24 }], areas: [{ ...box, name: 'bar', colour: 'rgb(4, 5, 6)' }], canvases: [[0, 0, 0, 0, 62, 197, 234, 255]] };
	const [first = text, second = text] = whole.texts;
	expect(differences(whole, whole)).toEqual([]);
	expect(differences({ ...whole, texts: [{ ...first, left: 10.4, right: 30.9 }, second] }, whole)).toEqual([]);
	expect(differences({ ...whole, texts: [first] }, whole)).toEqual(['a: text "Ana" is missing']);
	expect(differences({ ...whole, texts: [first, second, first] }, whole)).toEqual(['a: text "€412k" is one too many']);
	expect(differences({ ...whole, texts: [second, first] }, whole)).toEqual(['a: each text is there, in another order']);
	expect(differences({ ...whole, texts: [first, { ...second, top: 22 }] }, whole)).toEqual(['a: "Ana": top at 22 instead of 20']);
	expect(differences({ ...whole, texts: [first, { ...second, colour: 'rgb(9, 9, 9)', weight: '400', size: 3.1 }] }, whole)).toHaveLength(3);
	expect(differences({ ...whole, texts: [first, { ...second, size: 3.01 }] }, whole)).toEqual([]);
	expect(differences({ ...whole, areas: [{ ...box, right: 15, name: 'bar', colour: 'red' }] }, whole)).toEqual(['a: bar: right at 15 instead of 30', 'a: bar is red instead of rgb(4, 5, 6)']);
	expect(differences({ ...whole, areas: [] }, whole)).toEqual(['a: area "bar" is missing']);
	expect(differences({ ...whole, canvases: [[0, 0, 0, 0, 0, 0, 0, 0]] }, whole)).toEqual(['a: a canvas is blank']);
	expect(differences({ ...whole, canvases: [[0, 0, 0, 0, 255, 122, 69, 255]] }, whole)).toEqual(['a: a canvas differs in 3 values']);
	expect(differences({ ...whole, canvases: [] }, whole)).toEqual(['a: 0 canvases instead of 1']);
});
