/** How a screen becomes known: it shows a code, ops type it in the admin page, the screen is given its token. */
import type { PairingStarted } from '../../../shared/api.ts';

export interface Reply {
	status: number;
	body: unknown;
}

export interface PairingOutside {
	/** Posts JSON; throws when the server cannot be reached. */
	post(path: string, body: object): Promise<Reply>;
	wait(ms: number): Promise<void>;
	/** `code`: what to show, null before there is one. `trouble`: the server could not be asked just now. */
	show(code: string | null, trouble: boolean): void;
	/** True once nobody waits for the outcome any more. */
	isOver(): boolean;
}

const claimEveryMs = 3_000;
const retryMs = 5_000;
const tooMany = 429;

/** A server that is away, restarting or busy answers nothing of use: the same is asked again later. */
async function ask(outside: PairingOutside, path: string, body: object): Promise<Reply | null> {
	try {
		return await outside.post(path, body);
	} catch {
		return null;
	}
}

function startedBy(reply: Reply | null): PairingStarted | null {
	if (!reply || reply.status >= 300) return null;
	const started = reply.body as Partial<PairingStarted> | null; // our own server's answer, looked at before use
	return started?.deviceCode && started.userCode ? (started as PairingStarted) : null;
}

function tokenIn(reply: Reply): string | null {
	const token = (reply.body as { token?: unknown } | null)?.token; // likewise
	return typeof token === 'string' ? token : null;
}

/**
 * Shows one code until it is approved or has run out. Resolves to the token, or to null when it ran out or is over: the
 * caller then knocks again, and is refused again if a code is still needed.
 */
export async function pair(outside: PairingOutside): Promise<string | null> {
	outside.show(null, false);
	let started: PairingStarted | null = null;
	while (!started) {
		if (outside.isOver()) return null;
		const reply = await ask(outside, '/api/v1/pairing', {});
		started = startedBy(reply);
		if (started) break;
		// That many screens ask at once is no trouble.
		outside.show(null, reply?.status !== tooMany);
		await outside.wait(retryMs);
	}
	outside.show(started.userCode, false);
	while (!outside.isOver()) {
		await outside.wait(claimEveryMs);
		const reply = await ask(outside, '/api/v1/pairing/claim', { deviceCode: started.deviceCode });
		if (reply?.status === 410 || reply?.status === 404) return null;
		const token = reply?.status === 200 ? tokenIn(reply) : null;
		if (token !== null) return token;
		const trouble = reply?.status !== 202;
		outside.show(started.userCode, trouble && reply?.status !== tooMany);
		if (trouble) await outside.wait(retryMs);
	}
	return null;
}
