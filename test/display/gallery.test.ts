/** Every panel in every state, at every size of screen: nothing overflows, nothing is too small, nothing is wrong. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildGallery } from '../../display/build.ts';
import { pseudoBoard, pseudoCelebration } from '../../display/gallery/pseudo-view.ts';
import { pageCount } from '../../display/tv/rotation/pages.ts';
import { launchBrowser } from '../support/browser.ts';
import { serveSite, type Site } from '../support/site.ts';
import { celebrationFixtures } from '../fixtures/celebrations.ts';
import { messageFixtures } from '../fixtures/messages.ts';
import { floorBoard, viewFixtures } from '../fixtures/views.ts';
import { inspectGallery, type Allowed } from './inspect.ts';

const sizes = { '1280×720': [1280, 720], '1920×1080': [1920, 1080], '3840×2160': [3840, 2160], '2560×1080': [2560, 1080] } as const;

const pagesOf = (far: boolean) =>
	Object.entries(viewFixtures).flatMap(([kind, states]) =>
		Object.entries(states).flatMap(([state, view]) =>
			Array.from({ length: pageCount(view, far) }, (_, page) => ({ link: `kind=${kind}&state=${state}&page=${page}${far ? '&far=1' : ''}`, view })),
		),
	);
const fixtures = pagesOf(false);
const fromAfar = pagesOf(true);
const longName = encodeURIComponent('Enterprise North-West & Strategic Allies');
/** What a wall shows around its panels. */
const around = [
	`kind=target&name=${longName}`,
	`kind=target&state=stale-failed&name=${longName}&paused=1`,
	`kind=target&age=silent&name=${longName}&state=demo&paused=1`,
	'kind=leaderboard&age=silent',
	'kind=attainment&state=people&age=long&broken=Leaderboard&broken=Meetings%20booked',
	'kind=leaderboard&state=200-rows&page=3&age=long',
	'kind=attainment&age=long',
	...Object.keys(viewFixtures).map((kind) => `kind=${kind}&age=long&broken=${longName}&broken=Leaderboard`),
	`kind=target&age=kept&name=${longName}&state=demo`,
	'kind=trend&age=never',
	'kind=trend&age=waiting',
	'kind=attainment&replay=as%20it%20stood%2030%20Nov%202026%2023:59',
	'kind=no-panels',
	'kind=connecting&long=1',
	'kind=pairing',
	'kind=pairing&code=WMQMWX',
	'kind=pairing&code=WMQMWX&qr=1',
	'kind=pairing&code=WMQMWX&qr=1&trouble=1&address=http://a-rather-long-name-of-a-server.office.example.com:14000/admin',
	'kind=pairing&code=WMQMWX&trouble=1',
];
const links = [...fixtures.map(({ link }) => link), ...around];
const farLinks = [...fromAfar.map(({ link }) => link), ...around.map((link) => `${link}&far=1`)];
/** Where nothing but colours and the size of the whole differs, one of each kind will do. */
const otherLooks = ['theme=light', 'theme=light&age=silent', 'overscan=2.5', 'theme=light&overscan=5&far=1'].flatMap((look) =>
	Object.keys(viewFixtures).map((kind) => `kind=${kind}&${look}`),
);

let folder = '';
let site: Site;
let browser: Browser;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'floorcast-gallery-'));
	[browser] = await Promise.all([launchBrowser(), buildGallery(folder)]);
	site = await serveSite(folder);
}, 120_000);
afterAll(async () => {
	await browser.close();
	await site.close();
	await rm(folder, { recursive: true, force: true });
});

async function open([width, height]: readonly [number, number]): Promise<{ page: Page; errors: string[] }> {
	const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
	const errors: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
	});
	page.on('pageerror', (error) => errors.push(error.message));
	await page.goto(`${site.url}/gallery.html`);
	return { page, errors };
}

function strings(value: unknown): string[] {
	if (typeof value === 'string') return [value.trim()];
	return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
}

describe.each(Object.entries(sizes))('at %s', (_name, size) => {
	test('every fixture fits, is large enough to read, and writes no nonsense', async () => {
		const { page, errors } = await open(size);
		expect(await page.evaluate(inspectGallery, { links, allowed: null })).toEqual([]);
		expect(errors).toEqual([]);
		await page.close();
	}, 120_000);
});

test.each([sizes['1280×720'], sizes['2560×1080']])('seen from afar at %i×%i, everything fits', async (...size) => {
	const { page, errors } = await open(size);
	expect(await page.evaluate(inspectGallery, { links: farLinks, allowed: null })).toEqual([]);
	expect(errors).toEqual([]);
	await page.close();
}, 120_000);

/** What ops say: at the foot of each kind of panel, also where something else must be noted, and in place of it. */
const messages = Object.keys(messageFixtures).flatMap((state, place) => {
	const kind = Object.keys(viewFixtures)[place % Object.keys(viewFixtures).length];
	return [`kind=takeover&state=${state}`, `kind=takeover&state=${state}&age=kept-long&name=${longName}`, `kind=${kind}&message=${state}`, `kind=${kind}&message=${state}&broken=Leaderboard`, `kind=${kind}&message=${state}&age=long`];
});
const everyKind = Object.entries(viewFixtures).flatMap(([kind, states]) => Object.keys(states).map((state) => `kind=${kind}&state=${state}&message=usual`));

test.each(Object.entries(sizes))('messages fit at %s, from a desk and from afar, in either theme', async (_name, size) => {
	const { page, errors } = await open(size);
	const looks = messages.flatMap((link) => [link, `${link}&far=1`, `${link}&theme=light&overscan=5&language=en-XA`]);
	expect(await page.evaluate(inspectGallery, { links: [...looks, ...everyKind], allowed: null })).toEqual([]);
	expect(errors).toEqual([]);
	await page.close();
}, 120_000);

/** What lies over the wall or takes its place; much of it is told by the browser, in its own words. */
const besides = [
	'kind=identified&screen=Sales+floor&place=By+the+window',
	'kind=identified&screen=Maximiliane+von+Hohenfels-Östergaard-Söderbäck+conference+room&place=Second+floor,+opposite+the+kitchen+and+the+long+corridor',
	'kind=identified&unpaired=1',
	'kind=asleep', 'kind=asleep&theme=light&far=1', 'kind=card', 'kind=card&far=1&theme=light&overscan=2.5',
	'kind=target&definition=1', 'kind=leaderboard&definition=1&far=1', 'kind=target&strip=1', 'kind=target&strip=1&far=1', 'kind=connecting&strip=1&unpaired=1', 'kind=target&hint=1', 'kind=target&hint=1&far=1',
	'kind=target&diagnostics=1&errors=5', 'kind=target&diagnostics=1&screen=Maximiliane+von+Hohenfels-Östergaard-Söderbäck+conference+room&place=Second+floor', 'kind=target&strip=1&screen=Sales+floor&place=By+the+window', 'kind=target&diagnostics=1&broken=Leaderboard&far=1&theme=light', 'kind=connecting&diagnostics=1&unpaired=1&errors=2',
].flatMap((link) => ['en', 'sv', 'en-XA'].map((language) => `${link}&language=${language}`));

test.each([sizes['1280×720'], sizes['2560×1080'], [1024, 768] as const])('the night, the test card, diagnostics and hints fit at %i×%i, in any language', async (...size) => {
	const { page, errors } = await open(size);
	expect(await page.evaluate(inspectGallery, { links: besides, allowed: null })).toEqual([]);
	expect(errors).toEqual([]);
	await page.close();
});

/** The moments that a floor lives for, over a panel. */
const moments = Object.entries(celebrationFixtures).flatMap(([state, celebration]) =>
	['celebration', 'band'].flatMap((form) => ['', '&far=1'].map((look) => ({ link: `kind=target&${form}=${state}${look}`, celebration }))),
);
const raised = { link: 'kind=target&strip=1&band=long', celebration: celebrationFixtures.long };

test.each([...Object.values(sizes), [1024, 768] as const])('celebrations fit at %i×%i, and say in the pseudo-language what the server says and nothing else', async (...size) => {
	const { page, errors } = await open(size);
	const allowed: Allowed = {};
	for (const { link, celebration } of [...moments, raised]) allowed[`${link}&language=en-XA`] = strings(pseudoCelebration(celebration));
	const plain = [...moments.map(({ link }) => link), 'kind=target&celebration=deal&theme=light', 'kind=trend&band=streak&theme=light&overscan=5', 'kind=target&celebration=target&overscan=5&calm=1'];
	expect(await page.evaluate(inspectGallery, { links: plain, allowed: null })).toEqual([]);
	expect(await page.evaluate(inspectGallery, { links: Object.keys(allowed), allowed })).toEqual([]);
	expect(errors).toEqual([]);
	await page.close();
});

test('in the light theme and where the set cuts off its edges, everything fits', async () => {
	const { page, errors } = await open(sizes['1920×1080']);
	expect(await page.evaluate(inspectGallery, { links: otherLooks, allowed: null })).toEqual([]);
	expect(errors).toEqual([]);
	await page.close();
});

describe.each([['1920×1080', sizes['1920×1080']], ['2560×1080', sizes['2560×1080']]] as const)('in the pseudo-language at %s', (_name, size) => {
	test('every word comes from a catalogue, and a third more of them still fit', async () => {
		const { page, errors } = await open(size);
		// An action says who and until when in one line.
		const dues = Object.values(viewFixtures.actions).flatMap((view) => (view.kind === 'actions' ? view.groups.flatMap(({ rows }) => rows.map(({ who, until }) => [who, until].filter((part) => part !== '').join(' · '))) : []));
		const data = ['▲', '▼', '=', '✓', '!', '·', 'WMQMWX', 'Enterprise North-West & Strategic Allies', ...dues];
		const allowed: Allowed = {};
		for (const { link, view } of size === sizes['1920×1080'] ? [...fixtures, ...fromAfar] : fixtures) {
			allowed[`${link}&language=en-XA`] = [...data, ...strings(pseudoBoard({ ...floorBoard, panels: [view] }))];
		}
		for (const link of around) allowed[`${link}&language=en-XA`] = [...data, ...strings(pseudoBoard(floorBoard)), ...strings(pseudoBoard({ ...floorBoard, panels: Object.values(viewFixtures).flatMap((states) => Object.values(states)) }))];
		expect(await page.evaluate(inspectGallery, { links: Object.keys(allowed), allowed })).toEqual([]);
		expect(errors).toEqual([]);
		await page.close();
	}, 120_000);
});

test('a screen narrower than 16:9 shows the same picture, letterboxed', async () => {
	const { page } = await open([1024, 768]);
	await page.goto(`${site.url}/gallery.html?kind=target`);
	const stage = await page.locator('main').boundingBox();
	expect(stage).toMatchObject({ x: 0, width: 1024 });
	expect(stage?.height).toBeCloseTo(576, 0);
	expect(stage?.y).toBeCloseTo(96, 0);
	expect(await page.evaluate(inspectGallery, { links: ['kind=target', 'kind=trend', 'kind=leaderboard', 'kind=attainment'], allowed: null })).toEqual([]);
	await page.close();
});

test('the text of a number is the number’s text, byte for byte', async () => {
	const { page } = await open(sizes['1280×720']);
	await page.goto(`${site.url}/gallery.html?kind=target&state=huge`);
	expect(await page.locator('.hero .number').evaluate((element) => element.textContent)).toBe('€9,999,999');
	expect(await page.locator('[data-figure="drop"] .number').evaluate((element) => element.textContent)).toBe('−100%');
	await page.close();
});
