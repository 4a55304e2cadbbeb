/** What a wall may say: reports, in their form and not too often. Nothing that it says ends the server. */
import { describe, expect, test } from 'vitest';
import { silentLog, type Log } from '../../../server/log.ts';
import { listenForReports } from '../../../server/push/reports.ts';
import { wellReport } from '../../support/reports.ts';
import { givenServer, next, type Given, type WallSocket } from '../http/support.ts';

/** Says whatever a hostile client would; the types know of no such thing. */
const say = (socket: WallSocket, event: string, ...said: unknown[]): void => void (socket as unknown as { emit: (event: string, ...said: unknown[]) => void }).emit(event, ...said);

async function connected(given: Given): Promise<WallSocket> {
	const socket = given.connect();
	await next(socket, 'board');
	return socket;
}
const unpaired = async (given: Given) => (await given.call('GET', '/api/v1/screens', { headers: given.session() })).json.unpaired.screens;

test('[check 21] a report is kept, and the wall goes on listening', async () => {
	const given = await givenServer();
	const socket = await connected(given);
	socket.emit('report', wellReport);
	await expect.poll(async () => (await unpaired(given))[0]?.report).toEqual({ ...wellReport, at: '2026-11-23T09:00:00Z' });
	expect(socket.connected).toBe(true);
});

describe('[check 21] whoever says anything else is disconnected, and the server goes on', () => {
	const wrong: [string, unknown[]][] = [
		['nothing', []],
		['null', [null]],
		['a text', ['report']],
		['a list', [[wellReport]]],
		['too little', [{ build: 'a' }]],
		['too much', [{ ...wellReport, more: 1 }]],
		['two', [wellReport, wellReport]],
		['a long build', [{ ...wellReport, build: 'x'.repeat(101) }]],
		['a long panel', [{ ...wellReport, panel: 'x'.repeat(101) }]],
		['a width that is none', [{ ...wellReport, width: -1 }]],
		['a number as text', [{ ...wellReport, frames: '60' }]],
		['a heap beyond all', [{ ...wellReport, heap: 1e30 }]],
		['a sound that is none', [{ ...wellReport, sound: 'loud' }]],
		['bytes', [Buffer.alloc(100)]],
		['bytes in its place', [{ ...wellReport, build: Buffer.alloc(10) }]],
		['a prototype', [JSON.parse(`{"__proto__": ${JSON.stringify(wellReport)}}`)]],
		['a wish for an answer', [wellReport, () => undefined]],
	];
	test.each(wrong)('%s', async (_name, said) => {
		const given = await givenServer();
		const socket = await connected(given);
		const gone = next(socket, 'disconnect');
		say(socket, 'report', ...said);
		expect((await gone)[0]).toBe('io server disconnect');
		expect(await unpaired(given)).toEqual([]);
		expect((await given.call('GET', '/healthz')).status).toBe(200);
	});
	test('another event', async () => {
		const given = await givenServer();
		const socket = await connected(given);
		const gone = next(socket, 'disconnect');
		say(socket, 'set target', { value: 1 });
		expect((await gone)[0]).toBe('io server disconnect');
	});
	test('more than a packet may hold', async () => {
		const given = await givenServer();
		const socket = await connected(given);
		const gone = next(socket, 'disconnect');
		say(socket, 'report', { ...wellReport, build: 'x'.repeat(100_000) });
		await gone;
		expect((await given.call('GET', '/healthz')).status).toBe(200);
	});
	test('a flood: once, with one line in the log, and the others wait for nothing', async () => {
		const warned: string[] = [];
		const given = await givenServer({ log: { ...silentLog, warn: (_what: unknown, message?: string) => void warned.push(message ?? '') } as Log });
		const socket = await connected(given);
		const gone = next(socket, 'disconnect');
		for (let sent = 0; sent < 2_000; sent += 1) socket.emit('report', wellReport);
		const began = performance.now();
		expect((await given.call('GET', '/healthz')).status).toBe(200);
		expect(performance.now() - began).toBeLessThan(1_000);
		await gone;
		expect((await given.call('GET', '/healthz')).status).toBe(200);
		expect(warned).toEqual(['a connection was closed for how much it said']);
	});
});

describe('how often', () => {
	const given = () => {
		let now = 0;
		let listener: (event: string, ...said: unknown[]) => void = () => undefined;
		let heard = 0;
		const stopped: string[] = [];
		listenForReports({ onAny: (given) => (listener = given) }, () => now, () => (heard += 1), (why) => stopped.push(why));
		return { stopped, heard: () => heard, report: (at: number) => ((now = at), listener('report', wellReport)) };
	};
	test('once a second, as when somebody presses keys, is not too often for an hour', () => {
		const { report, heard, stopped } = given();
		for (let second = 0; second < 3600; second += 1) report(second * 1000);
		expect([heard(), stopped]).toEqual([3600, []]);
	});
	test('several at once, after the line stood still, are not too many', () => {
		const { report, stopped } = given();
		for (let sent = 0; sent < 20; sent += 1) report(1000);
		expect(stopped).toEqual([]);
		report(1001);
		expect(stopped).toEqual(['too many reports']);
	});
	test('[check 21] more than ninety in a minute are', () => {
		const { report, heard, stopped } = given();
		for (let sent = 0; sent < 91; sent += 1) report(sent * 600);
		report(60_000_000);
		expect([heard(), stopped]).toEqual([90, ['too many reports']]);
	});
});
