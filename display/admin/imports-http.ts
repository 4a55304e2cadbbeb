/** The routes of imports, as the admin page uses them. */
import type { ImportChoices, ImportDraft, ImportKind, ImportList, ImportRecord, ImportUndoPreview, ImportWish } from '../../shared/imports-api.ts';
import type { Language } from '../../shared/views.ts';
import { query, send } from './http.ts';

export const importApi = {
	list: () => send<ImportList>('GET', '/api/v1/imports'),
	upload: (file: File) => send<ImportDraft>('POST', `/api/v1/imports?${query({ name: file.name })}`, new Blob([file], { type: 'application/octet-stream' })),
	choose: (choices: ImportChoices) => send<ImportDraft>('PUT', '/api/v1/imports/draft', choices),
	propose: (wish: ImportWish) => send<ImportDraft>('POST', '/api/v1/imports/draft/propose', wish),
	discard: () => send<unknown>('DELETE', '/api/v1/imports/draft'),
	check: () => send<ImportDraft>('POST', '/api/v1/imports/draft/check', {}),
	run: () => send<ImportRecord>('POST', '/api/v1/imports/draft/run', {}),
	stop: () => send<unknown>('POST', '/api/v1/imports/stop', {}),
	goOn: (id: number) => send<ImportRecord>('POST', `/api/v1/imports/${id}/resume`, {}),
	undoPreview: (id: number) => send<ImportUndoPreview>('GET', `/api/v1/imports/${id}/undo`),
	undo: (id: number) => send<ImportRecord>('POST', `/api/v1/imports/${id}/undo`, {}),
};
export type ImportApi = typeof importApi;

/** Addresses of what is downloaded. */
export const draftRejected = (language: Language): string => `/api/v1/imports/draft/rejected?${query({ language })}`;
export const rejectedOf = (id: number, language: Language): string => `/api/v1/imports/${id}/rejected?${query({ language })}`;
export const stayedOf = (id: number, language: Language): string => `/api/v1/imports/${id}/stayed?${query({ language })}`;
export const sampleOf = (kind: ImportKind): string => `/api/v1/import-samples/${kind}`;
