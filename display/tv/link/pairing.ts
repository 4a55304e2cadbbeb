/** How a screen becomes known: it shows a code, ops type it in the admin page, the screen is given its token. */
import type { PairingStarted } from '../../../shared/api.ts';
import type { QrCode } from '../../../shared/fleet.ts';

export interface Reply {
	status: number;
	body: unknown;
}

/** On the screen. */
export interface Shown {
	/** Null before there is one. */
	code: string | null;
	qr: QrCode | null;
	/** The server could not be asked just now. */
	trouble: boolean;
}

export interface PairingOutside {
	/** Posts JSON; throws when the server cannot be reached. */
	post(path: string, body: object): Promise<Reply>;
	wait(ms: number): Promise<void>;
	show(shown: Shown): void;
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
	const show = (trouble: boolean): void => outside.show({ code: started?.userCode ?? null, qr: started?.qr ?? null, trouble });
	let started: PairingStarted | null = null;
	show(false);
	while (!started) {
		if (outside.isOver()) return null;
		const reply = await ask(outside, '/api/v1/pairing', {});
		started = startedBy(reply);
		if (started) break;
		// That many screens ask at once is no trouble.
		show(reply?.status !== tooMany);
		await outside.wait(retryMs);
	}
	show(false);
	while (!outside.isOver()) {
		await outside.wait(claimEveryMs);
		const reply = await ask(outside, '/api/v1/pairing/claim', { deviceCode: started.deviceCode });
		if (reply?.status === 410 || reply?.status === 404) return null;
		const token = reply?.status === 200 ? tokenIn(reply) : null;
		if (token !== null) return token;
		const trouble = reply?.status !== 202;
		show(trouble && reply?.status !== tooMany);
		if (trouble) await outside.wait(retryMs);
	}
	return null;
}
