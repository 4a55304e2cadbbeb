/** Real files, brought in by the command as anyone would, into a server of its own process. The files lie beside the repository, never in it. */
import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Explained } from '../../shared/api.ts';
import { apiKey, ask, withKey } from '../server/http/support.ts';
import { runImport } from '../support/import.ts';

const folder = new URL('../../../shared/data/', import.meta.url);
const isThere = existsSync(folder);
const path = (file: string): string => fileURLToPath(new URL(file, folder));

// Where the data has to be there, its absence is a failure and not a skip.
describe.skipIf(!isThere && process.env['CI'] !== 'true')('real files by the command (skipped where they are not there)', () => {
	const desk = mkdtempSync(join(tmpdir(), 'floorcast-import-'));
	let port = 0;
	let stop = async (): Promise<void> => undefined;
	beforeAll(async () => {
		const { NODE_OPTIONS: _options, ...outer } = process.env;
		const env = { ...outer, DATA_DIR: join(desk, 'data'), DEMO: 'off', API_KEY: apiKey, HOST: '127.0.0.1', PORT: '0', TIME_ZONE: 'UTC', CURRENCY: 'USD', LOG_LEVEL: 'warn', TICK_MS: '500' };
		const child = spawn(process.execPath, ['server/main.ts'], { env, stdio: 'pipe' });
		const ended = new Promise((resolve) => child.once('exit', resolve));
		stop = async () => {
			child.kill('SIGTERM');
			await ended;
		};
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		await vi.waitFor(() => expect(output).toMatch(/Wall: +http:\/\/127\.0\.0\.1:\d+/), { timeout: 60_000, interval: 50 });
		port = Number(/Wall: +http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
	});
	afterAll(async () => {
		await stop();
		rmSync(desk, { recursive: true, force: true });
	});

	const get = async (address: string) => (await ask(port, 'GET', address, { headers: withKey })).json;
	const explain = (metric: string, query: string): Promise<Explained> => get(`/api/v1/explain?metric=${metric}&${query}`);
	const by = async (metric: string, query: string): Promise<Record<string, number | null>> => Object.fromEntries(((await explain(metric, query)).by ?? []).map(({ key, value }) => [key, value]));
	const bring = (as: string, map: string, file: string) => runImport(desk, ['--as', as, '--map', map, path(file)], { API_KEY: apiKey, PORT: String(port) });
	const expectTaken = async (as: string, map: string, file: string, counts: string): Promise<void> => {
		const { code, output } = await bring(as, map, file);
		expect([code, output]).toEqual([0, expect.stringContaining(counts)]);
	};

	test('maven-crm: people, accounts and deals, and all that follows from them', async () => {
		await expectTaken('people', 'maven-crm', 'maven-crm/sales_teams.csv', 'inserted 35, updated 0, unchanged 0, rejected 0');
		await expectTaken('accounts', 'maven-crm', 'maven-crm/accounts.csv', 'inserted 85, updated 0, unchanged 0, rejected 0');
		await expectTaken('deals', 'maven-crm', 'maven-crm/sales_pipeline.csv', 'inserted 8800, updated 0, unchanged 0, rejected 0');
		await expectTaken('deals', 'maven-crm', 'maven-crm/sales_pipeline.csv', 'inserted 0, updated 0, unchanged 8800, rejected 0');
		expect((await get('/api/v1/health')).facts).toMatchObject({ people: 35, accounts: 85, deals: 8_800 });

		expect([(await explain('deals_won', 'period=2017')).value, (await explain('deals_lost', 'period=2017')).value]).toEqual([4_238, 2_473]);
		expect(await by('open_deals', 'by=stage')).toEqual({ Engaging: 1_589, Prospecting: 500 });
		expect(await explain('win_rate', 'period=2017')).toMatchObject({ value: 0.6315, numerator: 4_238, denominator: 6_711 });
		expect(await explain('average_deal_size', 'period=2017')).toMatchObject({ value: 2_360.91 });
		expect(await explain('sales_cycle_days', 'period=2017')).toMatchObject({ value: 51.78 });
		expect(await explain('sales', 'period=2017')).toMatchObject({ value: 10_005_534 });
		expect(await by('sales', 'period=2017&by=team')).toEqual({ West: 3_568_647, Central: 3_346_293, East: 3_090_594 });
		const people = (await explain('sales', 'period=2017&by=person')).by ?? [];
		expect([people.length, people[0]]).toEqual([30, expect.objectContaining({ key: 'Darcel Schlecht', value: 1_153_214 })]);
		expect(await explain('win_rate', 'period=2017&scope=person:Darcel%20Schlecht')).toMatchObject({ value: 0.6311, numerator: 349 });
		expect([(await explain('deals_won', 'period=2017-06')).value, (await explain('sales', 'period=2017-06')).value]).toEqual([531, 1_338_466]);
		expect(Object.keys(await by('sales', 'period=2017&by=product'))).toEqual(expect.not.arrayContaining(['GTXPro']));
	});

	test('itschool-crm: 95,874 calls of 33 people, while the wall goes on beating', async () => {
		const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], extraHeaders: { Origin: `http://127.0.0.1:${port}` } });
		let beats = 0;
		let losses = 0;
		socket.on('beat', () => (beats += 1));
		socket.on('disconnect', () => (losses += 1));
		await new Promise<void>((resolve) => socket.once('board', () => resolve()));
		let isDone = false;
		const health = (async () => {
			const seen = new Set<number>();
			while (!isDone) seen.add((await ask(port, 'GET', '/healthz')).status);
			return [...seen];
		})();
		await expectTaken('activities', 'itschool-crm', 'itschool-crm/calls.csv', 'people made known: inserted 33, updated 0, unchanged 0\ninserted 95874, updated 0, unchanged 0, rejected 0');
		isDone = true;
		expect([await health, losses]).toEqual([[200], 0]);
		await expect.poll(() => beats).toBeGreaterThan(0);
		socket.disconnect();

		expect((await get('/api/v1/health')).facts).toMatchObject({ activities: 95_874, people: 35 + 33 });
		const [calls, connects] = [await by('calls_made', 'period=2023&by=person'), [await explain('connects', 'period=2023'), await explain('connects', 'period=2024')]];
		const later = await by('calls_made', 'period=2024&by=person');
		expect([...Object.values(calls), ...Object.values(later)].reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(86_875);
		expect(new Set([...Object.keys(calls), ...Object.keys(later)])).not.toContain('unassigned');
		const lines = readFileSync(path('itschool-crm/calls.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
		const countOf = (where: (cells: string[]) => boolean): number => lines.filter(where).length;
		expect((connects[0]?.value ?? 0) + (connects[1]?.value ?? 0)).toBe(countOf((cells) => cells[4] === 'Outbound' && cells[6] === 'Attended Dialled'));
		expect((calls['Yara Edwards'] ?? 0) + (later['Yara Edwards'] ?? 0)).toBe(countOf((cells) => cells[2] === 'Yara Edwards' && cells[4] === 'Outbound'));

		// What no figure shows yet stands in the database.
		const db = new Database(join(desk, 'data', 'floorcast.sqlite'), { readonly: true });
		const rows = (where: string): unknown => db.prepare(`SELECT count(*) FROM activity WHERE ${where}`).pluck().get();
		expect([rows(`direction = 'inbound'`), rows('seconds IS NULL'), rows('account IS NULL'), rows(`owner_key = 'itschool-crm/Yara Edwards'`)]).toEqual([5_921 + 3_078, 83, 3_933, 9_059]);
		expect(db.prepare('SELECT count(DISTINCT owner_key) FROM activity').pluck().get()).toBe(33);
		db.close();
	});

	test('adventureworks-quota: quotas of people and quarters, from which the company’s years follow', async () => {
		await expectTaken('people', 'adventureworks-quota', 'adventureworks-quota/SalesPerson.csv', 'inserted 17, updated 0, unchanged 0, rejected 0');
		await expectTaken('targets', 'adventureworks-quota', 'adventureworks-quota/SalesPersonQuotaHistory.csv', 'rejected 0, targets set 163');
		await expectTaken('targets', 'adventureworks-quota', 'adventureworks-quota/SalesPersonQuotaHistory.csv', 'unchanged 163, rejected 0, targets set 0');
		const years = [2011, 2012, 2013, 2014];
		const targets = await Promise.all(years.map(async (year) => (await explain('sales', `period=${year}`)).target));
		expect(targets).toEqual([14_263_000, 30_172_000, 40_920_000, 10_359_000]);
		expect(targets.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(95_714_000);
		expect(await explain('sales', 'period=2011-Q2&scope=person:274@adventureworks.example')).toMatchObject({ target: 28_000, targetFrom: { derived: false } });
	});
});
