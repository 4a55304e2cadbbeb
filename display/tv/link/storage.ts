/** What this browser keeps over a restart. One that keeps nothing, or refuses to be asked, still shows the wall. */

export function readStored(place: string): string | null {
	try {
		return window.localStorage.getItem(place);
	} catch {
		return null;
	}
}

/** Null takes it away. Returns whether it is as wanted now. */
export function writeStored(place: string, text: string | null): boolean {
	try {
		if (text === null) window.localStorage.removeItem(place);
		else window.localStorage.setItem(place, text);
		return true;
	} catch {
		return false;
	}
}
