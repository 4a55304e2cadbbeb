/** What ops do at the desk of corrections, as the admin page asks for it. */
import type { CorrectableEntity, CorrectionEntry, FactFields, FactView } from '../../shared/corrections.ts';
import type { GivenWall } from './wall.ts';
import { correctionRequest } from '../../server/facts/correction-desk.ts';
import { parse } from '../../server/http/route.ts';

export interface Desk {
	/** The fact as ops see it; throws when there is none. */
	see: (id: string, entity?: CorrectableEntity, source?: string) => FactView;
	exclude: (id: string, entity?: CorrectableEntity, source?: string) => FactView;
	correct: (id: string, set: FactFields, entity?: CorrectableEntity, source?: string) => FactView;
	withdraw: (id: string, entity?: CorrectableEntity, source?: string) => FactView;
	enter: (set: FactFields, entity?: CorrectableEntity) => FactView;
	undo: (entry: number) => FactView;
	/** Newest first. */
	log: () => CorrectionEntry[];
	/** Takes back the newest entry. */
	undoLast: () => FactView;
}

export function deskOf({ wall, head }: Pick<GivenWall, 'wall' | 'head'>): Desk {
	const { corrections } = wall;
	const ask = (body: object): FactView => corrections.correct(parse(correctionRequest, body), head().author, head().at);
	const see: Desk['see'] = (id, entity = 'deals', source = 'crm') => {
		const [fact] = corrections.search({ entity, source, id }).facts;
		if (!fact) throw new Error(`there is no ${id} of ${source} among the ${entity}`);
		return fact;
	};
	const existing = (id: string, entity: CorrectableEntity, source: string): object => ({ entity, source, externalId: id, seen: see(id, entity, source).seen, reason: 'a reason' });
	const log = (): CorrectionEntry[] => corrections.log({}).entries;
	const undo = (entry: number): FactView => corrections.undo(entry, head().author, head().at);
	return {
		see,
		exclude: (id, entity = 'deals', source = 'crm') => ask({ kind: 'exclude', ...existing(id, entity, source) }),
		correct: (id, set, entity = 'deals', source = 'crm') => ask({ kind: 'correct', ...existing(id, entity, source), set }),
		withdraw: (id, entity = 'deals', source = 'crm') => ask({ kind: 'withdraw', ...existing(id, entity, source) }),
		enter: (set, entity = 'deals') => ask({ kind: 'enter', entity, set, reason: 'a reason' }),
		undo,
		log,
		undoLast: () => undo(log()[0]?.entry ?? 0),
	};
}
