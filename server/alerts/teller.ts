/**
 * Tells one channel what it has not been told yet, and that it is over. What was told is kept, so that a server that was restarted does
 * not repeat itself. A channel that fails is tried again with what is so by then; after an hour it counts as told.
 */
import type { Db } from '../db/open.ts';
import type { Log } from '../log.ts';
import { isDiskFailure } from '../errors.ts';
import type { Incident, Standing } from './incidents.ts';
import { noticeOf, type Notice, type Over, type Workplace } from './notice.ts';
import type { SendNotice } from './webhook.ts';

export type ChannelKind = 'webhook' | 'email';

export interface Channel {
	kind: ChannelKind;
	/** Whom it reaches, without anything secret: "hooks.example.com", "2 × example.com". */
	to: string;
	send: SendNotice;
}

export interface Teller {
	channel: Channel;
	/** Resolves when it has been said, or could not be. */
	tell: (standing: Standing, now: number, workplace: Workplace) => Promise<void>;
	/** @throws Error when it does not arrive. */
	send: (notice: Notice, now: number) => Promise<void>;
	/** Epoch milliseconds; null before the first. */
	state: () => { sentAt: number | null; lastError: { at: number; message: string } | null };
}

interface TellerOptions {
	db: Db;
	log: Log;
	signal: AbortSignal;
	onFatal: (error: unknown) => void;
}

const againAfterMs = 5 * 60_000;
const givesUpAfterMs = 60 * 60_000;

export function createTeller(channel: Channel, { db, log, signal, onFatal }: TellerOptions): Teller {
	const { kind } = channel;
	const listed = db.prepare<[string], { subject: string; since: number }>('SELECT subject, since_at AS since FROM alert WHERE channel = ?');
	const put = db.prepare<[string, string, number, number]>('INSERT INTO alert (channel, subject, since_at, told_at) VALUES (?, ?, ?, ?) ON CONFLICT (channel, subject) DO UPDATE SET since_at = excluded.since_at, told_at = excluded.told_at');
	const drop = db.prepare<[string, string]>('DELETE FROM alert WHERE channel = ? AND subject = ?');

	/** Here first: a disk that is full must not make it say the same every minute. */
	const told = new Map(listed.all(kind).map(({ subject, since }) => [subject, since]));
	let isBusy = false;
	let triedAt: number | null = null;
	let failingSince: number | null = null;
	let sentAt: number | null = null;
	let lastError: { at: number; message: string } | null = null;

	const write = (work: () => unknown): void => {
		try {
			work();
		} catch (error) {
			if (isDiskFailure(error)) onFatal(error);
			else log.warn({ err: error, channel: kind }, 'could not note what was told');
		}
	};
	const noteTold = (dead: readonly Incident[], over: readonly { id: string }[], now: number): void => {
		for (const { id, since } of dead) {
			told.set(id, since);
			write(() => put.run(kind, id, since, now));
		}
		for (const { id } of over) {
			told.delete(id);
			write(() => drop.run(kind, id));
		}
	};
	const send = async (notice: Notice, now: number): Promise<void> => {
		try {
			await channel.send(notice, signal);
			sentAt = now;
			lastError = null;
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			lastError = { at: now, message };
			// The message alone: what else an error carries may hold the address with its secret.
			log.warn({ channel: kind, reason: message }, 'an alert did not arrive');
			throw error;
		}
	};
	/** A clock that was set back must not silence it for as long as that was. */
	const mayTry = (now: number): boolean => triedAt === null || now - triedAt >= againAfterMs || now < triedAt;

	return {
		channel,
		send,
		state: () => ({ sentAt, lastError }),
		tell: async ({ dead, unwell, subjects }, now, workplace) => {
			if (isBusy) return;
			// Revoked, or gone: it is over, and nobody's concern.
			noteTold([], [...told.keys()].filter((id) => !subjects.has(id)).map((id) => ({ id })), now);
			const news = dead.filter(({ id }) => !told.has(id));
			const over: Over[] = [...told].flatMap(([id, since]) => {
				const subject = subjects.get(id);
				return subject && !unwell.has(id) ? [{ ...subject, since }] : [];
			});
			if (news.length + over.length === 0) {
				failingSince = triedAt = null;
				return;
			}
			if (failingSince !== null && !mayTry(now)) return;
			isBusy = true;
			triedAt = now;
			try {
				await send(noticeOf(news, over, now, workplace), now);
				failingSince = null;
				noteTold(news, over, now);
			} catch {
				// Logged above. The wall goes on in any case.
				failingSince = Math.min(failingSince ?? now, now);
				if (now - failingSince < givesUpAfterMs) return;
				failingSince = null;
				noteTold(news, over, now);
			} finally {
				isBusy = false;
			}
		},
	};
}
