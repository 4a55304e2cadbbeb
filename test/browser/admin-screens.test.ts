import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { PairingStarted } from '../../shared/api.ts';
import { usualChoice, usualSetup, type ScreenSetup } from '../../shared/screen.ts';
import { fromElsewhere } from '../server/http/support.ts';
import { givenFloor, useBrowser, visit } from './admin-support.ts';

useBrowser();

test('a screen is paired by the code that it shows, comes online, and is removed after a question', async () => {
	const { page, given, errors } = await visit({ path: '/admin#screens' });
	await page.getByText('No screen is paired yet.').waitFor();
	await page.getByText(`http://wall.test:${given.server.port}/`, { exact: false }).first().waitFor();

	const started: PairingStarted = (await given.call('POST', '/api/v1/pairing', { body: {} })).json;
	const pair = async (code: string, name: string) => {
		await page.getByLabel('Code on the screen').fill(code);
		await page.getByLabel('Name of the screen').fill(name);
		await page.getByRole('button', { name: 'Pair', exact: true }).click();
	};
	await pair('BCD', 'Sales floor');
	await page.getByText('The code has six letters and digits.').waitFor();
	await pair('BBBBBB', 'Sales floor');
	await page.getByText('No screen shows this code.').waitFor();
	await pair(`${started.userCode.slice(0, 3).toLowerCase()} ${started.userCode.slice(3)}`, 'Sales floor');
	await page.getByText('Sales floor is paired and shows its board.').waitFor();
	await page.getByText('Not seen yet').waitFor();

	const { token } = (await given.call('POST', '/api/v1/pairing/claim', { body: { deviceCode: started.deviceCode } })).json;
	// On this machine it would be let in again without its token.
	const socket = given.connect({ token, headers: fromElsewhere });
	await page.getByText('Live', { exact: true }).waitFor();

	await page.getByRole('button', { name: 'Remove the screen Sales floor' }).click();
	await page.getByRole('button', { name: 'Cancel' }).click();
	expect(socket.connected).toBe(true);
	await page.getByRole('button', { name: 'Remove the screen Sales floor' }).click();
	await page.getByRole('button', { name: 'Remove it' }).click();
	await page.getByText('Sales floor has been removed.').waitFor();
	await page.getByText('No screen is paired yet.').waitFor();
	await expect.poll(() => socket.connected).toBe(false);
	expect(errors).toEqual([]);
});

/** What the wall in a page is told of how it is set up, newest last. */
function toldTo(page: Page): ScreenSetup[] {
	const told: ScreenSetup[] = [];
	page.on('websocket', (socket) =>
		socket.on('framereceived', ({ payload }) => {
			const [, carried] = /^42\["screen",(.*)\]$/.exec(String(payload)) ?? [];
			if (carried !== undefined) told.push(JSON.parse(carried) as ScreenSetup);
		}),
	);
	return told;
}

test('a screen is set up from a phone in front of it: each choice is on it at once, and stays', async () => {
	const given = await givenFloor();
	const { page: tv } = await visit({ given, path: '/favicon.svg', signIn: false });
	const told = toldTo(tv);
	await tv.goto(`http://wall.test:${given.server.port}/`);
	const code = (await tv.locator('[data-pairing-code]').innerText()).replace(/\s/g, '');
	const { page, errors } = await visit({ given, path: '/admin#screens', context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
	await page.getByLabel('Code on the screen').fill(code);
	await page.getByLabel('Name of the screen').fill('Sales floor');
	await page.getByRole('button', { name: 'Pair', exact: true }).tap();
	await tv.locator('[data-panel]').first().waitFor();
	expect(told).toEqual([{ ...usualSetup, name: 'Sales floor' }]);
	const isTold = (setup: Partial<ScreenSetup>) => expect.poll(() => told.at(-1)).toMatchObject(setup);

	await page.getByRole('button', { name: 'Set up Sales floor' }).tap();
	const form = page.getByRole('group', { name: 'Set up Sales floor' });
	await form.getByText('Always on.').waitFor();
	await form.getByLabel('Look').selectOption('Light');
	await isTold({ theme: 'light' });
	await form.getByLabel('Celebrations').selectOption('Not shown');
	await isTold({ celebrates: false });
	await form.getByLabel('Celebrations').selectOption('Shown');
	await isTold({ celebrates: true });
	await form.getByText('What the sales floor sees.').waitFor();
	await form.getByLabel('Privacy').selectOption('Lobby: nothing personal');
	await form.getByText('For guests: no money and no personal names.').waitFor();
	await expect.poll(() => given.server.wall().screens.setupStanding(1).chosen.privacy).toBe('lobby');
	await form.getByLabel('Privacy').selectOption('Floor: names and money');
	await form.getByLabel('Size').selectOption('Far');
	await form.getByLabel('Motion').selectOption('Calm');
	await form.getByRole('button', { name: 'Show the test card' }).tap();
	await form.getByText('The test card is on the TV until 10:02:00.').waitFor();
	await isTold({ far: true, calm: true, cardUntil: given.now.ms + 120_000 });
	await form.getByLabel('Edge').selectOption('2.5%');
	await isTold({ overscan: 2.5 });
	await form.getByRole('button', { name: 'Done' }).tap();
	await isTold({ cardUntil: null });

	await form.getByLabel('Hours').selectOption('On certain days and times');
	await form.getByText('On Monday–Friday 08:00–18:00 except on holidays, dark otherwise.').waitFor();
	// By keys, one after the other: the hour, the minute, and where the browser asks for it, the half of the day.
	await form.getByLabel('From').focus();
	for (const key of '0630AM') await page.keyboard.press(key);
	await expect.poll(() => form.getByLabel('From').inputValue()).toBe('06:30');
	await form.getByLabel('To', { exact: true }).fill('00:00');
	await form.getByLabel('Off on holidays').uncheck();
	await form.getByLabel('Friday').uncheck();
	await form.getByText('On Monday–Thursday 06:30–24:00, dark otherwise.').waitFor();
	await expect.poll(() => told.at(-1)?.on?.[0]).toEqual(['2026-11-23T06:30+01:00', '2026-11-24T00:00+01:00'].map(Date.parse));

	await form.getByLabel('To', { exact: true }).fill('06:30');
	await form.getByText('The same as “from”.').waitFor();
	await form.getByLabel('To', { exact: true }).fill('05:00');
	await form.getByText('On Monday–Thursday from 06:30 to 05:00 the next day, dark otherwise.').waitFor();
	for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday']) await form.getByLabel(day).uncheck();
	await form.getByText('Not saved: choose at least one day.').waitFor();
	await form.getByText('Not saved yet').waitFor();
	const { chosen } = given.server.wall().screens.setupStanding(1);
	expect(chosen).toEqual({ ...usualChoice, theme: 'light', overscan: 2.5, far: true, calm: true, hours: { days: [4], from: '06:30', to: '05:00', offOnHolidays: false } });

	await page.reload();
	await page.getByText('On Thursday from 06:30 to 05:00 the next day, dark otherwise.').waitFor();
	await page.getByRole('button', { name: 'Set up Sales floor' }).tap();
	await form.getByText(/^Last changed .*10:00 by admin$/).waitFor();
	await page.getByRole('button', { name: 'Set up Screens without a code' }).tap();
	const before = told.length;
	await page.getByRole('group', { name: 'Set up Screens without a code' }).getByLabel('Look').selectOption('Light');
	await expect.poll(() => given.server.wall().screens.setupOf(null).theme).toBe('light');
	expect(told).toHaveLength(before);
	expect(errors).toEqual([]);
});

test('what the server refuses is said, and not shown as if it stood', async () => {
	const given = await givenFloor();
	const { id } = await given.pairScreen(given.session(), 'Lobby');
	const { page, errors } = await visit({ given, path: '/admin#screens' });
	await page.getByRole('button', { name: 'Set up Lobby' }).click();
	await page.getByLabel('Look').waitFor();
	const { journal } = given.server.wall();
	journal.apply('screen revoked', { id }, { at: given.now.ms, author: 'test' });
	await page.getByLabel('Look').selectOption('Light');
	await page.getByText('Not saved. There is no such screen.').waitFor();
	expect(await page.getByLabel('Look').inputValue()).toBe('dark');
	expect(errors).toEqual([]);
});

test('two people set up one screen: neither undoes the other, and the form follows', async () => {
	const given = await givenFloor();
	const { page, errors } = await visit({ given, path: '/admin#screens' });
	await page.getByRole('button', { name: 'Set up Screens without a code' }).click();
	await page.getByLabel('Motion').selectOption('Calm');
	await page.getByText(/^Saved /).waitFor();
	const { journal, screens } = given.server.wall();
	journal.apply('screen set up', { screen: null, setup: { ...screens.setupStanding(null).chosen, far: true } }, { at: given.now.ms + 1, author: 'Bea' });
	await page.getByLabel('Look').selectOption('Light');
	await expect.poll(() => screens.setupStanding(null).chosen).toMatchObject({ theme: 'light', far: true, calm: true });
	await expect.poll(() => page.getByLabel('Size').inputValue()).toBe('far');
	journal.apply('screen set up', { screen: null, setup: { ...screens.setupStanding(null).chosen, far: false } }, { at: given.now.ms + 2, author: 'Bea' });
	await page.getByText(/^Last changed .* by Bea$/).waitFor({ timeout: 15_000 });
	expect(await page.getByLabel('Size').inputValue()).toBe('normal');
	expect(errors).toEqual([]);
});

test('hours that cannot be say so, and keep no other choice back', async () => {
	const given = await givenFloor();
	const { page } = await visit({ given, path: '/admin#screens' });
	await page.getByRole('button', { name: 'Set up Screens without a code' }).click();
	await page.getByLabel('Hours').selectOption('On certain days and times');
	const chosen = () => given.server.wall().screens.setupStanding(null).chosen;
	await expect.poll(() => chosen().hours?.from).toBe('08:00');
	await page.getByLabel('To', { exact: true }).fill('08:00');
	await page.getByText('Not saved: the same as “from”.').waitFor();
	await page.getByLabel('Look').selectOption('Light');
	await expect.poll(chosen).toMatchObject({ theme: 'light', hours: { from: '08:00', to: '18:00' } });
	await page.getByText('Not saved: the same as “from”.').waitFor();
	await page.getByText('Not saved yet').waitFor();
	expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe('08:00');
	await page.getByLabel('To', { exact: true }).fill('17:00');
	await expect.poll(() => chosen().hours?.to).toBe('17:00');
	await page.getByText(/^Saved /).waitFor();
});

test('a server that is away while saving leaves no word of an earlier success beside it', async () => {
	const { page } = await visit({ path: '/admin#screens' });
	await page.getByRole('button', { name: 'Set up Screens without a code' }).click();
	await page.getByLabel('Look').selectOption('Light');
	await page.getByText(/^Saved /).waitFor();
	await page.route('**/setup', (route) => route.abort());
	await page.getByLabel('Size').selectOption('Far');
	await page.getByText('Not saved. ').waitFor();
	expect(await page.getByText(/^Saved /).count()).toBe(0);
	expect(await page.getByLabel('Size').inputValue()).toBe('normal');
});

test('hours that make a screen dark at once say so, and so does its line; a card that nobody can see yet is not said to be shown', async () => {
	const given = await givenFloor();
	const { page, errors } = await visit({ given, path: '/admin#screens' });
	await page.getByRole('button', { name: 'Set up Screens without a code' }).click();
	await page.getByRole('button', { name: 'Show the test card' }).click();
	await page.getByText('The screen is not online. It shows the test card if it comes before 10:02:00.').waitFor();
	given.connect();
	await page.getByText('The test card is on the TV until 10:02:00.').waitFor({ timeout: 15_000 });
	given.server.wall().journal.apply('screen set up', { screen: null, setup: { ...usualChoice, hours: { days: [3], from: '08:00', to: '18:00', offOnHolidays: false } } }, { at: given.now.ms, author: 'Bea' });
	await page.getByText('1 online. Dark now, until Wed 08:00.').waitFor({ timeout: 15_000 });
	await page.getByLabel('From').fill('07:00');
	await page.getByText('On Wednesday 07:00–18:00, dark otherwise. Dark now, until Wed 07:00.').waitFor();
	expect(errors).toEqual([]);
});

test('whoever may only look is offered nothing to change', async () => {
	const given = await givenFloor();
	const { accounts, journal } = given.server.wall();
	const account = journal.apply('account created', { name: 'guest', role: 'viewer', passwordHash: '' }, { at: given.now.ms, author: 'test' });
	await given.pairScreen(given.session(), 'Lobby');
	const { page, url } = await visit({ given, path: '/admin#screens', signIn: false });
	await page.context().addCookies([{ name: 'floorcast_session', value: accounts.startSession(account), url: url('/') }]);
	await page.reload();
	await page.getByText('Lobby').waitFor();
	expect(await page.locator('main button').count()).toBe(0);
	await page.getByText('You may look at screens; changing them takes an ops account.').waitFor();
	await page.goto(url('/admin#screens?code=BCDFGH'));
	await page.getByText('Pairing a screen takes an ops account.').waitFor();
	for (const [tab, sentence] of [['people', 'You may look at people; '], ['messages', 'You may look at messages; '], ['celebrations', 'You may look at celebrations; ']]) {
		await page.goto(url(`/admin#${tab}`));
		await page.getByText(sentence ?? '').waitFor();
	}
});
