/** What the page knows of itself, and how it loads itself anew. */
import { isServerWell } from './fetching.ts';
import type { ReloadOutside } from './reload.ts';

const place = 'floorcast.reloaded';

/** What the page before left; it counts for one page only. */
function takeWord(): string | null {
	try {
		const word = window.sessionStorage.getItem(place);
		window.sessionStorage.removeItem(place);
		return word;
	} catch {
		return '';
	}
}

function leaveWord(word: string): void {
	try {
		window.sessionStorage.setItem(place, word);
	} catch (error) {
		console.warn('This browser keeps nothing from one page to the next; the next one waits before it loads itself anew.', error);
	}
}

export function thisPage(): ReloadOutside {
	return {
		healthy: isServerWell,
		reload: () => location.reload(),
		random: () => Math.random(),
		build: document.querySelector('meta[name="build"]')?.getAttribute('content') ?? null,
		before: takeWord(),
		leave: leaveWord,
	};
}

/** Bytes of JavaScript's memory; null where the engine does not say. */
export function heapBytes(): number | null {
	const clock: Performance & { memory?: { usedJSHeapSize: number } } = performance; // Chromium's own
	return clock.memory?.usedJSHeapSize ?? null;
}
