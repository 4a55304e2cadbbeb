/** A screen from its first code to its revocation. */
import { usualChoice } from '../../../shared/screen.ts';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createPairing, pairingMs } from '../../../server/floor/pairing.ts';
import { newToken } from '../../../server/floor/tokens.ts';
import { fromElsewhere, givenServer, next, refusal } from '../http/support.ts';

test('[check 10] a screen shows a code, ops approve it, it fetches its token once and is let in', async () => {
	const given = await givenServer();
	const { call } = given;
	const session = given.session();
	const started = (await call('POST', '/api/v1/pairing', { body: {}, headers: { Origin: given.origin } })).json;
	expect(started).toEqual({ deviceCode: expect.stringMatching(/^[\w-]{43}$/), userCode: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{6}$/), expiresAt: '2026-11-23T09:10:00Z', qr: { size: 33, path: expect.stringMatching(/^(M\d+ \d+h\d+v1h-\d+z)+$/) } });

	const claim = () => call('POST', '/api/v1/pairing/claim', { body: { deviceCode: started.deviceCode } });
	expect((await claim()).status).toBe(202);
	const approved = await call('POST', '/api/v1/screens', { body: { code: ` ${started.userCode.toLowerCase()}`, name: ' Lobby ' }, headers: session });
	const usual = { setup: usualChoice, lastChange: null, cardUntil: null, identifyUntil: null, dark: null, isInReview: false, report: null, boardSince: null };
	const fresh = { id: expect.any(Number), name: 'Lobby', place: '', pairedAt: '2026-11-23T09:00:00Z', lastSeen: null, online: false, standing: { state: 'never' }, connections: 0, address: null, sent: null };
	expect(approved.json).toEqual({ ...usual, ...fresh });
	expect((await call('POST', '/api/v1/screens', { body: { code: started.userCode, name: 'Twice' }, headers: session })).json).toMatchObject({ error: 'unknown_code', field: 'code' });

	const claimed = await claim();
	expect([claimed.status, claimed.json]).toEqual([200, { token: expect.stringMatching(/^[\w-]{43}$/) }]);
	expect((await claim()).status).toBe(410);

	const wall = given.connect({ token: claimed.json.token, headers: fromElsewhere });
	await next(wall, 'board');
	expect((await call('GET', '/api/v1/screens', { headers: session })).json.screens).toEqual([{ ...usual, ...fresh, lastSeen: '2026-11-23T09:00:00Z', online: true, standing: { state: 'live' }, connections: 1, address: '127.0.0.1' }]);
	expect((await call('GET', '/api/v1/health', { headers: session })).json.screens).toEqual({ paired: 1, online: 1 });
});

test.each(['websocket', 'polling'] as const)('[check 13] on %s a revoked screen is off within a second and is then told that it is not paired; the others stay', async (transport) => {
	const given = await givenServer();
	const session = given.session();
	const [lobby, hall] = [await given.pairScreen(session, 'Lobby'), await given.pairScreen(session, 'Hall')];
	const walls = [lobby, hall].map(({ token }) => given.connect({ token, headers: fromElsewhere, transports: [transport] }));
	await Promise.all(walls.map((wall) => next(wall, 'board')));
	const [off, on] = walls;
	if (!off || !on) throw new Error('two walls');

	const gone = next(off, 'disconnect', 1000);
	const told = refusal(off);
	expect((await given.call('DELETE', `/api/v1/screens/${lobby.id}`, { headers: session })).status).toBe(200);
	await gone;
	expect(await told).toBe('not_paired');
	expect(on.connected).toBe(true);
	expect((await given.call('GET', '/api/v1/screens', { headers: session })).json.screens).toMatchObject([{ name: 'Hall' }]);
	expect((await given.call('DELETE', `/api/v1/screens/${lobby.id}`, { headers: session })).status).toBe(404);
});

test('[check 14] a screen’s token is on disk only as its SHA-256, and survives a restart', async () => {
	const given = await givenServer();
	const { token } = await given.pairScreen(given.session());
	await given.server.close();
	const db = new Database(join(given.config.dataDir, 'floorcast.sqlite'), { readonly: true });
	expect(db.prepare('SELECT token_hash FROM screen').pluck().get()).toBe(createHash('sha256').update(token).digest('hex'));
	expect(JSON.stringify(db.prepare('SELECT * FROM entry').all())).not.toContain(token);
	db.close();
	const again = await givenServer({ env: { DATA_DIR: given.config.dataDir } });
	await next(again.connect({ token, headers: fromElsewhere }), 'board');
});

test('[check 11] a screen’s token writes nothing and reads nothing of the interface', async () => {
	const given = await givenServer();
	const { id, token } = await given.pairScreen(given.session(), 'Hall');
	const calls = [
		['POST', '/api/v1/facts'],
		['PUT', '/api/v1/targets'],
		['GET', '/api/v1/wall'],
		['GET', '/api/v1/screens'],
		['PUT', `/api/v1/screens/${id}/setup`],
		['POST', `/api/v1/screens/${id}/card`],
		['PUT', `/api/v1/screens/${id}`],
		['POST', `/api/v1/screens/${id}/identify`],
		['POST', '/api/v1/screens/all/reload'],
		['PUT', '/api/v1/screens/unpaired/setup'],
	] as const;
	for (const [method, path] of calls) {
		expect((await given.call(method, path, { ...(method === 'GET' ? {} : { body: {} }), headers: { Authorization: `Bearer ${token}` } })).status).toBe(403);
	}
});

test('when a screen was seen is noted at most once a minute', async () => {
	const given = await givenServer();
	const { screens } = given.server.wall();
	const { id } = await given.pairScreen(given.session());
	const seen = () => screens.paired()[0]?.seenAt;
	const first = given.now.ms;
	screens.noteSeen(id);
	given.now.ms += 59_999;
	screens.noteSeen(id);
	expect(seen()).toBe(first);
	given.now.ms += 1;
	screens.noteSeen(id);
	expect(seen()).toBe(first + 60_000);
});

test('a screen that comes and goes all the time costs one write in five seconds, and when it was last seen is known all the same', async () => {
	const given = await givenServer();
	const { screens, options } = given.server.wall();
	const { id, token } = await given.pairScreen(given.session());
	const written = (): number => Number(options.db.prepare('SELECT total_changes()').pluck().get());
	const before = written();
	for (let visit = 0; visit < 50; visit += 1) {
		const socket = given.connect({ token, headers: fromElsewhere });
		await next(socket, 'connect');
		socket.disconnect();
		given.now.ms += 10;
	}
	await expect.poll(() => screens.pairedOne(id)?.seenAt).toBeGreaterThan(given.now.ms - 50);
	// What else is written in that time is at most how often beats come.
	expect(written() - before).toBeLessThan(10);
	const last = screens.pairedOne(id)?.seenAt;
	screens.writeSeen();
	expect(options.db.prepare('SELECT at FROM screen_seen').pluck().get()).toBe(last);
	expect(screens.paired()).toEqual([screens.pairedOne(id)]);
});

test('[check 10] one address may ask for twenty codes in ten minutes', async () => {
	const { call } = await givenServer();
	const statuses = await Promise.all(Array.from({ length: 22 }, async () => (await call('POST', '/api/v1/pairing', { body: {} })).status));
	expect(statuses.filter((status) => status === 200)).toHaveLength(20);
	expect(statuses.filter((status) => status === 429)).toHaveLength(2);
});

test('[check 10] a pairing ends after ten minutes, approved or not, and fifty may wait at a time', () => {
	const now = { ms: 0 };
	const pairing = createPairing({ now: () => now.ms });
	const all = Array.from({ length: 50 }, () => pairing.start());
	expect(new Set(all.map(({ userCode }) => userCode)).size).toBe(50);
	expect(() => pairing.start()).toThrow('Too many screens');
	const [one, two] = all;
	if (!one || !two) throw new Error('fifty');
	pairing.approve(one.userCode, () => 1);
	now.ms = pairingMs;
	expect(pairing.claim(one.deviceCode)).toBe('gone');
	expect(() => pairing.approve(two.userCode, () => 1)).toThrow('No screen shows this code');
	expect(pairing.start().userCode).toHaveLength(6);
});

test('when the approval cannot be written the screen goes on waiting', () => {
	const pairing = createPairing({ now: () => 0 });
	const { userCode, deviceCode } = pairing.start();
	expect(() =>
		pairing.approve(userCode, () => {
			throw new Error('disk full');
		}),
	).toThrow('disk full');
	expect(pairing.claim(deviceCode)).toBe('waiting');
	pairing.approve(userCode, () => 1);
	expect(pairing.claim(deviceCode)).toEqual({ token: expect.any(String) });
});

describe('[check 10] nobody may guess codes', () => {
	test('five wrong ones end each code that waited meanwhile, and no other: its screen starts again by itself', () => {
		const pairing = createPairing({ now: () => 0 });
		const [first, approved] = [pairing.start(), pairing.start()];
		pairing.approve(approved.userCode, () => 1);
		const guess = () => expect(() => pairing.approve('BBBBBB', () => 1)).toThrow('No screen shows this code');
		for (let tries = 1; tries < 5; tries += 1) guess();
		const second = pairing.start();
		expect(pairing.claim(first.deviceCode)).toBe('waiting');
		guess();
		expect(pairing.claim(first.deviceCode)).toBe('gone');
		expect(pairing.claim(approved.deviceCode)).toEqual({ token: expect.any(String) });
		expect(pairing.approve(second.userCode, () => 2)).toBe(2);
	});
	test('fifty in ten minutes are all, whoever types them, also when the clock is set back', () => {
		const now = { ms: 1e12 };
		const pairing = createPairing({ now: () => now.ms });
		for (let tries = 0; tries < 50; tries += 1) expect(() => pairing.approve('BBBBBB', () => 1)).toThrow('No screen shows this code');
		const { userCode } = pairing.start();
		expect(() => pairing.approve(userCode, () => 1)).toThrow('Too many codes were wrong');
		now.ms -= pairingMs;
		const again = pairing.start();
		expect(pairing.approve(again.userCode, () => 1)).toBe(1);
	});
	test('[check 5] every bit of a token is set in half of them', () => {
		const tokens = Array.from({ length: 1_000 }, () => Buffer.from(newToken(), 'base64url'));
		for (let bit = 0; bit < 256; bit += 1) {
			const share = tokens.filter((bytes) => ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1).length / 1_000;
			// Nine times as far as chance goes.
			expect(Math.abs(share - 0.5), `bit ${bit}`).toBeLessThan(0.15);
		}
	});
	test('a screen’s own code is of 256 bits, and its short one of 26 and once', async () => {
		const given = await givenServer();
		const started = (await given.call('POST', '/api/v1/pairing', { body: {} })).json;
		expect(Buffer.from(started.deviceCode, 'base64url')).toHaveLength(32);
		expect(Math.log2(20) * started.userCode.length).toBeGreaterThan(25);
		// The short one is not enough for whoever is not signed in.
		for (const guessed of [started.userCode, started.deviceCode.slice(0, -1), `${started.deviceCode} `]) expect((await given.call('POST', '/api/v1/pairing/claim', { body: { deviceCode: guessed } })).status).toBe(410);
		expect((await given.call('POST', '/api/v1/screens', { body: { code: started.userCode, name: 'Mine' } })).status).toBe(401);
	});
});
