/** The people and teams of the page, and what was last done to them. Each section of the page works with it. */
import type { Consequence } from '../../shared/consequence.ts';
import type { ListedPerson, ListedTeam } from '../../shared/people-api.ts';
import { wordsIn } from '../../shared/words/language.ts';
import { peopleWords, type PeopleWords } from '../../shared/words/people.ts';
import { personWords, type PersonWords } from '../../shared/words/person.ts';
import type { App } from './app.svelte.ts';
import type { Refusal, Reply } from './http.ts';
import { dayText } from './moments.ts';
import { peopleApi } from './people-http.ts';

export class PeoplePage {
	readonly app: App;
	people = $state.raw<ListedPerson[] | null>(null);
	teams = $state.raw<ListedTeam[]>([]);
	/** What was done last, and what it did to the figures. */
	says = $state('');
	consequences = $state.raw<Consequence[] | null>(null);
	error = $state('');
	/** Grows with every change. */
	changed = $state(0);
	isBusy = $state(false);

	readonly words: PeopleWords = $derived.by(() => wordsIn(peopleWords, this.app.language));
	readonly cardWords: PersonWords = $derived.by(() => wordsIn(personWords, this.app.language));
	readonly mayChange: boolean = $derived.by(() => this.app.session?.account?.role !== 'viewer');
	readonly openTeams: ListedTeam[] = $derived(this.teams.filter(({ isClosed }) => !isClosed));

	constructor(app: App) {
		this.app = app;
	}

	get today(): string {
		return this.app.session?.workspace?.today ?? '';
	}

	/** "2 Nov 2026". */
	day = (day: string): string => dayText(day, this.app.timeLocale);

	refused = (refusal: Refusal): string => {
		if (refusal.status === 401) this.app.ended();
		const { changedSince, taken, notEmpty, overlap, endsBefore } = this.cardWords;
		const byCode: Record<string, string> = { changed: changedSince, taken, not_empty: notEmpty, overlap, ends_before: endsBefore };
		return byCode[refusal.error] ?? this.app.say(refusal);
	};

	async refresh(): Promise<void> {
		const [people, teams] = await Promise.all([peopleApi.people(), peopleApi.teams()]);
		if (people.ok) this.people = people.value;
		if (teams.ok) this.teams = teams.value;
		const refusal = [people, teams].find((reply) => !reply.ok);
		if (refusal && !refusal.ok) this.error = this.refused(refusal);
	}

	/** Forgets what was said of what was done before. */
	quiet = (): void => {
		this.says = '';
		this.error = '';
		this.consequences = null;
	};

	#farewell: { says: string; consequences: Consequence[] | null } | null = null;

	/** Said on the next page: this one is of somebody who is not there any more. */
	leave = (hash: string, says: string, consequences: Consequence[] | null): void => {
		this.#farewell = { says, consequences };
		location.hash = hash;
	};

	/** Another page of people is shown. Returns whether it begins with what was done on the one before. */
	arrive = (): boolean => {
		this.quiet();
		if (this.#farewell === null) return false;
		({ says: this.says, consequences: this.consequences } = this.#farewell);
		this.#farewell = null;
		return true;
	};

	/** Waits for a change, says what was done, and reads the lists anew. Returns the answer, or null when it was refused: `error` says why. */
	async make<T>(ask: Promise<Reply<T>>, done: string, consequences: (value: T) => Consequence[] | null = () => null): Promise<T | null> {
		this.quiet();
		this.isBusy = true;
		const reply = await ask;
		this.isBusy = false;
		if (!reply.ok) {
			this.error = this.refused(reply);
			return null;
		}
		this.says = done;
		this.consequences = consequences(reply.value);
		this.changed += 1;
		await this.refresh();
		return reply.value;
	}

	/** Takes over what the server says of somebody now; returns what was wrong. */
	took = (reply: Reply<ListedPerson>, done: string): string => {
		this.says = reply.ok ? done : '';
		this.consequences = null;
		if (!reply.ok) return this.refused(reply);
		const { value } = reply;
		this.changed += 1;
		this.people = this.people?.map((person) => (person.id === value.id ? value : person)) ?? null;
		return '';
	};
}
