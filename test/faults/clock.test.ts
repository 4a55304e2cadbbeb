/** A machine whose wall clock is wrong, is set, or meets a day of another length, under a real server. */
import { setTimeout as pass } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { BoardView } from '../../shared/views.ts';
import { ask, givenFolder, withKey } from '../server/http/support.ts';
import { faultsLibrary, givenFaults } from '../support/faults.ts';
import { inspect, isUp, portOf, startProcess, watchWall } from '../support/process.ts';

const password = 'correct horse battery';
const withFaults = test.skipIf(faultsLibrary === null);

/** A server whose clock the test sets, with a wall on it. */
const given = async (zone: string, at: string) => {
	const dataDir = givenFolder();
	const faults = givenFaults(dataDir);
	let off = 0;
	const set = (time: string): void => {
		off = Temporal.Instant.from(time).epochMilliseconds - Date.now();
		faults.clock(off);
	};
	set(at);
	const started = startProcess({ ...faults.env, DATA_DIR: dataDir, TICK_MS: '100', TIME_ZONE: zone, CURRENCY: 'EUR', ADMIN_PASSWORD: password });
	const port = await portOf(started);
	await isUp(port);
	const origin = `http://127.0.0.1:${port}`;
	const seen = watchWall(port);
	const signIn = async (): Promise<Record<string, string>> => {
		const { status, headers } = await ask(port, 'POST', '/api/v1/session', { body: { account: 'admin', password } });
		expect(status).toBe(200);
		return { Cookie: [headers['set-cookie']].flat()[0]?.split(';')[0] ?? '', Origin: origin };
	};
	return {
		started, port, dataDir, seen, set, signIn,
		now: () => Date.now() + off,
		get: async (path: string, headers: Record<string, string> = withKey) => (await ask(port, 'GET', path, { headers })).json,
		post: (path: string, body: unknown, headers: Record<string, string> = withKey) => ask(port, 'POST', path, { body, headers }),
	};
};

withFaults('[R14] set forward and back by hours and days, over midnight and the end of a month, it goes on: nothing lost, nothing twice, nobody shut out', async () => {
	const { started, port, dataDir, seen, set, now, get, post, signIn } = await given('Europe/Berlin', '2026-11-23T10:00:00Z');
	let pushes = 0;
	const push = async (): Promise<void> => {
		const row = { external_id: `C-${(pushes += 1)}`, kind: 'call', direction: 'outbound', at: Temporal.Instant.fromEpochMilliseconds(now()).toString(), owner: 'ana@x.example' };
		const reply = await post('/api/v1/facts', { source: 'dialer', activities: [row] });
		expect([reply.status, reply.json.inserted]).toEqual([200, 1]);
	};
	for (const time of ['10:00:00', '11:00:00', '10:00:05', '09:00:00']) {
		set(`2026-11-23T${time}Z`);
		await push();
	}
	let session = await signIn();
	for (const [time, today] of [
		['2026-11-24T10:00:00Z', '2026-11-24'],
		['2026-11-23T10:00:00Z', '2026-11-23'],
		['2026-11-30T23:10:00Z', '2026-12-01'],
		['2026-11-23T10:00:00Z', '2026-11-23'],
		['2027-01-01T10:00:00Z', '2027-01-01'],
		['1970-01-02T10:00:00Z', '1970-01-02'],
		['2026-11-23T10:00:00Z', '2026-11-23'],
	] as const) {
		set(time);
		await push();
		// Signing in anew is all that a wrong clock may ask of anyone; what it began holds when the clock is right again.
		const standing = await get('/api/v1/session', session);
		if (standing.account === null) session = await signIn();
		expect((await get('/api/v1/session', session)).workspace.today).toBe(today);
		// The board and what is said of the sources follow the clock, within a tick or two.
		await expect.poll(async () => Math.abs(Temporal.Instant.from((await get('/api/v1/health')).computedAt).epochMilliseconds - now()), { timeout: 30_000 }).toBeLessThan(30_000);
		await expect.poll(async () => Temporal.Instant.from((await get('/api/v1/health')).dataAsOf).epochMilliseconds <= now(), { timeout: 30_000 }).toBe(true);
		expect(await get('/api/v1/health')).toMatchObject({ status: 'ok', lastError: null, facts: { activities: pushes } });
		expect((await get('/api/v1/explain?metric=calls_made&scope=company&period=2026&asOf=2027-12-31')).value).toBe(await callsIn(get, '2026'));
	}
	// A pairing that began while the clock ran ahead is over once it is set back; the next one is as always.
	set('2026-11-24T10:00:00Z');
	const ahead = (await post('/api/v1/pairing', {}, {})).json;
	set('2026-11-23T10:00:00Z');
	expect((await post('/api/v1/pairing/claim', { deviceCode: ahead.deviceCode }, {})).status).toBe(410);
	const pairing = (await post('/api/v1/pairing', {}, {})).json;
	expect((await post('/api/v1/screens', { code: pairing.userCode, name: 'Lobby' }, await signIn())).status).toBe(200);
	expect((await post('/api/v1/pairing/claim', { deviceCode: pairing.deviceCode }, {})).json.token).toEqual(expect.any(String));
	// The beats kept coming.
	const before = seen.beats;
	await expect.poll(() => seen.beats, { timeout: 30_000 }).toBeGreaterThan(before);
	expect((await ask(port, 'GET', '/healthz')).status).toBe(200);
	started.child.kill('SIGTERM');
	expect(await started.exit).toBe(0);
	expect(inspect(dataDir).db.prepare('SELECT count(*) FROM activity').pluck().get()).toBe(pushes);
});

/** Day by day, as the periods of which they are made add them up. */
const callsIn = async (get: (path: string) => Promise<{ by: { value: number }[] }>, period: string): Promise<number> =>
	(await get(`/api/v1/explain?metric=calls_made&scope=company&period=${period}&asOf=2027-12-31&by=day`)).by.reduce((sum, { value }) => sum + value, 0);

withFaults('[R15] today begins once, at local midnight: also where that is left out, comes twice, or another hour does', async () => {
	const { seen, set, now, get, post, signIn } = await given('America/Santiago', '2026-09-06T03:00:00Z');
	const session = await signIn();
	const won = (day: string, amount: number) => ({ external_id: day, status: 'won', closed: day, amount });
	const sales = (board: BoardView): string => board.panels.flatMap((panel) => (panel.kind === 'target' ? [panel.headline.number.text] : [])).join();
	// The latest first: a session that began later than now holds.
	const turns: { at: string; days: [string, ...string[]]; sums: string[] }[] = [
		// 24:00 on the 5th is 01:00 on the 6th.
		{ at: '2026-09-06T04:00:00Z', days: ['2026-09-05', '2026-09-06'], sums: ['€1', '€3'] },
		{ at: '2026-07-01T04:00:00Z', days: ['2026-06-30', '2026-07-01'], sums: ['€4', '€8'] },
		// 24:00 on the 4th is 23:00 on the 4th, and an hour later the 5th begins.
		{ at: '2026-04-05T04:00:00Z', days: ['2026-04-04', '2026-04-05'], sums: ['€16', '€48'] },
		{ at: '2026-04-05T03:00:00Z', days: ['2026-04-04'], sums: ['€16'] },
	];
	const deals = ['2026-09-05', '2026-09-06', '2026-06-30', '2026-07-01', '2026-04-04', '2026-04-05'].map((day, index) => won(day, 2 ** index));
	expect((await post('/api/v1/facts', { source: 'crm', deals })).json.inserted).toBe(deals.length);
	const today = async (): Promise<string> => (await get('/api/v1/session', session)).workspace.today;
	const computedAt = async (): Promise<number> => Temporal.Instant.from((await get('/api/v1/health')).computedAt).epochMilliseconds;
	for (const { at, days, sums } of turns) {
		const turn = Temporal.Instant.from(at);
		// Anew, should this machine have been too slow to see the end of the old day.
		do {
			set(turn.subtract({ milliseconds: 1_500 }).toString());
			const from = now();
			await expect.poll(async () => Math.abs((await computedAt()) - from), { timeout: 30_000 }).toBeLessThan(60_000);
			seen.boards = [await get('/api/v1/wall')];
		} while ((await today()) !== days[0]);
		const said: string[] = [];
		while ((await computedAt()) < turn.epochMilliseconds + 500) {
			said.push(await today());
			await pass(50);
		}
		said.push(await today());
		expect(said.filter((day, index) => day !== said[index - 1])).toEqual(days);
		await expect.poll(() => seen.boards.map(sales).at(-1), { timeout: 30_000 }).toBe(sums.at(-1));
		const shown = seen.boards.map(sales);
		expect(shown.filter((sum, index) => sum !== shown[index - 1])).toEqual(sums);
	}
});
