/** The routes of meetings. */
import type { Meeting, MeetingScreen, MeetingWish } from '../../shared/review-api.ts';
import { send } from '../admin/http.ts';

export interface MeetingList {
	meetings: Meeting[];
	screens: MeetingScreen[];
}

export type MeetingStart = Pick<Meeting, 'month' | 'scope' | 'close' | 'screens'>;

const place = '/api/v1/review/meetings';

export const meetingApi = {
	meetings: () => send<MeetingList>('GET', place),
	start: (start: MeetingStart) => send<Meeting>('POST', place, start),
	/** With `after` it is answered when the meeting has changed since, or after twenty seconds. */
	meeting: (id: number, after: number | null, signal: AbortSignal) => send<Meeting>('GET', `${place}/${id}${after === null ? '' : `?after=${after}`}`, undefined, signal),
	steer: (id: number, wish: MeetingWish, signal: AbortSignal) => send<Meeting>('PUT', `${place}/${id}`, wish, signal),
	end: (id: number) => send('DELETE', `${place}/${id}`),
};
export type MeetingApi = typeof meetingApi;
