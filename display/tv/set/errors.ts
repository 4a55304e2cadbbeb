/** The last things that went wrong on this screen, for whoever stands in front of it. */

export interface Mishap {
	/** On the clock that was passed in. */
	at: number;
	text: string;
}

export interface ErrorLog {
	add(error: unknown): void;
	/** Newest first. */
	latest(): readonly Mishap[];
	close(): void;
}

/** As many as the diagnostics have room for. */
const kept = 5;

export function createErrorLog(now: () => number): ErrorLog {
	let mishaps: readonly Mishap[] = [];
	const add = (error: unknown): void => {
		mishaps = [{ at: now(), text: String(error) }, ...mishaps].slice(0, kept);
	};
	const onerror = (event: ErrorEvent): void => add(event.message);
	const onrejection = (event: PromiseRejectionEvent): void => add(event.reason);
	window.addEventListener('error', onerror);
	window.addEventListener('unhandledrejection', onrejection);
	return {
		add,
		latest: () => mishaps,
		close() {
			window.removeEventListener('error', onerror);
			window.removeEventListener('unhandledrejection', onrejection);
		},
	};
}
