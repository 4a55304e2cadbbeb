/** Cells that others have just changed: marked for a while, and said once. */
import type { News } from './target-news.ts';

const shownMs = 12_000;

export class NewsBoard {
	cells = $state.raw<ReadonlyMap<string, News>>(new Map());
	/** What is said of them, to whoever does not see the marks. */
	last = $state.raw<readonly News[]>([]);
	#timers = new Map<string, ReturnType<typeof setTimeout>>();

	add(news: ReadonlyMap<string, News>): void {
		if (news.size === 0) return;
		this.last = [...news.values()];
		this.cells = new Map([...this.cells, ...news]);
		for (const key of news.keys()) {
			clearTimeout(this.#timers.get(key));
			this.#timers.set(key, setTimeout(() => this.drop(key), shownMs));
		}
	}

	drop(key: string): void {
		clearTimeout(this.#timers.get(key));
		this.#timers.delete(key);
		if (!this.cells.has(key)) return;
		const rest = new Map(this.cells);
		rest.delete(key);
		this.cells = rest;
	}
}
