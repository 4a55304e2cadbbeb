/** Calls, e-mails and LinkedIn requests, and whether they reached somebody who had something to say. */
import type { Happening, Touch } from './happening.ts';
import { isoAt } from './office.ts';
import type { Random } from './random.ts';

export interface TouchOf {
	id: string;
	owner: string;
	account: string;
	at: number;
	lead?: string | null;
	deal?: string | null;
}

/** How many calls are answered; most of those teach us something. */
export const connectShare = 0.465;
const meaningfulShare = { connected: 0.9, replied: 1, accepted: 0.5 };

const start = ({ id, owner, account, at, lead = null, deal = null }: TouchOf) => ({ external_id: id, direction: 'outbound' as const, owner, account, at: isoAt(at), lead, deal });

export function callRow(of: TouchOf, connected: boolean, random: Random): Touch {
	const miss = random.share();
	const outcome = connected ? 'connected' : miss < 0.56 ? 'no_answer' : miss < 0.88 ? 'voicemail' : miss < 0.95 ? 'busy' : 'wrong_number';
	const seconds = connected ? random.whole(70, 600) : outcome === 'voicemail' ? random.whole(18, 45) : random.whole(5, 25);
	return { ...start(of), kind: 'call', outcome, meaningful: connected && random.chance(meaningfulShare.connected), seconds };
}

export function emailRow(of: TouchOf, random: Random): Touch {
	const fate = random.share();
	const outcome = fate < 0.33 ? 'replied' : fate < 0.66 ? 'opened' : fate < 0.69 ? 'bounced' : 'none';
	return { ...start(of), kind: 'email', outcome, meaningful: outcome === 'replied' && random.chance(meaningfulShare.replied) };
}

export function linkedinRow(of: TouchOf, random: Random): Touch {
	const accepted = random.chance(0.35);
	return { ...start(of), kind: 'linkedin', outcome: accepted ? 'accepted' : 'pending', meaningful: accepted && random.chance(meaningfulShare.accepted) };
}

/** A touch is known when it has ended. */
export const touched = (at: number, row: Touch): Happening<'activities'> => ({ at: at + (row.seconds ?? 0) * 1000, entity: 'activities', row });
