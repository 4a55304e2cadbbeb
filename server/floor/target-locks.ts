/**
 * Targets of months that are over are locked until ops unlock them on purpose. A month is closed when it is over and ended after the
 * workspace was created: history before that may be filled in freely. Quarters and years likewise; weeks and days go with the month
 * in which they end. Only the desk asks whether a period is closed: the handlers know no clock.
 */
import type { PeriodLock } from '../../shared/targets-api.ts';
import { isoText } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler, Journal, LoggedEntry } from '../journal/journal.ts';
import { parsePeriod, partsOf, periodAround, type Period } from './period.ts';
import type { FloorSettings } from './settings.ts';

/** What the log keeps: the period that was asked for, and those whose lock changed with it. */
export interface LockBody {
	period: string;
	periods: readonly string[];
	/** The entry that it takes back. */
	undoes?: number;
}

export interface TargetLocks {
	handlers: {
		'targets unlocked': Handler<LockBody, void>;
		'targets locked': Handler<LockBody, void>;
	};
	/** By period: who unlocked it, and when. Remembered until a lock changes. */
	unlocked: () => ReadonlyMap<string, { entry: number; author: string; at: number }>;
	/** The entry that last unlocked a period; null when it is locked. */
	unlockedBy: (period: string) => number | null;
}

export const lockKinds = ['targets unlocked', 'targets locked'];

/** Log bodies of these kinds are written by the lock desk below and nowhere else. */
export const lockBody = (entry: LoggedEntry): LockBody => entry.body as LockBody;

export function createTargetLocks(db: Db): TargetLocks {
	const add = db.prepare<[string, number]>('INSERT INTO target_unlock (period, entry) VALUES (?, ?) ON CONFLICT (period) DO NOTHING');
	const drop = db.prepare<[string]>('DELETE FROM target_unlock WHERE period = ?');
	const all = db.prepare<[], { period: string; entry: number; author: string; at: number }>('SELECT period, entry, author, at FROM target_unlock JOIN entry ON entry.id = entry');
	let known: ReturnType<TargetLocks['unlocked']> | null = null;
	const unlocked: TargetLocks['unlocked'] = () => (known ??= new Map(all.all().map(({ period, ...rest }) => [period, rest])));
	return {
		handlers: {
			'targets unlocked': ({ periods }, entry) => {
				for (const period of periods) add.run(period, entry.id);
				known = null;
				return { reply: undefined };
			},
			'targets locked': ({ periods }) => {
				for (const period of periods) drop.run(period);
				known = null;
				return { reply: undefined };
			},
		},
		unlocked,
		unlockedBy: (period) => unlocked().get(period)?.entry ?? null,
	};
}

export interface LockDesk {
	of: (period: Period) => PeriodLock;
	/** @throws InputError 409 `locked` when targets of the period may not be changed. */
	demandOpen: (period: string, field?: string) => void;
	isLocked: (period: string) => boolean;
	/** Locks or unlocks a period with all that lies in it; nothing is noted when it is so already. @throws InputError */
	put: (period: string, locked: boolean, author: string) => PeriodLock;
	/** Why an entry of `lockKinds` cannot be taken back now, or null when it can. */
	hindrance: (entry: LoggedEntry) => string | null;
	undo: (entry: LoggedEntry, author: string) => void;
}

export interface LockDeskStages {
	locks: TargetLocks;
	journal: Journal<TargetLocks['handlers']>;
	settings: FloorSettings;
	now: () => number;
}

export function createLockDesk({ locks, journal, settings, now }: LockDeskStages): LockDesk {
	let created: number | null = null;
	const createdAt = (): number => (created ??= journal.entries({ kinds: ['workspace created'], limit: 1 })[0]?.at ?? Number.POSITIVE_INFINITY);

	const isClosed = ({ to }: Period): boolean => {
		const calendar = settings.calendar();
		return to < calendar.dayOf(now()) && calendar.endOf(to) > createdAt();
	};
	const of: LockDesk['of'] = (period) => {
		if (!isClosed(period)) return { state: 'open' };
		const by = locks.unlocked().get(period.id);
		return by ? { state: 'unlocked', author: by.author, at: isoText(by.at) } : { state: 'locked' };
	};
	const isLocked: LockDesk['isLocked'] = (id) => {
		const period = parsePeriod(id, settings.get());
		return of(period.kind === 'week' || period.kind === 'day' ? periodAround('month', period.to, settings.get()) : period).state === 'locked';
	};
	const within = (period: Period): Period[] => [period, ...partsOf(period, settings.get()).flatMap(within)];

	return {
		of,
		isLocked,
		demandOpen: (period, field = 'period') => {
			if (isLocked(period)) throw new InputError(`${period} is over and its targets are locked: unlock it first`, { status: 409, code: 'locked', field });
		},
		put: (id, locked, author) => {
			const period = parsePeriod(id, settings.get());
			if (period.kind === 'week' || period.kind === 'day') throw new InputError(`expected a month, a quarter or a year, not '${id}'`, { field: 'period' });
			if (!isClosed(period)) throw new InputError(`${id} is not closed yet, so there is nothing to lock or unlock`, { status: 409, code: 'not_closed', field: 'period' });
			const periods = within(period).filter((each) => of(each).state === (locked ? 'unlocked' : 'locked')).map((each) => each.id);
			if (periods.length > 0) journal.apply(locked ? 'targets locked' : 'targets unlocked', { period: id, periods }, { at: now(), author });
			return of(period);
		},
		hindrance: (entry) => {
			const { periods } = lockBody(entry);
			const stands = entry.kind === 'targets unlocked' ? periods.every((period) => locks.unlockedBy(period) === entry.id) : periods.every((period) => locks.unlockedBy(period) === null);
			return stands ? null : 'a later change stands on it';
		},
		undo: (entry, author) => {
			const { period, periods } = lockBody(entry);
			journal.apply(entry.kind === 'targets unlocked' ? 'targets locked' : 'targets unlocked', { period, periods, undoes: entry.id }, { at: now(), author });
		},
	};
}
