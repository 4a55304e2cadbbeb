/** Each line of the Screens page, true and false in turn: screens that are driven by hand where no browser can be made to be so. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { builtDisplay } from '../../display/build.ts';
import type { SentReport } from '../../shared/report.ts';
import { boardDraft } from '../support/plans.ts';
import { wellReport } from '../support/reports.ts';
import { fromElsewhere, next, type Given, type WallSocket } from '../server/http/support.ts';
import { givenFloor, seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

/** Asked for again by the page every five seconds. */
const soon = { timeout: 15_000 };
const card = (page: Page, name: string): Locator => page.locator('.screens li').filter({ has: page.locator('.name', { hasText: name }) });
const fact = (page: Page, name: string, label: string): Locator => card(page, name).locator('dl div').filter({ has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) }).locator('dd');

interface Driven {
	id: number;
	token: string;
	socket: WallSocket;
	say: (report: SentReport) => void;
}

async function connect(given: Given, token: string): Promise<WallSocket> {
	const socket = given.connect({ token, headers: fromElsewhere });
	await next(socket, 'board');
	return socket;
}
async function driven(given: Given, name: string): Promise<Driven> {
	const { id, token } = await given.pairScreen(given.session(), name);
	const socket = await connect(given, token);
	return { id, token, socket, say: (report) => socket.emit('report', report) };
}
/** A report says so often that a test which takes its time leaves no screen silent. */
function keepSaying(report: () => SentReport, say: (report: SentReport) => void): () => void {
	say(report());
	const timer = setInterval(() => say(report()), 2_000);
	return () => clearInterval(timer);
}

test('what a screen says of itself stands on its card, and what is odd about it is marked', async () => {
	const given = await givenFloor();
	const build = (await builtDisplay()) ?? '';
	const { page, errors } = await visit({ given, path: '/admin#screens' });
	const lobby = await driven(given, 'Lobby');
	let report = { ...wellReport, build, board: 1 };
	const stop = keepSaying(() => report, lobby.say);
	const says = (label: string, text: unknown, odd = false): Promise<void> =>
		expect.poll(async () => [await fact(page, 'Lobby', label).innerText(), await fact(page, 'Lobby', label).evaluate((element) => element.classList.contains('odd'))], soon).toEqual([text, odd]);

	await card(page, 'Lobby').getByText('Live', { exact: true }).waitFor();
	await page.getByText('All screens are well.').waitFor();
	await says('Panel', 'Sales by week');
	await says('Build', build);
	await says('Engine', 'Chromium 85+');
	await says('Picture', '1920 × 1080');
	await says('Memory', '12 MB');
	await says('Sound', 'on');
	await says('Kept awake', 'by the browser’s lock');
	await says('Address', '127.0.0.1');
	await says('Revision', expect.stringMatching(/^1, since 23 Nov 2026, (09:59|10:00)$/));
	await says('Board', 'Floor');
	await says('Privacy', 'Floor: names and money');

	report = { ...report, build: 'aaaaaaaaaaaa', engine: 68, width: 1280, height: 720, heap: 150_000_000, sound: 'waits', wake: 'none', isPaused: true };
	await says('Build', `aaaaaaaaaaaa: older than the server’s, ${build}`, true);
	await says('Panel', 'Sales by week (paused)');
	await says('Engine', 'Chromium 68+');
	await says('Picture', '1280 × 720');
	await says('Memory', '150 MB');
	await says('Sound', 'waits: press OK on its remote once', true);
	await says('Kept awake', 'no: the set may switch itself off', true);

	report = { ...report, build, heap: 1, sound: 'off', wake: 'video', isPaused: false, panel: null as never, board: null as never };
	report = { ...report, heap: null as never }; // as on engines that do not say
	await says('Memory', 'not known');
	await says('Sound', 'off, as are its celebrations');
	await says('Kept awake', 'by a silent video');
	report = { ...report, sound: null };
	await says('Sound', 'not known');
	await says('Panel', 'none');
	await says('Revision', 'none yet');
	await says('Build', build);

	report = { ...report, sound: 'none', wake: 'none', isAsleep: true };
	await says('Sound', 'this browser has none', true);
	await says('Kept awake', 'let go: it sleeps');
	await says('Panel', 'none: it is dark');

	// Another one with the same token, which says nothing yet: what is known stays, and that they are two is said.
	const second = await connect(given, lobby.token);
	await says('Connections', '2 with its token; the newest is shown here', true);
	second.disconnect();
	await expect.poll(() => fact(page, 'Lobby', 'Connections').count(), soon).toBe(0);
	stop();

	const headers = given.session();
	await given.call('POST', '/api/v1/boards', { body: { plan: boardDraft() }, headers });
	expect((await given.call('PUT', `/api/v1/screens/${lobby.id}/setup`, { body: { celebrates: false, privacy: 'boardroom', board: 'events' }, headers })).status).toBe(200);
	expect((await given.call('DELETE', '/api/v1/boards/events', { headers })).status).toBe(200);
	await says('Privacy', 'Boardroom: everything');
	await says('Celebrations', 'Not shown');
	await says('Board', 'Floor (its own board was removed)');
	expect(await seriousFaults(page)).toEqual([]);
	expect(errors).toEqual([]);
});

test('how a screen stands is said in words, those that need somebody come first and are counted, and all can be well again', async () => {
	const given = await givenFloor();
	const { page, errors } = await visit({ given, path: '/admin#screens' });
	const stops: (() => void)[] = [];
	const well = { ...wellReport, board: 1_000 };
	const [alive, still, hidden, silent, old] = [await driven(given, 'A alive'), await driven(given, 'B still'), await driven(given, 'C hidden'), await driven(given, 'D silent'), await driven(given, 'E old')];
	const [gone] = [await driven(given, 'F gone')];
	await given.pairScreen(given.session(), 'G never');
	stops.push(
		keepSaying(() => well, alive.say),
		keepSaying(() => ({ ...well, frames: 0 }), still.say),
		keepSaying(() => ({ ...well, frames: 0, isHidden: true }), hidden.say),
		keepSaying(() => ({ ...well, board: null }), old.say),
	);
	silent.say(well);
	gone.say(well);
	gone.socket.disconnect();
	const state = (name: string): Promise<string> => card(page, name).locator('.state').innerText();
	const stands = (name: string, text: RegExp, timeout = 15_000): Promise<void> => expect.poll(() => state(name), { timeout }).toMatch(text);

	await stands('A alive', /^Live$/);
	await stands('C hidden', /^Frozen: its page has not been visible since 23 Nov 2026, (09:59|10:00)$/);
	await stands('F gone', /^Offline, last seen 23 Nov 2026, 10:00$/);
	await stands('G never', /^Not seen yet$/);
	// What it said last is not what is.
	expect(await card(page, 'F gone').locator('dl.old dt').first().innerText()).toBe('Last report');
	expect(await card(page, 'A alive').locator('dl.old').count()).toBe(0);
	await stands('D silent', /^Frozen: silent since 23 Nov 2026, (09:59|10:00)$/, 25_000);
	await stands('B still', /^Frozen: has painted nothing since 23 Nov 2026, (09:59|10:00)$/, 35_000);
	await stands('E old', /^Frozen: has shown an old board since 23 Nov 2026, (09:59|10:00)$/, 50_000);
	await page.getByText('5 screens need attention.').waitFor(soon);
	const names = await page.locator('.screens li .name').allInnerTexts();
	expect(names.slice(0, 7)).toEqual(['B still', 'C hidden', 'D silent', 'E old', 'F gone', 'A alive', 'G never']);

	// What is frozen and then goes is said to have been frozen.
	silent.socket.disconnect();
	await stands('D silent', /^Fell silent at 23 Nov 2026, (09:59|10:00), then offline; last seen 23 Nov 2026, 10:00$/);
	still.socket.disconnect();
	await stands('B still', /^Froze at 23 Nov 2026, (09:59|10:00), then offline; last seen 23 Nov 2026, 10:00$/);

	// Dark by its hours, what is gone needs nobody; nor does one that is not visible.
	const put = (id: number, hours: unknown) => given.call('PUT', `/api/v1/screens/${id}/setup`, { body: { hours }, headers: given.session() });
	const wednesday = { days: [3], from: '08:00', to: '18:00', offOnHolidays: false };
	for (const { id } of [gone, hidden, alive]) await put(id, wednesday);
	await stands('A alive', /^Dark now, until Wed 08:00\.$/);
	await stands('C hidden', /^Dark now, until Wed 08:00\.$/);
	await page.getByText('3 screens need attention.').waitFor(soon);
	for (const { id } of [gone, hidden, alive]) await put(id, null);
	await stands('A alive', /^Live$/);

	for (const stop of stops) stop();
	for (const { token } of [still, hidden, silent, old, gone]) {
		const socket = await connect(given, token);
		stops.push(keepSaying(() => ({ ...well, board: 1_000 }), (report) => socket.emit('report', report)));
	}
	stops.push(keepSaying(() => well, alive.say));
	for (const name of ['A alive', 'B still', 'C hidden', 'D silent', 'E old', 'F gone']) await stands(name, /^Live$/);
	await page.getByText('All screens are well.').waitFor(soon);
	for (const stop of stops) stop();
	expect(errors).toEqual([]);
});

test('screens that need no pairing stand there each by itself, and are set up together', async () => {
	const given = await givenFloor();
	const { page } = await visit({ given, path: '/admin#screens' });
	await page.getByText('None online').waitFor();
	const [one, two] = [given.connect(), given.connect()];
	await Promise.all([one, two].map((socket) => next(socket, 'board')));
	one.emit('report', { ...wellReport, engine: 79 });
	two.emit('report', { ...wellReport, engine: 111 });
	await page.getByText('2 online').waitFor(soon);
	const shown = page.locator('.screens li', { hasText: 'Screen at 127.0.0.1' });
	await expect.poll(async () => (await shown.allInnerTexts()).map((text) => /Chromium \d+/.exec(text)?.[0]), soon).toEqual(['Chromium 79', 'Chromium 111']);
	const identified = next(one, 'screen');
	await page.getByRole('button', { name: 'Show name of Screens without a code' }).click();
	await page.getByText('2 screens show their names for ten seconds.').waitFor();
	expect((await identified)[0]).toMatchObject({ name: '', identifyUntil: given.now.ms + 10_000 });
	const reloaded = Promise.all([next(one, 'reload'), next(two, 'reload')]);
	await page.getByRole('button', { name: 'Reload the page of Screens without a code' }).click();
	await reloaded;
	one.disconnect();
	await page.getByText('1 online').waitFor(soon);
	await expect.poll(() => shown.count(), soon).toBe(1);
});

test('a screen that is paired and does not come needs attention after five minutes, and is not said to have done what it was asked', async () => {
	const given = await givenFloor();
	const lobby = await driven(given, 'Lobby');
	await given.pairScreen(given.session(), 'Box');
	const stop = keepSaying(() => ({ ...wellReport, board: 1_000 }), lobby.say);
	const { page } = await visit({ given, path: '/admin#screens' });
	await page.getByText('All screens are well.').waitFor(soon);
	for (const [button, sentence] of [
		['Show name of Box', 'Box is not online.'],
		['Reload the page of Box', 'Box is not online.'],
		['Show name of Lobby', 'Its name fills Lobby for ten seconds.'],
		['Show all names', '1 screen shows its name for ten seconds.'],
		['Reload all', '1 screen loads its page anew.'],
		['Reload the page of Screens without a code', 'No screen is online.'],
	] as const) {
		await page.getByRole('button', { name: button }).click();
		await page.getByText(sentence).waitFor();
	}
	given.now.ms += 5 * 60_000;
	await page.getByText('1 screen needs attention.').waitFor(soon);
	expect(await page.locator('.screens li.bad .name').allInnerTexts()).toEqual(['Box']);
	stop();
});

test('on a phone the buttons come before what is known of a screen, which is folded', async () => {
	const given = await givenFloor();
	const lobby = await driven(given, 'Lobby');
	lobby.say(wellReport);
	const { page } = await visit({ given, path: '/admin#screens', context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
	const panel = card(page, 'Lobby').getByText('Sales by week');
	await card(page, 'Lobby').getByText('Details').waitFor();
	expect(await panel.isVisible()).toBe(false);
	const [details, button] = [await card(page, 'Lobby').locator('summary').boundingBox(), await page.getByRole('button', { name: 'Set up Lobby' }).boundingBox()];
	expect(button?.y).toBeLessThan(details?.y ?? 0);
	await card(page, 'Lobby').getByText('Details').tap();
	await panel.waitFor();
	expect(await seriousFaults(page)).toEqual([]);
});
