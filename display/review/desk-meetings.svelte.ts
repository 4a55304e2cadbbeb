/** The meetings that are on, as the desk starts, joins and ends them. */
import type { Meeting } from '../../shared/review-api.ts';
import type { Refusal, Reply } from '../admin/http.ts';
import { deskApi } from './desk-http.ts';
import { rememberMeeting } from './joining.svelte.ts';
import { meetingApi, type MeetingList, type MeetingStart } from './meeting-http.ts';
import { present, type Connection } from './presenting.ts';

export interface DeskMeetingsOptions {
	say: (refusal: Refusal) => string;
	onSignedOut: () => void;
}

const steerMs = 20_000;

export class DeskMeetings {
	list = $state.raw<MeetingList>({ meetings: [], screens: [] });
	error = $state('');
	readonly #options: DeskMeetingsOptions;
	readonly #presented = new Map<number, Connection>();

	constructor(options: DeskMeetingsOptions) {
		this.#options = options;
	}

	/** Asked again and again: a line that is down for a moment is no news here. */
	look = async (): Promise<void> => {
		const reply = await meetingApi.meetings();
		if (!reply.ok) {
			if (reply.status === 401) this.#options.onSignedOut();
			return;
		}
		this.list = reply.value;
		for (const [id, connection] of this.#presented) {
			if (reply.value.meetings.some((meeting) => meeting.id === id)) continue;
			connection.terminate();
			this.#presented.delete(id);
		}
	};

	/** This browser's full screen and remote then follow it. */
	async start(start: MeetingStart): Promise<Meeting | null> {
		const meeting = this.#taken(await meetingApi.start(start));
		if (meeting) rememberMeeting(meeting.id);
		await this.look();
		return meeting;
	}

	async show(meeting: number, screens: (number | null)[]): Promise<Meeting | null> {
		const giveUp = new AbortController();
		const timer = setTimeout(() => giveUp.abort(), steerMs);
		const changed = this.#taken(await meetingApi.steer(meeting, { screens }, giveUp.signal));
		clearTimeout(timer);
		await this.look();
		return changed;
	}

	async end(id: number): Promise<void> {
		const reply = await meetingApi.end(id);
		// Over already is over.
		if (!reply.ok && reply.status !== 404) this.#taken(reply);
		await this.look();
	}

	/** From a click. False: it is not presented, whatever the reason. */
	async present(id: number): Promise<boolean> {
		const made = this.#taken(await deskApi.present(id));
		const connection = made && (await present(made.code));
		if (!connection) return false;
		this.#presented.set(id, connection);
		return true;
	}

	#taken<T>(reply: Reply<T>): T | null {
		this.error = '';
		if (reply.ok) return reply.value;
		if (reply.status === 401) this.#options.onSignedOut();
		else this.error = this.#options.say(reply);
		return null;
	}
}
