/** Presenting: who is signed in opens a page elsewhere, which gets its token for a code. A code is valid for a minute and once, and lives in memory only. */
import type { Clock } from '../clock.ts';
import { InputError } from '../errors.ts';
import { hashToken, newToken } from './tokens.ts';

const validMs = 60_000;
const mostOffered = 50;

export interface Presenting {
	/** A code. `keep` stores the hash of the page's token, when it comes for it. @throws InputError 429 when too many codes wait. */
	offer: (keep: (tokenHash: string) => void) => string;
	/** The token. @throws InputError 404 for a code that is wrong, used or too old. */
	take: (code: string) => string;
}

export function createPresenting(clock: Clock): Presenting {
	// By the hash of the code: a look-up by the code itself could be timed.
	const offered = new Map<string, { expiresAt: number; keep: (tokenHash: string) => void }>();
	const dropExpired = (): void => {
		const now = clock.now();
		// Also what is valid for longer than that: the clock was set back.
		for (const [key, { expiresAt }] of offered) if (expiresAt <= now || expiresAt > now + validMs) offered.delete(key);
	};
	return {
		offer: (keep) => {
			dropExpired();
			if (offered.size >= mostOffered) throw new InputError('Too many pages are about to be presented; try again in a minute.', { status: 429, code: 'too_many_presented' });
			const code = newToken();
			offered.set(hashToken(code), { expiresAt: clock.now() + validMs, keep });
			return code;
		},
		take: (code) => {
			dropExpired();
			const key = hashToken(code);
			const one = offered.get(key);
			if (!one) throw new InputError('This code is not valid any more; present the review again.', { status: 404, code: 'unknown_code', field: 'code' });
			offered.delete(key);
			const token = newToken();
			one.keep(hashToken(token));
			return token;
		},
	};
}
