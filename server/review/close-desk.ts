/**
 * Closes a month: everything that is shown and said of it for everybody is built, and becomes one entry. The numbers rest on one revision
 * exactly: when something that concerns the month arrives while they are built, they are built anew.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { CloseHead } from '../../shared/review-api.ts';
import { reviewClosesWords } from '../../shared/words/review-closes.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import type { Period } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { EntryTitle, Journal } from '../journal/journal.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { ChangedFacts } from './changed-facts.ts';
import type { CloseFiles } from './close-files.ts';
import type { CloseHandlers, ClosePart, Closes, StoredClose } from './closes.ts';

export interface CloseDesk {
	/** Body: `month`, and `again`, the number of the close that was seen. @throws InputError */
	close: (wish: z.infer<typeof closeRequest>, author: string) => Promise<CloseHead>;
	/** The same by itself; null when a month is being closed already. */
	byItself: (month: Period) => Promise<StoredClose | null>;
	/** Resolves when nothing is being closed any more. */
	idle: () => Promise<void>;
}

export interface CloseDeskStages {
	closes: Closes;
	files: CloseFiles;
	facts: ChangedFacts;
	metrics: Metrics;
	settings: FloorSettings;
	people: Pick<People, 'changes'>;
	journal: Pick<Journal<CloseHandlers>, 'apply' | 'revision' | 'titles'>;
	/** Brings the sums up to date; true when they cannot be. */
	behind: () => Promise<boolean>;
	/** Everything of everybody. */
	build: (month: Period) => Promise<ClosePart[]>;
	monthOf: (text: string) => Period;
	headOf: (close: StoredClose) => CloseHead;
	now: () => number;
	isStopped: () => boolean;
}

export const closeRequest = z.strictObject({
	month: z.string({ message: 'expected a month such as 2026-10' }),
	again: z.int({ message: 'expected the number of a close' }).positive({ message: 'expected the number of a close' }).optional(),
});

const mostTries = 3;
const mostTitles = 5_000;
/** They change nothing that is shown of a month that is over. */
const harmless = /^(account |action |agenda |board |celebrations |close |month closed|message |password |photo |screen |mapping |import (started|ended|resumed)|targets (un)?locked|link |meeting )/;
/** They change facts, which can be looked at. */
const ofFacts = /^(facts? |correction |import undone)/;

export function createCloseDesk(stages: CloseDeskStages): CloseDesk {
	const { closes, files, facts, metrics, settings, people, journal, behind, build, monthOf, headOf, now, isStopped } = stages;
	const words = () => wordsIn(reviewClosesWords, metrics.numbers().language);
	let running: Promise<unknown> | null = null;
	const named = (text: string, month: Period): string => fill(text, { month: metrics.times().period(month) });

	/** Whether the numbers of the month may be other ones than at that revision. */
	const hasMoved = async (month: Period, revision: number): Promise<boolean> => {
		const since = journal.titles(revision, mostTitles).filter(({ kind }: EntryTitle) => !harmless.test(kind));
		if (since.length === 0) return false;
		return since.length >= mostTitles || !since.every(({ kind }) => ofFacts.test(kind)) || (await facts.since(month, revision)).length > 0;
	};

	const make = async (month: Period, author: string, byItself: boolean): Promise<StoredClose> => {
		for (let tries = 0; tries < mostTries; tries += 1) {
			if (await behind()) throw new InputError(named(words().noRoom, month), { status: 507, code: 'disk_full', field: 'month' });
			const [revision, knew] = [journal.revision(), people.changes()];
			const parts = await build(month);
			// What arrives while that is found out is looked at, too.
			let [looked, moved] = [revision, false];
			while (!moved && journal.revision() !== looked) {
				looked = journal.revision();
				moved = people.changes() !== knew || (await hasMoved(month, revision));
			}
			if (isStopped()) throw new InputError(words().stopped, { status: 503, code: 'stopping' });
			if (moved || people.changes() !== knew) continue;
			const id = journal.apply('month closed', { uid: randomBytes(12).toString('hex'), month: month.id, parts, byItself, revision }, { at: now(), author });
			const made = closes.one(id);
			if (!made) throw new Error(`the close ${id} was written and is not there`);
			files.write(made);
			return made;
		}
		throw new InputError(named(words().keepsMoving, month), { status: 409, code: 'moving', field: 'month' });
	};

	const alone = async (month: Period, author: string, byItself: boolean): Promise<StoredClose> => {
		const mine = make(month, author, byItself);
		running = mine;
		try {
			return await mine;
		} finally {
			running = null;
		}
	};

	return {
		close: async ({ month: wished, again }, author) => {
			const month = monthOf(wished);
			if (settings.calendar().endOf(month.to) >= now()) throw new InputError(named(words().notOver, month), { field: 'month', code: 'not_over' });
			if (running) throw new InputError(words().isClosing, { status: 409, code: 'closing', field: 'month' });
			const newest = closes.ofMonth(month.id)[0];
			if (newest && again === undefined) throw new InputError(named(words().isClosed, month), { status: 409, code: 'closed', field: 'month' });
			if (again !== undefined && again !== newest?.id) throw new InputError(named(words().seenOther, month), { status: 409, code: 'conflict', field: 'again' });
			return headOf(await alone(month, author, false));
		},
		byItself: async (month) => (running ? null : alone(month, '', true)),
		idle: async () => {
			await running?.catch(() => undefined);
		},
	};
}
