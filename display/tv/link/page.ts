/** What the page knows of itself, and how it loads itself anew. */
import { fetchText, isServerWell } from './fetching.ts';
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

/** Without the part after `#`, with which going there would be a jump within the page. */
const ownAddress = (): string => location.pathname + location.search;

/** @throws Error when it is not there */
async function textOf(address: string, wanted?: RequestInit): Promise<string> {
	const { status, text } = await fetchText(address, wanted);
	if (status !== 200) throw new Error(`${address}: ${status}`);
	return text;
}

/** Whether the browser's cache has the newest page now, and all that it starts with. */
async function fetchPage(): Promise<boolean> {
	if (!(await isServerWell())) return false;
	try {
		const page = new DOMParser().parseFromString(await textOf(ownAddress(), { cache: 'reload' }), 'text/html');
		const named = [...page.querySelectorAll('script[src], link[rel="stylesheet"], link[rel="modulepreload"]')];
		await Promise.all(named.map((element) => textOf(element.getAttribute('src') ?? element.getAttribute('href') ?? '')));
		return named.length > 0;
	} catch {
		return false; // not all of it
	}
}

export function thisPage(): ReloadOutside {
	return {
		fetched: fetchPage,
		reopen: () => location.replace(ownAddress()),
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
