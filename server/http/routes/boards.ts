/** Boards: which there are, what an editor can choose from, a draft as a wall would show it, and what ops make of them. */
import { z } from 'zod';
import type { BoardList, BoardPreview, BoardRow } from '../../../shared/board-api.ts';
import { privacies } from '../../../shared/screen.ts';
import { InputError } from '../../errors.ts';
import { boardPlan } from '../../panels/plans.ts';
import type { AppContext } from '../context.ts';
import { authorOf, route, type Route } from '../route.ts';

const largestPlan = 131_072;
const entry = { message: 'expected the number of an entry, or null' };
const was = z.int(entry).positive(entry).nullable();
const makeRequest = z.object({ plan: boardPlan });
const changeRequest = z.object({ plan: boardPlan, was });
const copyRequest = z.strictObject({ scope: z.string({ message: 'expected company, team:<name> or person:<email>' }).max(200, { message: 'at most 200 characters' }) }, { message: 'expected a scope' });
const previewRequest = z.object({ plan: boardPlan, privacy: z.enum(privacies, { message: `expected ${privacies.join(' or ')}` }) });
const removeQuery = z.object({ was: z.coerce.number(entry).int(entry).positive(entry).exactOptional() });

/** @throws InputError */
function boardId(text = ''): string {
	if (!/^[a-z0-9-]{1,60}$/.test(text)) throw new InputError('expected the id of a board', { field: 'id' });
	return text;
}

export function boardRoutes({ wall }: AppContext): Route[] {
	const rows = (): BoardRow[] => {
		const { boards, screens } = wall;
		const paired = screens.paired().map(({ id, name }) => ({ name, board: boards.shownFor(screens.setupStanding(id).chosen.board) }));
		const unpaired = boards.shownFor(screens.setupStanding(null).chosen.board);
		return boards.rows().map((row) => ({ ...row, screens: paired.filter(({ board }) => board === row.plan.id).map(({ name }) => name), onUnpaired: unpaired === row.plan.id }));
	};
	const row = (id: string): BoardRow | undefined => rows().find((one) => one.plan.id === id);

	return [
		route({ method: 'get', path: '/api/v1/boards', who: 'desk', says: 'Lists the boards, and what a panel can be made of.', answer: (): BoardList => ({ boards: rows(), removed: wall.boards.removed(), ...wall.boards.offers() }) }),
		route({
			method: 'post',
			path: '/api/v1/boards',
			who: 'ops',
			says: 'Makes a board.',
			largest: largestPlan,
			body: makeRequest,
			answer: ({ body, caller }) => row(wall.boards.make(body.plan, authorOf(caller))),
		}),
		route({
			method: 'post',
			path: '/api/v1/boards/preview',
			who: 'desk',
			says: 'Builds a board that is not saved, as a wall would show it.',
			largest: largestPlan,
			body: previewRequest,
			answer: ({ body }): Promise<BoardPreview> => wall.previewBoard(body.plan, body.privacy),
		}),
		route({
			method: 'post',
			path: '/api/v1/boards/:id/copies',
			who: 'ops',
			says: 'Makes a board that of a team or a person.',
			body: copyRequest,
			answer: ({ body, params, caller }) => row(wall.boards.copyFor(boardId(params['id']), body.scope, authorOf(caller))),
		}),
		route({
			method: 'put',
			path: '/api/v1/boards/:id',
			who: 'ops',
			says: 'Changes a board.',
			largest: largestPlan,
			body: changeRequest,
			answer: ({ body: wish, params, caller }) => {
				const id = boardId(params['id']);
				wall.boards.change(id, wish.plan, wish.was, authorOf(caller));
				return row(id);
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/boards/:id',
			who: 'ops',
			says: 'Removes a board; what came with the product is then as it came.',
			query: removeQuery,
			answer: ({ params, query, caller }) => {
				wall.boards.remove(boardId(params['id']), query.was, authorOf(caller));
				return {};
			},
		}),
	];
}
