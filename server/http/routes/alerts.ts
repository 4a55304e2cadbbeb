/** Where alerts go, and whether they arrive. */
import type { AlertList } from '../../../shared/alerts-api.ts';
import type { AlertChannelState } from '../../alerts/alerts.ts';
import { isoText } from '../../clock.ts';
import type { AppContext } from '../context.ts';
import { nothing, parse, type Route } from '../route.ts';

const listOf = (channels: AlertChannelState[]): AlertList => ({
	channels: channels.map(({ sentAt, lastError, ...channel }) => ({ ...channel, sentAt: sentAt === null ? null : isoText(sentAt), lastError: lastError && { at: isoText(lastError.at), message: lastError.message } })),
});

export const alertRoutes = ({ alerts }: AppContext): Route[] => [
	{ method: 'get', path: '/api/v1/alerts', who: 'desk', answer: () => listOf(alerts().channels()) },
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
