/**
 * Pairing: a screen asks, shows a code, and polls; ops type the code into the admin page; the screen then gets its token, once.
 * Requests live in memory for ten minutes. The short code is of use only to someone signed in; the screen proves itself by the long one.
 */
import type { PairingStarted } from '../../shared/api.ts';
import { isoText, type Clock } from '../clock.ts';
import { InputError } from '../errors.ts';
import { hashToken, newCode, newToken, plainCode } from './tokens.ts';

export const pairingMs = 10 * 60_000;
export const mostPending = 50;
const codeLength = 6;

interface Pending {
	userCode: string;
	expiresAt: number;
	/** The screen's token, from approval until it is fetched. */
	token: string | null;
}

export interface Pairing {
	/** @throws InputError 429 when too many screens are waiting. */
	start: () => Omit<PairingStarted, 'qr'>;
	/**
	 * Approves the screen that shows this code. `keep` stores the new token's hash; when it throws, the screen goes on waiting.
	 * @throws InputError 404 when no screen shows the code (any more).
	 */
	approve: <Kept>(userCode: string, keep: (tokenHash: string) => Kept) => Kept;
	/** The token, once; `waiting` until approved; `gone` when expired, claimed or never known. */
	claim: (deviceCode: string) => { token: string } | 'waiting' | 'gone';
}

export function createPairing(clock: Clock): Pairing {
	// By the hash of the device code: a look-up by the code itself could be timed.
	const pending = new Map<string, Pending>();
	const dropExpired = (): void => {
		const now = clock.now();
		// Also what began later than now: after the clock was set back it would wait, and take a place, for as long as that was.
		for (const [key, { expiresAt }] of pending) if (expiresAt <= now || expiresAt > now + pairingMs) pending.delete(key);
	};
	const showing = (code: string): Pending | undefined => [...pending.values()].find((one) => one.token === null && one.userCode === code);
	const freshCode = (): string => {
		let code = newCode(codeLength);
		while (showing(code)) code = newCode(codeLength);
		return code;
	};

	return {
		start: () => {
			dropExpired();
			if (pending.size >= mostPending) throw new InputError('Too many screens are waiting to be paired; try again in a few minutes.', { status: 429, code: 'too_many_pairings' });
			const deviceCode = newToken();
			const one: Pending = { userCode: freshCode(), expiresAt: clock.now() + pairingMs, token: null };
			pending.set(hashToken(deviceCode), one);
			return { deviceCode, userCode: one.userCode, expiresAt: isoText(one.expiresAt) };
		},
		approve: (userCode, keep) => {
			dropExpired();
			const one = showing(plainCode(userCode));
			if (!one) throw new InputError('No screen shows this code. Codes are valid for ten minutes; type the one that is on the screen now.', { status: 404, code: 'unknown_code', field: 'code' });
			const token = newToken();
			const kept = keep(hashToken(token));
			one.token = token;
			return kept;
		},
		claim: (deviceCode) => {
			dropExpired();
			const key = hashToken(deviceCode);
			const one = pending.get(key);
			if (!one) return 'gone';
			if (one.token === null) return 'waiting';
			pending.delete(key);
			return { token: one.token };
		},
	};
}
