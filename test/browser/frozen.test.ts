/** Connected but frozen: a real browser whose processes are stopped, as the Screens page then tells it. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildDisplay } from '../../display/build.ts';
import type { ScreenRow } from '../../shared/api.ts';
import { launchOwnBrowser, type OwnBrowser } from '../support/browser.ts';
import { processesOf, signal, type Process } from '../support/processes.ts';
import { ask } from '../server/http/support.ts';
import { givenFloor, openWall } from './wall-support.ts';

const isLinux = process.platform === 'linux';

let own: OwnBrowser;
beforeAll(async () => {
	await buildDisplay();
	own = await launchOwnBrowser();
});
afterAll(async () => {
	await own.close();
});

/** A paired wall on a floor of its own, and what the server says of it. */
async function givenWatched() {
	const floor = await givenFloor();
	const page = await openWall(own.browser, floor);
	const headers = await floor.session();
	const row = async (): Promise<ScreenRow> => (await ask(floor.port, 'GET', '/api/v1/screens', { headers })).json.screens[0];
	const standing = async (): Promise<string> => {
		const { standing: found, online, report } = await row();
		// Before its first report nothing is known of it.
		return `${found.state}${found.state === 'frozen' ? `: ${found.why}` : ''}${online ? '' : ' (not connected)'}${report ? '' : ' (unheard)'}`;
	};
	const becomes = (wanted: string, timeout: number) => expect.poll(standing, { timeout, interval: 200 }).toBe(wanted);
	await becomes('live', 20_000);
	return { page, row, becomes };
}

/** Stops processes until the returned function is called, or the test is over. */
function stop(processes: readonly Process[]): () => void {
	expect(processes.length).toBeGreaterThan(0);
	signal(processes, 'SIGSTOP');
	let isStopped = true;
	const go = (): void => {
		if (isStopped) signal(processes, 'SIGCONT');
		isStopped = false;
	};
	onTestFinished(go);
	return go;
}

test.skipIf(!isLinux)('a browser that is stopped whole is frozen before its socket is missed, and live again when it goes on', async () => {
	const { becomes } = await givenWatched();
	const go = stop(processesOf(own.pid));
	await becomes('frozen: silent', 40_000);
	go();
	await becomes('live', 20_000);
});

test.skipIf(!isLinux)('one that stays stopped froze, and then went; when it goes on it is live again', async () => {
	const { becomes, row } = await givenWatched();
	const stoppedAt = Date.now();
	const go = stop(processesOf(own.pid));
	await becomes('offline (not connected)', 40_000);
	const { standing } = await row();
	expect(standing).toMatchObject({ state: 'offline', froze: { why: 'silent' } });
	if (standing.state !== 'offline' || !standing.froze) throw new Error('as has just been seen');
	expect(Math.abs(Date.parse(standing.froze.since) - stoppedAt)).toBeLessThan(12_000);
	go();
	await becomes('live', 20_000);
});

test.skipIf(!isLinux)('a page whose own process is stopped is frozen, though the browser around it lives', async () => {
	const { becomes, page } = await givenWatched();
	const renderers = processesOf(own.pid).filter(({ command }) => command.includes('--type=renderer'));
	const go = stop(renderers);
	await becomes('frozen: silent', 40_000);
	go();
	await becomes('live', 20_000);
	expect(await page.locator('[data-panel]').count()).toBeGreaterThan(0);
});

test.skipIf(!isLinux)('a page that goes on talking and paints nothing, since the process that paints is stopped, is frozen', async () => {
	const { becomes, row } = await givenWatched();
	const painters = processesOf(own.pid).filter(({ command }) => command.includes('--type=gpu-process'));
	const go = stop(painters);
	await becomes('frozen: no frames', 40_000);
	const { report, online, standing } = await row();
	expect({ frames: report?.frames, online, standing }).toMatchObject({ frames: 0, online: true, standing: { why: 'no frames' } });
	go();
	await becomes('live', 20_000);
});
