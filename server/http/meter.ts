/** How many requests came, of which class and with which status, and how long they took. Classes and not addresses: there are few, whatever is asked for. */
import type { RequestHandler } from 'express';
import { createDurations, type Durations, type DurationTally } from '../tally.ts';

export const requestClasses = ['push', 'read', 'write', 'health', 'page'] as const;
export type RequestClass = (typeof requestClasses)[number];

export interface HttpMeter {
	count: RequestHandler;
	read: () => { requests: { of: RequestClass; status: number; count: number }[]; durations: { of: RequestClass; durations: Durations }[] };
}

const classOf = (method: string, path: string): RequestClass => {
	if (path === '/healthz' || path === '/metrics' || path === '/api/v1/health') return 'health';
	if (!path.startsWith('/api/')) return 'page';
	if (method === 'POST' && path === '/api/v1/facts') return 'push';
	return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
};

export function createHttpMeter(): HttpMeter {
	const requests = new Map<string, { of: RequestClass; status: number; count: number }>();
	const durations = Object.fromEntries(requestClasses.map((of) => [of, createDurations()])) as Record<RequestClass, DurationTally>;
	return {
		count: (request, response, next) => {
			const from = performance.now();
			const of = classOf(request.method, request.path);
			response.on('close', () => {
				// What stays open for its news has no end worth a curve.
				const isStream = response.getHeader('Content-Type') === 'text/event-stream';
				const status = response.headersSent ? response.statusCode : 499;
				const key = `${of} ${status}`;
				const known = requests.get(key) ?? { of, status, count: 0 };
				known.count += 1;
				requests.set(key, known);
				if (!isStream) durations[of].took(performance.now() - from);
			});
			next();
		},
		read: () => ({ requests: [...requests.values()], durations: requestClasses.map((of) => ({ of, durations: durations[of].read() })) }),
	};
}
