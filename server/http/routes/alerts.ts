/** Where alerts go, and whether they arrive. */
import { z } from 'zod';
import type { AlertList } from '../../../shared/alerts-api.ts';
import type { AlertChannelState } from '../../alerts/alerts.ts';
import type { AppContext } from '../context.ts';
import { parse, type Route } from '../route.ts';

const nothing = z.strictObject({}, { message: 'expected {}' });

const instant = (at: number | null): string | null => (at === null ? null : Temporal.Instant.fromEpochMilliseconds(at).toString());
const listOf = (channels: AlertChannelState[]): AlertList => ({
	channels: channels.map(({ sentAt, lastError, ...channel }) => ({ ...channel, sentAt: instant(sentAt), lastError: lastError && { at: instant(lastError.at) ?? '', message: lastError.message } })),
});

export const alertRoutes = ({ alerts }: AppContext): Route[] => [
	{ method: 'get', path: '/api/v1/alerts', who: 'session', answer: () => listOf(alerts().channels()) },
	{
		method: 'post',
		path: '/api/v1/alerts/test',
		who: 'admin',
		answer: async ({ body }) => {
			parse(nothing, body);
			return listOf(await alerts().sendTest());
		},
	},
];
