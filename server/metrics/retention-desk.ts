/**
 * For how long facts are kept: what a wish would take out is shown before, asked back and backed up, and then taken out step by step, and
 * month by month from then on, while the wall goes on. A clock that runs ahead takes nothing along: the line moves by months, not by years.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Keep, Retention, RetentionPreview, Retirable } from '../../shared/retention-api.ts';
import { leastMonths, mostMonths, retirable } from '../../shared/retention-api.ts';
import type { Db } from '../db/open.ts';
import { InputError, isDiskFailure, isDiskFull } from '../errors.ts';
import type { Facts } from '../facts/facts.ts';
import type { RetirementHandlers } from '../facts/retirement.ts';
import { addDays, periodsWithin } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import { metricIds, metricOf } from './catalogue.ts';
import { quantitiesBehind } from './explain.ts';
import type { Metrics } from './metrics.ts';
import { restsOn } from './retired-figures.ts';

const months = z.int({ message: 'expected a number of months, or null' }).min(leastMonths, { message: `at least ${leastMonths} months` }).max(mostMonths, { message: `at most ${mostMonths} months` }).nullable();
export const keepSchema = z.strictObject({ activities: months, meetings: months, proposals: months } satisfies Record<Retirable, unknown>);
export const retentionSchema = z.strictObject({ keep: keepSchema, confirm: z.string({ message: 'expected the name of the workspace' }).max(200).default('') });
export const liftSchema = z.strictObject({ of: z.enum(retirable, { message: `expected one of ${retirable.join(', ')}` }) });

export interface RetentionDesk {
	state: () => Retention;
	/** What keeping so much and no more would take out today. */
	preview: (keep: Keep) => Promise<RetentionPreview>;
	/**
	 * @param stillMay throws once its author has been shut out: the backup may have taken long.
	 * @throws InputError 400 where the name was not typed, 409 while a backup is made or put back, 503 where none could be made.
	 */
	save: (request: z.infer<typeof retentionSchema>, author: string, stillMay: () => void) => Promise<Retention>;
	/** Older ones are taken again, and count. @throws InputError 409 while they are to be taken out. */
	lift: (request: z.infer<typeof liftSchema>, author: string) => Retention;
	/** Kinds whose line would move by more than the time that passed: the clock may be wrong, and somebody has to look. */
	waiting: () => Retirable[];
	/** Takes out what is due. Resolves when it is; never rejects. For the timer, and for tests. */
	look: () => Promise<void>;
	/** Begins to look, every hour. */
	start: () => void;
	stop: () => Promise<void>;
}

export interface RetentionStages {
	facts: Pick<Facts, 'retired' | 'retirement'>;
	metrics: Metrics;
	settings: FloorSettings;
	journal: Journal<RetirementHandlers>;
	/** Months that were closed. */
	closed: () => readonly string[];
	/** Makes a backup; null: there are none here. */
	backUp: (() => Promise<unknown>) | null;
	log: Log;
	now: () => number;
	onFatal: (error: unknown) => void;
}

const lookEveryMs = 3_600_000;
const firstLookMs = 120_000;
const factsAtOnce = 250;
/** A server may have been off for so long. */
const mostMonthsAtOnce = 2;
const daysCounted = 7;
const mostUnclosed = 36;

/** All that lies before this day goes. */
export const lineOf = (kept: number, today: string): string => Temporal.PlainDate.from(today).with({ day: 1 }).subtract({ months: kept }).toString();
const monthsAfter = (day: string, count: number): string => Temporal.PlainDate.from(day).add({ months: count }).toString();

export function createRetentionDesk(db: Db, stages: RetentionStages): RetentionDesk {
	const { facts, metrics, settings, journal, closed, backUp, log, now } = stages;
	const { retired, retirement } = facts;
	let timer: NodeJS.Timeout | undefined;
	let isStopped = false;
	let isRunning = false;
	let work: Promise<void> = Promise.resolve();

	const today = (): string => settings.calendar().dayOf(now());
	/** Where the line of a kind is to be; null: nowhere, or that is not to be believed. */
	const dueLine = (of: Retirable): { line: string; isBelieved: boolean } | null => {
		const kept = retirement.keep()[of];
		if (kept === null) return null;
		const line = lineOf(kept, today());
		const setBy = settings.setBy('retention');
		const setAt = setBy === null ? undefined : journal.entry(setBy)?.at;
		const [asSet = '', asStands = ''] = [setAt === undefined ? undefined : lineOf(kept, settings.calendar().dayOf(setAt)), retired.before(of) ?? undefined];
		const base = asSet > asStands ? asSet : asStands;
		return { line, isBelieved: base !== '' && line <= monthsAfter(base, mostMonthsAtOnce) };
	};
	const isWaiting = (of: Retirable): boolean => dueLine(of)?.isBelieved === false;
	/** Saved anew, what waits is believed. */
	const takesMore = (keep: Keep): boolean => {
		const stands = retirement.keep();
		return retirable.some((of) => (keep[of] ?? Number.POSITIVE_INFINITY) < (stands[of] ?? Number.POSITIVE_INFINITY) || (keep[of] !== null && isWaiting(of)));
	};

	const takeOut = async (of: Retirable): Promise<void> => {
		const due = dueLine(of);
		if (!due) return;
		if (!due.isBelieved) {
			log.warn({ of, before: due.line }, 'taking out old facts has to wait: by the clock far more is due than the time that passed');
			return;
		}
		const { line } = due;
		if (line <= (retired.before(of) ?? '') && !retirement.any(of, retired.before(of) ?? line)) return;
		log.info({ of, before: line }, 'old facts are taken out');
		for (let isDone = false; !isDone && !isStopped; ) {
			const from = performance.now();
			({ isDone } = journal.apply('facts retired', { of, before: line, limit: factsAtOnce }, { at: now(), author: '' }));
			// As long again for everybody else.
			await pause(performance.now() - from);
		}
	};
	const look = async (): Promise<void> => {
		if (!settings.current()) return;
		isRunning = true;
		try {
			for (const of of retirable) if (!isStopped) await takeOut(of);
		} catch (error) {
			if (isDiskFailure(error)) stages.onFatal(error);
			else if (isDiskFull(error)) log.warn({ err: error }, 'taking out old facts has to wait');
			else log.error({ err: error }, 'old facts could not be taken out');
		} finally {
			isRunning = false;
		}
	};
	const inBackground = (): Promise<void> => (work = work.then(() => (isStopped ? undefined : look())));

	const size = (): Retention['file'] => {
		const pragma = (name: string): number => Number(db.pragma(name, { simple: true }));
		const page = pragma('page_size');
		return { size: pragma('page_count') * page, unused: pragma('freelist_count') * page };
	};
	const state = (): Retention => ({
		kinds: retirable.map((of) => ({ of, months: retirement.keep()[of], facts: retirement.total(of), oldest: retirement.oldest(of), before: retired.before(of), isWaiting: isWaiting(of) })),
		isRunning,
		file: size(),
	});
	/** In stretches of days, so that the wall breathes in between. */
	const counted = async (of: Retirable, before: string, oldest: string): Promise<number> => {
		let count = 0;
		for (let from = oldest; from < before; from = addDays(from, daysCounted)) {
			count += retirement.count(of, before, from, addDays(from, daysCounted - 1));
			await pause(0);
		}
		return count;
	};
	const figuresOf = (of: Retirable): string[] => {
		const language = metrics.numbers().language === 'sv' ? 'sv' : 'en';
		return metricIds.filter((id) => quantitiesBehind(metricOf(id).formula).some((quantity) => restsOn(quantity, of))).map((id) => metricOf(id).label[language]);
	};

	return {
		state,
		preview: async (keep) => {
			const kinds: RetentionPreview['kinds'] = [];
			for (const of of retirable) {
				const kept = keep[of];
				const oldest = retirement.oldest(of);
				const before = kept === null ? null : lineOf(kept, today());
				if (before !== null && oldest !== null && oldest < before) kinds.push({ of, before, oldest, facts: await counted(of, before, oldest) });
			}
			const known = new Set(closed());
			const [from] = kinds.map(({ oldest }) => oldest).sort();
			const to = kinds.map(({ before }) => before).sort().at(-1);
			const going = from === undefined || to === undefined ? [] : periodsWithin('month', { from, to: addDays(to, -1) }, settings.get());
			return {
				kinds,
				figures: retirable.filter((of) => keep[of] !== null).map((of) => ({ of, labels: figuresOf(of) })),
				unclosed: going.filter(({ id }) => !known.has(id)).slice(-mostUnclosed).map((month) => ({ month: month.id, label: metrics.times().period(month) })),
				backup: backUp !== null,
			};
		},
		save: async ({ keep, confirm }, author, stillMay) => {
			if (takesMore(keep)) {
				if (confirm.trim() !== settings.get().name.trim()) throw new InputError('Type the name of the workspace as it is written: what is taken out cannot be brought back.', { field: 'confirm', code: 'not_confirmed' });
				try {
					await backUp?.();
				} catch (error) {
					if (isDiskFailure(error) || error instanceof InputError) throw error;
					log.error({ err: error }, 'no backup could be made before facts are taken out');
					throw new InputError('No backup could be made, so nothing was changed. The health page says what is wrong with backups.', { status: 503, code: 'no_backup' });
				}
				stillMay();
			}
			journal.apply('retention set', { keep }, { at: now(), author });
			void inBackground();
			return { ...state(), isRunning: true };
		},
		lift: ({ of }, author) => {
			if (retirement.keep()[of] !== null) throw new InputError('They are still to be taken out: keep them for ever first.', { status: 409, code: 'conflict', field: 'of' });
			if (retired.before(of) !== null) journal.apply('retention lifted', { of }, { at: now(), author });
			return state();
		},
		waiting: () => retirable.filter(isWaiting),
		look: () => inBackground(),
		start: () => {
			const again = (afterMs: number): void => {
				timer = setTimeout(() => void inBackground().then(() => (isStopped ? undefined : again(lookEveryMs))), afterMs).unref();
			};
			again(firstLookMs);
		},
		stop: async () => {
			isStopped = true;
			clearTimeout(timer);
			await work;
		},
	};
}
