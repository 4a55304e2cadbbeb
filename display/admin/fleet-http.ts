/** The routes by which screens are looked after. */
import type { PairingApproval, Reached, ScreenRow } from '../../shared/api.ts';
import type { BoardChoice } from './fleet-view.ts';
import { send, type ScreenId } from './http.ts';

/** One, those that need no pairing, or all. */
export type ScreensAt = ScreenId | 'all';

export const fleetApi = {
	pair: (approval: PairingApproval) => send<ScreenRow>('POST', '/api/v1/screens', approval),
	rename: (id: number, named: { name: string; place: string }) => send<ScreenRow>('PUT', `/api/v1/screens/${id}`, named),
	identify: (at: ScreensAt) => send<Reached>('POST', `/api/v1/screens/${at}/identify`, {}),
	reload: (at: ScreensAt) => send<Reached>('POST', `/api/v1/screens/${at}/reload`, {}),
	/** None where they cannot be had: then there is the floor's board. */
	boards: async (): Promise<BoardChoice[]> => {
		const reply = await send<{ boards: { plan: BoardChoice }[] }>('GET', '/api/v1/boards');
		return reply.ok ? reply.value.boards.map(({ plan: { id, name } }) => ({ id, name })) : [];
	},
};
