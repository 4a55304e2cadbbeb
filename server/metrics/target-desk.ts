/** What ops do with targets: the cells that stand, changing them, the log of who changed which, and taking a change back. */
import type { LoggedChange, TargetCell, TargetGrid } from '../../shared/api.ts';
import { isoText } from '../clock.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { targetChange, targetKinds, type TargetEdit, type Targets } from '../floor/targets.ts';
import type { Journal } from '../journal/journal.ts';
import type { Metrics } from './metrics.ts';
import { createTargetEditor, type TargetEditor } from './target-edit.ts';
import { createTargetGrid } from './target-grid.ts';

export interface TargetDesk {
	list: () => TargetCell[];
	/** Writes the listed cells and returns them. @throws InputError 400 for a bad cell, 409 when `was` differs. */
	set: (body: unknown, author: string) => TargetCell[];
	grid: (query: Record<string, unknown>) => TargetGrid;
	/** Newest first. */
	log: (query: Record<string, unknown>) => LoggedChange[];
	/** Takes an entry back by a new one. @throws InputError 404, or 409 with the reason when a later change stands on it. */
	undo: (id: number, author: string) => void;
	parse: TargetEditor['parse'];
	/** A source that repeats its targets every night must not fill the log with changes that are none. */
	isChange: (edit: TargetEdit) => boolean;
}

export interface TargetDeskStages {
	targets: Targets;
	journal: Journal<Targets['handlers']>;
	people: People;
	metrics: Metrics;
	settings: FloorSettings;
	now: () => number;
}

export function createTargetDesk({ targets, journal, people, metrics, settings, now }: TargetDeskStages): TargetDesk {
	const editor = createTargetEditor({ people, roster: metrics.roster, settings: settings.get });
	const grid = createTargetGrid({ metrics, settings, targets, json: editor.json });
	const standing = ({ metric, scope, period }: TargetEdit): number | null => targets.ofMetric(metric).get(period)?.get(scope) ?? null;
	const isChange = (edit: TargetEdit): boolean => standing(edit) !== edit.value;

	return {
		list: () => targets.list().flatMap((stored) => editor.cell(stored) ?? []),
		set: (body, author) => {
			const changes = editor.parseChanges(body);
			changes.forEach(({ edit, was }, index) => {
				const stands = editor.json(edit.metric, standing(edit));
				if (was !== undefined && was !== stands) throw new InputError(`the target is ${stands ?? 'not set'} by now`, { status: 409, code: 'conflict', field: `[${index}].was` });
			});
			const edits = changes.map(({ edit }) => edit);
			if (edits.some(isChange)) journal.apply('targets set', { cells: edits }, { at: now(), author });
			return edits.flatMap((edit) => editor.cell({ ...edit, value: standing(edit) }) ?? []);
		},
		grid: (query) => grid(query, now()),
		log: (query) => {
			const limit = Math.min(200, Math.max(1, Number(query['limit'] ?? 50) || 50));
			return journal.entries({ kinds: targetKinds, limit }).flatMap((entry) => {
				const { undoes, cells } = targetChange(entry);
				if (cells.length === 0) return [];
				const reason = targets.hindrance(entry);
				return {
					entry: entry.id,
					at: isoText(entry.at),
					author: entry.author,
					undoes,
					undo: { possible: reason === null, reason: reason ?? '' },
					cells: cells.map(({ metric, scope, period, from, to }) => ({
						metric,
						scope: editor.cell({ metric, scope, period, value: null })?.scope ?? scope,
						period,
						from: editor.json(metric, from),
						to: editor.json(metric, to),
					})),
				};
			});
		},
		undo: (id, author) => {
			const entry = journal.entry(id);
			if (!entry || !targetKinds.includes(entry.kind)) throw new InputError('there is no such change of targets', { status: 404, code: 'not_found', field: 'entry' });
			const reason = targets.hindrance(entry);
			if (reason !== null) throw new InputError(`this cannot be undone: ${reason}`, { status: 409, code: 'conflict', field: 'entry' });
			journal.apply('targets undone', { undoes: id, cells: targetChange(entry).cells }, { at: now(), author });
		},
		parse: editor.parse,
		isChange,
	};
}
