/**
 * Boards that ops have made or changed, each as a whole plan. What comes with the product is not here until somebody changes it, and
 * again as it came once the change is removed. A removed id stays taken: a screen may still be set to it.
 */
import type { BoardPlan } from '../../shared/board.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';

export type BoardHandlers = {
	/** Logged with what stood before; null: nothing, or the board as it comes with the product. */
	'board saved': Handler<{ plan: BoardPlan }, null>;
	/** Logged with what stood before. @throws InputError 404 when nobody has made or changed such a board. */
	'board removed': Handler<{ id: string }, null>;
};

export interface StoredBoard {
	/** Null once it was removed. */
	plan: BoardPlan | null;
	/** The entry that last wrote it, when that was (epoch milliseconds), and who did. */
	entry: number;
	at: number;
	author: string;
}

export interface StoredBoards {
	handlers: BoardHandlers;
	/** By id, also those that were removed; the same map until one changes. */
	all: () => ReadonlyMap<string, StoredBoard>;
}

interface BoardRow extends Omit<StoredBoard, 'plan'> {
	id: string;
	plan: string | null;
}

export function createBoards(db: Db): StoredBoards {
	const listed = db.prepare<[], BoardRow>('SELECT board.id, plan, entry, at, author FROM board JOIN entry ON entry.id = entry ORDER BY board.id');
	const planOf = db.prepare<[string], string | null>('SELECT plan FROM board WHERE id = ?').pluck();
	const save = db.prepare<[string, string | null, number]>('INSERT INTO board (id, plan, entry) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET plan = excluded.plan, entry = excluded.entry');

	// Written by the handlers below and nowhere else.
	const readPlan = (text: string | null | undefined): BoardPlan | null => {
		if (!text) return null;
		const plan = JSON.parse(text) as BoardPlan;
		// Of before there were panels that are told apart.
		return { ...plan, panels: plan.panels.map((panel) => ({ ...panel, by: panel.by ?? null })) };
	};
	let known: ReadonlyMap<string, StoredBoard> | null = null;

	return {
		handlers: {
			'board saved': ({ plan }, entry) => {
				const from = readPlan(planOf.get(plan.id));
				save.run(plan.id, JSON.stringify(plan), entry.id);
				known = null;
				return { reply: null, logged: { id: plan.id, from, to: plan } };
			},
			'board removed': ({ id }, entry) => {
				const from = readPlan(planOf.get(id));
				if (!from) throw new InputError('There is no such board.', { status: 404, code: 'not_found', field: 'id' });
				save.run(id, null, entry.id);
				known = null;
				return { reply: null, logged: { id, from, to: null } };
			},
		},
		all: () => (known ??= new Map(listed.all().map(({ id, plan, ...rest }) => [id, { ...rest, plan: readPlan(plan) }]))),
	};
}
