/** How the screens of a floor stand, as alerts are told of it. */
import { expect, test } from 'vitest';
import { watchFloor } from '../../../server/alerts/watch.ts';
import { givenMailServer } from '../../support/smtp.ts';
import { givenWall } from '../../support/wall.ts';

test('a paired screen that has gone in working hours is mailed about once, and one that never came is not', async () => {
	const { port, mails } = await givenMailServer();
	const given = givenWall({ now: '2026-09-15T09:00' });
	const { wall } = given;
	const pair = (name: string): number => wall.journal.apply('screen paired', { name, tokenHash: name }, given.head());
	const lobby = pair('Lobby');
	pair('Box');
	const online = new Set([lobby]);
	const email = { to: ['ops@example.com'], from: 'wall@example.com', server: new URL(`smtp://127.0.0.1:${port}`) };
	const alerts = watchFloor(wall, { online: () => ({ walls: 1, screens: online, unpaired: 0 }) }, { webhook: null, email }, (error) => expect.unreachable(String(error)));
	const look = async (time: string): Promise<void> => {
		given.at(`2026-09-15T${time}`);
		await alerts.look();
	};
	given.at('2026-09-15T10:00');
	wall.screens.noteSeen(lobby);
	await look('10:04');
	online.delete(lobby);
	await look('10:06');
	await look('10:07');
	await look('18:00');
	alerts.close();
	expect(mails.map(({ to, text }) => [to, /has been offline since 10:00/.test(text)])).toEqual([[['ops@example.com'], true]]);
});
