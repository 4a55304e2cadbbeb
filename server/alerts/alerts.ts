/** Looks every minute whether a screen or a source is dead in working hours, or the server itself lacks something, and says so where the operator wants to know. */
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Db } from '../db/open.ts';
import { InputError, isDiskFailure } from '../errors.ts';
import type { Log } from '../log.ts';
import { standingOf, type PartStanding, type ScreenStanding, type SourceStanding } from './incidents.ts';
import { createMail } from './mail.ts';
import { testNotice, type Workplace } from './notice.ts';
import { createTeller, type Channel, type ChannelKind } from './teller.ts';
import { createWebhook } from './webhook.ts';

export interface AlertsOptions {
	db: Db;
	clock: Clock;
	log: Log;
	channels: Channel[];
	/** Null until the workspace has been created. */
	workplace: () => Workplace | null;
	screens: () => ScreenStanding[];
	sources: (now: number) => SourceStanding[];
	/** Of the server itself; none unless given. */
	parts?: () => PartStanding[];
	/** Told when the database can no longer be trusted. */
	onFatal: (error: unknown) => void;
}

export interface AlertChannelState {
	kind: ChannelKind;
	to: string;
	sentAt: number | null;
	lastError: { at: number; message: string } | null;
}

export interface Alerts {
	/** Where alerts go, without anything secret; empty when nowhere. */
	channels: () => AlertChannelState[];
	/** Sends a test to all channels. @throws InputError 409 when there are none, 429 when one was just sent. */
	sendTest: () => Promise<AlertChannelState[]>;
	/** Looks now. Resolves when all that is to be said has been said, or could not be; never rejects. */
	look: () => Promise<void>;
	/** Looks every minute from now on. */
	start: () => void;
	close: () => void;
}

const everyMs = 60_000;
/** After a start the screens have yet to come back. */
const quietMs = 5 * 60_000;
const testEveryMs = 10_000;

/** "3 × example.com", "1 × a.example, 2 × b.example". */
const domainsOf = (addresses: readonly string[]): string => {
	const counts = new Map<string, number>();
	for (const address of addresses) {
		const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
		counts.set(domain, (counts.get(domain) ?? 0) + 1);
	}
	return [...counts].map(([domain, count]) => `${count} × ${domain}`).join(', ');
};

export function channelsOf({ webhook, email }: Config['alerts']): Channel[] {
	return [
		...(webhook ? [{ kind: 'webhook' as const, to: webhook.hostname, send: createWebhook(webhook) }] : []),
		...(email ? [{ kind: 'email' as const, to: domainsOf(email.to), send: createMail(email) }] : []),
	];
}

export function createAlerts({ db, clock, log, channels, workplace, screens, sources, parts = () => [], onFatal }: AlertsOptions): Alerts {
	const ending = new AbortController();
	const tellers = channels.map((channel) => createTeller(channel, { db, log, signal: ending.signal, onFatal }));
	const startedAt = clock.now();
	// Since the clock may be set, counted, too: whichever says that enough has passed.
	const upSince = performance.now();
	let testedAt = Number.NEGATIVE_INFINITY;
	let timer: NodeJS.Timeout | undefined;

	const states = (): AlertChannelState[] => tellers.map(({ channel, state }) => ({ kind: channel.kind, to: channel.to, ...state() }));
	const look = async (): Promise<void> => {
		try {
			const now = clock.now();
			const place = workplace();
			if (!place || ending.signal.aborted || (now - startedAt < quietMs && performance.now() - upSince < quietMs)) return;
			const standing = standingOf(screens(), sources(now), now, place.calendar, parts());
			await Promise.all(tellers.map((teller) => teller.tell(standing, now, place)));
		} catch (error) {
			if (isDiskFailure(error)) onFatal(error);
			else log.error({ err: error }, 'could not look for what is dead');
		}
	};

	return {
		channels: states,
		sendTest: async () => {
			const place = workplace();
			if (tellers.length === 0 || !place) throw new InputError('There is nowhere to send it: set ALERT_WEBHOOK or ALERT_EMAIL.', { status: 409, code: 'nowhere', field: 'ALERT_WEBHOOK' });
			if (performance.now() - testedAt < testEveryMs) throw new InputError('A test was sent a moment ago; wait ten seconds.', { status: 429, code: 'too_many_attempts' });
			testedAt = performance.now();
			const now = clock.now();
			// Whether each arrived is in its state.
			await Promise.allSettled(tellers.map((teller) => teller.send(testNotice(now, place), now)));
			return states();
		},
		look,
		start: () => {
			if (tellers.length > 0) timer ??= setInterval(() => void look(), everyMs);
		},
		close: () => {
			clearInterval(timer);
			ending.abort();
		},
	};
}
