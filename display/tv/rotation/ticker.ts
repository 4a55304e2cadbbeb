/** The one timer of the wall. A listener that throws loses its turn, not the timer, and not the others theirs. */

export interface Ticker {
	/** Calls `listener` about once a second with the time on the page's own clock. Returns how to stop. */
	on(listener: (now: number) => void): () => void;
	/** Starts the timer anew: it may have been lost. */
	restart(): void;
	close(): void;
}

export function createTicker(clock: () => number): Ticker {
	const listeners = new Set<(now: number) => void>();
	const tick = () => {
		const now = clock();
		for (const listener of listeners) {
			try {
				listener(now);
			} catch (error) {
				console.error(error);
			}
		}
	};
	let timer = setInterval(tick, 1000);
	return {
		on(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		restart() {
			clearInterval(timer);
			timer = setInterval(tick, 1000);
			tick();
		},
		close() {
			clearInterval(timer);
			listeners.clear();
		},
	};
}
