/** The server's routes as the admin and review pages use them. Every answer is a value: nothing here throws. */
import type { ApiError, LoggedChange, ScreenList, ScreenState, SessionInfo, SetupRequest, TargetCell, TargetChange, TargetGrid } from '../../shared/api.ts';
import type { CorrectableEntity, CorrectionRecord, CorrectionRequest, CorrectionsInForce, FactPlace, FactView, FoundFacts } from '../../shared/corrections.ts';
import type { ChosenSetup } from '../../shared/screen.ts';
import type { GridKind, LockRequest, PeriodLock, Spread, SpreadRequest } from '../../shared/targets-api.ts';
import type { BoardView } from '../../shared/views.ts';

/** status 0: the server could not be reached, or did not answer in our form. */
export interface Refusal extends ApiError {
	ok: false;
	status: number;
}
export type Reply<T> = { ok: true; value: T } | Refusal;

const isApiError = (body: unknown): body is ApiError =>
	typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string' && 'error' in body;

const readJson = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		// A proxy's error page, or a connection cut short: the caller sees "no usable answer".
		return undefined;
	}
};

/** A blob goes as it is, all else as JSON. Given up by its signal, it could not reach the server. */
export const send = async <T>(method: string, path: string, body?: unknown, signal: AbortSignal | null = null): Promise<Reply<T>> => {
	try {
		const response = await fetch(path, {
			method,
			credentials: 'same-origin',
			cache: 'no-store',
			signal,
			headers: body === undefined ? {} : { 'Content-Type': body instanceof Blob ? body.type : 'application/json' },
			...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
		});
		const answer = readJson((await response.text()) || 'null');
		// The display trusts its own server, which answers in the shapes of shared/api.ts.
		if (response.ok && answer !== undefined) return { ok: true, value: answer as T };
		if (isApiError(answer)) return { ...answer, ok: false, status: response.status };
		return { ok: false, status: response.ok ? 0 : response.status, error: 'no_answer', message: '' };
	} catch {
		return { ok: false, status: 0, error: 'no_connection', message: '' };
	}
};

export const query = (parts: Record<string, string | number>): string =>
	Object.entries(parts).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');

/** Of a list that is newest first. */
export interface Page {
	limit: number;
	before?: number;
}

/** Those that need no pairing are set up as one. */
export type ScreenId = number | 'unpaired';

export const api = {
	session: () => send<SessionInfo>('GET', '/api/v1/session'),
	setUp: (request: SetupRequest) => send<SessionInfo>('POST', '/api/v1/setup', request),
	signIn: (account: string, password: string) => send<SessionInfo>('POST', '/api/v1/session', { account, password }),
	signOut: () => send<unknown>('DELETE', '/api/v1/session'),
	changePassword: (current: string, next: string) => send<unknown>('PUT', '/api/v1/password', { current, next }),
	grid: (metric: string, kind: GridKind, from: string, count: number) => send<TargetGrid>('GET', `/api/v1/targets/grid?${query({ metric, kind, from, count })}`),
	setTargets: (changes: TargetChange[]) => send<TargetCell[]>('PUT', '/api/v1/targets', changes),
	targets: () => send<TargetCell[]>('GET', '/api/v1/targets'),
	log: (page: Page) => send<LoggedChange[]>('GET', `/api/v1/targets/log?${query({ ...page })}`),
	undo: (entry: number) => send<unknown>('POST', '/api/v1/targets/undo', { entry }),
	lockTargets: (request: LockRequest) => send<PeriodLock>('PUT', '/api/v1/targets/lock', request),
	spread: (request: SpreadRequest) => send<Spread>('POST', '/api/v1/targets/spread', request),
	findFacts: (entity: CorrectableEntity, q: string) => send<FoundFacts>('GET', `/api/v1/facts?${query({ entity, q })}`),
	fact: ({ entity, source, externalId }: FactPlace) => send<FoundFacts>('GET', `/api/v1/facts?${query({ entity, source, id: externalId })}`),
	corrections: (page: Page) => send<CorrectionsInForce>('GET', `/api/v1/corrections?${query({ ...page })}`),
	correct: (request: CorrectionRequest) => send<FactView>('POST', '/api/v1/corrections', request),
	correctionLog: (page: Page) => send<CorrectionRecord>('GET', `/api/v1/corrections/log?${query({ ...page })}`),
	undoCorrection: (entry: number) => send<FactView>('POST', '/api/v1/corrections/undo', { entry }),
	screens: () => send<ScreenList>('GET', '/api/v1/screens'),
	setUpScreen: (id: ScreenId, part: Partial<ChosenSetup>) => send<ScreenState>('PUT', `/api/v1/screens/${id}/setup`, part),
	showCard: (id: ScreenId, show: boolean) => send<ScreenState>('POST', `/api/v1/screens/${id}/card`, { show }),
	revoke: (id: number) => send<unknown>('DELETE', `/api/v1/screens/${id}`),
	wallAsOf: (day: string) => send<BoardView>('GET', `/api/v1/wall?${query({ asOf: day })}`),
	isUp: async (): Promise<boolean> => {
		try {
			return (await fetch('/healthz', { cache: 'no-store' })).ok;
		} catch {
			return false;
		}
	},
};
export type Api = typeof api;
