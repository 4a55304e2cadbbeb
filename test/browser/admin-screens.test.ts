import { expect, test } from 'vitest';
import type { PairingStarted } from '../../shared/api.ts';
import { fromElsewhere } from '../server/http/support.ts';
import { useBrowser, visit } from './admin-support.ts';

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
	await page.getByText('Sales floor is paired and shows the floor.').waitFor();
	await page.getByText('Not seen yet').waitFor();

	const { token } = (await given.call('POST', '/api/v1/pairing/claim', { body: { deviceCode: started.deviceCode } })).json;
	// On this machine it would be let in again without its token.
	const socket = given.connect({ token, headers: fromElsewhere });
	await page.getByText('Online').waitFor();

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
