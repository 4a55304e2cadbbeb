/** The page with which ops say something on the screens. The server's clock stands at 10:00 in Stockholm on Monday 23 November 2026. */
import { expect, test } from 'vitest';
import { fromElsewhere } from '../server/http/support.ts';
import { givenMailServer } from '../support/smtp.ts';
import { givenFloor, useBrowser, visit } from './admin-support.ts';

useBrowser();

const said = async (given: Awaited<ReturnType<typeof givenFloor>>) => (await given.call('GET', '/api/v1/messages', { headers: given.session() })).json;

test('a quick choice, a look at the picture, and it is on the screens; changed, it stays the same message; ended, it can be said again', async () => {
	const { page, given, errors } = await visit({ path: '/admin#messages' });
	await page.getByText('Nothing is on the screens, and nothing is coming.').waitFor();
	await page.getByRole('button', { name: 'All hands in 15 minutes' }).click();
	await page.getByLabel('Text').fill('In the kitchen');
	const picture = page.locator('.tv [data-message]');
	expect(await picture.innerText()).toMatch(/All hands\s+In the kitchen\s+1[45]:\d\d\s+10:15/);
	await page.getByRole('button', { name: 'Put it on the screens' }).click();
	await page.getByText('All hands is on the screens.').waitFor();
	await page.getByText('Band · until 10:20 · counts down to 10:15 · all screens · by admin').waitFor();
	expect((await said(given)).running).toMatchObject([{ title: 'All hands', text: 'In the kitchen', from: '2026-11-23T09:00:00Z', until: '2026-11-23T09:20:00Z', countdownTo: '2026-11-23T09:15:00Z', screens: null }]);

	await page.getByRole('button', { name: 'Change All hands' }).click();
	await page.getByLabel('Title').fill('All hands!');
	await page.getByLabel('Take-over').check();
	await page.locator('.tv [data-takeover]').waitFor();
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('All hands! is saved.').waitFor();
	const { running } = await said(given);
	expect(running).toMatchObject([{ id: 1, form: 'takeover', title: 'All hands!', from: '2026-11-23T09:00:00Z', until: '2026-11-23T09:20:00Z' }]);

	given.now.ms += 2 * 60_000;
	await page.getByRole('button', { name: 'End All hands! now' }).click();
	await page.getByText('All hands! is off the screens.').waitFor();
	await page.getByText('Take-over · 10:00, ended 10:02 · all screens · by admin').waitFor();
	await page.getByRole('button', { name: 'Say All hands! again' }).click();
	await page.getByRole('button', { name: 'Put it on the screens' }).click();
	await page.getByText('All hands! is on the screens.').waitFor();
	expect((await said(given)).running).toMatchObject([{ id: 2, from: '2026-11-23T09:02:00Z', until: '2026-11-23T09:22:00Z', countdownTo: '2026-11-23T09:17:00Z' }]);
	expect(errors).toEqual([]);
});

test('from a phone: one for certain screens, at a local time, taken back before it begins', async () => {
	const given = await givenFloor();
	const hall = await given.pairScreen(given.session(), 'Hall');
	await given.pairScreen(given.session(), 'Lobby');
	const socket = given.connect({ token: hall.token, headers: fromElsewhere });
	const told: string[] = [];
	socket.on('screen', ({ messages }) => told.push(messages.map(({ title }) => title).join()));
	const { page, errors } = await visit({ given, path: '/admin#messages', context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
	await page.getByLabel('Title').fill('Fire drill');
	await page.getByLabel('Starts', { exact: true }).selectOption('At a time…');
	await page.getByLabel('Starts at').fill('2026-11-24T14:00');
	await page.getByLabel('Ends', { exact: true }).selectOption('After an hour');
	await page.getByLabel('Screens', { exact: true }).selectOption('Certain ones');
	await page.getByRole('button', { name: 'Schedule it' }).tap();
	await page.getByText('Choose at least one screen.').waitFor();
	await page.getByLabel('Hall').check();
	await page.getByRole('button', { name: 'Schedule it' }).tap();
	await page.getByText('Fire drill starts Tue 14:00.').waitFor();
	await page.getByText('Band · Tue 14:00 to Tue 15:00 · Hall · by admin').waitFor();
	expect((await said(given)).coming).toMatchObject([{ from: '2026-11-24T13:00:00Z', until: '2026-11-24T14:00:00Z', screens: [hall.id] }]);
	await expect.poll(() => told.at(-1)).toBe('Fire drill');
	await page.getByRole('button', { name: 'Take back Fire drill' }).tap();
	await page.getByText('Fire drill will not be shown.').waitFor();
	await expect.poll(() => told.at(-1)).toBe('');
	await page.getByText('Band · taken back · Hall · by admin').waitFor();
	expect(errors).toEqual([]);
});

test('what the server refuses stands at its field, and what somebody else changed meanwhile is saved over only when seen', async () => {
	const { page, given, errors } = await visit({ path: '/admin#messages' });
	await page.getByRole('button', { name: 'Everybody now' }).click();
	await page.getByLabel('Ends', { exact: true }).selectOption('At a time…');
	await page.getByLabel('Ends at').fill('2026-11-23T09:00');
	await page.getByRole('button', { name: 'Put it on the screens' }).click();
	await page.locator('.field.wrong', { hasText: 'Ends at' }).waitFor();
	await page.getByLabel('Ends at').fill('2026-11-23T11:00');
	await page.getByRole('button', { name: 'Put it on the screens' }).click();
	await page.getByRole('button', { name: 'Change All hands now' }).click();
	await page.getByLabel('Title').fill('Mine');
	const [{ id, from, until }] = (await said(given)).running;
	await given.call('PUT', `/api/v1/messages/${id}`, { body: { form: 'takeover', title: 'Theirs', from, until }, headers: given.session() });
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('Somebody else has changed this message meanwhile.').waitFor();
	expect((await said(given)).running[0].title).toBe('Theirs');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('Mine is saved.').waitFor();
	expect((await said(given)).running).toMatchObject([{ id, title: 'Mine' }]);
	expect(errors).toEqual([]);
});

test('whoever may only look sees what is on the screens, and is offered nothing to change', async () => {
	const given = await givenFloor();
	const { accounts, journal } = given.server.wall();
	await given.call('POST', '/api/v1/messages', { body: { form: 'band', title: 'Cake' }, headers: given.session() });
	const guest = journal.apply('account created', { name: 'guest', role: 'viewer', passwordHash: '' }, { at: given.now.ms, author: 'test' });
	const { page, url } = await visit({ given, path: '/admin#messages', signIn: false });
	await page.context().addCookies([{ name: 'floorcast_session', value: accounts.startSession(guest), url: url('/') }]);
	await page.reload();
	await page.getByText('Cake').waitFor();
	expect(await page.locator('main button, main input').count()).toBe(0);
});

test('the Screens page says where alerts go, and an administrator’s test arrives', async () => {
	const mail = await givenMailServer();
	const given = await givenFloor({ ALERT_EMAIL: 'ops@example.com', SMTP_URL: `smtp://127.0.0.1:${mail.port}`, SMTP_FROM: 'wall@example.com' });
	const { page, errors } = await visit({ given, path: '/admin#screens' });
	await page.getByText('is told to: 1 × example.com by e-mail.').waitFor();
	await page.getByRole('button', { name: 'Send a test' }).click();
	await page.getByText('The test has arrived where it was sent.').waitFor();
	expect(mail.mails).toMatchObject([{ to: ['ops@example.com'] }]);
	expect(errors).toEqual([]);
});
