/** What ops do with targets: the cells that stand, changing them, locks, the log of who changed which, and taking a change back. */
import { z } from 'zod';
import type { LoggedChange, TargetCell, TargetGrid } from '../../shared/api.ts';
import type { Spread } from '../../shared/targets-api.ts';
import { isoText } from '../clock.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { lockBody, lockKinds, type LockDesk } from '../floor/target-locks.ts';
import { targetChange, targetKinds, type TargetEdit, type Targets } from '../floor/targets.ts';
import type { Journal, LoggedEntry } from '../journal/journal.ts';
import type { Metrics } from './metrics.ts';
import { createTargetEditor, type TargetChanges, type TargetEditor } from './target-edit.ts';
import { createTargetGrid, type GridQuery } from './target-grid.ts';
import { createTargetSpread, type SpreadWish } from './target-spread.ts';

export interface TargetDesk {
	list: () => TargetCell[];
	/** Writes the listed cells and returns them. @throws InputError 400 for a bad cell, 409 when `was` differs or the cell is locked. */
	set: (changes: TargetChanges, author: string) => TargetCell[];
	grid: (query: GridQuery) => TargetGrid;
	/** What the parts of a whole would be. Writes nothing. @throws InputError */
	spread: (request: SpreadWish) => Spread;
	/** Newest first; `before`: the number of an entry, and only those older than it. */
	log: (query: { limit?: number; before?: number }) => LoggedChange[];
	/** Takes an entry back by a new one. @throws InputError 404, or 409 with the reason when a later change stands on it. */
	undo: (id: number, author: string) => void;
	parse: TargetEditor['parse'];
	/** A source that repeats its targets every night must not fill the log with changes that are none. */
	isChange: (edit: TargetEdit) => boolean;
	/** @throws InputError 409 `locked` for a change of a period that is closed. The same value again is no change. */
	demandOpen: (edit: TargetEdit, place?: string) => void;
}

export interface TargetDeskStages {
	targets: Targets;
	locks: LockDesk;
	journal: Journal<Targets['handlers']>;
	people: People;
	metrics: Metrics;
	settings: FloorSettings;
	now: () => number;
}

/** One more than a page may show: whoever reads it sees whether there is more. */
const mostLogged = 201;
const usualPage = 50;
/** What is no number, or too large a one, is as if it had not been said. */
export const targetLogQuery = z.object({
	limit: z.coerce.number().catch(usualPage).transform((wished) => Math.min(mostLogged, Math.max(1, Math.trunc(wished) || usualPage))).default(usualPage),
	before: z.coerce.number().catch(0).transform((wished) => Math.trunc(wished) || Number.MAX_SAFE_INTEGER).default(Number.MAX_SAFE_INTEGER),
});
const lockedReason = 'it changes a closed month that is locked';

export function createTargetDesk({ targets, locks, journal, people, metrics, settings, now }: TargetDeskStages): TargetDesk {
	const editor = createTargetEditor({ people, roster: metrics.roster, settings: settings.get });
	const grid = createTargetGrid({ metrics, settings, targets, locks, json: editor.json });
	const spread = createTargetSpread({ targets, locks, people, metrics, settings, json: editor.json });
	const standing = ({ metric, scope, period }: TargetEdit): number | null => targets.ofMetric(metric).get(period)?.get(scope) ?? null;
	const isChange = (edit: TargetEdit): boolean => standing(edit) !== edit.value;
	const demandOpen: TargetDesk['demandOpen'] = (edit, place) => {
		if (isChange(edit)) locks.demandOpen(edit.period, place === undefined ? 'period' : `${place}.period`);
	};
	const hindrance = (entry: LoggedEntry): string | null => {
		if (lockKinds.includes(entry.kind)) return locks.hindrance(entry);
		return targets.hindrance(entry) ?? (targetChange(entry).cells.some(({ period }) => locks.isLocked(period)) ? lockedReason : null);
	};
	const logged = (entry: LoggedEntry): Pick<LoggedChange, 'undoes' | 'cells' | 'lock'> | null => {
		if (lockKinds.includes(entry.kind)) {
			const { period, undoes } = lockBody(entry);
			return { undoes: undoes ?? null, cells: [], lock: { period, locked: entry.kind === 'targets locked' } };
		}
		const { undoes, cells } = targetChange(entry);
		if (cells.length === 0) return null;
		return {
			undoes,
			cells: cells.map(({ metric, scope, period, from, to }) => ({
				metric,
				scope: editor.cell({ metric, scope, period, value: null })?.scope ?? scope,
				period,
				from: editor.json(metric, from),
				to: editor.json(metric, to),
			})),
		};
	};

	const told = (entry: LoggedEntry): LoggedChange[] => {
		const change = logged(entry);
		const reason = hindrance(entry);
		return change ? [{ entry: entry.id, at: isoText(entry.at), author: entry.author, undo: { possible: reason === null, reason: reason ?? '' }, ...change }] : [];
	};

	return {
		list: () => targets.list().flatMap((stored) => editor.cell(stored) ?? []),
		set: (wished, author) => {
			const changes = editor.parseChanges(wished);
			changes.forEach(({ edit, was }, index) => {
				const stands = editor.json(edit.metric, standing(edit));
				if (was !== undefined && was !== stands) throw new InputError(`the target is ${stands ?? 'not set'} by now`, { status: 409, code: 'conflict', field: `[${index}].was` });
			});
			const edits = changes.map(({ edit }) => edit);
			edits.forEach((edit, index) => demandOpen(edit, `[${index}]`));
			if (edits.some(isChange)) journal.apply('targets set', { cells: edits }, { at: now(), author });
			return edits.flatMap((edit) => editor.cell({ ...edit, value: standing(edit) }) ?? []);
		},
		grid: (query) => grid(query, now()),
		spread: (request) => spread(request, now()),
		log: ({ limit = usualPage, before: olderThan = Number.MAX_SAFE_INTEGER }) => {
			const changes: LoggedChange[] = [];
			let before = olderThan;
			// Entries that changed nothing are not listed, and must not make a page look like the last.
			for (let isMore = true; isMore && changes.length < limit; ) {
				const entries = journal.entries({ kinds: [...targetKinds, ...lockKinds], limit, before });
				changes.push(...entries.flatMap(told));
				before = entries.at(-1)?.id ?? 0;
				isMore = entries.length === limit;
			}
			return changes.slice(0, limit);
		},
		undo: (id, author) => {
			const entry = journal.entry(id);
			if (!entry || ![...targetKinds, ...lockKinds].includes(entry.kind)) throw new InputError('there is no such change of targets', { status: 404, code: 'not_found', field: 'entry' });
			const reason = hindrance(entry);
			if (reason !== null) throw new InputError(`this cannot be undone: ${reason}`, { status: 409, code: reason === lockedReason ? 'locked' : 'conflict', field: 'entry' });
			if (lockKinds.includes(entry.kind)) locks.undo(entry, author);
			else journal.apply('targets undone', { undoes: id, cells: targetChange(entry).cells }, { at: now(), author });
		},
		demandOpen,
		parse: editor.parse,
		isChange,
	};
}
