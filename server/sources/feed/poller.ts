/** Calls each sheet when it is due, a few at a time, and never one that is still being fetched. What goes wrong with one is its poll's to say. */
export interface Poller {
	/** Due after so long, whatever was planned for it before. */
	plan: (id: number, afterMs: number) => void;
	/** As soon as there is a turn; resolves when it is over. One that is running is that one. */
	now: (id: number) => Promise<void>;
	/** Milliseconds until it is due; null when nothing is planned. */
	dueIn: (id: number) => number | null;
	isRunning: (id: number) => boolean;
	/** Nothing more of it is planned; a poll that is running is given up. Resolves when it is over. */
	drop: (id: number) => Promise<void>;
	/** Resolves when no poll is running any more. */
	close: () => Promise<void>;
}

/** @param poll resolves to when it is due next, in milliseconds, or null for never; it never rejects. */
export function createPoller(poll: (id: number, signal: AbortSignal) => Promise<number | null>, atOnce = 3): Poller {
	const planned = new Map<number, { timer: NodeJS.Timeout; at: number }>();
	const running = new Map<number, { over: Promise<void>; ending: AbortController }>();
	const waiting: (() => void)[] = [];
	let free = atOnce;
	let isClosed = false;

	/** False when it was given up before it had one. */
	const turn = async (signal: AbortSignal): Promise<boolean> => {
		if (free > 0) {
			free -= 1;
			return true;
		}
		return await new Promise<boolean>((resolve) => {
			const take = (): void => resolve(true);
			waiting.push(take);
			signal.addEventListener('abort', () => {
				const at = waiting.indexOf(take);
				if (at >= 0) waiting.splice(at, 1);
				resolve(false);
			});
		});
	};
	const pass = (): void => {
		const next = waiting.shift();
		if (next) next();
		else free += 1;
	};
	const unplan = (id: number): void => {
		clearTimeout(planned.get(id)?.timer);
		planned.delete(id);
	};
	const plan = (id: number, afterMs: number): void => {
		unplan(id);
		if (isClosed) return;
		// A server that stops does not wait for it.
		const timer = setTimeout(() => void now(id), afterMs).unref();
		planned.set(id, { timer, at: performance.now() + afterMs });
	};
	const now = (id: number): Promise<void> => {
		const known = running.get(id);
		// One that was given up is not what is wished now.
		if (known?.ending.signal.aborted) return known.over.then(() => now(id));
		if (known || isClosed) return known?.over ?? Promise.resolve();
		unplan(id);
		const ending = new AbortController();
		const run = async (): Promise<void> => {
			const hasTurn = await turn(ending.signal);
			try {
				const afterMs = hasTurn && !ending.signal.aborted ? await poll(id, ending.signal) : null;
				if (afterMs !== null && !ending.signal.aborted) plan(id, afterMs);
			} finally {
				running.delete(id);
				if (hasTurn) pass();
			}
		};
		const over = run();
		running.set(id, { over, ending });
		return over;
	};
	const drop = async (id: number): Promise<void> => {
		unplan(id);
		const known = running.get(id);
		known?.ending.abort();
		await known?.over;
	};

	return {
		plan,
		now,
		dueIn: (id) => {
			const at = planned.get(id)?.at;
			return at === undefined ? null : Math.max(0, at - performance.now());
		},
		isRunning: (id) => running.has(id),
		drop,
		close: async () => {
			isClosed = true;
			await Promise.all([...new Set([...planned.keys(), ...running.keys()])].map(drop));
		},
	};
}
