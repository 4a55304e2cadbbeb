/** The routes of boards, as the admin page uses them. */
import type { BoardCopying, BoardDraft, BoardList, BoardPreview, BoardRow, BoardSaving, PreviewRequest } from '../../shared/board-api.ts';
import { send } from './http.ts';

export const boardApi = {
	boards: () => send<BoardList>('GET', '/api/v1/boards'),
	makeBoard: (plan: BoardDraft) => send<BoardRow>('POST', '/api/v1/boards', { plan }),
	saveBoard: (id: string, saving: BoardSaving) => send<BoardRow>('PUT', `/api/v1/boards/${id}`, saving),
	copyBoard: (id: string, copying: BoardCopying) => send<BoardRow>('POST', `/api/v1/boards/${id}/copies`, copying),
	removeBoard: (id: string, was: number) => send<unknown>('DELETE', `/api/v1/boards/${id}?was=${was}`),
	previewBoard: (request: PreviewRequest) => send<BoardPreview>('POST', '/api/v1/boards/preview', request),
};
export type BoardApi = typeof boardApi;
