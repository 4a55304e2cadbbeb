/** Which of the meetings that are on this browser has joined. It stays joined over a reload. */
import type { Meeting } from '../../shared/review-api.ts';
import type { Refusal, Reply } from '../admin/http.ts';
import { readStored, writeStored } from '../tv/link/storage.ts';
import { Following } from './meeting.svelte.ts';
import type { MeetingApi, MeetingList, MeetingStart } from './meeting-http.ts';

export interface JoiningOptions {
	api: MeetingApi;
	/** Of the only meeting there is, without being asked. */
	joinsAlone: boolean;
	say: (refusal: Refusal) => string;
	onSignedOut: () => void;
}

const place = 'floorcast.meeting';

export const rememberMeeting = (id: number | null): void => void writeStored(place, id === null ? null : String(id));
const remembered = (): number | null => Number(readStored(place)) || null;

export class Joining {
	list = $state.raw<MeetingList | null>(null);
	/** The meeting that is followed. */
	joined = $state<number | null>(null);
	error = $state('');
	readonly following: Following;
	readonly #options: JoiningOptions;

	constructor(options: JoiningOptions) {
		this.#options = options;
		this.following = new Following({ api: options.api, say: options.say, onSignedOut: options.onSignedOut });
	}

	/** Asks which meetings are on, and joins the one that this browser had joined. */
	look = async (): Promise<void> => {
		const value = this.#taken(await this.#options.api.meetings());
		if (!value) return;
		this.list = value;
		if (this.joined !== null) return;
		const [only, ...others] = value.meetings;
		const known = value.meetings.find(({ id }) => id === remembered());
		if (known) this.join(known.id);
		else if (only && others.length === 0 && this.#options.joinsAlone) this.join(only.id);
	};

	join(id: number): void {
		this.joined = id;
		rememberMeeting(id);
	}

	leave(): void {
		this.joined = null;
		rememberMeeting(null);
	}

	async start(start: MeetingStart): Promise<Meeting | null> {
		const meeting = this.#taken(await this.#options.api.start(start));
		if (meeting) this.join(meeting.id);
		return meeting;
	}

	/** Whether it is over. */
	async end(): Promise<boolean> {
		if (this.joined === null) return true;
		const reply = await this.#options.api.end(this.joined);
		// Over already is over.
		if (!reply.ok && reply.status !== 404) return this.#taken(reply) !== null;
		this.leave();
		void this.look();
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
