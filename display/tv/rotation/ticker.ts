/** The one timer of the wall. A listener that throws loses its turn, not the timer. */

export interface Ticker {
	/** Calls `listener` about once a second with the time on this machine's clock. Returns how to stop. */
	on(listener: (now: number) => void): () => void;
	close(): void;
}

export function createTicker(clock: () => number): Ticker {
	const listeners = new Set<(now: number) => void>();
	const timer = setInterval(() => {
		const now = clock();
		for (const listener of listeners) {
			try {
				listener(now);
			} catch (error) {
				console.error(error);
			}
		}
	}, 1000);
	return {
		on(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			clearInterval(timer);
			listeners.clear();
		},
	};
}
