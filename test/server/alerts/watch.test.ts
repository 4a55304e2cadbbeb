/** How the screens of a floor stand, as alerts are told of it. */
import { expect, test } from 'vitest';
import { watchFloor } from '../../../server/alerts/watch.ts';
import { createFleet } from '../../../server/push/fleet.ts';
import { wellReport } from '../../support/reports.ts';
import { givenMailServer } from '../../support/smtp.ts';
import { givenWall } from '../../support/wall.ts';

test('a paired screen that has gone in working hours or stands still is mailed about once, as is one that never came', async () => {
	const { port, mails } = await givenMailServer();
	const given = givenWall({ now: '2026-09-15T09:00' });
	const { wall } = given;
	const pair = (name: string, place = ''): number => wall.journal.apply('screen paired', { name, place, tokenHash: name }, given.head());
	const [lobby, hall] = [pair('Lobby'), pair('Hall', 'By the stairs')];
	pair('Box');
	const uptime = (): number => wall.options.clock.now();
	const fleet = createFleet({ now: uptime, uptime, isOn: () => true });
	const email = { to: ['ops@example.com'], from: 'wall@example.com', server: new URL(`smtp://127.0.0.1:${port}`) };
	const alerts = watchFloor(wall, { fleet }, { webhook: null, email }, (error) => expect.unreachable(String(error)));
	const hallReports = (): void => fleet.reported('hall', wellReport, 1);
	const look = async (time: string): Promise<void> => {
		given.at(`2026-09-15T${time}`);
		await alerts.look();
	};
	given.at('2026-09-15T10:00');
	fleet.connected('lobby', lobby, '192.0.2.7');
	fleet.connected('hall', hall, '192.0.2.8');
	fleet.reported('lobby', wellReport, 1);
	wall.screens.noteSeen(lobby);
	fleet.disconnected('lobby');
	await look('10:04');
	for (const time of ['10:06', '10:07']) {
		given.at(`2026-09-15T${time}`);
		hallReports();
		await look(time);
	}
	await look('10:11');
	await look('10:13');
	await look('18:00');
	alerts.close();
	const told = mails.map(({ to, text }) => [to, /Lobby has been offline since 10:00/.test(text), /Hall .*has been frozen since 10:07/.test(text), /Box has not come since it was paired at 09:00/.test(text)]);
	expect(told).toEqual([[['ops@example.com'], false, false, true], [['ops@example.com'], true, false, false], [['ops@example.com'], false, true, false]]);
});
