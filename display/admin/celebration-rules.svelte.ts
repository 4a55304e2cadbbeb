/** The rules as they are being chosen: each choice is saved as it is made; what cannot be says so and keeps nothing else back. */
import type { CelebrationRules, RulesState } from '../../shared/celebration.ts';
import type { CelebrationWords } from '../../shared/words/celebrations.ts';
import type { Reply } from './http.ts';

// What is typed waits for the last digit.
const typingMs = 1_000;

export const parts = ['deals', 'targets', 'streaks', 'quiet'] as const;
export type Part = (typeof parts)[number];
export type Errors = Partial<Record<string, string>>;

/** What is wrong, by part and field: 'deals.types', 'quiet.0.to'. Times are empty and numbers are NaN while they are being typed. */
export function rulesErrors(rules: CelebrationRules, words: CelebrationWords, times: { needDay: string; needTime: string; sameTime: string }): Errors {
	const errors: Errors = {};
	const { deals, targets, streaks, quiet } = rules;
	if (deals.threshold !== null && !(deals.threshold >= 0)) errors['deals.threshold'] = words.thresholdWrong;
	if (deals.types.length === 0) errors['deals.types'] = words.needType;
	if (targets.scopes.length === 0) errors['targets.scopes'] = words.needScope;
	if (!(Number.isInteger(streaks.days) && streaks.days >= 2 && streaks.days <= 100)) errors['streaks.days'] = words.daysWrong;
	quiet.forEach(({ days, from, to }, index) => {
		if (days.length === 0) errors[`quiet.${index}.days`] = times.needDay;
		if (from === '') errors[`quiet.${index}.from`] = times.needTime;
		if (to === '') errors[`quiet.${index}.to`] = times.needTime;
		else if (to === from) errors[`quiet.${index}.to`] = times.sameTime;
	});
	return errors;
}

export interface RulesDeps {
	save: (part: Partial<CelebrationRules>) => Promise<Reply<RulesState>>;
	check: (rules: CelebrationRules) => Errors;
	now: () => number;
	/** An answer of the server, whatever it says. */
	onReply: (reply: Reply<RulesState>) => void;
}

export class RulesChoice {
	/** As they stand on the server; null before its first answer. */
	state = $state.raw<RulesState | null>(null);
	/** What is chosen here and not yet answered for. */
	mine = $state.raw<Partial<CelebrationRules>>({});
	errors = $state.raw<Errors>({});
	isSaving = $state(false);
	/** When it last saved, and the change that it was. */
	saved = $state.raw<{ at: number; change: string | undefined } | null>(null);
	readonly shown: CelebrationRules | null = $derived(this.state && { ...this.state.rules, ...this.mine });
	readonly #deps: RulesDeps;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(deps: RulesDeps) {
		this.#deps = deps;
	}

	choose(change: Partial<CelebrationRules>, isTyped = false): void {
		clearTimeout(this.#timer);
		this.mine = { ...this.mine, ...change };
		if (isTyped) this.#timer = setTimeout(() => void this.save(), typingMs);
		else void this.save();
	}

	/** One at a time: what is chosen meanwhile follows. */
	async save(): Promise<void> {
		clearTimeout(this.#timer);
		if (!this.shown) return;
		this.errors = this.#deps.check(this.shown);
		const wrong = (part: Part): boolean => Object.keys(this.errors).some((field) => field.startsWith(`${part}.`));
		const sent = { ...this.mine };
		for (const part of parts) if (wrong(part)) delete sent[part];
		if (this.isSaving || Object.keys(sent).length === 0) return;
		this.isSaving = true;
		const reply = await this.#deps.save(sent);
		this.isSaving = false;
		if (reply.ok) this.state = reply.value;
		this.saved = reply.ok ? { at: this.#deps.now(), change: reply.value.lastChange?.at } : null;
		// What was refused is not shown as if it stood.
		const left = { ...this.mine };
		for (const part of parts) if (left[part] === sent[part]) delete left[part];
		this.mine = left;
		this.#deps.onReply(reply);
		await this.save();
	}
}
