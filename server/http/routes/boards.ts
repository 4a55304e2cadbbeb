/** Boards: which there are, what an editor can choose from, a draft as a wall would show it, and what ops make of them. */
import { z } from 'zod';
import type { BoardList, BoardPreview, BoardRow } from '../../../shared/board-api.ts';
import { privacies } from '../../../shared/screen.ts';
import { InputError } from '../../errors.ts';
import type { AppContext } from '../context.ts';
import { authorOf, parse, type Route } from '../route.ts';

const largestPlan = 131_072;
const entry = { message: 'expected the number of an entry, or null' };
const was = z.int(entry).positive(entry).nullable();
// What is in it is the parser's matter, and its messages name the place.
const plan = z.looseObject({}, { message: 'expected name, seconds and panels' });
const makeRequest = z.object({ plan });
const changeRequest = z.object({ plan, was });
const copyRequest = z.strictObject({ scope: z.string({ message: 'expected company, team:<name> or person:<email>' }).max(200, { message: 'at most 200 characters' }) }, { message: 'expected a scope' });
const previewRequest = z.object({ plan, privacy: z.enum(privacies, { message: `expected ${privacies.join(' or ')}` }) });
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
		{ method: 'get', path: '/api/v1/boards', who: 'desk', answer: (): BoardList => ({ boards: rows(), removed: wall.boards.removed(), ...wall.boards.offers() }) },
		{
			method: 'post',
			path: '/api/v1/boards',
			who: 'ops',
			largest: largestPlan,
			answer: ({ body, caller }) => row(wall.boards.make(parse(makeRequest, body).plan, authorOf(caller))),
		},
		{
			method: 'post',
			path: '/api/v1/boards/preview',
			who: 'desk',
			largest: largestPlan,
			answer: ({ body }): Promise<BoardPreview> => {
				const wish = parse(previewRequest, body);
				return wall.previewBoard(wish.plan, wish.privacy);
			},
		},
		{
			method: 'post',
			path: '/api/v1/boards/:id/copies',
			who: 'ops',
			answer: ({ body, params, caller }) => row(wall.boards.copyFor(boardId(params['id']), parse(copyRequest, body).scope, authorOf(caller))),
		},
		{
			method: 'put',
			path: '/api/v1/boards/:id',
			who: 'ops',
			largest: largestPlan,
			answer: ({ body, params, caller }) => {
				const id = boardId(params['id']);
				const wish = parse(changeRequest, body);
				wall.boards.change(id, wish.plan, wish.was, authorOf(caller));
				return row(id);
			},
		},
		{
			method: 'delete',
			path: '/api/v1/boards/:id',
			who: 'ops',
			answer: ({ params, query, caller }) => {
				wall.boards.remove(boardId(params['id']), parse(removeQuery, query).was, authorOf(caller));
				return {};
			},
		},
	];
}
