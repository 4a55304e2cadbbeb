/** Spreading, copying forward and raising: which is open, what it would write, and writing it. */
import type { TargetGrid } from '../../shared/api.ts';
import type { SpreadRequest } from '../../shared/targets-api.ts';
import type { TargetWords } from '../../shared/words/targets.ts';
import type { Api, Reply } from './http.ts';
import { addMonths } from '../../shared/months.ts';
import { type Chosen, copyPlan, type Plan, raisePlan, readPercent, spreadPlan } from './target-plan.ts';
import type { TargetsPage } from './targets.svelte.ts';

export type Tool = 'spread' | 'copy' | 'raise';

export interface Wish {
	tool: Tool;
	grid: TargetGrid;
	chosen: Chosen;
	/** The column that the focus is in. */
	column: number;
	by: SpreadRequest['by'];
	quarters: boolean;
	count: number;
	percent: string;
	step: number;
}

export class TargetTools {
	plan = $state.raw<Plan | null>(null);
	error = $state('');
	busy = $state(false);
	readonly #options: { api: Api; page: TargetsPage; words: () => TargetWords; say: (reply: Extract<Reply<never>, { ok: false }>) => string };
	#asked = 0;

	constructor(options: { api: Api; page: TargetsPage; words: () => TargetWords; say: (reply: Extract<Reply<never>, { ok: false }>) => string }) {
		this.#options = options;
	}

	/** Works out what a wish would write; of several only the newest answer counts. */
	async look(wish: Wish): Promise<void> {
		const asked = ++this.#asked;
		const found = await this.#planOf(wish);
		if (asked !== this.#asked) return;
		this.plan = typeof found === 'string' ? null : found;
		this.error = typeof found === 'string' ? found : '';
	}

	close(): void {
		this.#asked++;
		this.plan = null;
		this.error = '';
	}

	/** True when it is written. */
	async write(): Promise<boolean> {
		if (!this.plan || this.busy) return false;
		this.busy = true;
		const refusal = await this.#options.page.write(this.plan.changes);
		this.busy = false;
		this.error = refusal;
		return refusal === '';
	}

	async #planOf({ tool, grid, chosen, column, by, quarters, count, percent, step }: Wish): Promise<Plan | string | null> {
		const { api, words, say } = this.#options;
		if (tool === 'raise') {
			const by = readPercent(percent);
			return by === null ? null : raisePlan(grid, chosen, by, step, words());
		}
		if (tool === 'copy') {
			const last = grid.periods[chosen.right];
			if (!last) return null;
			const next = await api.grid(grid.metric, grid.kind, addMonths(last.to.slice(0, 7), 1), count);
			return next.ok ? copyPlan(grid, chosen, next.value, words()) : say(next);
		}
		const period = grid.periods[column];
		if (!period || grid.kind === 'month') return null;
		const spread = await api.spread({ metric: grid.metric, period: period.id, scopes: chosen.rows.map(({ scope }) => scope), by, quarters: quarters && grid.kind === 'year' });
		return spread.ok ? spreadPlan(spread.value, words()) : say(spread);
	}
}
