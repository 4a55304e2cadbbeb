/** Who is using the page, in which language, and which of its faces is shown. Used by the admin and the review page. */
import type { SessionInfo, SetupRequest } from '../../shared/api.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { type AdminWords, adminWords } from '../../shared/words/admin.ts';
import { saidIn } from '../../shared/words/server-says.ts';
import { type Language, languages } from '../../shared/views.ts';
import type { Api, Refusal, Reply } from './http.ts';
import { Live } from './live.svelte.ts';
import { timeLocale } from './moments.ts';

export type Face = 'loading' | 'unreachable' | 'setup' | 'restarting' | 'sign-in' | 'signed-in';

const retryMs = 2_000;
const slowAfterMs = 20_000;

/** The nearest language that there are words for. */
export const languageFor = (wish: string): Language => {
	const exact = languages.find((language) => language.toLowerCase() === wish.toLowerCase());
	return exact ?? (wish.toLowerCase().startsWith('sv') ? 'sv' : 'en');
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class App {
	face = $state<Face>('loading');
	session = $state.raw<SessionInfo | null>(null);
	/** The sign-in is shown because the session ended, not because it is the first. */
	hasEnded = $state(false);
	isSlow = $state(false);
	readonly api: Api;
	/** What others change meanwhile. */
	readonly live: Live;
	readonly #browserLanguage: string;
	#closed = false;

	constructor(api: Api, browserLanguage: string) {
		this.api = api;
		this.live = new Live({ open: () => new EventSource('/api/v1/changes/live'), isSignedIn: this.#isSignedIn, onEnded: () => this.ended() });
		this.#browserLanguage = browserLanguage;
	}

	/** In a demo that set-up leaves, the workspace is a proposal without a name; a server told to stay a demo has one. */
	get leavesDemo(): boolean {
		return this.session?.demo === true && this.session.setupNeeded && this.session.workspace?.name === '';
	}

	get language(): Language {
		const { account, workspace } = this.session ?? {};
		return account && workspace ? languageFor(workspace.language) : languageFor(this.#browserLanguage);
	}

	get locale(): string {
		const { account, workspace } = this.session ?? {};
		return account && workspace ? workspace.locale : this.#browserLanguage;
	}

	/** Of times: as the words around them. */
	get timeLocale(): string {
		return timeLocale(this.locale, this.language);
	}

	readonly words: AdminWords = $derived(wordsIn(adminWords, this.language));

	/** Returns what ends it. */
	start(): () => void {
		void this.#load();
		return () => {
			this.#closed = true;
		};
	}

	/** A refusal in words. What only the server can know is said in its own. */
	say = (refusal: Refusal): string => {
		const { words } = this;
		const byCode: Record<string, string> = {
			password_too_short: words.passwordShort,
			password_too_long: words.passwordLong,
			password_too_common: words.passwordCommon,
			password_is_name: words.passwordName,
			wrong_code: words.setupWrongCode,
			wrong_credentials: words.signInWrong,
			wrong_password: words.passwordWrong,
			unknown_code: words.pairUnknown,
			already_set: words.alreadySet,
			conflict: words.conflict,
			locked: words.targetsLocked,
			forbidden: words.notAllowed,
			disk_full: words.diskFull,
			log_full: words.logFull,
			no_backup: words.noBackup,
			restoring: words.beingRestored,
			stopping: words.stopping,
			disk_failure: words.databaseFailed,
		};
		// Without a code of ours it is of what stands before the server.
		const isOurs = refusal.error !== 'no_answer';
		const byStatus: Record<number, string> = { 0: words.noConnection, 429: words.tooMany, 502: words.noConnection, ...(isOurs ? {} : { 503: words.noConnection }) };
		return byCode[refusal.error] ?? byStatus[refusal.status] ?? (refusal.status >= 500 || refusal.message === '' ? words.serverTrouble : saidIn(refusal.message, this.language));
	};

	fill = fill;

	async signIn(account: string, password: string): Promise<Refusal | null> {
		const reply = await this.api.signIn(account, password);
		if (!reply.ok) return reply;
		await this.#load();
		return null;
	}

	async setUp(request: SetupRequest): Promise<Refusal | null> {
		const reply = await this.api.setUp(request);
		if (!reply.ok) return reply;
		if (this.session?.demo && !reply.value.demo) {
			this.face = 'restarting';
			await this.#comeBack(request);
		} else {
			await this.#load();
		}
		return null;
	}

	async signOut(): Promise<Refusal | null> {
		const reply = await this.api.signOut();
		if (!reply.ok && reply.status !== 401) return reply;
		await this.#load();
		return null;
	}

	/** What the page knows of the workspace, read anew: its name or language was changed. */
	renew = async (): Promise<void> => {
		const reply = await this.api.session();
		if (reply.ok && this.face === 'signed-in') this.#take(reply);
	};

	/** The server said 401: what is on the page stays, under the sign-in. */
	ended = (): void => {
		if (this.face !== 'signed-in') return;
		this.hasEnded = true;
		this.face = 'sign-in';
	};

	/** A server that cannot be reached has ended nothing. What the account may do is read anew: that, too, ends the stream. */
	#isSignedIn = async (): Promise<boolean> => {
		const reply = await this.api.session();
		if (reply.ok && reply.value.account && this.face === 'signed-in') this.#take(reply);
		return !reply.ok || reply.value.account !== null;
	};

	async #load(): Promise<void> {
		while (!this.#closed) {
			const reply = await this.api.session();
			if (reply.ok) return this.#take(reply);
			this.face = 'unreachable';
			await wait(retryMs);
		}
	}

	#take({ value }: Extract<Reply<SessionInfo>, { ok: true }>): void {
		this.session = value;
		if (value.account && value.workspace) {
			this.face = 'signed-in';
			this.hasEnded = false;
		} else {
			this.face = value.setupNeeded ? 'setup' : 'sign-in';
		}
	}

	/** The server restarts with the new workspace: until it is ready, the demo may still answer. */
	async #comeBack(request: SetupRequest): Promise<void> {
		const slow = setTimeout(() => {
			this.isSlow = true;
		}, slowAfterMs);
		while (!this.#closed) {
			await wait(retryMs / 4);
			const session = (await this.api.isUp()) ? await this.api.session() : null;
			if (!session?.ok || session.value.setupNeeded || session.value.demo) continue;
			// The session made before the restart may have stayed with the demo.
			if (!session.value.account) await this.api.signIn(request.account, request.password);
			clearTimeout(slow);
			return this.#load();
		}
	}
}
