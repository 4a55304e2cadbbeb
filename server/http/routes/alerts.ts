/** Where alerts go, and whether they arrive. */
import type { AlertList } from '../../../shared/alerts-api.ts';
import type { AlertChannelState } from '../../alerts/alerts.ts';
import { isoText } from '../../clock.ts';
import type { AppContext } from '../context.ts';
import { nothing, route, type Route } from '../route.ts';

const listOf = (channels: AlertChannelState[]): AlertList => ({
	channels: channels.map(({ sentAt, lastError, ...channel }) => ({ ...channel, sentAt: sentAt === null ? null : isoText(sentAt), lastError: lastError && { at: isoText(lastError.at), message: lastError.message } })),
});

export const alertRoutes = ({ alerts }: AppContext): Route[] => [
	route({ method: 'get', path: '/api/v1/alerts', who: 'desk', says: 'Tells where alerts go, and whether they arrive.', answer: () => listOf(alerts().channels()) }),
	route({
		method: 'post',
		path: '/api/v1/alerts/test',
		who: 'admin',
		says: 'Sends a test to wherever alerts go.',
		body: nothing,
		answer: async () => listOf(await alerts().sendTest()),
	}),
];
