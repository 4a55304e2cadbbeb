/** What the server itself lacks is told where dead screens are: once, at any hour, and once that it is well again. */
import { expect, test } from 'vitest';
import { createHealth } from '../../../server/health/health.ts';
import type { Known } from '../../../server/health/inputs.ts';
import { watchFloor } from '../../../server/alerts/watch.ts';
import { createFleet } from '../../../server/push/fleet.ts';
import { givenMailServer } from '../../support/smtp.ts';
import { givenWall } from '../../support/wall.ts';

test.each([
	['en', ['The server’s disk has little room left since 03:00', 'The room on the disk: in order again', 'No backup has come about since 03:00', 'The server’s certificate has to be renewed']],
	['sv', ['Serverns disk har lite plats kvar sedan 03:00', 'Platsen på disken: i ordning igen', 'Ingen säkerhetskopia har blivit av sedan 03:00', 'Serverns certifikat måste förnyas']],
])('a disk that fills up, a backup that fails, a certificate that ends (%s)', async (locale, says) => {
	const { port, mails } = await givenMailServer();
	const given = givenWall({ now: '2026-09-13T02:30', locale });
	const { wall } = given;
	const free = { bytes: 20e9 };
	const known: Partial<Known> = {};
	const fleet = createFleet({ now: wall.options.clock.now, uptime: wall.options.clock.now, isOn: () => true });
	const fail = (error: unknown): void => expect.unreachable(String(error));
	const health = createHealth({ floor: wall.watched, screens: () => [], alerts: () => ({ channels: () => [] }), outside: { backup: () => known.backup ?? null, certificate: () => known.certificate ?? null }, free: () => free.bytes, onFatal: fail });
	const email = { to: ['ops@example.com'], from: 'wall@example.com', server: new URL(`smtp://127.0.0.1:${port}`) };
	const alerts = watchFloor(wall, { fleet }, { webhook: null, email }, fail, health.parts);
	const look = async (time: string): Promise<number> => {
		given.at(`2026-09-13T${time}`);
		health.look();
		await alerts.look();
		return mails.length;
	};
	// A Sunday night.
	expect(await look('02:50')).toBe(0);
	free.bytes = 0.5e9;
	expect([await look('03:00'), await look('03:01')]).toEqual([1, 1]);
	free.bytes = 20e9;
	expect([await look('03:02'), await look('03:03')]).toEqual([2, 2]);
	known.backup = { lastGoodAt: null, failing: { since: given.ms('2026-09-13T03:00'), message: 'no' } };
	known.certificate = { validUntil: given.ms('2026-09-20T00:00'), problem: null };
	expect([await look('03:04'), await look('03:05')]).toEqual([3, 3]);
	known.backup = { lastGoodAt: given.ms('2026-09-13T03:06'), failing: null };
	expect(await look('03:07')).toBe(4);
	alerts.close();
	health.close();
	const told = mails.map(({ text }) => text.replace(/=\r?\n/g, '')).join('\n');
	for (const sentence of says) expect(told).toContain(sentence);
});

test('a disk that is full is found by a push and told as such', async () => {
	const given = givenWall();
	const { wall } = given;
	const health = createHealth({ floor: { ...wall.watched, fullSince: () => given.ms('2026-09-15T08:00') }, screens: () => [], alerts: () => ({ channels: () => [] }), onFatal: () => undefined });
	expect(health.parts().filter(({ since }) => since !== null).map(({ id }) => id)).toEqual(['full disk']);
	expect(health.told()[0]).toMatchObject({ code: 'disk_full', severity: 'trouble', since: '2026-09-15T06:00:00Z' });
	health.close();
});
