/** How often and how much at once. Counted in memory: a restart forgives. */
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { InputError } from '../errors.ts';
import { plainAccountName } from '../floor/accounts.ts';
import { readPeer } from '../push/peer.ts';
import type { AppContext } from './context.ts';
import { refuse } from './errors.ts';

/** Told of each request that is refused. */
type OnRefused = (request: Request) => void;

const limiter = (options: { limit: number; windowMs: number; keyOf: (request: Request) => string; onlyFailures: boolean; onRefused?: OnRefused | undefined }): RequestHandler =>
	rateLimit({
		limit: options.limit,
		windowMs: options.windowMs,
		// The store counts by a clock that can be set back, and would then keep someone out until it has caught up. The number of the
		// window, by one that no one can set, makes every window end.
		keyGenerator: (request) => `${Math.floor(performance.now() / options.windowMs)} ${options.keyOf(request)}`,
		skipSuccessfulRequests: options.onlyFailures,
		standardHeaders: 'draft-8',
		legacyHeaders: false,
		// Its checks look at Express's own idea of proxies; ours is in readPeer.
		validate: false,
		handler: (request, response) => {
			options.onRefused?.(request);
			refuse(response, 429, { error: 'too_many_attempts', message: 'Too many attempts; try again in a few minutes.' });
		},
	});

export const addressOf =
	({ config }: AppContext) =>
	(request: Request): string =>
		ipKeyGenerator(readPeer(request, config.trustProxy).ip);

const quarterHourMs = 15 * 60_000;

/** Failures only, so that people who know their password are never in each other's way. */
export const failuresPerAddress = (context: AppContext, onRefused?: OnRefused): RequestHandler => limiter({ limit: 20, windowMs: quarterHourMs, keyOf: addressOf(context), onlyFailures: true, onRefused });

/** The account that a body names, as names are compared; empty when it names none. */
export function accountIn(body: unknown): string {
	const named = typeof body === 'object' && body !== null && 'account' in body && typeof body.account === 'string' ? body.account : '';
	return plainAccountName(named).slice(0, 100);
}

/** Also for names that do not exist, so that a limit tells nothing. */
export const failuresPerAccount = (onRefused?: OnRefused): RequestHandler => limiter({ limit: 10, windowMs: quarterHourMs, keyOf: ({ body }) => accountIn(body), onlyFailures: true, onRefused });

export const pairingsPerAddress = (context: AppContext): RequestHandler => limiter({ limit: 20, windowMs: 10 * 60_000, keyOf: addressOf(context), onlyFailures: false });

/**
 * Ingest is not limited by rate: only by how many bodies are held in memory at once.
 * @param apart whose requests are counted apart; all together unless given.
 */
export function inFlight(most: number, what = 'pushes', apart: (request: Request) => unknown = () => null): RequestHandler {
	const running = new Map<unknown, number>();
	return (request, response, next) => {
		const whose = apart(request);
		const count = running.get(whose) ?? 0;
		if (count >= most) {
			response.set('Retry-After', '1');
			throw new InputError(`More than ${most} ${what} at once; wait for the answers.`, { status: 429, code: 'too_many_in_flight' });
		}
		running.set(whose, count + 1);
		response.once('close', () => {
			const left = (running.get(whose) ?? 1) - 1;
			if (left === 0) running.delete(whose);
			else running.set(whose, left);
		});
		next();
	};
}
