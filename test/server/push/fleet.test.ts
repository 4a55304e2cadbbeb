/** How a screen is, told from what it paints. */
import { describe, expect, test } from 'vitest';
import type { ScreenReport } from '../../../shared/report.ts';
import { createFleet, frozenAt, type Signs } from '../../../server/push/fleet.ts';
import { wellReport } from '../../support/reports.ts';

const began = Date.parse('2026-11-23T09:00:00Z');
const at = (seconds: number): string => new Date(began + seconds * 1000).toISOString().replace('.000Z', 'Z');

const givenFleet = () => {
	let seconds = 0;
	let isOn = true;
	const fleet = createFleet({ now: () => began + seconds * 1000, uptime: () => 5_000_000 + seconds * 1000, isOn: () => isOn });
	const health = (seenAt: number | null = began) => fleet.health({ id: 7, seenAt, report: null });
	return {
		fleet,
		health,
		standing: () => health().standing,
		pass: (more: number) => (seconds += more),
		hours: (lit: boolean) => (isOn = lit),
		report: (part: Partial<ScreenReport> = {}, holds: number | null = 0, id = 'a') => fleet.reported(id, { ...wellReport, ...part }, holds),
	};
};

describe('what makes a screen frozen', () => {
	const well: Signs = { connectedAt: 0, reportedAt: 99_000, paintedAt: 99_000, behindSince: null, isHidden: false, isOn: true };
	test.each([
		['well', {}, null],
		['silent for less than walls wait for the server', { reportedAt: 86_001 }, null],
		['silent for as long', { reportedAt: 86_000 }, { since: 86_000, why: 'silent' }],
		['silent, and dark by its hours', { reportedAt: 86_000, isOn: false }, { since: 86_000, why: 'silent' }],
		['just connected, and not heard of yet', { connectedAt: 70_001, reportedAt: null }, null],
		['never heard of', { connectedAt: 70_000, reportedAt: null }, { since: 70_000, why: 'silent' }],
		['painting nothing for twenty seconds', { paintedAt: 80_000 }, null],
		['painting nothing for longer', { paintedAt: 79_999 }, { since: 79_999, why: 'no frames' }],
		['painting nothing, dark by its hours', { paintedAt: 0, isOn: false }, null],
		['not visible', { isHidden: true, paintedAt: 95_000 }, { since: 95_000, why: 'hidden' }],
		['not visible, and so seldom heard of', { isHidden: true, paintedAt: 40_000, reportedAt: 50_000 }, { since: 40_000, why: 'hidden' }],
		['not visible, dark by its hours', { isHidden: true, paintedAt: 40_000, reportedAt: 50_000, isOn: false }, null],
		['showing an old board', { behindSince: 60_000 }, { since: 60_000, why: 'old board' }],
		['showing an old board, dark by its hours', { behindSince: 60_000, isOn: false }, null],
	])('%s', (_name, signs, found) => {
		expect(frozenAt(100_000, { ...well, ...signs })).toEqual(found);
	});
});

test('a screen lives while it reports and paints, freezes when it says nothing, and lives again', () => {
	const { fleet, standing, pass, report } = givenFleet();
	fleet.connected('a', 7, '192.0.2.7');
	expect(standing()).toEqual({ state: 'live' });
	report();
	pass(14);
	expect(standing()).toEqual({ state: 'frozen', why: 'silent', since: at(0) });
	report();
	expect(standing()).toEqual({ state: 'live' });
});

test('one that is never seen is no screen that went, and one that went says when it was last there', () => {
	const { health, fleet } = givenFleet();
	expect(health(null).standing).toEqual({ state: 'never' });
	fleet.connected('a', 7, '192.0.2.7');
	expect(health(null)).toMatchObject({ standing: { state: 'live' }, address: '192.0.2.7', connections: 1 });
	fleet.disconnected('a');
	expect(health()).toEqual({ standing: { state: 'offline', since: at(0), froze: null }, address: null, connections: 0, report: null, sent: null, boardSince: null });
});

test('what froze and then went, froze and then went; when it comes anew that is over', () => {
	const { fleet, standing, pass, report } = givenFleet();
	fleet.connected('a', 7, '192.0.2.7');
	report();
	pass(20);
	fleet.disconnected('a');
	expect(standing()).toEqual({ state: 'offline', since: at(0), froze: { since: at(0), why: 'silent' } });
	fleet.connected('b', 7, '192.0.2.7');
	fleet.disconnected('b');
	expect(standing()).toEqual({ state: 'offline', since: at(0), froze: null });
});

test('reports without frames for more than twenty seconds are a frozen picture, since it last painted; a dark screen paints nothing', () => {
	const { fleet, standing, pass, report, hours } = givenFleet();
	fleet.connected('a', 7, '192.0.2.7');
	report();
	for (const _ of [1, 2]) {
		pass(10);
		report({ frames: 0 });
		expect(standing()).toEqual({ state: 'live' });
	}
	pass(1);
	expect(standing()).toEqual({ state: 'frozen', why: 'no frames', since: at(0) });
	hours(false);
	expect(standing()).toEqual({ state: 'dark' });
	hours(true);
	report();
	expect(standing()).toEqual({ state: 'live' });
});

describe('an old board', () => {
	test('is one that is older than what the screen held half a minute ago', () => {
		const { fleet, standing, pass, report } = givenFleet();
		fleet.connected('a', 7, '192.0.2.7');
		report({ board: 4 }, 4);
		pass(10);
		// From here on it is sent newer ones and does not show them.
		for (const holds of [5, 6, 7]) {
			report({ board: 4 }, holds);
			expect(standing()).toEqual({ state: 'live' });
			pass(10);
		}
		report({ board: 4 }, 8);
		expect(standing()).toEqual({ state: 'frozen', why: 'old board', since: at(10) });
		report({ board: 8 }, 8);
		expect(standing()).toEqual({ state: 'live' });
	});
	test('is not one that changes every second and is always a little behind', () => {
		const { fleet, standing, pass, report } = givenFleet();
		fleet.connected('a', 7, '192.0.2.7');
		for (let second = 0; second < 120; second += 10) {
			report({ board: Math.max(0, second - 2) }, second);
			expect(standing()).toEqual({ state: 'live' });
			pass(10);
		}
	});
	test('is none at all, half a minute after the first was sent', () => {
		const { fleet, standing, pass, report } = givenFleet();
		fleet.connected('a', 7, '192.0.2.7');
		for (const _ of [1, 2, 3]) {
			report({ board: null }, 4);
			expect(standing()).toEqual({ state: 'live' });
			pass(10);
		}
		report({ board: null }, 4);
		expect(standing()).toMatchObject({ state: 'frozen', why: 'old board', since: at(0) });
	});
	test('is counted anew for a screen that gets another board, whose numbers are its own', () => {
		const { fleet, standing, pass, report } = givenFleet();
		fleet.connected('a', 7, '192.0.2.7');
		report({ board: 400 }, 400);
		for (const _ of [1, 2, 3, 4, 5]) {
			pass(10);
			report({ board: 3 }, 3);
			expect(standing()).toEqual({ state: 'live' });
		}
	});
	test('says since when the screen has shown it, and what it was sent', () => {
		const { fleet, health, pass, report } = givenFleet();
		fleet.connected('a', 7, '192.0.2.7');
		report({ board: 4 }, 4);
		pass(5);
		report({ board: 4 }, 5);
		expect(health()).toMatchObject({ sent: 5, boardSince: at(0), report: { board: 4, at: at(5) } });
		report({ board: 5 }, 5);
		expect(health()).toMatchObject({ boardSince: at(5) });
	});
});

test('what a report leaves out is as it was; what comes before the first whole one is not understood', () => {
	const { fleet, health, pass } = givenFleet();
	fleet.connected('a', 7, '192.0.2.7');
	fleet.reported('a', { frames: 30, inMs: 500 }, 0);
	expect(health().report).toBeNull();
	fleet.reported('a', wellReport, 0);
	pass(10);
	fleet.reported('a', { frames: 29, inMs: 500, panel: null }, 0);
	expect(health().report).toEqual({ ...wellReport, frames: 29, panel: null, at: at(10) });
	fleet.disconnected('a');
	fleet.connected('a', 7, '192.0.2.7');
	fleet.reported('a', { frames: 30, inMs: 500 }, 0);
	expect(health().report).toBeNull();
});

describe('of several connections with one token', () => {
	test('the newest counts, and all are counted', () => {
		const { fleet, health, pass, report } = givenFleet();
		fleet.connected('a', 7, '192.0.2.7');
		report();
		fleet.connected('b', 7, '192.0.2.8');
		report({ panel: 'The second' }, 0, 'b');
		pass(13);
		report();
		expect(health()).toMatchObject({ connections: 2, address: '192.0.2.8', report: { panel: 'The second' }, standing: { state: 'live' } });
		pass(1);
		expect(health().standing).toMatchObject({ state: 'frozen' });
		fleet.disconnected('b');
		expect(health()).toMatchObject({ connections: 1, address: '192.0.2.7', standing: { state: 'live' } });
	});
	test('an older one that times out beside the one that took its place is nothing that froze', () => {
		const { fleet, standing, pass, report } = givenFleet();
		fleet.connected('a', 7, '192.0.2.7');
		report();
		pass(20);
		fleet.connected('b', 7, '192.0.2.7');
		fleet.disconnected('a');
		fleet.disconnected('b');
		expect(standing()).toEqual({ state: 'offline', since: at(0), froze: null });
	});
});

test('screens that need no pairing are told apart by their connections', () => {
	const { fleet, report } = givenFleet();
	fleet.connected('a', null, '127.0.0.1');
	fleet.connected('b', null, '192.0.2.8');
	report({}, 0, 'b');
	expect(fleet.unpaired()).toMatchObject([{ id: 'a', address: '127.0.0.1', report: null }, { id: 'b', address: '192.0.2.8', report: { engine: 85 } }]);
	fleet.disconnected('a');
	expect(fleet.unpaired()).toMatchObject([{ id: 'b' }]);
});
