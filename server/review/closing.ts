/** Joins the month close: by hand and by itself, its files, what changed since, and the agenda that says when. */
import { setImmediate as breath } from 'node:timers/promises';
import type { Explained, LoggedChange } from '../../shared/api.ts';
import type { AreaChanges, ChangeArea } from '../../shared/changes-api.ts';
import type { Agenda, ChangedSince, CloseHead } from '../../shared/review-api.ts';
import { reviewClosesWords } from '../../shared/words/review-closes.ts';
import { wordsIn } from '../../shared/words/language.ts';
import { z } from 'zod';
import { isoText } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError, isDiskFailure, isDiskFull } from '../errors.ts';
import type { People } from '../floor/people.ts';
import { addDays, periodAround, type Period } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import { metricIds, metricOf } from '../metrics/catalogue.ts';
import { createExplain } from '../metrics/explain.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Cut } from '../rollups/read.ts';
import { parseScope, scopeOrNull, scopeText, storedScope, type Scope } from '../metrics/scope.ts';
import { createChangedFacts } from './changed-facts.ts';
import { createChangedSince } from './changed-since.ts';
import { createChangedWords } from './changed-words.ts';
import { createCloseDesk, type closeRequest } from './close-desk.ts';
import { createCloseFiles } from './close-files.ts';
import type { CloseHandlers, CloseKept, ClosePart, Closes, StoredClose } from './closes.ts';
import { closingMoment } from './closing-day.ts';
import type { Review } from './review.ts';
import { createWhoThen } from './who-then.ts';

export interface ClosingStages {
	review: Review;
	closes: Closes;
	agenda: { get: () => Agenda };
	metrics: Metrics;
	people: People;
	settings: FloorSettings;
	journal: Journal<CloseHandlers>;
	behind: () => Promise<boolean>;
	changes: (query: { of: ChangeArea; limit?: number }) => AreaChanges;
	targetLog: (query: { limit?: number }) => LoggedChange[];
	log: Log;
	now: () => number;
	onFatal: (error: unknown) => void;
}

export interface Closing {
	/** @throws InputError */
	close: (wish: z.infer<typeof closeRequest>, author: string) => Promise<CloseHead>;
	changes: (query: { close: string }) => Promise<ChangedSince>;
	figures: (query: { close: string; scope: string }) => { figures: Explained[] };
	/** Closes the month just over if its time has come; writes files that are missing. For the timer, and for tests. */
	look: () => Promise<void>;
	/** Takes in closes that the database lacks, and completes the files. */
	keep: () => Promise<void>;
	/** Somebody was erased: files are written anew. Resolves when they are. */
	rewrite: () => Promise<void>;
	/** Begins to look, a minute from now. */
	start: () => void;
	stop: () => Promise<void>;
}

const firstLookMs = 60_000;
const lookEveryMs = 30_000;
const sliceMs = 8;

const aClose = { message: 'expected the number of a close' };
export const closeQuery = z.strictObject({ close: z.string(aClose).regex(/^\d{1,15}$/, aClose) });
export const closeFiguresQuery = closeQuery.extend({ scope: z.string({ message: 'expected one scope' }).default('company') });

export function createClosing(db: Db, stages: ClosingStages): Closing {
	const { review, closes, agenda, metrics, people, settings, journal, behind, log, now } = stages;
	const words = () => wordsIn(reviewClosesWords, metrics.numbers().language);
	let isStopped = false;
	let timer: NodeJS.Timeout | null = null;
	/** What goes on in the background. */
	let work: Promise<void> = Promise.resolve();
	const createdAt = (): number | null => journal.entries({ kinds: ['workspace created'], limit: 1 })[0]?.at ?? null;
	const files = createCloseFiles({
		folder: db.memory ? null : `${db.name}-closes`,
		closes,
		workspace: createdAt,
		erasure: () => journal.entries({ kinds: ['person erased'], limit: 1 })[0]?.id ?? 0,
		log,
		isStopped: () => isStopped,
	});
	const facts = createChangedFacts(db);
	const who = createWhoThen({ people, metrics });
	const explainAny = createExplain({ metrics, settings, people });
	const asked = (metric: string, month: Period, scope = 'company') => ({ metric, scope, period: month.id, asOf: isoText(settings.calendar().endOf(month.to)) });
	const explain = (metric: string, month: Period): Explained => explainAny(asked(metric, month), now());

	const figuresOf = async (month: Period, scope: Scope, cut: Cut): Promise<Explained[]> => {
		// The same moment for all of them: what they share is read once.
		const explainThen = createExplain({ metrics: { ...metrics, evaluator: { ...metrics.evaluator, cutAt: () => cut } }, settings, people });
		const found: Explained[] = [];
		let begun = performance.now();
		for (const id of metricIds) {
			const { scopes } = metricOf(id);
			if (scopes && !scopes.includes(scope.kind)) continue;
			found.push(explainThen(asked(id, month, scopeText(scope)), now()));
			if (performance.now() - begun < sliceMs) continue;
			await breath();
			begun = performance.now();
		}
		return found;
	};
	const build = async (month: Period): Promise<ClosePart[]> => {
		const parts: ClosePart[] = [];
		const cut = review.sections.cutOf(month);
		for (const scope of who.scopesIn(month)) {
			if (isStopped) throw new InputError(words().stopped, { status: 503, code: 'stopping' });
			parts.push({ scope: storedScope(scope), sections: await review.sections.of(month, scope, cut), figures: await figuresOf(month, scope, cut) });
		}
		return parts;
	};
	const desk = createCloseDesk({ closes, files, facts, metrics, settings, people, journal, behind, build, monthOf: review.monthOf, headOf: review.headOf, now, isStopped: () => isStopped });
	const since = createChangedSince({
		facts, closes, metrics, settings, explain,
		told: createChangedWords({ metrics, people, settings }),
		titleOf: (entry) => journal.titles(entry - 1, 1)[0],
		revision: journal.revision,
		changes: stages.changes,
		targetLog: stages.targetLog,
	});

	const one = (id: string): StoredClose => {
		const found = closes.one(Number(id));
		if (!found) throw new InputError(words().noClose, { status: 404, code: 'not_found', field: 'close' });
		return found;
	};

	/** The month just over; and the one before it, whose day may lie in the next but one, or which nobody was there to close. */
	const dueMonth = (): Period | null => {
		const { closesOn } = agenda.get();
		const created = createdAt();
		if (closesOn === null || created === null) return null;
		const calendar = settings.calendar();
		const monthBefore = (month: Period): Period => periodAround('month', addDays(month.from, -1), settings.get());
		const over = monthBefore(periodAround('month', calendar.dayOf(now()), settings.get()));
		return (
			[monthBefore(over), over].find((month) => {
				if (created > calendar.endOf(month.to) || closes.ofMonth(month.id).length > 0) return false;
				const due = closingMoment(month.to, closesOn, calendar, settings.get().week);
				return due !== null && due <= now();
			}) ?? null
		);
	};

	/** What cannot be done now is done at the next look. */
	const carefully = async (doing: string, job: () => Promise<unknown>): Promise<void> => {
		try {
			await job();
		} catch (error) {
			if (isStopped) return;
			if (isDiskFailure(error)) stages.onFatal(error);
			else if (isDiskFull(error) || error instanceof InputError) log.warn({ err: error }, `${doing} has to wait`);
			else log.error({ err: error }, `${doing} failed`);
		}
	};

	/** As the database knows the scopes of a file now; what it does not know is kept under a number. */
	const inDatabase = (kept: CloseKept): CloseKept => {
		const taken = new Set<string>();
		const parts = kept.parts.flatMap((part, index) => {
			const text = part.sections[0]?.scope ?? part.figures[0]?.scope ?? part.scope;
			// Whom this database does not know has no name in a key, from which erasing could not take it.
			const found = scopeOrNull(text, people);
			const scope = found ? storedScope(found) : `unknown:${index}`;
			if (taken.has(scope)) return [];
			taken.add(scope);
			return [{ ...part, scope }];
		});
		return { ...kept, parts };
	};
	const keep = async (): Promise<void> => {
		if (!settings.current()) return;
		await carefully('keeping closed months', async () => {
			for (const kept of files.lacking()) {
				if (isStopped) return;
				journal.apply('close kept', inDatabase(kept), { at: now(), author: '' });
				log.warn({ month: kept.month }, 'this database lacked a closed month; it was kept from its file');
				await breath();
			}
			await files.complete();
		});
	};
	const look = async (): Promise<void> => {
		if (!settings.current()) return;
		await carefully('closing a month by itself', async () => {
			const month = dueMonth();
			if (month) await desk.byItself(month);
			await files.complete();
		});
	};
	const inBackground = (job: () => Promise<void>): Promise<void> => (work = work.then(() => (isStopped ? undefined : job())));
	const again = (afterMs: number): void => {
		timer = setTimeout(() => void inBackground(look).then(() => (isStopped ? undefined : again(lookEveryMs))), afterMs).unref();
	};

	return {
		close: desk.close,
		changes: async (query) => {
			const close = one(query.close);
			await behind();
			return since(close, review.monthOf(close.month));
		},
		figures: ({ close, scope }) => {
			const part = closes.part(one(close).id, storedScope(parseScope(scope, people)));
			if (!part) throw new InputError(`'${scope.slice(0, 100)}' was not there when the month was closed`, { status: 404, code: 'not_closed', field: 'scope' });
			return { figures: part.figures };
		},
		look,
		keep,
		rewrite: () => {
			files.drop();
			return inBackground(() => carefully('writing the files of closed months', files.complete));
		},
		start: () => {
			void inBackground(keep);
			again(firstLookMs);
		},
		stop: async () => {
			isStopped = true;
			if (timer) clearTimeout(timer);
			await desk.idle();
			await work;
		},
	};
}
