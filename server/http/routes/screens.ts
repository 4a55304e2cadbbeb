/** Pairing a screen, and the list of those that are. */
import { z } from 'zod';
import type { ScreenRow } from '../../../shared/api.ts';
import { InputError } from '../../errors.ts';
import { screenName, type PairedScreen } from '../../floor/screens.ts';
import type { AppContext } from '../context.ts';
import { pairingsPerAddress } from '../limits.ts';
import { authorOf, parse, type Route } from '../route.ts';

const claimRequest = z.object({ deviceCode: z.string({ message: 'expected text' }).max(200) });
const approveRequest = z.object({ code: z.string({ message: 'expected text' }).max(50), name: z.string({ message: 'expected text' }).max(200) });

const instant = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toString();

export function screenRoutes(context: AppContext): Route[] {
	const { wall, pairing, sockets, clock } = context;
	const row = ({ id, name, pairedAt, seenAt }: PairedScreen): ScreenRow => ({
		id,
		name,
		pairedAt: instant(pairedAt),
		lastSeen: seenAt === null ? null : instant(seenAt),
		online: sockets().online().screens.has(id),
	});
	const list = (): ScreenRow[] => wall.screens.paired().map(row);

	return [
		{ method: 'post', path: '/api/v1/pairing', who: 'all', before: [pairingsPerAddress(context)], answer: () => pairing.start() },
		{
			method: 'post',
			path: '/api/v1/pairing/claim',
			who: 'all',
			answer: ({ body, response }) => {
				const claimed = pairing.claim(parse(claimRequest, body).deviceCode);
				if (claimed === 'gone') throw new InputError('This pairing is over; start again.', { status: 410, code: 'gone', field: 'deviceCode' });
				if (claimed !== 'waiting') return claimed;
				response.status(202);
				return {};
			},
		},
		{ method: 'get', path: '/api/v1/screens', who: 'session', answer: list },
		{
			method: 'post',
			path: '/api/v1/screens',
			who: 'ops',
			answer: ({ body, caller }) => {
				const wish = parse(approveRequest, body);
				const name = screenName(wish.name);
				const id = pairing.approve(wish.code, (tokenHash) => wall.journal.apply('screen paired', { name, tokenHash }, { at: clock.now(), author: authorOf(caller) }));
				return list().find((one) => one.id === id);
			},
		},
		{
			method: 'delete',
			path: '/api/v1/screens/:id',
			who: 'ops',
			answer: ({ params, caller }) => {
				const { id: text = '' } = params;
				if (!/^\d{1,15}$/.test(text)) throw new InputError('expected the number of a screen', { field: 'id' });
				const id = Number(text);
				wall.journal.apply('screen revoked', { id }, { at: clock.now(), author: authorOf(caller) });
				sockets().disconnectScreen(id);
				return {};
			},
		},
	];
}
