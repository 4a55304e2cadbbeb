/** Takes what sources push: facts and targets of one push, together or not at all. */
import type { PushReply } from '../../shared/api.ts';
import type { LogGrowth } from '../db/log-growth.ts';
import type { Room } from '../db/room.ts';
import { InputError, isDiskFull } from '../errors.ts';
import type { Facts, FactsArrived } from '../facts/facts.ts';
import { understandPush, type UnderstoodPush } from '../facts/push.ts';
import type { FeedPart } from '../floor/feeds.ts';
import type { TargetEdit, Targets } from '../floor/targets.ts';
import type { Journal } from '../journal/journal.ts';
import type { Rollups } from '../rollups/rollups.ts';
import { createPushNotes, type PushNotes } from './push-notes.ts';
import type { TargetDesk } from './target-desk.ts';

export interface IntakeStages {
	journal: Journal<Pick<Facts['handlers'], 'facts arrived'> & Pick<Targets['handlers'], 'targets set'>>;
	targets: Pick<TargetDesk, 'parse' | 'isChange' | 'demandOpen'>;
	rollups: Rollups;
	room: Room;
	growth: Pick<LogGrowth, 'isOver'>;
	now: () => number;
}

/** The body of POST /api/v1/facts, parsed JSON; `of`: the import that it is a part of, `through`: how many rows of its file are then done. @throws InputError when it is not understood. */
export type Push = (body: unknown, author: string, of?: number, through?: number) => PushReply;

/** What a push is a part of. */
type Part = Pick<FactsArrived, 'import' | 'through' | 'feed'>;

export interface Intake {
	push: Push;
	/** A push that was understood already. */
	take: (understood: UnderstoodPush, author: string, of?: number, through?: number) => PushReply;
	/** A part of a published sheet. */
	pushFeed: (body: unknown, author: string, feed: FeedPart) => PushReply;
	/** What a push would come to; nothing of it stays. */
	rehearse: (body: unknown, author: string) => PushReply;
	notes: Pick<PushNotes, 'totals' | 'rejected'>;
}

export function createIntake({ journal, targets, rollups, room, growth, now }: IntakeStages): Intake {
	const notes = createPushNotes(now);
	const write = ({ batch, targets: rows, rejected, ignored }: UnderstoodPush, author: string, part: Part = {}): PushReply => {
		const head = { at: now(), author };
		const reply = journal.apply('facts arrived', { ...batch, ...part }, head);
		const edits: TargetEdit[] = [];
		for (const { index, row } of rows) {
			try {
				const edit = targets.parse(row);
				targets.demandOpen(edit);
				edits.push(edit);
			} catch (error) {
				if (!(error instanceof InputError)) throw error;
				rejected.push({ entity: 'targets', index, field: error.field ?? '', code: error.code, message: error.message });
			}
		}
		const set = edits.some(targets.isChange) ? journal.apply('targets set', { cells: edits }, head) : 0;
		// On a disk that may be full at the next write: what is acknowledged is in the sums, or not acknowledged.
		if (room.isTight()) rollups.drain(Number.POSITIVE_INFINITY);
		return { ...reply, targets: set, rejected: [...rejected, ...reply.rejected], ignored };
	};

	const takePart = (understood: UnderstoodPush, author: string, part: Part): PushReply => {
		if (growth.isOver()) throw new InputError('Another program reads the database and does not let go of it: nothing is taken until it does, so that the disk does not run full. Nothing of this was kept.', { status: 507, code: 'log_full' });
		try {
			const from = performance.now();
			const reply = journal.together(() => write(understood, author, part));
			room.taken();
			notes.noted(understood.batch.source, reply, performance.now() - from);
			return reply;
		} catch (error) {
			if (isDiskFull(error)) room.refused(error);
			throw error;
		}
	};

	const take: Intake['take'] = (understood, author, of, through) => takePart(understood, author, of === undefined ? {} : { import: of, ...(through === undefined ? {} : { through }) });

	return {
		push: (body, ...rest) => take(understandPush(body), ...rest),
		take,
		notes,
		pushFeed: (body, author, feed) => takePart(understandPush(body), author, { feed }),
		rehearse: (body, author) => journal.rehearse(() => write(understandPush(body), author)),
	};
}
