/**
 * Pairing: a screen asks, shows a code, and polls; ops type the code into the admin page; the screen then gets its token, once.
 * Requests live in memory for ten minutes. The short code is of use only to someone signed in; the screen proves itself by the long one.
 * Nobody may guess: which code was meant cannot be told, so that a wrong one counts for each that waits. After five a screen shows another.
 */
import type { PairingStarted } from '../../shared/api.ts';
import { isoText, type Clock } from '../clock.ts';
import { InputError } from '../errors.ts';
import { hashToken, newCode, newToken, plainCode } from './tokens.ts';

export const pairingMs = 10 * 60_000;
export const mostPending = 50;
export const triesPerCode = 5;
/** Wrong codes in ten minutes, of all that are signed in. */
export const mostTries = 50;
const codeLength = 6;

interface Pending {
	userCode: string;
	expiresAt: number;
	/** Codes typed while it waited that were no screen's. */
	wrong: number;
	/** The screen's token, from approval until it is fetched. */
	token: string | null;
}

export interface Pairing {
	/** @throws InputError 429 when too many screens are waiting. */
	start: () => Omit<PairingStarted, 'qr'>;
	/**
	 * Approves the screen that shows this code. `keep` stores the new token's hash; when it throws, the screen goes on waiting.
	 * @throws InputError 404 when no screen shows the code (any more), 429 when too many were wrong.
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
	/** When codes were typed that no screen showed. */
	let wrongAt: number[] = [];
	const noteWrong = (): void => {
		wrongAt.push(clock.now());
		for (const [key, one] of pending) {
			if (one.token !== null) continue;
			one.wrong += 1;
			if (one.wrong >= triesPerCode) pending.delete(key);
		}
	};
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
			const one: Pending = { userCode: freshCode(), expiresAt: clock.now() + pairingMs, wrong: 0, token: null };
			pending.set(hashToken(deviceCode), one);
			return { deviceCode, userCode: one.userCode, expiresAt: isoText(one.expiresAt) };
		},
		approve: (userCode, keep) => {
			dropExpired();
			wrongAt = wrongAt.filter((at) => Math.abs(clock.now() - at) < pairingMs);
			if (wrongAt.length >= mostTries) throw new InputError('Too many codes were wrong; try again in a few minutes.', { status: 429, code: 'too_many_attempts', field: 'code' });
			const one = showing(plainCode(userCode));
			if (!one) noteWrong();
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
