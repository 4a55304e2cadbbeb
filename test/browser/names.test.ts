/**
 * Names that would be code if anything took them for it: on the wall, in a celebration, in messages, on every page of the desk, in the
 * review, on paper and in the definitions they are text, and nothing that the content policy forbids is even tried.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { boardDraft, panelPlan } from '../support/plans.ts';
import { apiKey } from '../server/http/support.ts';
import { useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

const image = '<img src=x onerror=alert(1)>';
const evil = {
	person: `${image} Ek`,
	turned: 'Ana \u202egnp.exe\u202c ﷽',
	emoji: '\u{1f469}\u{1f3fd}\u200d\u{1f4bb} \u{1f9d1}\u200d\u{1f91d}\u200d\u{1f9d1} \u{1f1f8}\u{1f1ea}',
	long: `${'Å'.repeat(150)} ${'x'.repeat(40)}`,
	team: `"><script>alert(2)</script>`,
	deal: `<svg onload=alert(3)>`,
	account: `javascript:alert(4)//'"\`--></style></script>`,
	product: '{{constructor.constructor("alert(5)")()}} ${alert(6)} {@html x}',
	workspace: '<b onmouseover=alert(7)>Nord</b>',
	message: '</p><iframe src=javascript:alert(8)>',
	screen: '<a href=javascript:alert(9)>Hall',
	board: '<style>*{display:none}</style>',
};

/** What a page tried: dialogs, what the content policy forbade, and what came of it in the page. */
async function trapped(page: Page): Promise<string[]> {
	const caught: string[] = [];
	page.on('dialog', (dialog) => {
		caught.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	await page.exposeFunction('wasCaught', (what: string) => caught.push(what));
	await page.addInitScript(() => {
		const { wasCaught } = window as unknown as { wasCaught: (what: string) => void };
		document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => wasCaught(`policy: ${violatedDirective} ${blockedURI}`));
		window.alert = (what?: unknown) => wasCaught(`alert: ${String(what)}`);
	});
	return caught;
}
/** Elements that only a name could have made. */
const made = (page: Page): Promise<number> =>
	page.evaluate(() => document.querySelectorAll('img[src="x"], img[onerror], svg[onload], b[onmouseover], iframe, script:not([src]), a[href^="javascript:"], body style').length);

async function givenNames(): Promise<Visit & { caught: string[] }> {
	const visited = await visit({ path: '/favicon.svg', signIn: false });
	const { given, page, url } = visited;
	const headers = given.session();
	const say = async (method: string, path: string, body: object, how: Record<string, string> = headers): Promise<any> => { // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of every shape
		const { status, json, text } = await given.call(method, `/api/v1/${path}`, { body, headers: how });
		expect([path, status, text]).toEqual([path, 200, expect.anything()]);
		return json;
	};
	const names = [evil.person, evil.turned, evil.emoji, evil.long];
	const people = names.map((name, at) => ({ email: `p${at}@x.example`, name, team: at % 2 === 0 ? evil.team : 'South', role: 'ae' }));
	const deals = names.flatMap((_, at) => [
		{ external_id: `E-${at}`, name: evil.deal, account: evil.account, product: evil.product, region: image, channel: image, lead_source: image, stage: evil.deal, owner: `p${at}@x.example`, status: 'won', amount: `${(at + 1) * 1000}`, created: '2026-10-01', closed: '2026-11-20' },
		{ external_id: `O-${at}`, name: evil.deal, account: evil.account, stage: image, owner: `p${at}@x.example`, status: 'open', amount: '500', created: '2026-11-01' },
		{ external_id: `P-${at}`, name: evil.deal, account: evil.account, lost_reason: image, owner: at === 0 ? image : `p${at}@x.example`, status: at % 2 ? 'won' : 'lost', amount: '700', created: '2026-09-01', closed: '2026-10-20' },
	]);
	const { rejected } = await say('POST', 'facts', { source: '<i>crm', people, deals, meetings: [{ external_id: 'M-1', kind: 'demo', booked_by: 'p0@x.example', owner: 'p1@x.example', booked_at: '2026-11-19', account: evil.account, status: 'held', scheduled_for: '2026-11-20' }] }, { Authorization: `Bearer ${apiKey}` });
	expect(rejected).toEqual([]);
	await say('PUT', 'settings', { name: evil.workspace });
	await say('POST', 'messages', { form: 'band', title: evil.message, text: image, until: '2026-11-24T09:00' });
	const { userCode } = await say('POST', 'pairing', {}, {});
	await say('POST', 'screens', { code: userCode, name: evil.screen, place: image });
	await say('POST', 'boards', { plan: boardDraft({ name: evil.board, panels: [panelPlan({ scope: `team:${evil.team}` })] }) });
	await say('PUT', 'calendar/holidays', { days: [{ day: '2026-12-24', name: image }] });
	await say('POST', 'review/actions', { key: 'action-000001', month: '2026-10', what: image, who: evil.deal, until: null });
	await page.goto(url('/admin'));
	const caught = await trapped(page);
	return { ...visited, caught };
}

test('[check 26] on the wall: in every panel, a message and a celebration', async () => {
	const { given, page, caught } = await givenNames();
	const wall = `http://127.0.0.1:${given.server.port}/`;
	await page.goto(wall);
	await page.locator('[data-panel]').first().waitFor();
	const read = new Set<string>();
	for (let step = 0; step < 12; step += 1) {
		read.add(await page.evaluate(() => document.body.innerText));
		expect(await made(page)).toBe(0);
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(150);
	}
	const words = [...read].join('\n');
	for (const text of [image, '\u{1f469}\u{1f3fd}\u200d\u{1f4bb}', evil.message]) expect(words).toContain(text);
	await page.waitForTimeout(6_000);
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: 'NEW', name: evil.deal, account: evil.account, owner: 'p0@x.example', status: 'won', amount: '99000', created: '2026-11-20', closed: '2026-11-23T08:59:00Z' }] }, headers: { Authorization: `Bearer ${apiKey}` } });
	const toast = page.locator('[data-celebration]');
	await toast.waitFor();
	expect(await toast.innerText()).toContain(image);
	expect([await made(page), caught]).toEqual([0, []]);
}, 120_000);

const views = ['targets', 'people', 'imports', 'facts', 'boards', 'screens', 'messages', 'celebrations', 'settings', 'system', 'account'];

test('[check 26] on every page of the desk, in the review and in the definitions', async () => {
	const { page, url, caught, errors } = await givenNames();
	await page.locator('#account').fill('admin');
	await page.locator('#password').fill('correct horse battery');
	await page.keyboard.press('Enter');
	await page.locator('#account').waitFor({ state: 'detached' });
	let words = '';
	const addresses = await page.evaluate(() => [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].map((link) => link.getAttribute('href') ?? ''));
	expect(addresses.length).toBeGreaterThan(4);
	for (const at of [...new Set([...addresses, ...views.map((view) => `#${view}`)])]) {
		await page.goto(url(`/admin${at}`));
		await page.waitForTimeout(400);
		words += await page.evaluate(() => `${document.body.innerText} ${[...document.querySelectorAll('input, option')].map((field) => ('value' in field ? String(field.value) : '') + (field.textContent ?? '')).join(' ')}`);
		expect([at, await made(page)]).toEqual([at, 0]);
	}
	for (const path of ['/review?month=2026-11', '/review?month=2026-10', '/definitions']) {
		await page.goto(url(path));
		await page.waitForTimeout(1_000);
		words += await page.evaluate(() => document.body.innerText);
		await page.emulateMedia({ media: 'print' });
		expect([path, await made(page)]).toEqual([path, 0]);
		await page.emulateMedia({ media: 'screen' });
	}
	for (const [what, text] of Object.entries(evil).filter(([name]) => !['turned', 'long', 'product'].includes(name))) expect([what, words.includes(text)]).toEqual([what, true]);
	expect([caught, errors]).toEqual([[], []]);
}, 180_000);

test('[check 26] ten thousand characters are refused where people type them, and cost a wall nothing where a source sends them', async () => {
	const { given, page, caught } = await givenNames();
	const headers = given.session();
	const long = 'W'.repeat(10_000);
	for (const [method, path, body] of [['POST', 'teams', { name: long }], ['POST', 'people', { people: [{ name: long }] }], ['PUT', 'settings', { name: long }], ['POST', 'messages', { form: 'band', title: long }], ['PUT', 'calendar/holidays', { days: [{ day: '2026-12-25', name: long }] }]] as const) {
		expect([path, (await given.call(method, `/api/v1/${path}`, { body, headers })).status]).toEqual([path, 400]);
	}
	const { status, json } = await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'l@x.example', name: long, team: long }], deals: [{ external_id: 'L-1', name: long, account: long, owner: 'p0@x.example', status: 'won', amount: '5', closed: '2026-11-20' }] }, headers: { Authorization: `Bearer ${apiKey}` } });
	expect([status, json.rejected.length]).toEqual([200, 2]);
	await page.goto(`http://127.0.0.1:${given.server.port}/`);
	await page.locator('[data-panel]').first().waitFor();
	// The picture wanders by some pixels, so that none burns in.
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 8)).toBe(true);
	expect(caught).toEqual([]);
}, 120_000);
