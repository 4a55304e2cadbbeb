/**
 * The Back key. Some TVs send it as a key, others as a step back in the history, which would leave the wall at once: an
 * entry of our own stands before it. What leaving is, the set decides: the page before, or the end of its app.
 */

export interface Back {
	/** The next step back in the history is ours. */
	guard(): void;
	/** Leaves the wall, by whatever way there is. */
	leave(): void;
	close(): void;
}

interface SamsungWindow {
	tizen?: { application: { getCurrentApplication(): { exit(): void } } };
}

const ours = 'floorcast';
/** Sets that send Back both ways send both at about the same time. */
const sameKeyMs = 500;

/** `onBack` hears of steps back in the history; `keyAt` tells when Back last came as a key, on the clock of events. */
export function createBack(onBack: () => void, keyAt: () => number): Back {
	const guard = (): void => {
		if (history.state !== ours) history.pushState(ours, '');
	};
	const onpopstate = (): void => {
		if (history.state === ours) return;
		if (performance.now() - keyAt() < sameKeyMs) guard();
		else onBack();
	};
	window.addEventListener('popstate', onpopstate);
	guard();
	return {
		guard,
		leave() {
			const { tizen }: SamsungWindow = window as Window & SamsungWindow; // there in a Samsung app only
			if (tizen) return tizen.application.getCurrentApplication().exit();
			history.go(history.state === ours ? -2 : -1);
			// Where there is no page before, nothing has happened.
			setTimeout(() => window.close(), 1000);
		},
		close: () => window.removeEventListener('popstate', onpopstate),
	};
}
