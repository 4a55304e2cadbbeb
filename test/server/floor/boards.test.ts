/** Boards that ops make, change and remove, and those that come with the product under them. */
import { expect, test } from 'vitest';
import type { BoardPlan } from '../../../shared/board.ts';
import { slugOf } from '../../../server/panels/board-desk.ts';
import { readyMade } from '../../../server/panels/ready-made.ts';
import { InputError } from '../../../server/errors.ts';
import { boardDraft, panelPlan } from '../../support/plans.ts';
import { givenWall, people } from '../../support/wall.ts';

const refused = (work: () => void): unknown => {
	try {
		work();
	} catch (error) {
		if (error instanceof InputError) return { status: error.status, code: error.code, field: error.field };
		throw error;
	}
	return 'taken';
};
const ids = (wall: ReturnType<typeof givenWall>['wall']) => wall.boards.rows().map(({ plan }) => plan.id);
const rowOf = (wall: ReturnType<typeof givenWall>['wall'], id: string) => wall.boards.rows().find(({ plan }) => plan.id === id);
const kinds = ['board saved', 'board removed'];

test('at first there are the ready-made boards, as they came and nobody’s work', () => {
	const { wall } = givenWall();
	expect(ids(wall)).toEqual(['floor', 'sdr', 'sdr-manager', 'ae', 'account-manager', 'sales-leader', 'enablement', 'management', 'funnel', 'work-back']);
	expect(rowOf(wall, 'sdr')).toMatchObject({ isReadyMade: true, isChanged: false, entry: null, lastChange: null, plan: { name: 'SDR' } });
	expect(wall.boards.planOf('floor')).toBe(readyMade[0]);
});

test('in Swedish they have Swedish names, until somebody gives them one', () => {
	const { wall } = givenWall({ locale: 'sv-SE' });
	expect(rowOf(wall, 'management')?.plan.name).toBe('Ledning');
	wall.boards.change('management', boardDraft({ name: 'Direktionen' }), null, 'ops');
	expect(rowOf(wall, 'management')?.plan.name).toBe('Direktionen');
});

test('a board that is made has the slug of its name for an id, and nobody else gets it, also not after it is gone', () => {
	const { wall } = givenWall();
	const make = (name: string) => wall.boards.make(boardDraft({ name }), 'ops');
	expect([make('Événements d’été'), make('événements d été'), make('Floor'), make('上海')]).toEqual(['evenements-d-ete', 'evenements-d-ete-2', 'floor-2', 'board']);
	wall.boards.remove('evenements-d-ete', undefined, 'ops');
	expect(make('Evenements d ete')).toBe('evenements-d-ete-3');
	expect(slugOf(`${'x'.repeat(39)} y`)).toBe('x'.repeat(39));
});

test('what is made stands after what came, by name; the log has the whole plan and what stood before', () => {
	const { wall } = givenWall();
	const id = wall.boards.make(boardDraft({ name: 'Westside' }), 'ana');
	wall.boards.make(boardDraft({ name: 'Événements' }), 'ana');
	expect(ids(wall).slice(10)).toEqual(['evenements', 'westside']);
	const entry = rowOf(wall, id)?.entry ?? 0;
	wall.boards.change(id, boardDraft({ name: 'Westside', seconds: 30 }), entry, 'bo');
	expect(rowOf(wall, id)).toMatchObject({ isReadyMade: false, isChanged: false, lastChange: { author: 'bo' }, plan: { id, seconds: 30 } });
	const [last] = wall.journal.entries({ kinds, limit: 1 });
	expect(last).toMatchObject({ kind: 'board saved', author: 'bo', body: { id, from: { ...boardDraft({ name: 'Westside' }), id }, to: { ...boardDraft({ name: 'Westside', seconds: 30 }), id } } });
});

test('a ready-made board that is changed lies under its id; removing the change brings it back as it came', () => {
	const { wall } = givenWall();
	wall.boards.change('sdr', boardDraft({ name: 'Callers' }), null, 'ops');
	expect(rowOf(wall, 'sdr')).toMatchObject({ isReadyMade: true, isChanged: true, plan: { name: 'Callers' } });
	expect(wall.boards.planOf('sdr').panels).toHaveLength(1);
	wall.boards.remove('sdr', undefined, 'ops');
	expect(rowOf(wall, 'sdr')).toMatchObject({ isReadyMade: true, isChanged: false, plan: { name: 'SDR' }, lastChange: { author: 'ops' } });
	expect(wall.boards.planOf('sdr')).toBe(readyMade[1]);
	expect(refused(() => wall.boards.remove('sdr', undefined, 'ops'))).toEqual({ status: 409, code: 'ready_made', field: 'id' });
});

test('a board of ops is gone when it is removed, and where it was shown the default is', () => {
	const { wall } = givenWall();
	const id = wall.boards.make(boardDraft(), 'ops');
	expect([wall.boards.has(id), wall.boards.shownFor(id), wall.boards.planOf(id).id]).toEqual([true, 'events', 'events']);
	wall.boards.remove(id, undefined, 'ops');
	expect([wall.boards.has(id), wall.boards.shownFor(id), wall.boards.planOf(id).id]).toEqual([false, 'floor', 'floor']);
	for (const gone of [id, 'never']) {
		expect(refused(() => wall.boards.remove(gone, undefined, 'ops'))).toEqual({ status: 404, code: 'not_found', field: 'id' });
	}
	expect(refused(() => wall.boards.change('never', boardDraft(), null, 'ops'))).toEqual({ status: 404, code: 'not_found', field: 'id' });
	wall.boards.change('floor', boardDraft({ name: 'Our floor' }), null, 'ops');
	expect(wall.boards.planOf(id).name).toBe('Our floor');
});

test('whoever saves over what they have not seen is refused, also when it was removed meanwhile', () => {
	const { wall } = givenWall();
	const id = wall.boards.make(boardDraft(), 'ops');
	const was = rowOf(wall, id)?.entry ?? 0;
	wall.boards.change(id, boardDraft({ seconds: 30 }), was, 'bo');
	const conflict = { status: 409, code: 'conflict', field: 'was' };
	expect(refused(() => wall.boards.change(id, boardDraft({ seconds: 40 }), was, 'ana'))).toEqual(conflict);
	expect(refused(() => wall.boards.change(id, boardDraft({ seconds: 40 }), null, 'ana'))).toEqual(conflict);
	expect(refused(() => wall.boards.remove(id, was, 'ana'))).toEqual(conflict);
	const now = rowOf(wall, id)?.entry ?? 0;
	wall.boards.remove(id, now, 'bo');
	expect(refused(() => wall.boards.change(id, boardDraft({ seconds: 40 }), now, 'ana'))).toEqual(conflict);
	// A ready-made board that was changed and brought back is not what it was, either.
	wall.boards.change('ae', boardDraft(), null, 'bo');
	wall.boards.remove('ae', undefined, 'bo');
	expect(refused(() => wall.boards.change('ae', boardDraft(), null, 'ana'))).toEqual(conflict);
});

test('saving what stands already is no entry', () => {
	const { wall } = givenWall();
	const id = wall.boards.make(boardDraft(), 'ops');
	wall.boards.change(id, boardDraft(), rowOf(wall, id)?.entry ?? 0, 'bo');
	expect(wall.journal.count(kinds)).toBe(1);
	expect(rowOf(wall, id)?.lastChange?.author).toBe('ops');
});

test('there are at most 50 boards besides those that came', () => {
	const { wall } = givenWall();
	for (let count = 0; count < 50; count += 1) wall.boards.make(boardDraft(), 'ops');
	expect(refused(() => wall.boards.make(boardDraft(), 'ops'))).toEqual({ status: 409, code: 'too_many_boards', field: 'plan' });
	wall.boards.change('sdr', boardDraft(), null, 'ops');
	wall.boards.remove('events', undefined, 'ops');
	expect(wall.boards.make(boardDraft(), 'ops')).toBe('events-51');
});

test('the board of a team that is renamed stays, and says the name of today [M11]', () => {
	const { wall, head, db } = givenWall({ people: [...people] });
	const id = wall.boards.make(boardDraft({ panels: [panelPlan({ scope: 'team:North' })] }), 'ops');
	const north = db.prepare<[], number>(`SELECT id FROM team WHERE name = 'North'`).pluck().get() ?? 0;
	wall.journal.apply('team renamed', { team: north, name: 'Arctic' }, head());
	expect(rowOf(wall, id)?.plan.panels[0]?.scope).toBe('team:Arctic');
});

test('the same entries give the same boards in a fresh database', () => {
	const [one, other] = [givenWall(), givenWall()];
	const id = one.wall.boards.make(boardDraft(), 'ops');
	one.wall.boards.change('ae', boardDraft({ seconds: 9 }), null, 'ops');
	one.wall.boards.remove(id, undefined, 'ops');
	for (const { kind, at, author, body } of one.wall.journal.entries({ kinds, limit: 10 }).reverse()) {
		// As the handlers log them.
		const { id: board, to } = body as { id: string; to: BoardPlan };
		if (kind === 'board saved') other.wall.journal.apply('board saved', { plan: to }, { at, author });
		else other.wall.journal.apply('board removed', { id: board }, { at, author });
	}
	expect(other.dump()).toEqual(one.dump());
});
